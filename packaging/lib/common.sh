# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Shared by packaging/run and packaging/test: what they say, and how packages get onto a Debian or Ubuntu system.
# All messages go to standard error: standard output belongs to Tunescope and to ctest.

say() { printf '%s\n' "$*" >&2; }
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# The time of the sources, in seconds since 1970: the last commit's, or in an archive of them, where git cannot tell, the
# newest of their files (packaging/source gives all of them the commit's time).
source_date() {
  if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
  elif [ -e "$repository/.git" ] && git -c safe.directory='*' -C "$repository" log -1 --format=%ct 2>/dev/null; then
    :
  else
    find "$repository" -maxdepth 1 -type f -printf '%Ts\n' | sort -n | tail -n 1
  fi
}

# Lines of "package  reason", comments left out, of the lists named.
list_packages() {
  local name
  for name in "$@"; do
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$repository/packaging/packages/$name.txt"
  done
}

is_debian_like() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null && [ -r /etc/os-release ] || return 1
  # shellcheck source=/dev/null
  (. /etc/os-release && [[ " ${ID:-} ${ID_LIKE:-} " =~ \ (debian|ubuntu)\  ]])
}

# The packages of the lists named that are not installed, one "package  reason" a line.
missing_packages() {
  local installed package reason
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
  list_packages "$@" | while read -r package reason; do
    grep -qxF -- "$package" <<<"$installed" || printf '%-30s %s\n' "$package" "$reason"
  done
}

# Installs what is missing of the lists named, saying what and why. Does nothing, quickly, when all is there.
install_packages() {
  local missing names log
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  mapfile -t names < <(awk '{print $1}' <<<"$missing")
  say "These packages are missing and get installed:"
  say "  ${missing//$'\n'/$'\n'  }"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "installing them needs root and there is no sudo. Run this as root, then again: apt-get install --no-install-recommends ${names[*]}"
  fi
  log=$(mktemp)
  if ! apt_knows "${names[@]}"; then
    apt_update "$log"
    apt_knows "${names[@]}" || fail "apt-get offers no package '$unknown_package'. Tunescope needs Debian 12, Ubuntu 24.04 or newer; on those, is the 'main' (Ubuntu: 'universe') component switched on?"
  fi
  apt_install "$log" "${names[@]}" || {
    apt_update "$log" # the lists may name versions that are gone by now
    apt_install "$log" "${names[@]}"
  } || {
    tail -n 15 "$log" >&2
    fail "apt-get could not install them; its last lines are above, all of them in $log. Mend that, then run this again."
  }
  rm -f "$log"
}

# With sudo: root's files in build/ must belong to the owner of the checkout, or the next run without sudo fails.
# The Debian systems in it have owners of their own.
give_back_build() {
  [ "$(id -u)" -eq 0 ] && [ -d "$repository/build" ] && [ "$(stat -c %u "$repository")" -ne 0 ] || return 0
  find "$repository/build" \( -path "$repository/build/debian13" -o -path "$repository/build/deb/root-*" \) -prune -o -uid 0 -exec chown -h --reference="$repository" {} +
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# True when apt's lists have a candidate for each; else unknown_package names the first that has none.
apt_knows() {
  local candidates
  candidates=$(LC_ALL=C apt-cache policy "$@" 2>/dev/null | awk '/^[^ ]/ { name = $1 } /^  Candidate: [^(]/ { print name }')
  for unknown_package in "$@"; do
    grep -qxF -- "$unknown_package:" <<<"$candidates" || return 1
  done
}

apt_update() {
  say "Fetching apt's package lists …"
  # One source of many that does not answer is no reason to stop: what matters is whether the packages can be had.
  as_root apt-get -q update >>"$1" 2>&1 || say "apt-get update met trouble; going on with the lists there are."
}

apt_install() {
  local log=$1 status
  shift
  # The status lines go to the pipe, all else to the log. They need a descriptor of their own, as apt closes it for the
  # packages' scripts, and sh opens it, as sudo passes none beyond standard error on.
  # shellcheck disable=SC2016 # the inner shell expands
  as_root env DEBIAN_FRONTEND=noninteractive sh -c 'exec apt-get "$@" 3>&1 1>&2' apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 -o APT::Status-Fd=3 install "$@" </dev/null 2>>"$log" | draw_apt_progress
  status=${PIPESTATUS[0]}
  return "$status"
}

# Reads apt's status lines; draws one line that moves on a terminal, a line each tenth elsewhere.
draw_apt_progress() {
  local line kind percent tenth last=""
  while IFS= read -r line; do
    case $line in
      dlstatus:*) kind="fetching  " ;;
      pmstatus:*) kind="installing" ;;
      *) continue ;;
    esac
    [[ $line =~ :([0-9]+)\.[0-9]+: ]] || continue
    percent=${BASH_REMATCH[1]}
    if [ -t 2 ]; then
      printf '\r  %s %3s %%\e[K' "$kind" "$percent" >&2
      continue
    fi
    tenth=$((percent / 10 * 10))
    [ "$kind$tenth" = "$last" ] || say "  $kind $tenth %"
    last=$kind$tenth
  done
  [ ! -t 2 ] || printf '\r\e[K' >&2
}

# What to install where there is no apt, by the names their authors give them.
say_upstream_names() {
  say "This is not Debian or Ubuntu, so nothing can be installed here by itself. Tunescope needs:"
  say "  to build: a C++20 compiler (g++ 12, clang 14 or newer), CMake 3.25, Ninja, pkg-config"
  say "  libraries with headers: Qt 6.4 or newer (Qt Base with Qt D-Bus, Qt Declarative, Qt Multimedia, Qt WebSockets), RtAudio 5.2 or 6, RtMidi, libsndfile, libmpg123, liblo, libxcb, OpenGL, KissFFT (float, shared)"
  say "  fonts: Inter, DejaVu Sans"
  [ "${1:-}" != test ] || say "  to test: PulseAudio, PipeWire, WirePlumber, dbus-daemon, JACK 2, ALSA's plugins, Xvfb, Openbox, xdotool, strace, Python 3, aubio with its tools, FluidSynth with the FluidR3 GM sound font, Relacy, Google Benchmark, clang with clang-format and clang-tidy, ShellCheck, desktop-file-utils, AppStream"
}

# What cannot be had from apt is looked for; what is not there is named.
ensure_packages() {
  local tool absent=()
  if is_debian_like; then
    install_packages "$@"
    return
  fi
  say_upstream_names "${!#}"
  for tool in cmake ninja c++ pkg-config; do
    command -v "$tool" >/dev/null || absent+=("$tool")
  done
  [ ${#absent[@]} -eq 0 ] || fail "not found: ${absent[*]}. Install what is listed above, then run this again."
  say "The tools are here, so it is tried; CMake names what it does not find."
}
