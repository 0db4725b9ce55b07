#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits the numbers of src/core/pitch/confidence.cpp to what the accuracy bench heard:

    accuracy --noisy --seed N --claims N.claims    for some seeds, never the one of the published report
    fit_confidence.py N.claims... --check M.claims...

Prints kWeights and kMeant as they stand in that file, and the ten bins of the fitted seeds and of those that took no part.
The regression is fitted to all claims alike, then its logit is bent by the monotone line through 18 points that fits best.
Claims that the present engine makes with .9999 and more are thinned (and weigh more): nearly all are, and they differ little.
Needs numpy (Debian: python3-numpy)."""

import argparse

import numpy

REACH, LIMIT = 1.5, 12.0
KNOTS = numpy.array([-12, -3, -1.6, -1.1, -0.8, -0.5, -0.25, 0, 0.25, 0.5, 0.8, 1.1, 1.6, 2.2, 3, 4, 6, 12])
RIDGE = 1.0  # of the regression's weights: two readings' worth


def read(paths):
    rows = numpy.concatenate([numpy.loadtxt(path, dtype=numpy.float32, ndmin=2) for path in paths])
    return rows[:, 0].astype(float), rows[:, 1].astype(float), numpy.clip(rows[:, 2:].astype(float), -REACH, REACH)


def terms(x):
    """The variables and their products, in the order of confidenceOf()."""
    count = x.shape[1]
    products = [x[:, i] * x[:, j] for i in range(1, count) for j in range(i, count) if (i, j) != (1, 1)]
    return numpy.column_stack([x, *products])


def thinned(right, said, x, every):
    """All claims that are not sure or not right, one of `every` others, and what each stands for."""
    plain = (right > 0) & (said > 0.9999)
    kept = ~plain
    kept[numpy.flatnonzero(plain)[::every]] = True
    weight = numpy.where(plain[kept], float(every), 1.0)
    return right[kept], x[kept], weight


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


def bins(said, right):
    lines, worst = [], 0
    place = numpy.minimum((said * 10).astype(int), 9)
    for k in range(10):
        inside = place == k
        if not inside.any():
            continue
        off = said[inside].mean() - right[inside].mean()
        worst = max(worst, abs(off)) if inside.sum() >= 100 else worst
        lines.append(f"  {said[inside].mean():.3f} {inside.sum():7d} {right[inside].mean():.3f} {off:+.3f}")
    return "\n".join(lines) + f"\n  worst {worst:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="+")
    parser.add_argument("--check", nargs="*", default=[])
    options = parser.parse_args()
    right, said, x = read(options.claims)
    r, v, weight = thinned(right, said, x, 20)
    w = regress(terms(v), r, weight)
    w = numpy.array([float(f"{value:.4g}") for value in w])
    knots, heights = bend(terms(v) @ w, r, weight, KNOTS)
    print("kWeights = {" + ", ".join(f"{value:.4g}" for value in w) + "};")
    print(f"kMeant, {len(knots)} points = {{{{" + ", ".join(f"{{{a:.4g}, {b:.4g}}}" for a, b in zip(knots, heights)) + "}};")
    for name, paths in [("fitted", options.claims), ("not fitted", options.check)]:
        if paths:
            right, said, x = read(paths)
            print(f"{name}: as the engine said\n{bins(said, right)}")
            logit = numpy.clip(terms(x) @ w, -LIMIT, LIMIT)
            print(f"{name}: as fitted\n{bins(probability(numpy.interp(logit, knots, heights)), right)}")


if __name__ == "__main__":
    main()
