# SPDX-License-Identifier: GPL-3.0-or-later

# tunescope_add_library(NAME SOURCES … [PUBLIC …] [PRIVATE …] [QT])
# One static library a folder, tunescope_NAME with the alias Tunescope::NAME. Sources are listed by name.
# QT switches AUTOMOC on and takes the flags of Qt code; without it the library may not see Qt at all.
function(tunescope_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "QT" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(tunescope_${name} STATIC ${arg_SOURCES})
  add_library(Tunescope::${name} ALIAS tunescope_${name})
  if(arg_QT)
    set_target_properties(tunescope_${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(tunescope_${name} PUBLIC Tunescope::qtflags)
  else()
    target_link_libraries(tunescope_${name} PUBLIC Tunescope::flags)
  endif()
  target_link_libraries(tunescope_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  tunescope_lint(tunescope_${name})
endfunction()

# Runs clang-tidy on a target's own sources when TUNESCOPE_CLANG_TIDY is on.
function(tunescope_lint target)
  if(TUNESCOPE_CLANG_TIDY)
    find_program(TUNESCOPE_CLANG_TIDY_PROGRAM NAMES clang-tidy REQUIRED)
    set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "${TUNESCOPE_CLANG_TIDY_PROGRAM}")
  endif()
endfunction()

# tunescope_add_test(NAME SOURCES … [LIBRARIES …] [QT] [DEFINITIONS …] [LABELS …] [ENVIRONMENT …] [TIMEOUT s] [SERIAL]
#                    [COMMAND wrapper…] [EXPECT regex])
# The only way to add a compiled test: what is built is run. It is Qt Test with a main of its own (QTEST_APPLESS_MAIN
# or QTEST_GUILESS_MAIN). COMMAND puts a wrapper before the program. SERIAL keeps other tests from running beside it.
# EXPECT: it passes when its output matches, whatever its exit code (a mutant that must be caught).
# tunescope_add_test(NAME SCRIPT file [ARGUMENTS …] …) adds a script instead.
# In a sanitizer's build the test is called asan.NAME or tsan.NAME, so that one ctest can run all builds; a build with
# the thread sanitizer has only the tests labelled tsan.
function(tunescope_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SERIAL" "TIMEOUT;SCRIPT;EXPECT"
                        "SOURCES;LIBRARIES;DEFINITIONS;LABELS;ENVIRONMENT;COMMAND;ARGUMENTS")
  set(test ${name})
  if(TUNESCOPE_SANITIZER STREQUAL "address")
    set(test asan.${name})
    list(APPEND arg_ENVIRONMENT
         "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/packaging/cmake/lsan.supp:print_suppressions=0")
  elseif(TUNESCOPE_SANITIZER STREQUAL "thread")
    if(NOT "tsan" IN_LIST arg_LABELS)
      return()
    endif()
    set(test tsan.${name})
    if(NOT arg_ENVIRONMENT MATCHES "TSAN_OPTIONS=")
      list(APPEND arg_ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/packaging/cmake/tsan.supp")
    endif()
  endif()
  if(arg_SCRIPT)
    add_test(NAME ${test} COMMAND ${arg_COMMAND} "${CMAKE_CURRENT_SOURCE_DIR}/${arg_SCRIPT}" ${arg_ARGUMENTS})
  else()
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${name} PRIVATE Tunescope::qtflags Qt6::Test ${arg_LIBRARIES})
    target_compile_definitions(${name} PRIVATE ${arg_DEFINITIONS})
    add_test(NAME ${test} COMMAND ${arg_COMMAND} $<TARGET_FILE:${name}> ${arg_ARGUMENTS})
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${test} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" ENVIRONMENT "${arg_ENVIRONMENT}"
                       SKIP_RETURN_CODE 77)
  if(arg_EXPECT)
    set_tests_properties(${test} PROPERTIES PASS_REGULAR_EXPRESSION "${arg_EXPECT}")
  endif()
  if(arg_SERIAL)
    set_tests_properties(${test} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
