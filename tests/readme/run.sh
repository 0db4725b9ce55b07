#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/run, from another folder and without a display, as the README says: the headless mode and, where there is no
# microphone, the demo; standard output has readings only. Usage: run.sh BUILD_FOLDER
set -euo pipefail
repository=$(cd -- "$(dirname -- "$0")/../.." && pwd)
if [ "$1" != "$repository/build/release" ]; then
  echo "skipped: this build is not the one that packaging/run makes (build/release)"
  exit 77
fi
cd /
said=$(mktemp)
trap 'rm -f "$said"' EXIT
first=$(env -u DISPLAY -u WAYLAND_DISPLAY -u PULSE_SERVER "$repository/packaging/run" --demo --duration 1 --format json 2>"$said" | head -n 1)
cat "$said"
[[ $first == '{"type":"header"'*'"source":"demo"'* ]] || {
  echo "its first line is not the demo's header: $first"
  exit 1
}
grep -q -e '--cli' "$said" || {
  echo "it did not say that it starts the headless mode"
  exit 1
}
