# SPDX-License-Identifier: GPL-3.0-or-later
# What Debian's policy asks of a package beyond the program's own files; CPack runs it between installing and packing.
# The time is SOURCE_DATE_EPOCH, which CPack itself heeds too.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER "${component}" key)
  set(package "${CPACK_DEBIAN_${key}_PACKAGE_NAME}")
  set(folder "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}/share")
  set(changelog "${folder}/doc/${package}/changelog")
  configure_file("${CPACK_TUNESCOPE_COPYRIGHT}" "${folder}/doc/${package}/copyright" COPYONLY
                 FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  file(WRITE "${changelog}" "tunescope (${CPACK_DEBIAN_PACKAGE_VERSION}) unstable; urgency=medium

  * Made from Tunescope's own sources. What changed for its users is in
    CHANGELOG.md of the package tunescope-doc.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  file(CHMOD "${changelog}" PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  if(EXISTS "${folder}/zsh/site-functions")
    file(RENAME "${folder}/zsh/site-functions" "${folder}/zsh/vendor-completions")  # where Debian's zsh looks
  endif()
  file(GLOB pages "${folder}/man/man*/*.[0-9]")
  execute_process(COMMAND gzip -9n "${changelog}" ${pages} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
