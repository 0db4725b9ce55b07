#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs each "$ …" line of the README's console blocks with the program built, and compares what it prints with what stands below it:
# the same but for the figures, which get better with the engine. Usage: examples.sh PROGRAM
set -euo pipefail
readme=$(cd -- "$(dirname -- "$0")/../.." && pwd)/README.md
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
ln -s -- "$1" "$tools/tunescope"
export PATH="$tools:$PATH"

shape() { sed -E 's/[+-]?[0-9]+(\.[0-9]+)?/#/g; s/[A-G]#?#/NOTE/g; s/ +/ /g'; }

commands=0
failed=0
# Runs one command, shows what it does, and complains when it is not what the README says.
check() {
  local command=$1 expected=$2 printed
  commands=$((commands + 1))
  if ! printed=$(bash -o pipefail -c "$command" </dev/null); then
    echo "FAILED: $command"
    failed=1
  elif [ "$(shape <<<"$printed")" != "$(shape <<<"$expected")" ]; then
    printf 'DIFFERS: %s\n  README: %s\n  now:    %s\n' "$command" "$expected" "$printed"
    failed=1
  else
    echo "as written: $command"
  fi
}

command=""
expected=""
while IFS= read -r line; do
  case $line in
    '$ '*)
      [ -z "$command" ] || check "$command" "$expected"
      command=${line#\$ }
      expected=""
      ;;
    '```') # the block's end
      check "$command" "$expected"
      command=""
      ;;
    *) expected+=${expected:+$'\n'}$line ;;
  esac
done < <(awk '/^```console$/ { inside = 1; next } inside { print } /^```$/ { inside = 0 }' "$readme")

[ "$commands" -ge 3 ] || {
  echo "only $commands commands were found in $readme"
  exit 1
}
exit "$failed"
