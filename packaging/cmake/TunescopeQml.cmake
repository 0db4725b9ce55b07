# SPDX-License-Identifier: GPL-3.0-or-later

# Where the modules are gathered for qmllint and for each other; programs read them from qrc:/qt/qml.
set(QT_QML_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/qml_modules")

# Qt's QML compiler writes the same code in another order each time; packaging/lib/sorted-qmlcachegen sorts it.
function(tunescope_sort_qmlcachegen)
  get_target_property(configurations Qt6::qmlcachegen IMPORTED_CONFIGURATIONS)
  set(wrapper "${CMAKE_BINARY_DIR}/qmlcachegen")
  foreach(property IN ITEMS IMPORTED_LOCATION ${configurations})
    string(REGEX REPLACE "^([A-Z]+)$" "IMPORTED_LOCATION_\\1" property "${property}")
    get_target_property(program Qt6::qmlcachegen ${property})
    if(program AND NOT program STREQUAL wrapper)
      file(CONFIGURE OUTPUT "${wrapper}" CONTENT "#!/bin/sh\nexec '${PROJECT_SOURCE_DIR}/packaging/lib/sorted-qmlcachegen' '${program}' \"$@\"\n")
      file(CHMOD "${wrapper}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
      set_target_properties(Qt6::qmlcachegen PROPERTIES ${property} "${wrapper}")
    endif()
  endforeach()
endfunction()
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT EMSCRIPTEN)
  tunescope_sort_qmlcachegen()
endif()

# tunescope_add_qml_module(TARGET URI … [SOURCES …] [QML_FILES …] [SINGLETONS …] [DEPENDENCIES …])
# Makes a static library a QML module of its own with the flags of Qt code. SINGLETONS are among QML_FILES.
function(tunescope_add_qml_module target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "URI" "SOURCES;QML_FILES;SINGLETONS;DEPENDENCIES")
  set_target_properties(${target} PROPERTIES AUTOMOC ON)
  set_source_files_properties(${arg_SINGLETONS} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
  # Compiling QML ahead takes longer than all of the C++ together and is worth it for what users get, not for each check.
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT EMSCRIPTEN)
    set(no_cachegen NO_CACHEGEN)
  endif()
  qt_add_qml_module(${target}
    ${no_cachegen}
    URI ${arg_URI}
    VERSION 1.0
    RESOURCE_PREFIX /qt/qml
    IMPORT_PATH "${QT_QML_OUTPUT_DIRECTORY}"
    SOURCES ${arg_SOURCES}
    QML_FILES ${arg_QML_FILES}
    DEPENDENCIES ${arg_DEPENDENCIES})
  target_link_libraries(${target} PUBLIC Tunescope::qtflags)
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")  # the generated registrations name headers bare
  if(arg_SOURCES)
    tunescope_lint(${target})
    tunescope_precompile_headers(${target} ${TUNESCOPE_QTQUICK_HEADERS})
  else()
    target_compile_options(${target} PRIVATE -w)  # nothing but what Qt's QML compiler writes
    list(LENGTH arg_QML_FILES files)
    if(NOT no_cachegen AND files GREATER 15)  # a header for fewer takes longer than it saves
      tunescope_precompile_headers(${target} <QtCore/qdatetime.h> <QtCore/qurl.h> <QtCore/qvariant.h> <QtQml/qjsengine.h>
                                   <QtQml/qjsprimitivevalue.h> <QtQml/qqmlcomponent.h> <QtQml/qqmlcontext.h>
                                   <QtQml/qqmlengine.h> <QtQml/qqmlprivate.h>)
    endif()
  endif()
endfunction()
