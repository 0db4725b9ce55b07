#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The meters of the real executable (--meters) against signals whose readings are known: EBU Tech 3341 and 3342 (all that
can be made from a formula), weights of channels, levels, options."""

import array
import math
import struct

from harness import check, finish, path, records, run, wav, write

RATE = 48000


def sound(samples, channels, rate=RATE, mask=None):
    """A WAV file of floats; samples: an array of interleaved frames. mask: of WAVE_FORMAT_EXTENSIBLE."""
    data = samples.tobytes()
    head = struct.pack("<HHIIHH", 3 if mask is None else 0xFFFE, channels, rate, 4 * channels * rate, 4 * channels, 32)
    if mask is not None:
        head += struct.pack("<HHI", 22, 32, mask) + bytes.fromhex("0300000000001000800000aa00389b71")
    return (b"RIFF" + struct.pack("<I", 20 + len(head) + len(data)) + b"WAVEfmt " + struct.pack("<I", len(head)) + head +
            b"data" + struct.pack("<I", len(data)) + data)


def peak_of(db):
    return 0.0 if db is None else 10 ** (db / 20)


def tones(*parts):
    """1 kHz at 48 kHz, 48 samples a period. parts: (seconds, dBFS of each channel; None is silence)."""
    out = array.array("f")
    for seconds, *levels in parts:
        peaks = [peak_of(db) for db in levels]
        period = [peak * math.sin(2 * math.pi * i / 48) for i in range(48) for peak in peaks]
        frames = round(seconds * RATE)
        out += array.array("f", period) * (frames // 48) + array.array("f", period[:frames % 48 * len(peaks)])
    return out


def stereo(*parts):
    return tones(*((seconds, db, db) for seconds, db in parts))


def meters(samples, *options, channels=2, rate=RATE, mask=None):
    """The records of that kind, and the summary's keys."""
    lines = records(run(write("meters.wav", sound(samples, channels, rate, mask)), "--meters", "--format", "json", *options))
    return [r for r in lines if r["type"] == "meters"], lines[-1]["meters"]


def near(value, expected, tolerance=0.1):
    return value is not None and abs(value - expected) <= tolerance


def within(values, expected, tolerance=0.1):
    return len(values) > 0 and all(near(v, expected, tolerance) for v in values)


def check_programme_loudness():
    for name, parts, expected in (("1", [(20, -23)], -23), ("2", [(20, -33)], -33),
                                  ("3", [(10, -36), (60, -23), (10, -36)], -23),
                                  ("4", [(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23),
                                  ("5", [(20, -26), (20.1, -20), (20, -26)], -23)):
        found, summary = meters(stereo(*parts))
        check(f"Tech 3341, {name}: integrated", near(summary["lufsIntegrated"], expected), summary)
        if name in "12":
            check(f"Tech 3341, {name}: momentary and short-term", within([r["lufsMomentary"] for r in found[4:]], expected) and
                  within([r["lufsShortTerm"] for r in found[30:]], expected))
    five = tones((20, -28, -28, -24, -30, -30))
    check("Tech 3341, 6: five channels", near(meters(five, channels=5)[1]["lufsIntegrated"], -23))


def check_short_loudness():
    found, _ = meters(stereo(*[(1.34, -20), (1.66, -30)] * 5))
    check("Tech 3341, 9: short-term", within([r["lufsShortTerm"] for r in found if r["t"] > 3.05], -23))
    found, _ = meters(stereo(*[(0.18, -20), (0.22, -30)] * 25))
    check("Tech 3341, 12: momentary", within([r["lufsMomentary"] for r in found if r["t"] > 1.05], -23))
    for i in range(20):
        _, summary = meters(stereo((i * 0.15, None), (3, -23), (1, None)))
        check(f"Tech 3341, 10: highest short-term, {i}", near(summary["maxShortTerm"], -23), summary)
        _, summary = meters(stereo((i * 0.02, None), (0.4, -23), (1, None)))
        check(f"Tech 3341, 13: highest momentary, {i}", near(summary["maxMomentary"], -23), summary)
    parts = [part for i in range(20) for part in ((i * 0.15, None), (3, -38 + i), (3 - i * 0.15, None))]
    found, summary = meters(stereo(*parts))
    rises = [max(r["lufsShortTerm"] for r in found if 6 * i + 2.9 < r["t"] <= 6 * i + 6) for i in range(20)]
    check("Tech 3341, 11: each rise of the short-term", all(near(s, -38 + i) for i, s in enumerate(rises)), rises)
    check("Tech 3341, 11: the highest", near(summary["maxShortTerm"], -19))
    # Records come each 100 ms, too seldom for the maxima of 14, so the signal is also cut after each of its levels.
    parts = [part for i in range(20) for part in ((i * 0.02, None), (0.4, -38 + i), (0.4 - i * 0.02, None))]
    rises = [meters(stereo(*parts[:3 * i + 3]))[1]["maxMomentary"] for i in range(20)]
    check("Tech 3341, 14: each rise of the momentary", all(near(m, -38 + i) for i, m in enumerate(rises)), rises)


def check_range():
    for number, levels, expected in ((1, (-20, -30), 10), (2, (-20, -15), 5), (3, (-40, -20), 20),
                                     (4, (-50, -35, -20, -35, -50), 15)):
        _, summary = meters(stereo(*((20, db) for db in levels)))
        check(f"Tech 3342, {number}: range", near(summary["loudnessRange"], expected, 1), summary)


def faded(values):
    count = RATE // 100
    return array.array("f", (v * min(1, i / count, (len(values) - i) / count) for i, v in enumerate(values)))


def kaiser_low_pass(taps, cutoff, beta=10.0):
    def bessel(x):
        return sum((x / 2) ** (2 * k) / math.factorial(k) ** 2 for k in range(40))
    middle = (taps - 1) / 2
    out = []
    for i in range(taps):
        x = i - middle
        sinc = 2 * cutoff if x == 0 else math.sin(2 * math.pi * cutoff * x) / (math.pi * x)
        out.append(sinc * bessel(beta * math.sqrt(1 - (x / middle) ** 2)) / bessel(beta))
    return [tap / sum(out) for tap in out]


def burst():
    """20 to 23: fs/6 at .5 with one period of fs/4 at 1, made at 4 fs and low-passed. True peak -.119 dBTP."""
    def carrier(count):
        return [0.5 * math.sin(2 * math.pi * i / 24) for i in range(count)]
    wave = carrier(24 * 60) + [math.sin(2 * math.pi * i / 16) for i in range(16)] + carrier(24 * 60)
    taps = kaiser_low_pass(513, 0.45 / 4)
    wave = [0.0] * 256 + [v * min(1, i / 400, (len(wave) - i) / 400) for i, v in enumerate(wave)] + [0.0] * 256
    return [sum(t * wave[i + k] for k, t in enumerate(taps)) for i in range(len(wave) - 512)]


def check_true_peak():
    def sine(part, amplitude, degrees):
        return faded([amplitude * math.sin(2 * math.pi * part * i + math.radians(degrees)) for i in range(RATE // 2)])
    for number, samples, expected in ((15, sine(1 / 4, 0.5, 0), -6.02), (16, sine(1 / 4, 0.5, 45), -6.02),
                                      (17, sine(1 / 6, 0.5, 60), -6.02), (18, sine(1 / 8, 0.5, 67.5), -6.02),
                                      (19, sine(1 / 4, 1.41, 45), 2.98), ("at .45", sine(0.4501, 0.5, 10), -6.02)):
        _, summary = meters(samples, channels=1)
        check(f"Tech 3341, {number}: true peak", near(summary["maxTruePeakDb"], expected), summary)
    wave = burst()
    for offset in range(4):
        samples = array.array("f", [0.0] * 4800 + wave[offset::4] + [0.0] * 4800)
        _, summary = meters(samples, channels=1)
        check(f"Tech 3341, {20 + offset}: true peak", near(summary["maxTruePeakDb"], -0.119), summary)
    tail = array.array("f", [0.0] * 47000 + [0.5] * 100 + [0.0] * 900)
    check("a peak after the last record is in the summary", meters(tail, channels=1)[1]["maxTruePeakDb"] > -6.1)


def check_channels():
    left = tones((3, -23))
    found, summary = meters(left, channels=1)
    check("one channel counts once", near(summary["lufsIntegrated"], -26) and found[-1]["correlation"] is None)
    _, summary = meters(left, "--dual-mono", channels=1)
    check("one channel that plays on two speakers", near(summary["lufsIntegrated"], -23))
    for channel, expected in ((0, -23), (2, -23), (3, None), (4, -21.5), (5, -21.5)):
        levels = [-20 if i == channel else None for i in range(6)]
        for mask in (None, 0x3F):
            _, summary = meters(tones((2, *levels)), channels=6, mask=mask)
            check(f"5.1, channel {channel + 1}, mask {mask}", summary["lufsIntegrated"] == expected if expected is None
                  else near(summary["lufsIntegrated"], expected), summary)
    _, summary = meters(tones((2, -20, None)), channels=2, mask=0x600)
    check("two channels at the sides", near(summary["lufsIntegrated"], -21.5), summary)
    _, summary = meters(tones((2, *[None] * 4, -20, *[None] * 3)), channels=8, mask=0x63F)
    check("7.1: behind counts once", near(summary["lufsIntegrated"], -23), summary)
    for rate in (11025, 44100, 96000, 192000):
        tone = array.array("f", (v for i in range(2 * rate) for v in [0.07079 * math.sin(2000 * math.pi * i / rate)] * 2))
        found, summary = meters(tone, rate=rate)
        check(f"{rate} Hz", near(summary["lufsIntegrated"], -23) and near(found[-1]["t"], 2, 1e-6), summary)


def check_records():
    found, summary = meters(tones((3, -18, -18)), "--spl", "94@-21.01")
    check("a record for each 100 ms", [round(10 * r["t"], 4) for r in found] == list(range(1, 31)))
    check("momentary after 400 ms, short-term after 3 s", found[2]["lufsMomentary"] is None and
          found[3]["lufsMomentary"] is not None and found[28]["lufsShortTerm"] is None and near(found[29]["lufsShortTerm"], -18))
    last = found[-1]
    channel = last["channels"][1]
    for key, expected in (("rmsDb", -21.01), ("peakDb", -18), ("truePeakDb", -18), ("vuDb", 0), ("ppmDb", 0), ("kDb", 2),
                          ("crestDb", 3.01)):
        check(f"{key} of a tone of -18 dBFS", near(channel[key], expected, 0.05), channel)
    check("no clip, no offset", channel["clipped"] == 0 and (channel["dcDb"] or -200) < -100, channel)
    check("check tone: stereo of -18 dBFS reads -18 LUFS", near(last["lufsMomentary"], -18))
    check("correlation of two equal channels", last["correlation"] == 1)
    check("sound level", near(last["splDb"], 94, 0.05), last)
    check("keys", list(last) == ["type", "t", "lufsMomentary", "lufsShortTerm", "lufsIntegrated", "loudnessRange",
                                 "correlation", "splDb", "channels"] and
          list(channel) == ["rmsDb", "peakDb", "truePeakDb", "vuDb", "ppmDb", "kDb", "dcDb", "crestDb", "clipped"] and
          list(summary) == ["lufsIntegrated", "loudnessRange", "maxTruePeakDb", "maxMomentary", "maxShortTerm"])
    found, summary = meters(tones((1, None, None)))
    last = found[-1]
    check("silence has no levels", set(summary.values()) == {None} and last["correlation"] is None and
          all(v in (None, 0) for v in last["channels"][0].values()) and last["splDb"] is None, last)
    clipped = array.array("f", (max(-1.0, min(1.0, 2 * math.sin(2 * math.pi * i / 48))) for i in range(RATE)))
    check("clips", meters(clipped, channels=1)[0][-1]["channels"][0]["clipped"] >= 1790)


def check_options():
    tone = tones((2, -18))
    for options, key, expected in ((("--ppm", "1"), "ppmDb", -9), (("--ppm", "2b"), "ppmDb", 0), (("--k", "14"), "kDb", -4),
                                   (("--k", "12"), "kDb", -6), (("--vu", "-20"), "vuDb", 2), (("--vu", "-14.5"), "vuDb", -3.5)):
        check(" ".join(options), near(meters(tone, *options, channels=1)[0][-1]["channels"][0][key], expected, 0.05))
    low = array.array("f", (0.5 * math.sin(2 * math.pi * 100 * i / RATE) for i in range(2 * RATE)))
    for weighting, expected in (("a", -19.1), ("c", -0.3), ("z", 0)):
        found, _ = meters(low, "--weighting", weighting, "--time", "slow", "--spl", "0@-9.03", channels=1)
        level = found[-1]["splDb"] - 10 * math.log10(1 - math.exp(-found[-1]["t"]))
        check(f"--weighting {weighting} --time slow", near(level, expected, 0.2), level)
    text = run(write("meters.wav", wav(list(tone), is_float=True)), "--meters").stdout.decode()
    check("text", "Meters  0.4 s: M -21.0, S -, I -21.0 LUFS, range - LU, true peak -18.0 dBTP\n" in text and
          "\nLoudness: -21.0 LUFS, range - LU, highest momentary -21.0, short-term - LUFS, true peak -18.0 dBTP\n" in text)
    file = path("meters.wav")
    for name, options, says in (("CSV has no room for it", ("--meters", "--format", "csv"), b"--meters needs --format json or text"),
                                ("--spl alone", ("--spl", "94@-20"), b"--spl needs --meters"),
                                ("--spl without @", ("--meters", "--spl", "94"), b"such as 94@-23.5"),
                                ("--vu 3", ("--meters", "--vu", "3"), b"--vu cannot be '3'; give a number"),
                                ("--ppm 3", ("--meters", "--ppm", "3"), b"--ppm cannot be '3'; give 1, 2a or 2b")):
        refused = run(file, *options)
        check(name, refused.returncode == 2 and says in refused.stderr, refused.stderr)


def check_microphone():
    file = write("mic.txt", b'"Sens Factor =-1.378dB, SERNO: 7161942"\r\n20\t-6\r\n100\t-4\r\n1000\t0\r\n10000\t5.5\r\n')
    for hertz, response in ((100, -4), (316.23, -2), (1000, 0), (3162.3, 2.75), (10000, 5.5), (16000, 5.5)):
        tone = array.array("f", (0.25 * math.sin(2 * math.pi * hertz * i / RATE) for i in range(2 * RATE)))
        options = ("--weighting", "z", "--time", "fast", "--spl", "94@-15.05")
        plain, _ = meters(tone, *options, channels=1)
        found, _ = meters(tone, "--mic-calibration", file, *options, channels=1)
        check(f"the microphone's response at {hertz} Hz is taken out", near(plain[-1]["splDb"], 94, 0.02) and
              near(found[-1]["splDb"], 94 - response, 0.05), (plain[-1]["splDb"], found[-1]["splDb"]))
        check("nothing else is corrected", found[-1]["channels"] == plain[-1]["channels"])
    for name, content, says in (("decimal commas", b"# x\n20,5 -1,3\n", b"line 2: '20,5 -1,3' can be read in two ways"),
                                ("no file", None, b"--mic-calibration cannot read"),
                                ("no pairs", b"hello\n", b"it has no two pairs of Hz and dB")):
        bad = path("none.txt") if content is None else write("bad.txt", content)
        refused = run(path("meters.wav"), "--meters", "--mic-calibration", bad)
        check(f"--mic-calibration, {name}", refused.returncode == 2 and says in refused.stderr, refused.stderr)


check_programme_loudness()
check_short_loudness()
check_range()
check_true_peak()
check_channels()
check_records()
check_options()
check_microphone()
finish()
