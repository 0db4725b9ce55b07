# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the pitch engine, and what the bench's figures say to it. Nothing here is typed from a measurement."""

from dataclasses import dataclass
from operator import ge, le


@dataclass
class Condition:
    """One figure and its limit: the figure must be at most (or at least) that."""
    figure: str
    limit: float
    words: str  # how the figure is shown; {} is its value
    is_right: object = le
    places: int = -1  # digits shown; -1: by the limit


@dataclass
class Line:
    text: str
    conditions: list

    def verdict(self, facts):
        """What was measured, in words, and whether it holds: yes, no, or not measured."""
        measured, holds = [], True
        for c in self.conditions:
            if c.figure not in facts:
                if c.words:
                    measured.append(c.words.format("?"))
                holds = None if holds else holds
                continue
            value = facts[c.figure]
            if c.words:
                measured.append(c.words.format(f"{value:.{digits(c.limit) if c.places < 0 else c.places}f}"))
            if not c.is_right(value, c.limit):
                holds = False
        return "; ".join(measured), {True: "yes", False: "**no**", None: "not measured"}[holds]


def digits(limit):
    """One or two digits finer than the limit is given."""
    text = f"{limit:g}"
    return len(text.partition(".")[2]) + (1 if limit < 90 else 2) if limit else 3


def at_least(figure, limit, words):
    return Condition(figure, limit, words, ge)


def told(figure, words):
    """A figure that is told beside what is asked."""
    return Condition(figure, float("inf"), words, places=2)


SNRS = (60, 50, 40, 30, 20, 10, 5)

ASKED = [
    Line("20 dB and better, all families: within 50 cents 99.9 %, within 1 cent 98 %",
         [at_least("clean.within50", 99.9, "{} %"), at_least("clean.within1", 98, "{} %")]),
    Line("octave errors 0, except with a strong 2nd partial (≤ 0.2 %)",
         [Condition("clean.octaveErrors", 0, "{} %"), Condition("clean.octaveErrorsStrong2nd", 0.2, "strong 2nd {} %")]),
    Line("median error ≤ 0.05 c", [Condition("clean.medianCents", 0.05, "{} c")]),
    Line("median standard deviation ≤ 1.6 times the Cramér-Rao bound of the window used (≤ 1.2 where few periods are fitted jointly)", [Condition("clean.overBound", 1.6, "{}"), Condition("beginning.overBound", 1.2, "few periods {} (sine, missing and weak fundamental, strong 2nd, formants)"),
          told("beginning.unfitted", "not fitted {} % of these"), told("brightBeginning.overBound", "saw and stiff string, whose bound knows partials and B that few periods do not show: {}"),
          told("brightBeginning.unfitted", "not fitted {} %")]),
    Line("at 10 dB within 10 c 97 %, at 5 dB 90 %",
         [at_least("snr10.within10", 97, "{} %"), at_least("snr5.within10", 90, "{} %")]),
    Line("stiff, decaying strings: median error of the first partial ≤ 0.3 c, B within 20 % (95 % of readings)",
         [Condition("stiff.medianCents", 0.3, "{} c"), Condition("stiff.p95ErrorOfB", 20, "{} %")]),
    Line("|error| < 2σ in 94 to 98 % of the readings, at every level of noise from 5 to 60 dB",
         [c for snr in SNRS for c in (at_least(f"snr{snr}.inTwoSigma", 94, f"{snr} dB {{}} %"),
                                      Condition(f"snr{snr}.inTwoSigma", 98, ""))]),
    Line("|confidence − share right| ≤ 0.05 in ten bins of confidence (all sounds of this page; bins of 100 readings and more)",
         [Condition("confidence.worst", 0.05, "worst {}")]),
    Line("available − t ≤ 175 ms on steady tones", [Condition("clean.maxDelayMs", 175, "{} ms")]),
    Line("attacks: the median of 200 plucks by the promised times (worst of 18)",
         [Condition("onset.medianOverPromiseMs", 0, "{} ms over what was promised", places=1)]),
    Line("the 90th percentile at most one hop later", [Condition("onset.p90OverPromiseMs", 0, "{} ms over what was promised", places=1)]),
    Line("confidence ≥ 0.9 by the 5-cent time, to stay", [Condition("onset.sureOverPromiseMs", 0, "{} ms over what was promised", places=1)]),
    Line("no wrong note with confidence > 0.5 in the first 100 ms", [Condition("onset.wrong", 0, "{} of 1200 plucks", places=0)]),
    Line("legato and octave jumps: right in 99.5 % of readings from 30 ms (two periods) after a step to 100 ms before the "
         "next, by t and by available (worst of 14)", [at_least("legato.worst", 99.5, "{} %")]),
    Line("vibrato ±50 c at 5.5 Hz: extent kept ≥ 95 %, residual ≤ 1 c rms (worst of four pitches)",
         [at_least("vibrato.worstExtent", 95, "{} %"), Condition("vibrato.worstResidualCents", 1, "{} c")]),
    Line("glides up to 200 c/s: bias ≤ 0.5 c at the stated time", [Condition("glide.worstBiasCents", 0.5, "{} c", places=3)]),
    Line("noise, hum, clicks, silence: under one false note a minute each",
         [Condition("noise.worstNotesPerMinute", 1, "worst {} a minute", places=2)]),
    Line("notes over loud hum, 0 to 20 dB: right in 99 %, 95 % of them within 1 c",
         [at_least("hum.within50", 99, "{} %"), Condition("hum.p95Cents", 1, "{} c", places=3)]),
    Line("guitar recordings: the nominal note in 99 % of readings from 100 ms to −40 dB",
         [at_least("real.guitar.rightReadings", 99, "{} %")]),
    Line("a real piano: right for 99 % of notes", [at_least("real.piano.rightNotes", 99, "{} %")]),
    Line("recorded instruments (fluid-soundfont-gm): right for 99 % of notes", [at_least("real.soundfont.rightNotes", 99, "{} %")]),
    Line("sample rates from 8 to 192 kHz: within 50 cents 99.9 %, worst median ≤ 0.05 c",
         [at_least("rates.worstWithin50", 99.9, "{} %"), Condition("rates.worstMedianCents", 0.05, "{} c")]),
    Line("range 16 Hz to 8 kHz: within 50 cents 99.9 % at each pitch", [at_least("range.worstWithin50", 99.9, "{} %")]),
    Line("cost: at most twice aubio's yinfft at 4096/512, in the same run", [Condition("cost.ratioToYinfft", 2, "{} times", places=2)]),
    Line("memory of the engine under 4 MB", [Condition("cost.megabytes", 4, "{} MB")]),
]


def verdicts(facts):
    """(asked, measured, holds) for each line."""
    rows = []
    for line in ASKED:
        measured, holds = line.verdict(facts)
        rows.append((line.text.replace("|", "\\|"), measured, holds))
    return rows
