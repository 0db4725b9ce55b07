#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every file has a licence and a copyright notice, and the texts of the licences are there: "reuse lint". It gets a copy of the
# project's files; Debian 12's reuse does not read REUSE.toml, so there it gets the same as the older .reuse/dep5.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

need reuse
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
project_files '*' | tar --null --files-from=- -cf - --ignore-failed-read 2>/dev/null | tar -C "$folder" -xf -
[ -s "$folder/REUSE.toml" ] || {
  echo "REUSE.toml is missing"
  exit 1
}
if [ "$(reuse --version | sed -n 's/^reuse[^0-9]*\([0-9]*\).*/\1/p')" -lt 4 ]; then
  mkdir "$folder/.reuse"
  python3 - "$folder" <<'PY'
import sys, tomllib
folder = sys.argv[1]
with open(f"{folder}/REUSE.toml", "rb") as file:
    annotations = tomllib.load(file)["annotations"]
with open(f"{folder}/.reuse/dep5", "w", encoding="utf-8") as file:
    file.write("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    for entry in annotations:
        file.write(f"\nFiles: {entry['path'].replace('**', '*')}\nCopyright: {entry['SPDX-FileCopyrightText']}\n"
                   f"License: {entry['SPDX-License-Identifier']}\n")
PY
fi
reuse --root "$folder" lint >"$folder.log" 2>&1 || {
  head -n 60 "$folder.log"
  exit 1
}
tail -n 8 "$folder.log"
rm -f "$folder.log"
