#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every shell script passes ShellCheck. A script is what says so in its first line, whatever its name.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

need shellcheck
mapfile -d '' -t files < <(project_files '*')
scripts=()
for file in "${files[@]}"; do
  if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
  IFS= read -r -n 120 first <"$file" 2>/dev/null || true
  if [[ $file == *.sh || ${first:-} =~ ^'#!'.*(bash|/sh|env sh) ]]; then
    scripts+=("$file")
  fi
done
[ ${#scripts[@]} -gt 0 ] || {
  echo "no shell script was found, which cannot be"
  exit 1
}
shellcheck -x "${scripts[@]}"
echo "${#scripts[@]} scripts pass"
