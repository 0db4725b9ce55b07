# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pictures of docs/accuracy.md with matplotlib: plots.py FIGURES SOUNDS IMAGES"""

import csv
import math
import pathlib
import re
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib import font_manager  # noqa: E402
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator  # noqa: E402

PAPER, INK, QUIET, RULE = "#fbf9f4", "#1f2328", "#6b6f76", "#dedad0"
GREEN, BLUE, ORANGE, VERMILLION, PURPLE, SKY = "#009e73", "#0072b2", "#c98500", "#d55e00", "#a85c8a", "#4aa3d8"
NORMAL_MEDIAN = 0.6745  # of |x|, deviation 1


def style():
    family = "Inter" if any("Inter" == f.name for f in font_manager.fontManager.ttflist) else "DejaVu Sans"
    plt.rcParams.update({
        "font.family": [family, "DejaVu Sans"], "font.size": 10, "text.color": INK, "axes.labelcolor": QUIET, "axes.edgecolor": RULE,
        "axes.facecolor": PAPER, "figure.facecolor": PAPER, "savefig.facecolor": PAPER, "xtick.color": QUIET, "ytick.color": QUIET,
        "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": RULE, "grid.linewidth": 0.6, "axes.axisbelow": True,
        "axes.titlesize": 11, "axes.titleweight": "medium", "axes.titlelocation": "left", "legend.frameon": False, "lines.linewidth": 1.6,
        "xtick.major.size": 0, "ytick.major.size": 0, "svg.hashsalt": "tunescope", "svg.fonttype": "path"})


def rows_of(path):
    if not pathlib.Path(path).exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else math.nan


def plain(value, _=None):
    return f"{value:g}"


def heading(figure, title, words):
    figure.text(0.012, 0.985, title, fontsize=14, fontweight="semibold", va="top")
    figure.text(0.012, 0.985 - 0.27 / figure.get_figheight(), words, fontsize=10, color=QUIET, va="top")


def save(figure, images, name):
    path = pathlib.Path(images) / name
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    # A hundredth of a point is enough: it halves the file.
    shorter = re.sub(r'\b(d|x|y)="[^"]*"', lambda a: re.sub(r"(\.\d\d)\d+", r"\1", a.group(0)), path.read_text(encoding="utf-8"))
    path.write_text(re.sub(r" +$", "", shorter, flags=re.MULTILINE), encoding="utf-8")


def cents_axis(axis, low, high):
    axis.set_yscale("log")
    axis.set_ylim(low, high)
    axis.yaxis.set_major_locator(FixedLocator([10.0**k for k in range(-5, 3)]))
    axis.yaxis.set_major_formatter(FuncFormatter(plain))
    axis.yaxis.set_minor_locator(NullLocator())


def note_axis(axis):
    axis.set_xscale("log")
    axis.set_xlim(25, 4700)
    axis.xaxis.set_major_locator(FixedLocator([27.5 * 2**k for k in range(8)]))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda hertz, _: f"A{round(math.log2(hertz / 27.5))}"))
    axis.xaxis.set_minor_locator(NullLocator())


def pitch(folder, images):
    rows = rows_of(folder / "notes.csv")
    if not rows:
        return
    families = ("sine", "saw", "weak fundamental", "stiff string", "formants", "two strings")
    levels = (("5", VERMILLION), ("20", BLUE), ("60", GREEN))
    figure, axes = plt.subplots(2, 3, figsize=(11, 6.6), sharex=True, sharey=True)
    figure.subplots_adjust(left=0.065, right=0.985, top=0.845, bottom=0.075, hspace=0.22, wspace=0.07)
    for axis, family in zip(axes.flat, families):
        for level, colour in levels:
            points = sorted((number(r["hertz"]), number(r["medianCents"]) / NORMAL_MEDIAN, number(r["boundCents"]))
                            for r in rows if r["family"] == family and r["snrDb"] == level and number(r["within50"]) >= 50)
            axis.plot([p[0] for p in points], [p[2] for p in points], color=colour, linewidth=1.1, alpha=0.9)
            axis.scatter([p[0] for p in points], [p[1] for p in points], s=9, color=colour, alpha=0.75, linewidths=0)
        axis.set_title(family)
        cents_axis(axis, 8e-6, 30)
        note_axis(axis)
    for axis in axes[:, 0]:
        axis.set_ylabel("standard deviation, cents")
    labels = [f"{level} dB" for level, _ in levels]
    handles = [plt.Line2D([], [], color=c, marker="o", markersize=6, linewidth=0) for _, c in levels]
    handles.append(plt.Line2D([], [], color=QUIET, linewidth=1.1))
    figure.legend(handles, labels + ["Cramér-Rao bound of the same window"], loc="upper right", ncol=4, bbox_to_anchor=(0.99, 0.995), handletextpad=0.5)
    heading(figure, "Error over pitch", "Each dot is a note at one level of white noise; the line of its colour is what no estimator can pass.")
    save(figure, images, "accuracy-pitch.svg")


def snr(folder, images):
    own, others = rows_of(folder / "snr.csv"), rows_of(folder / "others.csv")
    if not own:
        return
    figure, axes = plt.subplots(1, 2 if others else 1, figsize=(11 if others else 6.5, 4.6), squeeze=False)
    figure.subplots_adjust(left=0.065, right=0.985, top=0.80, bottom=0.115, wspace=0.14)
    axis = axes[0, 0]
    x = [number(r["snrDb"]) for r in own]
    bound = [number(r["boundCents"]) * NORMAL_MEDIAN for r in own]
    axis.fill_between(x, bound, 1e-6, color=RULE, alpha=0.45, linewidth=0)
    axis.text(6.5, 5e-5, "below the Cramér-Rao bound", color=QUIET, fontsize=9)
    axis.plot(x, [number(r["medianCents"]) for r in own], color=GREEN, marker="o", markersize=5, linewidth=2.2)
    axis.text(61, number(own[0]["medianCents"]), "Tunescope", color=GREEN, fontweight="semibold", va="center")
    cents_axis(axis, 3e-5, 3)
    axis.set_title("Median error, cents")
    # Names at the right end of the lines, kept apart.
    colours = (BLUE, ORANGE, PURPLE, VERMILLION, SKY, QUIET)
    names = [n for n in dict.fromkeys(r["detector"] for r in others) if n != "Tunescope"]
    ends = []
    for name, colour in zip(names, colours):
        series = [(number(r["snrDb"]), number(r["medianCents"])) for r in others if r["detector"] == name]
        axis.plot(*zip(*series), color=colour, marker="o", markersize=3, linewidth=1.2)
        ends.append([math.log10(series[0][1]), short(name), colour])
    place = 9.0
    for y, name, colour in sorted(ends, reverse=True):
        place = min(y, place - 0.2)
        axis.text(61, 10**place, name, color=colour, va="center", fontsize=9)
    axis.set_xlim(3, 82 if others else 72)
    if others:
        shares(axes[0, 1], others, names, colours)
    for a in axes.flat:
        a.set_xlabel("signal over white noise, dB")
        a.xaxis.set_major_locator(FixedLocator([5, 10, 20, 30, 40, 50, 60]))
    heading(figure, "Error over noise", "Twelve families of sounds, A0 to C8, pooled." + (" The others read the same files." if others else ""))
    save(figure, images, "accuracy-snr.svg")


def short(name):
    return name.split(" (")[0].split(" 25–")[0].replace(" 4096/512", "").replace(" 4096", "")


def shares(axis, others, names, colours):
    ends = []
    for name, colour, width in [*zip(names, colours, [1.2] * len(names)), ("Tunescope", GREEN, 2.2)]:
        series = [(number(r["snrDb"]), number(r["within1"])) for r in others if r["detector"] == name]
        axis.plot(*zip(*series), color=colour, marker="o", markersize=5 if width > 2 else 3, linewidth=width)
        ends.append([series[0][1], short(name), colour])
    place = 200.0
    for y, name, colour in sorted(ends, reverse=True):
        place = min(y, place - 4.3)
        axis.text(61, place, name, color=colour, va="center", fontsize=9 if name != "Tunescope" else 10, fontweight="semibold" if name == "Tunescope" else "normal")
    axis.set_title("Readings within one cent, %")
    axis.set_ylim(0, 103)
    axis.set_xlim(3, 82)


def onset(folder, images):
    rows = rows_of(folder / "onset.csv")
    if not rows:
        return
    names = {"41.2": "E1", "82.4": "E2", "110.0": "A2", "196.0": "G3", "440.0": "A4", "1318.5": "E6"}
    figure, axis = plt.subplots(figsize=(11, 4.8))
    figure.subplots_adjust(left=0.085, right=0.985, top=0.82, bottom=0.115)
    for i, row in enumerate(reversed(rows)):
        for shift, limit, colour in ((0.24, "50", SKY), (0, "5", BLUE), (-0.24, "1", GREEN)):
            median, p90, promise = (number(row[key + limit]) for key in ("median", "p90of", "promise"))
            axis.plot([median, p90], [i + shift] * 2, color=colour, linewidth=5, alpha=0.35, solid_capstyle="butt")
            axis.scatter([median], [i + shift], s=42, color=colour, zorder=3, linewidths=0)
            axis.plot([promise] * 2, [i + shift - 0.1, i + shift + 0.1], color=INK, linewidth=1.6, zorder=4)
    axis.set_yticks(range(len(rows)))
    axis.set_yticklabels([f"{names.get(r['hertz'], '')}  {float(r['hertz']):.0f} Hz" for r in reversed(rows)], color=INK)
    axis.grid(axis="y", visible=False)
    axis.set_xlim(0, max(max(number(r[k]) for r in rows for k in ("p90of50", "p90of5", "p90of1")), 140) * 1.04)
    axis.set_xlabel("milliseconds after the attack")
    handles = [plt.Line2D([], [], color=c, marker="o", linewidth=5, markersize=7, alpha=0.8) for c in (SKY, BLUE, GREEN)]
    handles.append(plt.Line2D([], [], color=INK, marker="|", markersize=11, markeredgewidth=1.6, linewidth=0))
    figure.legend(handles, ["within 50 c", "5 c", "1 c", "promised median"], loc="upper right", ncol=4, bbox_to_anchor=(0.99, 0.995))
    heading(figure, "From the attack to the reading", "A pluck with a noise burst, 200 at random phase of the hop. Dot: median until it stays within; bar: to the 90th percentile.")
    save(figure, images, "accuracy-onset.svg")


def calibration(folder, images):
    sigma, confidence = rows_of(folder / "sigma.csv"), rows_of(folder / "confidence.csv")
    if not sigma or not confidence:
        return
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.8))
    figure.subplots_adjust(left=0.065, right=0.985, top=0.80, bottom=0.115, wspace=0.16)
    k = [i / 50 for i in range(156)]
    left.plot(k, [100 * math.erf(v / math.sqrt(2)) for v in k], color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
    left.add_patch(plt.Rectangle((1.96, 94), 0.08, 4, color=GREEN, alpha=0.35, linewidth=0))
    for level, colour in (("60", GREEN), ("40", SKY), ("20", BLUE), ("10", ORANGE), ("5", VERMILLION)):
        points = [(number(r["k"]), number(r["share"])) for r in sigma if r["snrDb"] == level]
        left.plot(*zip(*points), color=colour, marker="o", markersize=3, label=f"{level} dB")
    left.annotate("asked: 94 to 98 %", (2.04, 95), (2.25, 80), color=QUIET, fontsize=9, arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.7})
    left.text(0.62, 38, "normal errors", color=QUIET, fontsize=9)
    left.set_xlim(0, 3.1)
    left.set_ylim(0, 102)
    left.set_title("|error| < k σ, % of readings")
    left.set_xlabel("k")
    left.legend(loc="lower right", labelspacing=0.3)
    right.fill_between([0, 1], [-0.05, 0.95], [0.05, 1.05], color=GREEN, alpha=0.18, linewidth=0)
    right.plot([0, 1], [0, 1], color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
    for r in confidence:
        count = int(r["readings"])
        solid = count >= 100
        right.scatter([number(r["said"])], [number(r["right"])], s=14 + 16 * math.log10(count), linewidths=1.2, zorder=3, facecolors=BLUE if solid else PAPER, edgecolors=BLUE)
        right.annotate(f"{count:,}", (number(r["said"]), number(r["right"])), (0, 9), textcoords="offset points", ha="center", fontsize=8, color=QUIET)
    right.set_xlim(0, 1.04)
    right.set_ylim(0, 1.09)
    right.set_title("How often it was right, by the confidence that it gave")
    right.set_xlabel("confidence (number of readings beside each; open: fewer than 100)")
    heading(figure, "What it says of itself", "Left: errors against the σ told with each reading. Right: confidence as a probability; the band is what is asked.")
    save(figure, images, "accuracy-calibration.svg")


def motion(sounds, images):
    series = {}
    for r in rows_of(sounds / "motion.csv"):
        series.setdefault((r["detector"], r["file"]), []).append((number(r["time"]), number(r["hertz"])))
    if not series:
        return
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.8))
    figure.subplots_adjust(left=0.065, right=0.985, top=0.80, bottom=0.115, wspace=0.16)
    t = [1 + i / 1000 for i in range(801)]
    left.plot(t, [50 * math.sin(2 * math.pi * 5.5 * v) for v in t], color=RULE, linewidth=6, zorder=1)
    kinds = (("pitchy 4 (MPM 4096)", ORANGE, "pitchy, MPM 4096"), ("Tunescope", GREEN, "Tunescope"))
    for name, colour, label in kinds:
        points = [(a, 1200 * math.log2(h / 220)) for a, h in series.get((name, "vibrato-220"), []) if h > 0 and 1 <= a <= 1.8]
        if points:
            left.plot(*zip(*points), color=colour, marker="o", markersize=3.5, linewidth=0.9, label=label, zorder=3)
    left.set_xlim(1, 1.8)
    left.set_title("Vibrato: ±50 cents at 5.5 Hz on A3, in cents")
    left.set_xlabel("seconds")
    steps = [(a, h) for a, h in series.get(("truth", "legato"), []) if 2.4 <= a <= 4.9]
    right.plot([a for a, _ in steps], [h for _, h in steps], color=RULE, linewidth=6, zorder=1, drawstyle="steps-post", label="the truth")
    for name, colour, label in kinds:
        points = [(a, h) for a, h in series.get((name, "legato"), []) if h > 0 and 2.4 <= a <= 4.9]
        if points:
            right.plot(*zip(*points), color=colour, marker="o", markersize=2.6, linewidth=0, label=label, zorder=3)
    right.set_yscale("log")
    right.set_ylim(180, 1050)
    right.yaxis.set_major_locator(FixedLocator([220, 330, 440, 660, 880]))
    right.yaxis.set_major_formatter(FuncFormatter(plain))
    right.yaxis.set_minor_locator(NullLocator())
    right.set_xlim(2.4, 4.9)
    right.set_title("Legato with octave jumps, in hertz")
    right.set_xlabel("seconds")
    right.legend(loc="upper left", labelspacing=0.3)
    heading(figure, "Following", "Each dot is one reading at the instant that it states; the broad line is the truth.")
    save(figure, images, "accuracy-motion.svg")


def main():
    folder, sounds, images = (pathlib.Path(a) for a in sys.argv[1:4])
    style()
    for draw in (pitch, snr, onset, calibration):
        draw(folder, images)
    motion(sounds, images)


if __name__ == "__main__":
    main()
