# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian packages (packaging/deb; docs/decisions/0077-three-debian-packages.md), made by CPack of three components:
# program (the default one), cli (the same program without the window) and doc. "cmake --install" installs the first alone.
# Include this after everything that is installed.

# The distribution's release is part of the version, so that upgrading the system also upgrades the package.
function(tunescope_read_release result)
  cmake_host_system_information(RESULT distribution QUERY DISTRIB_ID DISTRIB_VERSION_ID)
  list(TRANSFORM distribution REPLACE "^debian$" "deb")
  string(JOIN "" text ${distribution})
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# The packages of packaging/packages/run.txt, split into those that the window cannot do without and the others.
function(tunescope_read_run_packages needed useful)
  file(STRINGS "${PROJECT_SOURCE_DIR}/packaging/packages/run.txt" lines REGEX "^[a-z]")
  list(TRANSFORM lines REPLACE " .*" "")
  set(others ${lines})
  list(FILTER lines INCLUDE REGEX "^(qml6-module-|qt6-qpa-plugins$)")
  list(REMOVE_ITEM others ${lines})
  list(JOIN lines ", " lines)
  list(JOIN others ", " others)
  set(${needed} "${lines}" PARENT_SCOPE)
  set(${useful} "${others}" PARENT_SCOPE)
endfunction()

tunescope_read_release(release)
tunescope_read_run_packages(needed useful)

# Maintainer, as Debian's own tools take it from the environment.
set(name "$ENV{DEBFULLNAME}")
set(address "$ENV{DEBEMAIL}")
if(NOT name)
  set(name "The Tunescope authors")
endif()
if(NOT address)
  set(address "tunescope@users.noreply.github.com")
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program cli doc)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_NAME tunescope)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_PACKAGE_CONTACT "${name} <${address}>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/packaging/debian/finish.cmake")
set(CPACK_TUNESCOPE_COPYRIGHT "${PROJECT_SOURCE_DIR}/packaging/debian/copyright")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_VERSION "${PROJECT_VERSION}+${release}")
set(CPACK_DEBIAN_PACKAGE_SECTION sound)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME tunescope)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "${needed}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "${useful}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS tunescope-doc)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONFLICTS tunescope-cli)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_REPLACES tunescope-cli)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_PROVIDES "tunescope-cli (= ${CPACK_DEBIAN_PACKAGE_VERSION})")
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "tuner and audio scope
Tunescope listens to a microphone, an instrument or a sound file. It shows
the note, its deviation in cents and the uncertainty of that figure, the
waveform, the level, loudness, spectrum and spectrogram, all strings of a
strummed guitar and the history of a practice session.

This package has the window and the headless mode for scripts
(tunescope --cli). The package tunescope-cli has the headless mode alone.")

set(CPACK_DEBIAN_CLI_PACKAGE_NAME tunescope-cli)
set(CPACK_DEBIAN_CLI_PACKAGE_SUGGESTS "libasound2-plugins, tunescope-doc")
set(CPACK_DEBIAN_CLI_PACKAGE_CONFLICTS tunescope)
set(CPACK_DEBIAN_CLI_PACKAGE_REPLACES tunescope)
set(CPACK_DEBIAN_CLI_DESCRIPTION "tuner and audio analyser for scripts
Tunescope measures the pitch, level, loudness and spectrum of a microphone or
of sound files, and writes text, JSON lines or CSV.

This package has the headless mode alone (tunescope --cli). It needs neither a
display nor the libraries for one. The package tunescope, which replaces it,
also has the window and the reference tone.")

set(CPACK_DEBIAN_DOC_PACKAGE_NAME tunescope-doc)
set(CPACK_DEBIAN_DOC_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_DOC_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DOC_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DOC_DESCRIPTION "tuner and audio scope - documentation
The manual of Tunescope: its views, the headless mode with all of its
options, the formats of its output, how accurate and how fast it is, and why
it is built as it is.")

include(CPack)
