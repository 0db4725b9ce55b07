#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Paths and file names in the documentation exist: those in backquotes, the targets of links, and each docs/….md that any file names.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname -- "$0")/common.sh"

tracked=$(project_files '*' | tr '\0' '\n')
wrong=""

# Whether files match that pattern, by whichever folder the page counts from.
exists() {
  local prefix
  for prefix in "" docs/ src/ src/core/pitch/; do
    compgen -G "$prefix$1" >/dev/null && return
    compgen -G "$prefix$1.*" >/dev/null && return
    compgen -G "$prefix$1-*.md" >/dev/null && return  # decisions/0001
  done
  return 1
}

# Names of examples, of what a build makes, of the system's files and of other programs' modules.
is_foreign() {
  case $1 in
    build/* | /* | *://* | *NAME* | *Name* | *XView* | xmodel* | */xmodel* | *FOLDER* | @* | application/*) return 0 ;;
  esac
  return 1
}

while IFS= read -r -d '' page; do
  # shellcheck disable=SC2016  # Markdown's backquotes
  for word in $(sed '/^```/,/^```/d' "$page" | grep -oE '`[^` ]+`' | tr -d '`' | sort -u); do
    is_foreign "$word" && continue
    case $word in
      -* | *[^A-Za-z0-9_./*-]*) continue ;;  # an option, an expression
      [a-z.]*/*[a-z0-9*] | [a-z.]*/) exists "${word%/}" || wrong+="$page: $word"$'\n' ;;
      *[a-z].cpp | *[a-z].h | *[a-z].qml | *[a-z].py | *[a-z].sh | *[a-z].inc | *[a-z].md)
        grep -qE "(^|/)${word//./\\.}$" <<<"$tracked" || wrong+="$page: $word"$'\n'
        ;;
    esac
  done
  while IFS= read -r target; do
    [ -e "$(dirname "$page")/$target" ] || wrong+="$page: link to $target"$'\n'
  done < <(grep -oE '\]\([^):#]+\)' "$page" | sed 's/^](//; s/)$//' | sort -u)
done < <(project_files '*.md')

while IFS= read -r name; do
  [ -e "$name" ] || wrong+="$(project_files '*' | xargs -0 grep -lF -- "$name" 2>/dev/null | head -n 1): $name"$'\n'
done < <(project_files '*' | xargs -0 grep -ohIE '\bdocs/[A-Za-z0-9_/-]+\.md\b' 2>/dev/null | sort -u)

if [ -n "$wrong" ]; then
  printf '%s' "$wrong"
  echo "These are named in the documentation and do not exist."
  exit 1
fi
