#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits the numbers of src/core/pitch/confidence.cpp to what the accuracy bench heard:

    accuracy --noisy --seed N --claims N.claims    for some seeds, never the one of the published report
    accuracy --seed N --claims N.attacks onset
    fit_confidence.py N.claims... --attacks N.attacks... --check M.claims...

Prints kWeights, kMeant, kAttackWeights and kAttackMeant as they stand in that file, and the ten bins of the fitted seeds and of those
that took no part. A regression is fitted to all claims, then its logit is bent by the monotone line through 18 points that fits best.
A second one is fitted to the claims of plucks just after their attack (hum that outlasts a note is not what it is to know), in which wrong ones weigh twenty times while it is fitted (there are few),
and as much as others while it is bent.
Right claims that a first fit makes with .995 and more are thinned (and weigh more): nearly all are, and they differ little.
Needs numpy (Debian: python3-numpy)."""

import argparse

import numpy

REACH, LIMIT = 1.5, 12.0
KNOTS = numpy.array([-12, -3, -1.6, -1.1, -0.8, -0.5, -0.25, 0, 0.25, 0.5, 0.8, 1.1, 1.6, 2.2, 3, 4, 6, 12])
RIDGE = 1.0  # of the regression's weights: two readings' worth
THINNED = 20
WRONGS_WEIGH = 20
CERTAIN, DOUBTED = 0.99, 0.05  # kAsGoodAsCertain and kDoubted


def read(paths):
    """Which claims were right, which were made just after an attack, and their variables."""
    rows = numpy.concatenate([numpy.loadtxt(path, dtype=numpy.float32, ndmin=2) for path in paths])
    return rows[:, 0].astype(float), rows[:, 2] > 0, numpy.clip(rows[:, 3:].astype(float), -REACH, REACH)


def terms(x):
    """The variables and their products, in the order of confidenceOf()."""
    count = x.shape[1]
    products = [x[:, i] * x[:, j] for i in range(1, count) for j in range(i, count) if (i, j) != (1, 1)]
    return numpy.column_stack([x, *products])


def probability(logit):
    return 1 / (1 + numpy.exp(-numpy.clip(logit, -30, 30)))


def regress(features, right, weight):
    """Logistic regression by Newton's method, with a ridge."""
    w = numpy.zeros(features.shape[1])
    loss = lambda v: (weight * numpy.logaddexp(0, numpy.where(right > 0, -1, 1) * (features @ v))).sum() + RIDGE / 2 * v @ v
    for _ in range(60):
        p = probability(features @ w)
        gradient = features.T @ (weight * (right - p)) - RIDGE * w
        hessian = (features * (weight * p * (1 - p))[:, None]).T @ features + RIDGE * numpy.eye(len(w))
        step, size = numpy.linalg.solve(hessian, gradient), 1.0
        while loss(w + size * step) > loss(w) and size > 1e-4:
            size /= 2
        w += size * step
        if abs(size * step).max() < 1e-6:
            break
    return w


def hats(logit, knots):
    """How much of each knot's height a logit gets: linear between two of them."""
    at = numpy.clip(numpy.searchsorted(knots, logit) - 1, 0, len(knots) - 2)
    share = numpy.clip((logit - knots[at]) / (knots[at + 1] - knots[at]), 0, 1)
    hat = numpy.zeros((len(logit), len(knots)))
    hat[numpy.arange(len(logit)), at] = 1 - share
    hat[numpy.arange(len(logit)), at + 1] = share
    return hat


def bend(logit, right, weight, knots):
    """The monotone line through the knots that makes the claims likeliest, by projected Newton steps on its rises."""
    sums = numpy.tril(numpy.ones((len(knots), len(knots))))  # heights = sums @ rises
    basis = hats(numpy.clip(logit, -LIMIT, LIMIT), knots) @ sums
    rises = numpy.concatenate([[knots[0]], numpy.diff(knots)])
    prior = rises.copy()
    for _ in range(200):
        p = probability(basis @ rises)
        gradient = basis.T @ (weight * (right - p)) - 0.3 * (rises - prior)
        hessian = (basis * (weight * p * (1 - p))[:, None]).T @ basis + 0.3 * numpy.eye(len(rises))
        free = (rises > 0) | (gradient > 0)
        free[0] = True
        step = numpy.zeros(len(rises))
        step[free] = numpy.linalg.solve(hessian[numpy.ix_(free, free)], gradient[free])
        new = rises + numpy.clip(step, -2, 2)
        new[1:] = numpy.maximum(new[1:], 0)
        if abs(new - rises).max() < 1e-7:
            break
        rises = new
    return knots, sums @ rises


def rounded(values):
    return numpy.array([float(f"{value:.4g}") for value in values])


def fit(right, x, wrongs_weigh):
    """Weights, knots and heights."""
    random = numpy.random.default_rng(1)

    def fitted(is_plain):
        kept = ~is_plain | (random.random(len(right)) < 1 / THINNED)
        stands_for = numpy.where(is_plain, float(THINNED), 1.0)[kept]
        features, truth = terms(x[kept]), right[kept]
        weights = rounded(regress(features, truth, stands_for * numpy.where(truth == 0, float(wrongs_weigh), 1.0)))
        return weights, *bend(features @ weights, truth, stands_for, KNOTS)

    first = fitted(right > 0)
    return fitted((right > 0) & (said(first, x) > 0.995))


def said(model, x):
    weights, knots, heights = model
    logit = numpy.clip(terms(x) @ weights, -LIMIT, LIMIT)
    return probability(numpy.interp(logit, knots, heights))


def confidence(usual, attack, x, is_attack):
    """As confidenceOf() has it."""
    told = said(usual, x)
    young = said(attack, x[is_attack])
    told[is_attack] = numpy.minimum(told[is_attack], numpy.where(young < CERTAIN, numpy.minimum(young, DOUBTED), young))
    return told


def bins(told, right):
    lines, worst = [], 0
    place = numpy.minimum((told * 10).astype(int), 9)
    for k in range(10):
        inside = place == k
        if not inside.any():
            continue
        off = told[inside].mean() - right[inside].mean()
        worst = max(worst, abs(off)) if inside.sum() >= 100 else worst
        lines.append(f"  {told[inside].mean():.3f} {inside.sum():7d} {right[inside].mean():.3f} {off:+.3f}")
    return "\n".join(lines) + f"\n  worst {worst:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="+")
    parser.add_argument("--attacks", nargs="+", required=True)
    parser.add_argument("--check", nargs="*", default=[])
    options = parser.parse_args()
    right, _, x = read(options.claims + options.attacks)
    usual = fit(right, x, 1)
    right, is_attack, x = read(options.attacks)
    attack = fit(right[is_attack], x[is_attack], WRONGS_WEIGH)
    for name, (weights, knots, heights) in [("", usual), ("Attack", attack)]:
        print(f"k{name}Weights = {{" + ", ".join(f"{value:.4g}" for value in weights) + "};")
        print(f"k{name}Meant = {{{{" + ", ".join(f"{{{a:.4g}, {b:.4g}}}" for a, b in zip(knots, heights)) + "}};")
    for name, paths in [("fitted", options.claims), ("attacks", options.attacks), ("not fitted", options.check)]:
        if paths:
            right, is_attack, x = read(paths)
            told = confidence(usual, attack, x, is_attack)
            wrong = is_attack & (right == 0)
            print(f"{name}: wrong ones after an attack {wrong.sum()}, told with more than .5 {(wrong & (told > 0.5)).sum()}\n{bins(told, right)}")


if __name__ == "__main__":
    main()
