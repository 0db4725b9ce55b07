#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No file is longer than CONTRIBUTING.md allows, but for the exceptions in its table, each of which is still needed.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

# shellcheck disable=SC2016  # awk's own fields
wrong=$(project_files '*.h' '*.cpp' '*.qml' | xargs -0 -r awk '
  BEGIN {
    limit["h"] = 150; limit["cpp"] = 400; limit["qml"] = 150
    while ((getline line < "CONTRIBUTING.md") > 0)
      if (match(line, /^ *\| `[^`]+\.(h|cpp|qml)` \| [^ ]/)) {
        split(line, part, "`")
        excepted[part[2]] = 1
      }
  }
  { lines[FILENAME] = FNR }
  END {
    for (file in lines) {
      ending = file
      sub(/.*\./, "", ending)
      if (lines[file] > limit[ending] && !(file in excepted)) print file " has " lines[file] " lines, and the limit is " limit[ending]
      if (lines[file] <= limit[ending] && file in excepted) print file " needs no exception any more"
    }
    for (file in excepted) if (!(file in lines)) print file " has an exception but does not exist"
  }' | sort)
if [ -n "$wrong" ]; then
  printf '%s\n' "$wrong" "Split it by concepts, or name it with a reason in the table of CONTRIBUTING.md."
  exit 1
fi
