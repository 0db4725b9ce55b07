#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Spectra, bands and partials of the real executable (--spectrum, --bands, --partials) against sines, noise and strings
whose frequencies and levels are known, and what is refused."""

import array
import csv
import io
import math
import random
import struct

from harness import check, finish, of_type, records, run, write

RATE = 48000


def sound(samples, rate=RATE):
    data = array.array("f", samples).tobytes()
    head = struct.pack("<HHIIHH", 3, 1, rate, 4 * rate, 4, 32)
    return (b"RIFF" + struct.pack("<I", 20 + len(head) + len(data)) + b"WAVEfmt " + struct.pack("<I", len(head)) + head +
            b"data" + struct.pack("<I", len(data)) + data)


def sines(seconds, *parts, rate=RATE):
    """parts: (hertz, dB of full scale, phase)."""
    lines = [(2 * math.pi * hertz / rate, 10 ** (db / 20), phase) for hertz, db, phase in parts]
    return [sum(a * math.sin(w * n + p) for w, a, p in lines) for n in range(round(seconds * rate))]


def measure(samples, *options, rate=RATE):
    file = write("spectrum.wav", sound(samples, rate))
    return records(run("--input", file, "--format", "json", *options))


def check_sines_anywhere_in_a_bin():
    """The issue's numbers: level within .01 dB with a flat top, frequency within .01 bin."""
    chance = random.Random(4)
    for size in (512, 4096, 65536):
        bin_hz = RATE / size
        for window in ("flattop", "hft70", "flattop5", "hann"):
            hertz = chance.uniform(40 * bin_hz, RATE / 2 - 40 * bin_hz)
            db = chance.uniform(-40, 0)
            lines = measure(sines(1.5, (hertz, db, chance.uniform(0, 6))), "--spectrum", "1.5", "--fft", str(size),
                            "--window", window)
            spectrum = of_type(lines, "spectrum")[0]
            name = f"{window}, {size} samples, {hertz:.3f} Hz, {db:.2f} dB"
            check(f"{name}: keys", list(spectrum) == ["type", "t", "window", "fft", "binHz", "db", "peaks", "floorDb"]
                  and len(spectrum["db"]) == len(spectrum["floorDb"]) == size // 2 + 1
                  and spectrum["window"] == ("hft144d" if window == "flattop" else window)
                  and spectrum["fft"] == size and abs(spectrum["binHz"] - bin_hz) < 1e-9, list(spectrum))
            peak = spectrum["peaks"][0]
            check(f"{name}: frequency", abs(peak["hz"] - hertz) < 0.01 * bin_hz, peak)
            check(f"{name}: level", abs(peak["db"] - db) < 0.01, peak)
            check(f"{name}: one peak", len(spectrum["peaks"]) == 1, spectrum["peaks"])
            if window != "hann":
                highest = max(level for level in spectrum["db"] if level is not None)
                check(f"{name}: level of the bin", abs(highest - db) < 0.02, highest)


def check_intervals_and_the_end():
    tone = sines(2.25, (1000, -6, 0))
    times = [r["t"] for r in of_type(measure(tone, "--spectrum", "0.5"), "spectrum")]
    check("a record for each interval", times == [0.5, 1.0, 1.5, 2.0], times)
    last = of_type(measure(tone, "--spectrum", "0"), "spectrum")
    check("0: one at the end", len(last) == 1 and abs(last[0]["t"] - 2.25) < 0.001, [r["t"] for r in last])
    short = of_type(measure(tone, "--spectrum", "5"), "spectrum")
    check("a shorter sound has one too", len(short) == 1, short)
    check("a sound shorter than the window has none",
          not of_type(measure(tone[:4000], "--spectrum", "0"), "spectrum"))
    lines = measure(tone, "--spectrum", "1", "--a4", "442", "--temperament", "equal")
    peak = of_type(lines, "spectrum")[0]["peaks"][0]
    cents = 1200 * math.log2(1000 / (442 * 2 ** (14 / 12)))
    check("notes of the tuning in force", peak["note"] == "B5" and abs(peak["cents"] - cents) < 0.05, peak)
    # Two halves, of which the mean has half the power.
    halves = sines(2, (1000, 0, 0)) + [0.0] * (2 * RATE)
    mean = of_type(measure(halves, "--spectrum", "0", "--fft", "4096"), "spectrum")[0]["peaks"][0]["db"]
    check("the mean is of powers", abs(mean + 3.01) < 0.1, mean)


def check_noise():
    chance = random.Random(8)
    noise = [chance.gauss(0, 0.01) for _ in range(4 * RATE)]
    spectrum = of_type(measure(noise, "--spectrum", "0", "--bands", "third"), "spectrum")[0]
    # 2 rms^2 in a full-scale sine's 1, spread over the bins, times Hann's bandwidth.
    expected = 10 * math.log10(4 * 0.0001 * 1.5 / 8192)
    floors = spectrum["floorDb"][20:]
    check("noise floor", all(abs(db - expected) < 1.5 for db in floors) and
          abs(sum(floors) / len(floors) - expected) < 0.3, (expected, min(floors), max(floors)))
    check("noise has no peaks", not spectrum["peaks"], spectrum["peaks"])


def check_silence():
    lines = measure([0.0] * RATE, "--spectrum", "1", "--bands", "octave", "--partials", "3")
    spectrum, bands = of_type(lines, "spectrum")[0], of_type(lines, "bands")[0]
    check("silence is null", set(spectrum["db"]) == {None} and spectrum["peaks"] == [] and set(bands["db"]) == {None})
    check("silence has no partials", all(r["partials"] == [] for r in of_type(lines, "frame")))


def check_bands():
    for fraction, word, count in ((3, "third", 31), (1, "octave", 10)):
        lines = measure(sines(3, (1000, -20, 0)), "--bands", word)
        bands = of_type(lines, "bands")
        check(f"{word}: a record each second", [r["t"] for r in bands] == [1.0, 2.0, 3.0], [r["t"] for r in bands])
        record = bands[-1]
        check(f"{word}: keys", list(record) == ["type", "t", "fraction", "centreHz", "db"] and
              record["fraction"] == fraction and len(record["db"]) == len(record["centreHz"]) == count, record)
        middle = min(range(count), key=lambda i: abs(record["centreHz"][i] - 1000))
        check(f"{word}: centre", abs(record["centreHz"][middle] - 1000) < 1e-3, record["centreHz"])
        check(f"{word}: level", abs(record["db"][middle] + 20) < 0.05, record["db"][middle])
        # Class 1 at the middle of the next bands: thirds lie at the mask's 60 and 70 dB ... octaves at 16.6 and 40.5.
        for step, least in ((1, 16.6), (2, 40.5)) if fraction == 1 else ((1, 14), (2, 30), (3, 40)):
            check(f"{word}: {step} bands away", all(record["db"][middle + s] < -20 - least for s in (step, -step)),
                  record["db"])
    lines = measure(sines(1, (1000, 0, 0), rate=44100), "--bands", "octave", "--spectrum", "0.5", rate=44100)
    check("bands follow --spectrum and the rate", [r["t"] for r in of_type(lines, "bands")] == [0.5, 1.0] and
          max(of_type(lines, "bands")[0]["centreHz"]) < 8000)


def check_partials():
    f1, stiffness, count = 110.0, 2e-4, 8
    parts = [(n * f1 * math.sqrt((1 + stiffness * n * n) / (1 + stiffness)), -20 - 3 * n, n) for n in range(1, count + 1)]
    samples = sines(2, *parts)
    frames = [r for r in of_type(measure(samples, "--partials", str(count)), "frame") if r["hz"] and r["t"] > 0.5]
    check("there are frames with partials", len(frames) > 50, len(frames))
    worst = 0.0
    for frame in frames:
        check("all partials", [p["n"] for p in frame["partials"]] == list(range(1, count + 1)), frame)
        if len(frame["partials"]) != count:
            break
        for partial, (hertz, db, n) in zip(frame["partials"], parts):
            expected = 1200 * math.log2(hertz / (n * f1))
            worst = max(worst, abs(partial["cents"] - expected))
            check("partial's level", abs(partial["db"] - db) < 0.2, (partial, db))
    check("partials' deviation from n times the first", worst < 0.5, worst)
    check("partials is the last key", list(frames[0])[-1] == "partials", list(frames[0]))
    file = write("partials.wav", sound(samples))
    table = list(csv.DictReader(io.StringIO(run("--input", file, "--format", "csv", "--partials", "2").stdout.decode())))
    row = [r for r in table if r["hz"]][-1]
    check("columns of CSV", list(row)[-6:] == ["partial1Hz", "partial1Db", "partial1Cents", "partial2Hz", "partial2Db",
                                              "partial2Cents"], list(row))
    check("values of CSV", abs(float(row["partial2Hz"]) - parts[1][0]) < 0.05 and row["partial1Cents"] == "0.0000", row)
    check("without a note the columns are empty", table[0]["partial1Hz"] == "", table[0])


def check_text():
    file = write("text.wav", sound(sines(1.2, (440, -12, 0), (1000, -30, 0))))
    text = run("--input", file, "--spectrum", "1", "--bands", "octave", "--fft", "16384").stdout.decode()
    line = next((each for each in text.splitlines() if " spectrum " in each), "")
    check("text of a spectrum", "A4 0.0 440.00 Hz -12.00 dB" in line and "B5" in line and "-30.0" in line, line)
    line = next((each for each in text.splitlines() if " bands " in each), "")
    check("text of bands", "  500 -1" in line and "  31.5 -" in line and "  16000 -" in line, line)


def check_refusals():
    file = write("refused.wav", sound([0.0] * 4800))
    for options, words in ((("--spectrum", "-1"), ("--spectrum", "0.02")), (("--spectrum", "x"), ("'x'",)),
                           (("--spectrum", "1", "--fft", "1000"), ("--fft", "power of two from 512 to 65536")),
                           (("--spectrum", "1", "--fft", "131072"), ("--fft", "'131072'")),
                           (("--spectrum", "1", "--window", "hanning"), ("--window", "hann", "flattop")),
                           (("--bands", "half"), ("octave or third",)), (("--partials", "0"), ("from 1 to 64",)),
                           (("--partials", "2.5", "--format", "json"), ("whole number",)),
                           (("--partials", "3"), ("--format json or csv",)), (("--fft", "1024"), ("--spectrum SECONDS",)),
                           (("--window", "hann"), ("--spectrum SECONDS",)),
                           (("--spectrum", "1", "--format", "csv"), ("--format json or text",))):
        result = run("--input", file, *options)
        message = result.stderr.decode()
        check(f"{' '.join(options)} is refused", result.returncode == 2 and message.count("\n") == 1 and
              all(word in message for word in words) and not result.stdout, (result.returncode, message))


check_sines_anywhere_in_a_bin()
check_intervals_and_the_end()
check_noise()
check_silence()
check_bands()
check_partials()
check_text()
check_refusals()
finish()
