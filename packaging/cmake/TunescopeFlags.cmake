# SPDX-License-Identifier: GPL-3.0-or-later
# How everything is compiled, as INTERFACE targets: Tunescope::flags for all code, Tunescope::qtflags for code that uses Qt.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(tunescope_flags INTERFACE)
add_library(Tunescope::flags ALIAS tunescope_flags)
target_include_directories(tunescope_flags INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/src")
target_compile_options(tunescope_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                       -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 with -O3 reports overlapping copies in std::string that cannot be (GCC bug 105651, fixed in 13).
  target_compile_options(tunescope_flags INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13 OR TUNESCOPE_SANITIZER STREQUAL "address"))
  # g++ 14 with -O3, and g++ 12 with AddressSanitizer, report members of empty std::optionals, which are never read. Clang's analyzer,
  # which the lint runs, follows the paths instead.
  target_compile_options(tunescope_flags INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A class of one .cpp may have members of that file's unnamed namespace; compiled in a unity file, it looks like a header's.
  target_compile_options(tunescope_flags INTERFACE -Wno-subobject-linkage)
endif()
if(TUNESCOPE_WERROR)
  target_compile_options(tunescope_flags INTERFACE -Werror)
endif()
if(TUNESCOPE_ASSERTIONS)
  target_compile_options(tunescope_flags INTERFACE -UNDEBUG)
endif()
if(TUNESCOPE_SANITIZER STREQUAL "address")
  target_compile_options(tunescope_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tunescope_flags INTERFACE -fsanitize=address,undefined)
elseif(TUNESCOPE_SANITIZER STREQUAL "thread")
  target_compile_options(tunescope_flags INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(tunescope_flags INTERFACE -fsanitize=thread)
elseif(TUNESCOPE_SANITIZER STREQUAL "realtime")
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 20)
    message(FATAL_ERROR "TUNESCOPE_SANITIZER=realtime needs clang 20 or newer (Debian 13: clang-22, libclang-rt-22-dev)")
  endif()
  # Functions marked TS_NONBLOCKING are checked twice: the compiler follows their calls, and the sanitizer stops the program at one that waits.
  target_compile_options(tunescope_flags INTERFACE -fsanitize=realtime -fno-omit-frame-pointer -Wfunction-effects)
  target_link_options(tunescope_flags INTERFACE -fsanitize=realtime)
elseif(TUNESCOPE_SANITIZER STREQUAL "fuzzer")
  target_compile_options(tunescope_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tunescope_flags INTERFACE -fsanitize=address,undefined)
elseif(TUNESCOPE_SANITIZER)
  message(FATAL_ERROR "TUNESCOPE_SANITIZER is '${TUNESCOPE_SANITIZER}'; it can be empty, address, thread, realtime or fuzzer")
endif()

# Release builds are hardened (docs/decisions/0022-release-builds-are-hardened.md): stack protector, fortified libc calls,
# immediate binding, position-independent code, control-flow protection. Sanitizers do not mix with fortified calls, and
# WebAssembly has a sandbox instead.
if(NOT TUNESCOPE_SANITIZER AND NOT EMSCRIPTEN)
  include(CheckCXXCompilerFlag)
  include(CheckLinkerFlag)
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES CXX)
  set(hardened "$<CONFIG:Release,MinSizeRel>")
  target_compile_options(tunescope_flags INTERFACE "$<${hardened}:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
  # The last two are control-flow protection: on x86, on Arm.
  foreach(flag IN ITEMS -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard)
    string(MAKE_C_IDENTIFIER "TUNESCOPE_HAS${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(tunescope_flags INTERFACE "$<${hardened}:${flag}>")
    endif()
  endforeach()
  foreach(flag IN ITEMS -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
    string(MAKE_C_IDENTIFIER "TUNESCOPE_LINKS${flag}" known)
    check_linker_flag(CXX ${flag} ${known})
    if(${known})
      target_link_options(tunescope_flags INTERFACE "$<${hardened}:${flag}>")
    endif()
  endforeach()
endif()

add_library(tunescope_qtflags INTERFACE)
add_library(Tunescope::qtflags ALIAS tunescope_qtflags)
target_link_libraries(tunescope_qtflags INTERFACE Tunescope::flags)
target_compile_definitions(tunescope_qtflags INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
                           QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# After the others: QTRY_COMPARE of Qt 6.8 converts in the code that it is put into.
add_library(tunescope_qttestflags INTERFACE)
target_compile_options(tunescope_qttestflags INTERFACE -Wno-conversion)
add_library(tunescope_uninstrumented INTERFACE)
target_compile_options(tunescope_uninstrumented INTERFACE -fno-sanitize=all)
