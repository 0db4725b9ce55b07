# SPDX-License-Identifier: GPL-3.0-or-later
"""Other pitch detectors on the same sounds, where they are installed."""

import bisect
import csv
import math
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
OCTAVES = (1200, 1902, 2400)
VIBRATO_CENTS, VIBRATO_HZ = 50, 5.5  # of comparison.cpp


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parse(lines):
    """file,time,hertz lines as {file: ([times], [hertz])}, times rising."""
    readings = {}
    for line in lines:
        cells = line.split(",")
        if len(cells) != 3:
            continue
        times, hertz = readings.setdefault(cells[0], ([], []))
        times.append(float(cells[1]))
        hertz.append(float(cells[2]))
    return readings


def aubio(sounds, names, method):
    lines = []
    for name in names:
        command = ["aubiopitch", "-p", method, "-B", "4096", "-H", "512", "-r", "0", "-i", str(sounds / f"{name}.wav")]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        lines += [f"{name},{line.replace(' ', ',')}" for line in out.splitlines() if line.strip()]
    return parse(lines)


def praat(sounds, kinds):
    lines = []
    for step, wanted in (("0.05", ("stationary",)), ("0.01", ("vibrato", "legato"))):
        names = " ".join(name for name, kind in kinds.items() if kind in wanted)
        command = ["praat", "--run", str(HERE / "others.praat"), str(sounds), names, step]
        lines += subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return parse(lines)


def node(sounds, modules, method):
    command = ["node", str(HERE / "others.mjs"), str(modules), str(sounds), method]
    return parse(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())


def fetch_modules(folder):
    """pitchy and pitchfinder by npm; what was wrong, or nothing."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "node and npm are not installed"
    modules = pathlib.Path(folder)
    modules.mkdir(parents=True, exist_ok=True)
    (modules / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    fetch = ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "pitchy@4", "pitchfinder@2"]
    try:
        done = subprocess.run(fetch, capture_output=True, text=True, timeout=120, env={**os.environ, "npm_config_fetch_retries": "1"}, check=False)
    except subprocess.TimeoutExpired:
        return "npm did not bring them within two minutes"
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["npm failed"])[0]


def instants(name, readings, truth):
    """What a detector is judged by: all, or of pitchfinder the instants that it was asked for."""
    if not name.startswith("pitchfinder"):
        return truth
    asked = {(file, time) for file, (times, _) in readings.items() for time in times}
    return [t for t in truth if (t[0], t[1]) in asked]


def run_all(sounds, modules, say):
    """{detector: readings} in the order of the table, and what is missing, a sentence each."""
    sounds = pathlib.Path(sounds)
    kinds = {row["file"]: row["kind"] for row in rows_of(sounds / "sounds.csv")}
    found, missing = {"Tunescope": parse((sounds / "tunescope.csv").read_text(encoding="utf-8").splitlines()[1:])}, []
    trouble = fetch_modules(modules)
    for method, name in (("pitchy", "pitchy 4 (MPM 4096)"), ("pitchfinder", "pitchfinder YIN 4096")):
        if trouble:
            missing.append(f"npm's {method}: {trouble}")
            continue
        say(f"others: {name}")
        found[name] = node(sounds, modules, method)
    if shutil.which("praat"):
        say("others: Praat")
        found["Praat ac 25–4500 Hz, with look-ahead"] = praat(sounds, kinds)
    else:
        missing.append("Praat is not installed (Debian: praat)")
    for method in ("yinfft", "yinfast"):
        if not shutil.which("aubiopitch"):
            missing.append(f"aubio's {method} is not installed (Debian: aubio-tools)")
            continue
        say(f"others: aubio {method}")
        found[f"aubio {method} 4096/512"] = aubio(sounds, kinds, method)
    return found, missing


def nearest(reading, time):
    """The hertz read nearest to an instant; 0 where nothing was read within 50 ms."""
    if reading is None:
        return 0
    times, hertz = reading
    i = bisect.bisect_left(times, time)
    best = min((k for k in (i - 1, i) if 0 <= k < len(times)), key=lambda k: abs(times[k] - time), default=None)
    return hertz[best] if best is not None and abs(times[best] - time) < 0.05 else 0


def cents(a, b):
    return 1200 * math.log2(a / b)


def quantile(values, share):
    values = sorted(values)
    return values[int(share * (len(values) - 1))] if values else math.nan


def score(readings, truth):
    """Counts and errors of one detector over (file, time, hertz)."""
    n, voiced, octave, errors = 0, 0, 0, []
    for name, time, hertz in truth:
        n += 1
        read = nearest(readings.get(name), time)
        if read <= 0:
            continue
        voiced += 1
        error = abs(cents(read, hertz))
        octave += any(abs(error - o) < 60 for o in OCTAVES)
        if error < 50:
            errors.append(error)
    share = [100 * sum(e < limit for e in errors) / n for limit in (50, 10, 1)]
    return {"within": share, "gross": 100 * (voiced - len(errors)) / n, "octave": 100 * octave / n, "none": 100 * (n - voiced) / n,
            "median": quantile(errors, 0.5), "p95": quantile(errors, 0.95)}


def regress(pairs):
    """Slope, rms residual about the line, and rms distance from y = x + bias."""
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    slope = sum((x - mx) * (y - my) for x, y in pairs) / max(1e-12, sum((x - mx) ** 2 for x, _ in pairs))
    residual = math.sqrt(sum((y - my - slope * (x - mx)) ** 2 for x, y in pairs) / n)
    return slope, residual, math.sqrt(sum((y - my - x + mx) ** 2 for x, y in pairs) / n)


def vibrato(readings, lags):
    """Extent kept and residual, at the lag that suits the detector best; every reading against the pitch at its own instant."""
    best = None
    files = {name: series for name, series in readings.items() if name.startswith("vibrato-")}
    for lag in lags:
        pairs, count = [], 0
        for name, (times, hertz) in files.items():
            base = float(name.split("-")[1])
            for time, read in zip(times, hertz):
                if not 0.5 <= time <= 3.7:
                    continue
                count += 1
                if read > 0 and abs(cents(read, base)) < 150:
                    pairs.append((VIBRATO_CENTS * math.sin(2 * math.pi * VIBRATO_HZ * (time - lag)), cents(read, base)))
        if len(pairs) < count / 2 or not pairs:
            continue
        slope, residual, distance = regress(pairs)
        if best is None or distance < best[2]:
            best = (100 * slope, residual, distance)
    return best


def legato(readings, truth, lags):
    """Per cent on the right note from 30 ms after a step to 100 ms before the next, for the lag that suits best."""
    due = [(name, t, hz) for name, t, hz in truth if 0.03 <= t % 0.4 <= 0.3]
    return max(100 * sum((read := nearest(readings.get(n), t + lag)) > 0 and abs(cents(read, hz)) < 50 for n, t, hz in due) / len(due) for lag in lags)


def compare(sounds, found):
    """One row of figures a detector, and its median error at each level of noise."""
    kinds = {row["file"]: row for row in rows_of(pathlib.Path(sounds) / "sounds.csv")}
    truth = [(r["file"], float(r["time"]), float(r["hertz"])) for r in rows_of(pathlib.Path(sounds) / "truth.csv")]
    of_kind = {kind: [t for t in truth if kinds[t[0]]["kind"] == kind] for kind in ("stationary", "legato")}
    levels = sorted({float(k["snrDb"]) for k in kinds.values() if k["kind"] == "stationary"}, reverse=True)
    rows, by_snr = [], []
    for name, readings in found.items():
        lags = [0] if name == "Tunescope" else [k / 250 for k in range(-25, 26)]
        asked = instants(name, readings, of_kind["stationary"])
        moves = "legato" in readings
        moving = vibrato(readings, lags) if moves else None
        rows.append((name, score(readings, asked), moving, legato(readings, of_kind["legato"], lags) if moves else None))
        for level in levels:
            part = score(readings, [t for t in asked if float(kinds[t[0]]["snrDb"]) == level])
            by_snr.append((name, level, part))
    return rows, by_snr, len(of_kind["stationary"])


def write_figures(folder, by_snr):
    with open(pathlib.Path(folder) / "others.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["detector", "snrDb", "within50", "within1", "medianCents"])
        for name, level, part in by_snr:
            out.writerow([name, level, f"{part['within'][0]:.2f}", f"{part['within'][2]:.2f}", f"{part['median']:.6f}"])


def write_motion(sounds, found):
    """The moving sounds as the picture needs them: the truth, Tunescope, and one detector whose windows stand around their instant."""
    sounds = pathlib.Path(sounds)
    wanted = ("vibrato-220", "legato")
    with open(sounds / "motion.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["detector", "file", "time", "hertz"])
        for row in rows_of(sounds / "truth.csv"):
            if row["file"] in wanted:
                out.writerow(["truth", row["file"], row["time"], row["hertz"]])
        for name, readings in found.items():
            for file_name in wanted if name.startswith(("Tunescope", "pitchy")) else ():
                for time, hertz in zip(*readings.get(file_name, ((), ()))):
                    out.writerow([name, file_name, f"{time:.6f}", f"{hertz:.6f}"])


def markdown(rows, count):
    """The comparison as a section of the page."""
    text = f"\n## Beside other detectors\n\nThe same files for all: {count} readings of twelve families, A0 to C8, SNR 60, 40, 20, 10 and 5 dB; no "
    text += "smoothing. *Gross* is a pitch more than 50 cents off. Vibrato (±50 c at 5.5 Hz, four pitches) and legato are read at the delay that suits "
    text += "each of the others best, Tunescope's at the time it states. pitchfinder is run once per note.\n\n"
    columns = ["detector", "within 50 c %", "10 c", "1 c", "gross %", "octave errors %", "no pitch %", "median c", "95 % c", "vibrato kept %", "residual c", "legato right %"]
    text += "| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns) + "\n"
    for name, f, moving, steps in rows:
        cells = [f"{v:.1f}" for v in (*f["within"], f["gross"], f["octave"], f["none"])] + [f"{f['median']:.3f}", f"{f['p95']:.2f}"]
        cells += [f"{moving[0]:.1f}", f"{moving[1]:.2f}"] if moving else ["–", "–"]
        text += f"| {name} | " + " | ".join(cells) + (f" | {steps:.1f} |\n" if steps is not None else " | – |\n")
    return text
