#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits src/core/pitch/fit/confidenceweights.h to what the engine read of generated and of recorded sound:

    accuracy --noisy --seed N --claims N.claims SECTION...      for some seeds, never the one of the published report
    realsound FOLDER --readings NAME.csv                        FOLDER as tests/support/real-instruments fills it
    fit_confidence.py --claims N.claims... --readings NAME.csv... [--check-claims M.claims...] [--output FILE]

The network has one hidden layer of tanh units and a logistic output. It is trained by Adam from a fixed seed. Of the group "samples"
three instruments (CHECKED) take no part: they show whether it holds for others. Their figures, and the bins of confidence, are printed.

Wrong readings weigh more while a note is young, so that its confidence is a low estimate then: a wrong note must not seem sure. The
readings of one recorded note are right or wrong together, so each weighs by the square root of its number. Generated sounds are thinned.
Run clang-format on the output. Needs numpy (Debian: python3-numpy)."""

import argparse
import csv
import pathlib

import numpy

REACH = 1.5  # the variables are not followed further; kReach of confidence.cpp
HIDDEN = 12
EPOCHS, BATCH, RATE, DECAY = 30, 2048, 0.01, 1e-5
CHECKED = ("violin", "saxophone", "bass-electric")
NEAR, WRONG = 60, 100  # cents: right within the one, wrong beyond the other; between them neither
YOUNG_S, EARLY_S = 0.1, 0.3
YOUNG_WRONGS, EARLY_WRONGS, PLUCKED_WRONGS, EARLY = 20, 6, 60, 3  # weights
GENERATED = 3  # weight of all generated sound over that of all recorded sound
THINNED = 5
LEFT_OVER_S, LEFT_OVER_CENTS = 0.15, -300  # a note of the sound font begins while the one three semitones below it fades


def read_claims(paths):
    """right, is just after an attack, variables."""
    rows = numpy.concatenate([numpy.loadtxt(path, dtype=numpy.float32, ndmin=2) for path in paths])
    return rows[:, 0].astype(float), rows[:, 2] > 0, inputs(rows[:, 3:].astype(float))


def inputs(variables):
    return numpy.clip(variables, -REACH, REACH)


class Readings:
    """Of one CSV file of realsound."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        values = numpy.array([row[1:] for row in rows], dtype=float)
        cents, since = values[:, 4], values[:, 1]
        kept = (values[:, 2] == 0) & ((abs(cents) < NEAR) | (abs(cents) > WRONG))
        if "grand piano" in {row[0] for row in rows}:
            kept &= (since > LEFT_OVER_S) | (abs(cents - LEFT_OVER_CENTS) > NEAR)
        self.instrument = numpy.array([row[0] for row in rows])[kept]
        self.note = numpy.array([f"{row[0]} {row[1]}" for row in rows])[kept]
        self.since = since[kept]
        self.right = (abs(cents) < NEAR)[kept].astype(float)
        self.x = inputs(values[kept, 7:])

    def where(self, mask):
        part = object.__new__(Readings)
        for name, column in vars(self).items():
            setattr(part, name, column[mask])
        return part

    def weights(self):
        _, place, count = numpy.unique(self.note, return_inverse=True, return_counts=True)
        weight = count[place] ** -0.5 * numpy.where(self.since < EARLY_S, EARLY, 1.0)
        wrong = numpy.where(self.since < YOUNG_S, YOUNG_WRONGS, numpy.where(self.since < EARLY_S, EARLY_WRONGS, 1.0))
        return weight * numpy.where(self.right == 0, wrong, 1.0)


def probability(logit):
    return 1 / (1 + numpy.exp(-numpy.clip(logit, -30, 30)))


class Network:
    def __init__(self, count):
        random = numpy.random.default_rng(1)
        self.parts = [random.normal(0, count**-0.5, (count, HIDDEN)), numpy.zeros(HIDDEN), random.normal(0, HIDDEN**-0.5, HIDDEN), numpy.zeros(1)]

    def hidden(self, x):
        return numpy.tanh(x @ self.parts[0] + self.parts[1])

    def said(self, x):
        return probability(self.hidden(x) @ self.parts[2] + self.parts[3][0])

    def gradients(self, x, right, weight):
        hidden = self.hidden(x)
        error = (probability(hidden @ self.parts[2] + self.parts[3][0]) - right) * weight / len(x)
        back = numpy.outer(error, self.parts[2]) * (1 - hidden**2)
        return [x.T @ back + DECAY * self.parts[0], back.sum(0), hidden.T @ error + DECAY * self.parts[2], numpy.array([error.sum()])]

    def train(self, x, right, weight):
        random = numpy.random.default_rng(1)
        weight = weight / weight.mean()
        means, squares, step = [0] * 4, [0] * 4, 0
        for epoch in range(EPOCHS):
            order = random.permutation(len(x))
            rate = RATE * (1 + numpy.cos(numpy.pi * epoch / EPOCHS)) / 2
            for first in range(0, len(x), BATCH):
                at = order[first : first + BATCH]
                step += 1
                for i, gradient in enumerate(self.gradients(x[at], right[at], weight[at])):
                    means[i] = 0.9 * means[i] + 0.1 * gradient
                    squares[i] = 0.999 * squares[i] + 0.001 * gradient**2
                    self.parts[i] -= rate * (means[i] / (1 - 0.9**step)) / (numpy.sqrt(squares[i] / (1 - 0.999**step)) + 1e-8)
        self.parts = [numpy.vectorize(lambda v: float(f"{v:.4g}"))(part) for part in self.parts]

    def text(self):
        def numbers(values):
            return ", ".join(f"{value:.4g}" for value in values)

        rows = ",\n    ".join("{" + numbers(row) + "}" for row in self.parts[0].T)
        return (
            "// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n\n#include \"core/pitch/fit/confidence.h\"\n\n#include <array>\n#include <cstddef>\n\n"
            "// Made by tests/benchmarks/accuracy/fit_confidence.py (docs/decisions/0034). Do not edit.\nnamespace tunescope::core {\n\n"
            f"inline constexpr std::size_t kConfidenceUnits = {HIDDEN};\n"
            "// Of each hidden unit, by variable.\n"
            f"inline constexpr std::array<std::array<double, kConfidenceVariables>, kConfidenceUnits> kConfidenceWeights = {{{{\n    {rows}}}}};\n"
            f"inline constexpr std::array<double, kConfidenceUnits> kConfidenceBias = {{{numbers(self.parts[1])}}};\n"
            f"inline constexpr std::array<double, kConfidenceUnits> kConfidenceOutput = {{{numbers(self.parts[2])}}};\n"
            f"inline constexpr double kConfidenceOutputBias = {self.parts[3][0]:.4g};\n\n}}  // namespace tunescope::core\n"
        )


def bins(told, right):
    lines = []
    place = numpy.minimum((told * 10).astype(int), 9)
    for k in range(10):
        inside = place == k
        if inside.any():
            off = told[inside].mean() - right[inside].mean()
            lines.append(f"  {told[inside].mean():.3f} {inside.sum():7d} {right[inside].mean():.3f} {off:+.3f}")
    return "\n".join(lines)


def judge(name, readings, network):
    told = network.said(readings.x)
    late = readings.since >= YOUNG_S
    wrong = (told > 0.5) & (readings.right == 0)
    early = numpy.unique(readings.note[wrong & (readings.since < EARLY_S)])
    doubted = late & (told <= 0.5) & (readings.right == 1)
    print(f"{name}: from 100 ms sure and wrong {100 * (wrong & late).sum() / late.sum():.2f} %, right and doubted {100 * doubted.sum() / late.sum():.2f} %; "
          f"{len(early)} of {len(numpy.unique(readings.note))} notes sure and wrong within 300 ms: {', '.join(early)}")
    print(bins(told[late], readings.right[late]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", nargs="+", required=True)
    parser.add_argument("--readings", nargs="+", required=True)
    parser.add_argument("--check-claims", nargs="*", default=[])
    parser.add_argument("--output", help="write the weights to this file")
    options = parser.parse_args()
    recorded = {path: Readings(path) for path in options.readings}
    is_samples = lambda readings: set(CHECKED) < set(readings.instrument) and "organ" in readings.instrument
    fitted = {path: r.where(~numpy.isin(r.instrument, CHECKED)) if is_samples(r) else r for path, r in recorded.items()}
    checked = {path: r.where(numpy.isin(r.instrument, CHECKED)) for path, r in recorded.items() if is_samples(r)}
    right, is_attack, x = read_claims(options.claims)
    kept = (right == 0) | (numpy.random.default_rng(1).random(len(right)) < 1 / THINNED)
    right, is_attack, x = right[kept], is_attack[kept], x[kept]
    weight = numpy.where(right == 0, 1.0, THINNED)
    share = GENERATED * sum(r.weights().sum() for r in fitted.values()) / weight.sum()
    weight *= share * numpy.where((right == 0) & is_attack, PLUCKED_WRONGS, 1.0)
    network = Network(x.shape[1])
    network.train(
        numpy.concatenate([x, *[r.x for r in fitted.values()]]),
        numpy.concatenate([right, *[r.right for r in fitted.values()]]),
        numpy.concatenate([weight, *[r.weights() for r in fitted.values()]]))
    for path, readings in fitted.items():
        judge(f"{path}, fitted", readings, network)
    for path, readings in checked.items():
        judge(f"{path}, not fitted", readings, network)
    for path in options.check_claims:
        right, is_attack, x = read_claims([path])
        told = network.said(x)
        wrong = is_attack & (right == 0) & (told > 0.5)
        print(f"{path}, not fitted: {wrong.sum()} sure and wrong just after an attack; right and doubted {100 * ((told <= .5) & (right == 1)).mean():.2f} %\n{bins(told, right)}")
    if options.output:
        pathlib.Path(options.output).write_text(network.text(), encoding="utf-8")


if __name__ == "__main__":
    main()
