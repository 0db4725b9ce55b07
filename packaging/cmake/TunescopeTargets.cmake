# SPDX-License-Identifier: GPL-3.0-or-later

# Headers that a target's sources parse anyway, parsed once: a third to a half of the time that g++ needs for them. Clang's
# builds and the web's parse each file by itself, and so find an include that is missing. CMAKE_DISABLE_PRECOMPILE_HEADERS
# switches it off.
set(TUNESCOPE_STD_HEADERS <algorithm> <array> <atomic> <chrono> <cmath> <complex> <cstdint> <functional> <limits> <memory> <mutex>
    <numeric> <optional> <span> <string> <string_view> <utility> <vector>)
set(TUNESCOPE_QTCORE_HEADERS ${TUNESCOPE_STD_HEADERS} <QFile> <QList> <QObject> <QString> <QStringList> <QTimer> <QVariant>)
set(TUNESCOPE_QTQUICK_HEADERS ${TUNESCOPE_QTCORE_HEADERS} <QImage> <QQmlEngine> <QQuickItem> <QQuickWindow> <QSGGeometryNode> <QUrl>
    <QtQml/qqmlregistration.h>)
function(tunescope_precompile_headers target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT EMSCRIPTEN)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    # g++ 12 rarely writes a header that it refuses later; and it reports std::string's own copies once its header is precompiled.
    target_compile_options(${target} PRIVATE -Wno-error=invalid-pch -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

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
    tunescope_precompile_headers(tunescope_${name} ${TUNESCOPE_QTCORE_HEADERS})
  else()
    set_target_properties(tunescope_${name} PROPERTIES UNITY_BUILD OFF)  # each file has its own constants, and no Qt to parse
    target_link_libraries(tunescope_${name} PUBLIC Tunescope::flags)
    tunescope_precompile_headers(tunescope_${name} ${TUNESCOPE_STD_HEADERS})
  endif()
  target_link_libraries(tunescope_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  tunescope_lint(tunescope_${name})
endfunction()

# With TUNESCOPE_LINT on, the target "lint" runs clang-tidy on a target's own sources (those in its folder); its compiler
# warnings are errors there too, and nothing is compiled. clang-tidy takes most of its time for headers, Qt's above all:
# sources that AUTOMOC scans are linted a few at a time. A unit is linted again when it or any header has changed, but not if
# packaging/lib/tidy finds that the same contents have passed before.
function(tunescope_lint target)
  if(NOT TUNESCOPE_LINT)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  get_target_property(uses_qt ${target} AUTOMOC)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  list(TRANSFORM sources PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" REGEX "^[^/]")
  list(FILTER sources EXCLUDE REGEX "^${CMAKE_BINARY_DIR}/")
  if(uses_qt OR target STREQUAL "tunescope")
    tunescope_make_lint_units(${target} units ${sources})
  else()
    set(units ${sources})
  endif()
  find_program(TUNESCOPE_CLANG_TIDY NAMES clang-tidy REQUIRED)
  file(GLOB_RECURSE headers "${PROJECT_SOURCE_DIR}/src/*.h")
  set(stamps)
  foreach(unit IN LISTS units)
    string(MAKE_C_IDENTIFIER "${unit}" stamp)
    set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${stamp}.linted")
    add_custom_command(OUTPUT "${stamp}"
      COMMAND "${PROJECT_SOURCE_DIR}/packaging/lib/tidy" "${TUNESCOPE_CLANG_TIDY}" "${CMAKE_BINARY_DIR}" "${unit}"
      COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
      DEPENDS "${unit}" ${sources} ${headers} "${PROJECT_SOURCE_DIR}/.clang-tidy"
      COMMENT "clang-tidy ${unit}" VERBATIM)
    list(APPEND stamps "${stamp}")
  endforeach()
  if(NOT TARGET lint)
    add_custom_target(lint)
  endif()
  add_custom_target(lint_${target} DEPENDS ${stamps})
  add_dependencies(lint lint_${target})
endfunction()

# Files that include seven of the sources each, in a library that is never built: it gives them the target's flags.
function(tunescope_make_lint_units target result)
  set(units)
  while(ARGN)
    list(SUBLIST ARGN 0 7 batch)
    list(REMOVE_ITEM ARGN ${batch})
    list(LENGTH units number)
    list(TRANSFORM batch REPLACE "(.+)" "#include \"\\1\"  // NOLINT(bugprone-suspicious-include)\n")
    string(JOIN "" text ${batch})
    set(unit "${CMAKE_CURRENT_BINARY_DIR}/${target}_${number}.cpp")
    file(CONFIGURE OUTPUT "${unit}" CONTENT "${text}" @ONLY)
    list(APPEND units "${unit}")
  endwhile()
  add_library(${target}_units OBJECT EXCLUDE_FROM_ALL ${units})
  foreach(kind IN ITEMS LINK_LIBRARIES COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES)
    set_property(TARGET ${target}_units PROPERTY ${kind} $<TARGET_PROPERTY:${target},${kind}>)
  endforeach()
  set(${result} ${units} PARENT_SCOPE)
endfunction()

# What nearly every test of Qt Test parses, parsed once for all of them, and once more with the window's headers and the
# program's own, since Qt Test's headers depend on Qt Gui's presence. CMAKE_DISABLE_PRECOMPILE_HEADERS switches it off.
function(tunescope_precompile_for_tests)
  tunescope_precompile(tunescope_testheaders)
  if(TUNESCOPE_BUILD_WINDOW)
    tunescope_precompile(tunescope_windowtestheaders "${PROJECT_SOURCE_DIR}/tests/ui/windowrig.h")
    target_include_directories(tunescope_windowtestheaders PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(tunescope_windowtestheaders PRIVATE Tunescope::ui Qt6::Quick)
    tunescope_leave_uninstrumented(tunescope_windowtestheaders)
  endif()
endfunction()

# The code of the window's tests, with AddressSanitizer: it is not what is tested, and instrumenting it takes as long as
# compiling it. What it calls is instrumented, and its memory is watched.
function(tunescope_leave_uninstrumented target)
  if(TUNESCOPE_SANITIZER STREQUAL "address")
    target_link_libraries(${target} PRIVATE tunescope_uninstrumented)
  endif()
endfunction()

function(tunescope_precompile target)
  add_library(${target} OBJECT "${PROJECT_SOURCE_DIR}/tests/support/precompiled.cpp")
  target_precompile_headers(${target} PRIVATE <QSignalSpy> <QTemporaryDir> <QTest> ${ARGN} <algorithm> <chrono> <cmath>
                            <condition_variable> <functional> <memory> <mutex> <span> <string> <thread> <vector>)
  tunescope_use_qttest(${target})
endfunction()

# Qt names the test's folders in macros that its headers ask for; they would make a precompiled header one folder's own.
# -fPIC for programs too: g++ 14 takes no precompiled header that was made with other code in mind.
function(tunescope_use_qttest target)
  target_link_libraries(${target} PRIVATE Tunescope::qtflags tunescope_qttestflags Qt6::Test)
  target_compile_options(${target} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR -fPIC)
  if(NOT TUNESCOPE_SANITIZER)
    target_compile_options(${target} PRIVATE -O1)  # a test's own code is compiled more often than it is run
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # g++ 12 rarely writes a header it refuses later; it then reads the text
    target_compile_options(${target} PRIVATE -Wno-error=invalid-pch)
  endif()
endfunction()

# tunescope_add_test(NAME SOURCES … [LIBRARIES …] [PLAIN] [DEFINITIONS …] [LABELS …] [ENVIRONMENT …] [TIMEOUT s]
#                    [SOUND] [BROWSER] [FIGURES] [LOCK name] [COMMAND wrapper…] [EXPECT regex])
# The only way to add a compiled test: what is built is run. It is Qt Test with a main of its own (QTEST_APPLESS_MAIN
# or QTEST_GUILESS_MAIN); PLAIN: it is tests/support/plaintest.h and sees no Qt. COMMAND puts a wrapper before the program.
# EXPECT: it passes when its output matches, whatever its exit code (a mutant that must be caught).
# tunescope_add_test(NAME SCRIPT file [ARGUMENTS …] …) adds a script instead.
# SOUND: it listens in real time to a sound server of its own, so it mostly waits: it counts as one where others count as
# three of what ctest -j may run at once (packaging/test gives three for each core). BROWSER: it drives one; only one does at a
# time, after those that listen have begun. LOCK: no two tests with the same lock run at once.
# FIGURES: it measures over minutes of sound, or many pictures, by code that other tests run too; a sanitizer's build, in which
# it would take several times as long and see nothing new, leaves it out.
# In a sanitizer's build the test is called asan.NAME, tsan.NAME, rtsan.NAME or fuzz.NAME, so that one ctest can run all builds;
# but for asan these have only the tests that are labelled so.
function(tunescope_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PLAIN;SOUND;BROWSER;FIGURES" "TIMEOUT;SCRIPT;EXPECT;LOCK"
                        "SOURCES;LIBRARIES;DEFINITIONS;LABELS;ENVIRONMENT;COMMAND;ARGUMENTS")
  if(arg_FIGURES AND TUNESCOPE_SANITIZER)
    return()
  endif()
  set(test ${name})
  if(TUNESCOPE_SANITIZER STREQUAL "realtime")
    if(NOT "rtsan" IN_LIST arg_LABELS)
      return()
    endif()
    set(test rtsan.${name})
  elseif(TUNESCOPE_SANITIZER STREQUAL "fuzzer")
    if(NOT "fuzz" IN_LIST arg_LABELS)
      return()
    endif()
    set(test fuzz.${name})
    list(APPEND arg_ENVIRONMENT "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/packaging/cmake/lsan.supp:print_suppressions=0")
  elseif(TUNESCOPE_SANITIZER STREQUAL "address")
    set(test asan.${name})
    # Qt 6.8 forgets its question to the desktop's portal where nobody answers it, so it is not to ask.
    list(APPEND arg_ENVIRONMENT QT_NO_XDG_DESKTOP_PORTAL=1
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
  if(NOT arg_SOUND AND NOT arg_BROWSER)  # what computes gives way to what listens
    find_program(TUNESCOPE_NICE nice)
    if(TUNESCOPE_NICE)
      set(arg_COMMAND "${TUNESCOPE_NICE}" -n 10 ${arg_COMMAND})
    endif()
  endif()
  if(arg_SCRIPT)
    add_test(NAME ${test} COMMAND ${arg_COMMAND} "${CMAKE_CURRENT_SOURCE_DIR}/${arg_SCRIPT}" ${arg_ARGUMENTS})
  else()
    tunescope_add_test_program(${name} ${arg_PLAIN} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
    target_compile_definitions(${name} PRIVATE ${arg_DEFINITIONS})
    if("Tunescope::ui" IN_LIST arg_LIBRARIES)
      target_precompile_headers(${name} REUSE_FROM tunescope_windowtestheaders)
      tunescope_leave_uninstrumented(${name})
    elseif(NOT arg_PLAIN)
      target_precompile_headers(${name} REUSE_FROM tunescope_testheaders)
    endif()
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
  if(arg_SOUND)  # a third of a core; the long ones begin first
    set_tests_properties(${test} PROPERTIES PROCESSORS 1 COST 1000)
  elseif(arg_BROWSER)
    set_tests_properties(${test} PROPERTIES PROCESSORS 3 COST 500 RESOURCE_LOCK browser)
  else()
    set_tests_properties(${test} PROPERTIES PROCESSORS 3)
  endif()
  if(arg_LOCK)
    set_tests_properties(${test} PROPERTIES RESOURCE_LOCK "${arg_LOCK}")
  endif()
endfunction()

# There are two hundred of these for each build, so they are linked by mold where it is installed, in a tenth of the time.
function(tunescope_add_test_program name is_plain)
  add_executable(${name} ${ARGN})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  if(NOT EMSCRIPTEN)
    find_program(TUNESCOPE_MOLD mold)
    if(TUNESCOPE_MOLD)
      target_link_options(${name} PRIVATE -fuse-ld=mold)
    endif()
  endif()
  if(is_plain)
    target_link_libraries(${name} PRIVATE Tunescope::flags)
    return()
  endif()
  tunescope_use_qttest(${name})
  tunescope_moc_test(${name} ${ARGN})
endfunction()

# What AUTOMOC would do, with one step for each file that says Q_OBJECT instead of five for each program.
function(tunescope_moc_test name)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
  set(includes "$<TARGET_PROPERTY:${name},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${name},COMPILE_DEFINITIONS>")
  target_include_directories(${name} PRIVATE "${folder}")
  file(MAKE_DIRECTORY "${folder}")
  foreach(source IN LISTS ARGN)
    get_filename_component(path "${source}" ABSOLUTE)
    get_filename_component(stem "${source}" NAME_WE)
    file(STRINGS "${path}" marks REGEX "^ *Q_OBJECT")
    if(NOT marks)
      continue()
    endif()
    set(output "${folder}/${stem}.moc")
    if(path MATCHES "\\.h$")
      set(output "${folder}/moc_${stem}.cpp")
    endif()
    add_custom_command(OUTPUT "${output}"
      COMMAND Qt6::moc "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>"
              "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>" -o "${output}" "${path}"
      DEPENDS "${path}" COMMENT "moc ${name}/${stem}" COMMAND_EXPAND_LISTS VERBATIM)
    target_sources(${name} PRIVATE "${output}")
  endforeach()
endfunction()
