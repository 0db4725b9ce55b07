# SPDX-License-Identifier: GPL-3.0-or-later
# Passes ctest's output on, and before its summary adds the seconds of each stage (variable stages: "NAME SECONDS;…") and
# the ten slowest tests, so that the summary remains the last thing printed. Fails where ctest printed no summary.
function print_timings(   i, j, n, lines, part, best, seconds, name) {
  n = split(stages, lines, ";")
  print "\nStages (s):"
  for (i = 1; i <= n; i++) {
    split(lines[i], part, " ")
    if (part[1] != "") printf "  %-10s %6d\n", part[1], part[2]
  }
  print "Slowest tests (s):"
  for (j = 0; j < 10; j++) {
    best = ""
    for (name in took) if (best == "" || took[name] > took[best]) best = name
    if (best == "") break
    printf "  %-45s %8.1f\n", best, took[best]
    delete took[best]
  }
  print ""
}
# "  1/320 Test  #12: core_ring_tests ........   Passed    1.23 sec"
/ Test +#[0-9]+: .* [0-9.]+ sec *$/ {
  name = $0
  sub(/^.* Test +#[0-9]+: /, "", name)
  sub(/ .*$/, "", name)
  took[name] = $(NF - 1) + 0
}
/^[0-9]+% tests passed, / {
  print_timings()
  hasSummary = 1
}
{ print; fflush() }
END { exit !hasSummary }
