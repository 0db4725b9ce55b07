# SPDX-License-Identifier: GPL-3.0-or-later
# libebur128 (loudness after ITU-R BS.1770) as ebur128::ebur128. Debian has it for pkg-config only, and Qt for WebAssembly's
# folder has nothing but the header and the library.
set(_ebur128_where)
if(EMSCRIPTEN)
  get_filename_component(_ebur128_prefix "${Qt6_DIR}/../../.." ABSOLUTE)
  set(_ebur128_where NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH PATHS "${_ebur128_prefix}/include" "${_ebur128_prefix}/lib")
endif()
find_path(Ebur128_INCLUDE_DIR ebur128.h ${_ebur128_where})
find_library(Ebur128_LIBRARY ebur128 ${_ebur128_where})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Ebur128 REQUIRED_VARS Ebur128_LIBRARY Ebur128_INCLUDE_DIR)
mark_as_advanced(Ebur128_INCLUDE_DIR Ebur128_LIBRARY)
if(Ebur128_FOUND AND NOT TARGET ebur128::ebur128)
  add_library(ebur128::ebur128 UNKNOWN IMPORTED)
  set_target_properties(ebur128::ebur128 PROPERTIES
    IMPORTED_LOCATION "${Ebur128_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Ebur128_INCLUDE_DIR}")
endif()
