#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No tracked file names a path of one machine, a work mark left from a merge, or a folder beside the checkout
# (.ci/run alone may), and every source says its licence in its first lines.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

status=0
# Prints what it is given, and on top of it what is wrong with that.
complain() {
  [ -z "$2" ] || {
    printf '%s:\n%s\n' "$1" "$2"
    status=1
  }
}

files=()
sources=()
while IFS= read -r -d '' file; do
  [ -f "$file" ] || continue
  case $file in
    LICENSE | *.svg | *.png | *.ts | *.csv | *.wav | *.flac | *.ttf | *.otf) continue ;;
    tests/lint/tracked-files.sh) continue ;; # it spells out what it looks for
    *.cpp | *.h | *.qml | *.cmake | *CMakeLists.txt | *.sh | *.py | *.js | *.mjs) sources+=("$file") ;;
  esac
  files+=("$file")
done < <(project_files '*')
[ ${#sources[@]} -gt 0 ] || {
  echo "no source was found, which cannot be"
  exit 1
}

machine_path='(^|[^A-Za-z0-9_.$}])/(work|tmp/trees|root|home)/[A-Za-z0-9_.-]+'
complain "a path of one machine" "$(grep -nIE "$machine_path" -- "${files[@]}" | grep -vE '/home/(user|\$)' || true)"
complain "a folder that users do not have beside their checkout" "$(grep -nIF '../shared' -- "${files[@]}" | grep -v '^\.ci/' || true)"
complain "a merge's marks" "$(grep -nIE '^(<<<<<<<|>>>>>>>) ' -- "${files[@]}" || true)"
complain "no SPDX line among its first three" "$(awk 'FNR == 1 && NR > 1 && !found { print name }
  FNR == 1 { found = 0; name = FILENAME } FNR <= 3 && /SPDX-License-Identifie[r]: / { found = 1 } END { if (!found) print name }' "${sources[@]}")"
exit "$status"
