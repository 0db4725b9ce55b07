#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No tracked file names a path of one machine, a work mark left from a merge, or a folder beside the checkout
# (.ci/run alone may), and every source says its licence in its first lines.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

status=0
complain() {
  echo "$1"
  status=1
}

mapfile -d '' -t files < <(project_files '*')
for file in "${files[@]}"; do
  [ -f "$file" ] || continue
  case $file in
    LICENSE | *.svg | *.png | *.ts | *.csv | *.wav | *.flac | *.ttf | *.otf) continue ;;
    tests/lint/tracked-files.sh) continue ;; # it spells out what it looks for
  esac
  if grep -nIE '(^|[^A-Za-z0-9_.$}])/(work|tmp/trees|root|home)/[A-Za-z0-9_.-]+' "$file" | grep -vE '/home/(user|\$)'; then
    complain "  … $file names a path of one machine"
  fi
  if [[ $file != .ci/* ]] && grep -nIF '../shared' "$file"; then
    complain "  … $file names a folder that users do not have beside their checkout"
  fi
  if grep -nIE '^(<<<<<<<|>>>>>>>) ' "$file"; then
    complain "  … $file has a merge's marks"
  fi
  case $file in
    *.cpp | *.h | *.qml | *.cmake | *CMakeLists.txt | *.sh | *.py | *.js | *.mjs)
      head -n 3 "$file" | grep -q 'SPDX-License-Identifier: ' || complain "$file has no SPDX line at its top"
      ;;
  esac
done
exit "$status"
