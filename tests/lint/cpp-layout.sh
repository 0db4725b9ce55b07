#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every C++ file is laid out as clang-format 14 with .clang-format says (newer ones lay out some things differently).
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

format=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$format" ] || ! "$format" --version | grep -q 'version 14\.'; then
  echo "skipped: the layout is that of clang-format 14 (Debian 12); here is ${format:-none}"
  exit 77
fi
project_files '*.cpp' '*.h' | xargs -0 -r "$format" --dry-run -Werror
