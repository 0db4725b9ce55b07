# SPDX-License-Identifier: GPL-3.0-or-later
# What the web app is linked with. wasm/build configures it with Qt for WebAssembly's qt-cmake.

set(TUNESCOPE_WEB_LINK_LEVEL "-Oz" CACHE STRING "Optimisation of the web app's link: -Oz to give out, -O1 for daily work")

# tunescope_add_web_app(NAME SOURCES…)
# NAME.js and NAME.wasm: an ES module without names of its own in the page, loaded by wasm/shell.
function(tunescope_add_web_app target)
  qt_add_executable(${target} MANUAL_FINALIZATION ${ARGN})
  set_target_properties(${target} PROPERTIES
    QT_WASM_EXPORT_NAME createTunescope
    QT_WASM_INITIAL_MEMORY 64MB
    QT_WASM_MAXIMUM_MEMORY 768MB
    QT_WASM_EXTRA_EXPORTED_METHODS "UTF8ToString,stringToUTF8OnStack,stackSave,stackRestore")
  # PNG is built into Qt; nothing else of its plugins is used but the platform's.
  qt_import_plugins(${target} EXCLUDE_BY_TYPE imageformats generic tls networkinformation)
  target_link_options(${target} PRIVATE
    "SHELL:--js-library ${PROJECT_SOURCE_DIR}/wasm/bridge/library.js"
    -sDYNAMIC_EXECUTION=0      # nothing is made code at run time: the page's CSP has no 'unsafe-eval'
    -sENVIRONMENT=web
    -sEXPORT_ES6=1
    -sALLOW_MEMORY_GROWTH=1
    -sSTACK_SIZE=1MB
    ${TUNESCOPE_WEB_LINK_LEVEL})
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${PROJECT_SOURCE_DIR}/wasm/bridge/library.js")
  cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_CURRENT_SOURCE_DIR}]] CALL qt_finalize_target [[${target}]])")
endfunction()

# Qt is built with SIMD, and so is all of this.
add_compile_options(-msimd128)
