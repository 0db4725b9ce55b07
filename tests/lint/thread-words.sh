#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# "Thread:" in a comment names one of the threads that CONTRIBUTING.md lists, so that a reader can look them up.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

# A comment may break its line anywhere, so the lines of one are joined first.
# shellcheck disable=SC2016  # awk's own $0
wrong=$(project_files '*.cpp' '*.h' | xargs -0 -r awk '
  BEGIN { words = "(capture|source|supervisor|worker|gui|render|any|one at a time)" }
  function look(text,   rest) {
    while (match(text, /Thread: /)) {
      rest = substr(text, RSTART + RLENGTH)
      if (rest !~ "^" words "( or " words ")*([.,;:)]| \\(|$)") print file ":" line ": Thread: " substr(rest, 1, 50)
      text = rest
    }
  }
  FNR == 1 { look(comment); comment = ""; file = FILENAME }
  /^[ \t]*\/\// { if (comment == "") line = FNR; sub(/^[ \t]*\/\/ ?/, ""); comment = comment " " $0; next }
  { look(comment); comment = ""; if (match($0, /\/\/.*/)) { line = FNR; look(substr($0, RSTART)) } }
  END { look(comment) }')
if [ -n "$wrong" ]; then
  echo "Not a thread of CONTRIBUTING.md (capture, source, supervisor, worker, gui, render, any, one at a time):"
  echo "$wrong"
  exit 1
fi
