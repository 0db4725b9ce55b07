#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each constant of the pitch engine's sources stands in a row of docs/pitch-thresholds.md that names its file, and each
# constant and each file that is named there exists.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

page=docs/pitch-thresholds.md
wrong=""

# "files<TAB>constants" of each row; a row without files continues the one above.
rows=$(awk -F'|' '/^\| *`|^\| +\|/ { if ($2 ~ /`/) files = $2; print files "\t" $3 }' "$page")

# Constants of that file, one a line.
constants_of() {
  grep -oE 'constexpr [A-Za-z][A-Za-z0-9_:<>, ]* k[A-Z][A-Za-z0-9]*( =|\{|\[)' "$1" | grep -oE 'k[A-Z][A-Za-z0-9]*( =|\{|\[)$' |
    grep -oE '^[A-Za-z0-9]+' | sort -u
}

while IFS= read -r -d '' file; do
  name=${file#src/core/}
  name=${name#pitch/}
  case $file in src/core/hum/*) name=../$name ;; esac
  # shellcheck disable=SC2016  # Markdown's backquotes
  listed=$(grep -F -e "\`$name\`" -e "\`${name%.*}.*\`" <<<"$rows" | cut -f2 || true)
  grep -qE '^ *all *$' <<<"$listed" && continue
  for constant in $(constants_of "$file" || true); do
    grep -qF "\`$constant\`" <<<"$listed" || wrong+="$file: $constant has no row"$'\n'
  done
done < <(project_files 'src/core/pitch/*.cpp' 'src/core/pitch/*.h' 'src/core/hum/*.cpp' 'src/core/hum/*.h')

# shellcheck disable=SC2016
for constant in $(grep -oE '`k[A-Z][A-Za-z0-9]*`' "$page" | tr -d '`' | sort -u); do
  grep -rqw "$constant" src/core/pitch src/core/hum || wrong+="$constant is named and does not exist"$'\n'
done
# shellcheck disable=SC2016
for name in $(cut -f1 <<<"$rows" | grep -oE '`[^`]+`' | tr -d '`' | sort -u); do
  compgen -G "src/core/pitch/$name" >/dev/null || wrong+="$name is named and does not exist"$'\n'
done
if [ -n "$wrong" ]; then
  printf '%s' "$wrong"
  echo "Keep $page in step with the constants: a threshold names the decision or bench that chose it."
  exit 1
fi
