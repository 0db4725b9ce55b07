# SPDX-License-Identifier: GPL-3.0-or-later
get_filename_component(_kissfft_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET kissfft::kissfft-float)
  add_library(kissfft::kissfft-float STATIC IMPORTED)
  set_target_properties(kissfft::kissfft-float PROPERTIES
    IMPORTED_LOCATION "${_kissfft_prefix}/lib/libkissfft-float.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_kissfft_prefix}/include/kissfft")
endif()
