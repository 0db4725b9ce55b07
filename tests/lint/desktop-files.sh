#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The desktop file and the AppStream metainfo are valid and speak of the same program and version as CMake does.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

need desktop-file-validate
need appstreamcli
id=io.github.tunescope.Tunescope
desktop=packaging/$id.desktop
metainfo=packaging/$id.metainfo.xml

complaints=$(desktop-file-validate "$desktop" 2>&1 || true)
[ -z "$complaints" ] || {
  echo "$complaints"
  exit 1
}
options=(--no-net --no-color --explain)
# There is no home page to name yet. AppStream before 1.0 does not ask for one, and does not know that one can.
[[ $(appstreamcli --version) == *": 0."* ]] || options+=(--override url-homepage-missing=info)
appstreamcli validate "${options[@]}" "$metainfo"

version=$(sed -n 's/^project(Tunescope VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
newest=$(sed -n 's/.*<release version="\([^"]*\)".*/\1/p' "$metainfo" | head -n 1)
[ "$version" = "$newest" ] || {
  echo "CMakeLists.txt says version '$version', the newest release in $metainfo is '$newest'"
  exit 1
}
grep -q "^## \[\(Unreleased\|$version\)\]" CHANGELOG.md || {
  echo "CHANGELOG.md has no section for $version"
  exit 1
}
