# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Shared by the checks in this folder. Exit code 77 means "skipped" to ctest.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

need() {
  command -v "$1" >/dev/null || {
    echo "skipped: $1 is not installed (packaging/test installs it)"
    exit 77
  }
}

# The project's files with the endings given: those git tracks, or all where there is no git (a source archive).
project_files() {
  if git -c safe.directory='*' rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git -c safe.directory='*' ls-files -z -- "$@"
  else
    local pattern names=()
    for pattern in "$@"; do names+=(-o -path "./$pattern"); done
    find . \( -path ./build -o -path ./.git \) -prune -o -type f \( "${names[@]:1}" \) -printf '%P\0'
  fi
}
