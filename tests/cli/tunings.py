#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tunings, names and instruments, from options to readings.

    tunings.py TUNESCOPE GOLDEN     GOLDEN: temperaments.csv, checked by arithmetic elsewhere
"""

import json
import math
import sys

from harness import check, check_error, finish, of_type, path, records, run, tone, wav, write

GOLDEN = sys.argv[2]
TUNING_KEYS = ["targetHz", "degree", "period"]
C4 = 440 * 2 ** (-9 / 12)


def steady(*arguments, hertz):
    """The frames in the middle of a second of that tone, and the header."""
    file = write("tone.wav", wav(tone(hertz, 1)))
    result = run("--input", file, "--format", "json", *arguments)
    check(f"{arguments} is obeyed", result.returncode == 0 and result.stderr == b"", result.stderr)
    all_records = records(result)
    frames = of_type(all_records, "frame")[30:60]
    return frames or [{}], all_records[0] if all_records else {}


def reads(arguments, hertz, cents=0.0, **expected):
    frames, _ = steady(*arguments, hertz=hertz)
    seen = [{key: f.get(key) for key in expected} for f in frames]
    check(f"{arguments} at {hertz:.2f} Hz", all(s == expected and abs(f["cents"] - cents) < 0.05
                                                for s, f in zip(seen, frames)), (expected, cents, frames[0]))


def check_list():
    listed = [json.loads(line) for line in run("--list-temperaments", "--format", "json").stdout.splitlines()]
    with open(GOLDEN, encoding="utf-8") as file:
        golden = dict(line.strip().split(",") for line in file.readlines()[1:])
    check("every temperament is listed", [t["id"] for t in listed] == list(golden) and len(listed) >= 60)
    for temperament in listed:
        cents = [float(c) for c in golden[temperament["id"]].split()]
        check(f"the cents of {temperament['id']}", list(temperament) == ["id", "title", "source", "cents", "period"] and
              temperament["title"] and temperament["source"] and temperament["period"] == 1200 and
              len(temperament["cents"]) == 12 and all(abs(a - b) <= 0.001 for a, b in zip(temperament["cents"], cents)),
              temperament)
    text = run("--list-temperaments").stdout.decode()
    check("the list as text", text.startswith("equal ") and "\nwerckmeister-3 " in text and "edo-N" in text)
    table = run("--list-temperaments", "--format", "csv").stdout.decode().splitlines()
    check("the list as a table", table[0] == "id,title,source,cents,period" and len(table) == 65)
    output = path("list.json")
    check("the list goes into a file", run("--list-temperaments", "--format", "json", "--output", output).returncode == 0 and
          len(open(output, encoding="utf-8").readlines()) == 64)
    return {t["id"]: t["cents"] for t in listed}


def check_temperaments(temperaments):
    cents = temperaments["werckmeister-3"]
    a4 = 415.0
    for degree in (0, 1, 4, 7, 11):
        hertz = a4 * 2 ** ((cents[degree] - cents[9]) / 1200)
        reads(("--temperament", "werckmeister-3", "--a4", "415"), hertz * 2 ** (3 / 1200), 3, degree=degree, period=4,
              midi=60 + degree, targetHz=round(hertz, 6))
    cents = temperaments["vallotti"]  # from D: D is degree 0, and C# under it degree 11 of the period below
    d4 = 440 * 2 ** (-cents[7] / 1200)
    reads(("--temperament", "vallotti", "--key", "D"), d4, degree=0, period=4, note="D4")
    reads(("--temperament", "vallotti", "--key", "D"), d4 * 2 ** (cents[11] / 1200 - 1), degree=11, period=3, note="C#4")
    reads(("--temperament", "vallotti", "--reference", "C4:256"), 256 * 2 ** (cents[9] / 1200), degree=9, note="A4")
    reads(("--temperament", "edo-19"), C4 * 2 ** (7 / 19), degree=7, period=4, note="7:4", midi=None)
    reads(("--temperament", "edo-19"), C4 * 2 ** (-1 / 19), degree=18, period=3, note="18:3", midi=None)
    reads(("--temperament", "edo-1"), C4 * 2 ** (100 / 1200), 100, degree=0, period=4, note="0:4")
    reads(("--transpose", "2"), 440, degree=9, period=4, note="B4", midi=69, targetHz=440)
    reads(("--transpose=-9",), 440, note="C4", midi=69)


def check_records():
    frames, header = steady("--temperament", "kirnberger-3", "--key", "Eb", "--transpose", "2", hertz=440)
    check("the header names the tuning", list(header)[6:] == ["a4", "tuning", "key", "transpose"] and
          header["tuning"] == "kirnberger-3" and header["key"] == "Eb" and header["transpose"] == 2, header)
    check("the keys of a tuning come last", list(frames[0])[-3:] == TUNING_KEYS, frames[0])
    _, header = steady("--reference", "C4:256", hertz=440)
    check("a4 is where the reference puts it", header["reference"] == "C4:256" and
          math.isclose(header["a4"], 256 * 2 ** (9 / 12)) and header["tuning"] == "12-TET", header)
    frames, header = steady("--temperament", "edo-31", hertz=440)
    check("an equal division has a name", header["tuning"] == "edo-31", header)
    frames, header = steady("--temperament", "equal", hertz=440)
    check("a tuning that is asked for has its keys", list(frames[0])[-3:] == TUNING_KEYS and header["tuning"] == "12-TET")
    frames, header = steady("--a4", "442", hertz=440)
    check("without a tuning there are none", "degree" not in frames[0] and list(header)[-1] == "tuning", header)
    file = write("quiet.wav", wav([0.0] * 9600))
    silent = of_type(records(run("--input", file, "--format", "json", "--temperament", "edo-5")), "frame")
    check("silence has no degree", silent and all(f[k] is None for f in silent for k in TUNING_KEYS))
    table = run("--input", write("tone.wav", wav(tone(440, 0.5))), "--format", "csv", "--temperament", "edo-19").stdout
    rows = table.decode().splitlines()
    check("the table has the columns of a tuning", rows[0].endswith(",inharmonicity,targetHz,degree,period") and
          all(row.count(",") == 13 for row in rows))


def check_assertions():
    sharp = write("third.wav", wav(tone(C4 * 2 ** (386.313714 / 1200), 1)))  # a pure third over C4
    check("E4 of equal temperament is elsewhere",
          run("--input", sharp, "--assert", "E4", "--within", "5").returncode == 5)
    pure = ("--temperament", "meantone-1-4", "--reference", f"C4:{C4:.6f}")
    check("E4 of meantone is met", run("--input", sharp, "--assert", "E4", "--within", "1", *pure).returncode == 0)
    check("a degree is met", run("--input", sharp, "--assert", "4:4", "--within", "1", *pure).returncode == 0)
    check_error("another one is not", run("--input", sharp, "--assert", "Eb4", "--within", "1", *pure), 5, "is not D#4")
    check("the written note is met",
          run("--input", sharp, "--assert", "F#4", "--within", "20", "--transpose", "2").returncode == 0)
    check_error("no letters in 19 steps", run("--input", sharp, "--assert", "E4", "--within", "5", "--temperament", "edo-19"),
                2, "0:4")


def check_recordings():
    folder = path("take")
    file = write("tone.wav", wav(tone(440, 1)))
    recorded = run("--input", file, "--record", folder, "--format", "json", "--temperament", "young-2", "--key", "G",
                   "--reference", "C4:258", "--transpose", "2")
    replayed = run("--replay", folder, "--format", "json")
    check("a replay has the tuning", recorded.stdout.splitlines()[1:] == replayed.stdout.splitlines()[1:] and
          records(replayed)[0]["tuning"] == "young-2", replayed.stderr)
    other = records(run("--replay", folder, "--format", "json", "--a4", "440"))
    check("--a4 replaces the recorded reference", other[0]["a4"] == 440 and "reference" not in other[0], other[0])


def check_scales():
    bohlen = write("bp.scl", b"! bp.scl\r\n!\r\nTemp\xe9r\xe9 of 3/1\r\n 13\r\n!\r\n" +
                   b"".join(b"%.6f\r\n" % (1901.955001 * i / 13) for i in range(1, 13)) + b"3/1 tritave\r\n")
    frames, header = steady("--scale", bohlen, hertz=C4 * 3 ** (7 / 13))
    check("a scale with its own period", all((f["degree"], f["period"], f["note"], f["midi"]) == (7, 4, "7:4", None) and
                                             abs(f["cents"]) < 0.05 for f in frames) and header["tuning"] == "Tempéré of 3/1",
          (frames[0], header))
    reads(("--scale", bohlen), C4 * 3 ** (1 + 1 / 13), degree=1, period=5)
    reads(("--scale", bohlen, "--reference", "C4:250"), 250 * 3 ** (2 / 13), degree=2, period=4)
    ascl = write("five.ascl", """five\n5\n240.0\n480.0\n720.0\n960.0\n2/1
! @ABL NOTE_NAMES "do" re mi "fa\u266f" la\n! @ABL REFERENCE_PITCH 4 1 330.0\n""".encode())
    reads(("--scale", ascl), 330, degree=1, period=4, note="re:4", targetHz=330)
    reads(("--scale", ascl), 330 * 2 ** (480 / 1200), degree=3, period=4, note="fa\u266f:4")
    frames, header = steady("--scale", ascl, "--a4", "440", hertz=440 * 2 ** (-9 / 12))
    check("--a4 is put over the pitch of an .ascl", abs(frames[0]["cents"]) < 0.05 and frames[0]["degree"] == 0, frames[0])
    keymap = write("m.kbm", b"! m.kbm\n12\n0\n127\n60\n69\n432.0\n12\n" + b"".join(b"%d\n" % i for i in range(12)))
    reads(("--keymap", keymap), 432, midi=69, note="A4", targetHz=432, degree=9, period=4)
    linear = write("l.kbm", b"0\n0\n127\n60\n60\n200.0\n0\n")
    reads(("--scale", bohlen, "--keymap", linear), 200 * 3, midi=73, note="0:5", degree=0, period=5)
    folder = path("scaled")
    tone_file = write("tone.wav", wav(tone(440, 1)))
    recorded = run("--input", tone_file, "--record", folder, "--format", "json", "--scale", bohlen, "--keymap", linear)
    replayed = run("--replay", folder, "--format", "json")
    check("a replay has scale and keymap", recorded.stdout.splitlines()[1:] == replayed.stdout.splitlines()[1:] and
          recorded.returncode == 0, replayed.stderr)
    other = records(run("--replay", folder, "--format", "json", "--temperament", "equal"))
    check("--temperament replaces them", other[0]["tuning"] == "12-TET" and of_type(other, "frame")[40]["note"] == "A4", other[0])
    blank = write("blank.scl", b"b\n2\n3/2\n\n2/1\n")
    result = run("--input", tone_file, "--format", "json", "--scale", blank)
    check("a blank line is reported and skipped", result.returncode == 0 and b"blank.scl', line 4: " in result.stderr and
          result.stderr.count(b"\n") == 1, result.stderr)
    for name, content, place in (("comma.scl", b"c\n1\n327,680/177,147\n", "comma.scl', line 3: '327,680/177,147' has a comma"),
                                 ("slash.scl", b"c\n1\n697//441\n", "slash.scl', line 3: '697//441' is no pitch"),
                                 ("short.scl", b"c\n3\n3/2\n2/1\n", "short.scl', line 4: it has only 2 of the 3"),
                                 ("sound.scl", wav([0.0] * 9), "sound.scl', line 1: it is no text")):
        check_error(f"{name} is refused", run("--demo", "--scale", write(name, content)), 2, place)
    check_error("a bad map is refused", run("--demo", "--keymap", write("bad.kbm", b"2\n0\n127\n60\n69\n440\n2\n0\nc\n")), 2,
                "bad.kbm', line 9: 'c' is no degree")
    bell = write("bell.scl", b"b\n2\n700.0\n-5.0\n")
    check_error("a map that does not fit", run("--demo", "--scale", bell, "--keymap", keymap), 2,
                "m.kbm', line 12: it does not fit the scale, because degree 3 is not in the scale, which does not repeat")
    unmapped = write("u.kbm", b"! u.kbm\r\n1\r\n0\r\n127\r\n60\r\n69\r\n440\r\n0\r\nx\r\n")
    check_error("a reference that is not mapped", run("--demo", "--keymap", unmapped), 2,
                "u.kbm', line 6: it does not fit the scale, because its reference key 69 is not mapped")
    check_error("one scale at a time", run("--demo", "--scale", bohlen, "--temperament", "vallotti"), 2, "exclude each other")
    check_error("no FIFO is waited for", run("--demo", "--scale", "/dev/null"), 2, "no regular file")


def struck(key, seconds=2.2):
    """A piano's key by the law of a stiff string, 1.5 decays long, and its B."""
    b = math.exp(-0.0847 * key - 5.82) + math.exp(0.0926 * key - 13.64)
    f1 = 440 * 2 ** ((key - 69) / 12)
    partials = [(n, n * f1 * math.sqrt((1 + b * n * n) / (1 + b))) for n in range(1, 13)]
    return [sum(0.2 / n ** 1.3 * math.exp(-t * math.sqrt(n) / 1.5) * math.sin(2 * math.pi * hz * t + n)
                for n, hz in partials if hz < 20000) for t in (i / 48000 for i in range(int(seconds * 48000)))], b


def check_stretch():
    keys = (45, 57, 69, 81)
    sound = []
    for key in keys:
        sound += struck(key)[0] + [0.0] * 24000
    file = write("piano.wav", wav(sound))
    target = path("piano.stretch")
    measured = run("--input", file, "--measure-stretch", target, "--format", "json")
    of_keys = of_type(records(measured), "struck")
    check("each key is measured", measured.returncode == 0 and [r["midi"] for r in of_keys] == list(keys) and
          all(abs(math.log(r["inharmonicity"] / struck(k, 0)[1])) < 0.03 for r, k in zip(of_keys, keys)),
          (of_keys, measured.stderr))
    summary = records(measured)[-1]["stretch"]
    check("the summary has them", summary["octave"] == "4:2" and [k["note"] for k in summary["keys"]] == ["A2", "A3", "A4", "A5"])
    text = open(target, encoding="utf-8").read()
    check("the file is written", text.startswith("tunescope-stretch 1\noctave 4:2\n") and "\nA2 0.000" in text, text[:200])
    low, high = struck(69, 0)[1], struck(81, 0)[1]
    stretch = 600 * math.log2((1 + low * 16) * (1 + high) / ((1 + low) * (1 + high * 4)))
    frames, header = steady("--stretch", target, hertz=880)
    check("targets follow the stretch", all(abs(f["cents"] + stretch) < 0.3 and f["midi"] == 81 for f in frames) and
          abs(1200 * math.log2(frames[0]["targetHz"] / 880) - stretch) < 0.3, (frames[0], stretch))
    reads(("--stretch", target), 440, midi=69, note="A4", targetHz=440)
    tone_file = write("tone.wav", wav(tone(880, 1)))
    folder = path("stretched")
    recorded = run("--input", tone_file, "--record", folder, "--format", "json", "--stretch", target)
    replayed = run("--replay", folder, "--format", "json")
    check("a replay has the stretch", recorded.returncode == 0 and
          recorded.stdout.splitlines()[1:] == replayed.stdout.splitlines()[1:], replayed.stderr)
    check("the text names it", b"stretched for octaves 4:2" in run("--input", tone_file, "--stretch", target).stdout)
    again = run("--input", file, "--measure-stretch", target, "--octave-type", "2:1")
    check("such a file is replaced", again.returncode == 0 and "octave 2:1" in open(target, encoding="utf-8").read() and
          b"struck A3" in again.stdout and b"4 keys measured, octaves 2:1" in again.stdout, again.stdout[-300:])
    before = open(file, "rb").read()
    check_error("no other file is", run("--input", file, "--measure-stretch", file), 2, "it is another kind of file")
    check("the sound is still there", open(file, "rb").read() == before)
    silent = write("silent.wav", wav([0.0] * 48000))
    check_error("without a note there is nothing to write", run("--input", silent, "--measure-stretch", path("none.stretch"), "--quiet"), 5,
                "no piano note could be measured")
    check_error("an octave type alone", run("--demo", "--octave-type", "4:2"), 2, "needs --measure-stretch")
    check_error("an odd octave type", run("--input", file, "--measure-stretch", target, "--octave-type", "8:4"), 2, "give 2:1, 4:2 or 6:3")
    check_error("a bad stretch", run("--demo", "--stretch", write("bad.stretch", b"tunescope-stretch 1\noctave 4:2\nH9 1 1\n")), 2,
                "bad.stretch', line 3: 'H9' is no key from A0 to C8")
    check_error("a folder that is not there", run("--input", file, "--measure-stretch", path("no/where.stretch"), "--quiet"), 2, "cannot write to")


def check_names():
    file = write("names.wav", wav(tone(440 * 2 ** (1 / 12), 1)))

    def name(*arguments):
        return of_type(records(run("--input", file, "--format", "json", *arguments)), "frame")[40]["note"]
    check("flats", name("--accidentals", "flat") == "Bb4")
    check("as the key has them", name("--accidentals", "key", "--key", "F") == "Bb4" and
          name("--accidentals", "key", "--key", "D") == "A#4" and name("--accidentals", "key") == "A#4")
    check("after Helmholtz", name("--octaves", "helmholtz") == "a#'" and
          name("--octaves", "helmholtz", "--notation", "german") == "b'")
    check("movable do", name("--notation", "movable-do", "--key", "Bb") == "do4" and
          name("--notation", "movable-do", "--key", "Bb", "--transpose", "2") == "do5")
    check("sargam", name("--notation", "sargam", "--key", "C") == "n4" and name("--notation", "sargam", "--key", "F") == "m4")


def check_instruments():
    listed = [json.loads(line) for line in run("--list-instruments", "--format", "json").stdout.splitlines()]
    check("the instruments are listed", len(listed) >= 60 and
          all(list(i) == ["id", "title", "source", "strings", "transpose"] and i["title"] and i["source"] for i in listed))
    by_id = {i["id"]: i for i in listed}
    check("each once", len(by_id) == len(listed))
    check("a guitar", by_id["guitar"]["strings"] == ["E2", "A2", "D3", "G3", "B3", "E4"] and by_id["guitar"]["transpose"] == 0)
    check("a clarinet", by_id["clarinet-b-flat"]["strings"] == [] and by_id["clarinet-b-flat"]["transpose"] == 2)
    text = run("--list-instruments").stdout.decode()
    check("the list as text", "\nviolin " in text and "string 1" in text)
    frames, header = steady("--instrument", "guitar", hertz=440 * 2 ** ((45 - 69 + 0.8) / 12))
    check("the string is named", list(frames[0])[-1] == "string" and all(f["string"] == 5 for f in frames) and
          "degree" not in frames[0] and header["instrument"] == "guitar", (frames[0], header))
    frames, header = steady("--instrument", "guitar", "--capo", "2", hertz=440 * 2 ** ((42 - 69) / 12))
    check("with a capo", all(f["string"] == 6 for f in frames) and header["capo"] == 2, header)
    frames, _ = steady("--instrument", "violin", hertz=90)
    check("no string is near", all(f["string"] is None for f in frames), frames[0])
    frames, _ = steady("--instrument", "clarinet-b-flat", hertz=440)
    check("written pitch of a clarinet", all(f["note"] == "B4" and f["midi"] == 69 for f in frames), frames[0])
    frames, _ = steady("--instrument", "clarinet-b-flat", "--transpose", "3", hertz=440)
    check("--transpose replaces it", all(f["note"] == "C5" for f in frames), frames[0])
    table = run("--demo", "--duration", "0.2", "--format", "csv", "--instrument", "cello").stdout.decode().splitlines()
    check("the table has a string", table[0].endswith(",inharmonicity,string") and table[1].count(",") == 11, table[:2])


def pluck(hertz, seconds, rate=48000):
    """A plucked string: partials that decay, the higher ones sooner, a little inharmonic."""
    partials = [(n, n * hertz * math.sqrt(1 + 1e-4 * n * n), 0.3 / n, 2.5 / (1 + 0.4 * n)) for n in range(1, 9)
                if n * hertz < 0.45 * rate]
    return [sum(a * math.exp(-i / rate / tau) * math.sin(2 * math.pi * f * i / rate) for _, f, a, tau in partials)
            for i in range(int(seconds * rate))]


def check_plucked_strings():
    strings = {6: 40, 5: 45, 4: 50, 3: 55, 2: 59, 1: 64}
    order = [6, 1, 5, 2, 4, 3, 3, 6, 4, 1, 2, 5]
    cents = [0, -70, 40, 90, -30, 10, 60, -90, 20, 80, -50, 35]
    sound, spans = [], []
    for string, off in zip(order, cents):
        begin = len(sound) / 48000
        sound += pluck(440 * 2 ** ((strings[string] - 69 + off / 100) / 12), 0.7) + [0.0] * 4800
        spans.append((begin, len(sound) / 48000, string))
    frames = of_type(records(run("--input", write("plucks.wav", wav(sound)), "--format", "json", "--instrument", "guitar")),
                     "frame")
    for begin, end, string in spans:
        named = [f["string"] for f in frames if begin + 0.02 < f["available"] < end and f["string"] is not None]
        check(f"string {string} at {begin:.2f} s, and no other one", len(named) > 25 and set(named) == {string}, named)


def check_own_instruments():
    frames, header = steady("--instrument", "My lute: G2 C3 F3+F4; transpose 2", hertz=440 * 2 ** ((65 - 69) / 12))
    check("an instrument of one's own", all(f.get("string") == 1 and f["note"] == "G4" for f in frames) and
          header["instrument"] == "My lute: G2 C3 F3+F4; transpose 2", (frames[0], header))


def main():
    check_temperaments(check_list())
    check_records()
    check_assertions()
    check_recordings()
    check_scales()
    check_stretch()
    check_names()
    check_instruments()
    check_own_instruments()
    check_plucked_strings()
    for arguments, says in ((("--temperament", "none"), "--list-temperaments"), (("--temperament", "edo-0"), "edo-N"),
                            (("--key", "H"), "Eb"), (("--key", "C4"), "without octave"), (("--reference", "256"), "C4:256"),
                            (("--reference", "C4:1e3"), "8 to 16000"), (("--transpose", "0.5"), "whole number"),
                            (("--reference", "C4:256", "--a4", "440"), "exclude each other"),
                            (("--list-temperaments", "--demo"), "exclude each other"),
                            (("--list-instruments", "--demo"), "exclude each other"),
                            (("--instrument", "kazoo"), "--list-instruments"), (("--capo", "-1"), "from 0 to 24"),
                            (("--notation", "roman"), "movable-do"), (("--octaves", "roman"), "helmholtz"),
                            (("--accidentals", "none"), "sharp, flat or key")):
        check_error(f"{arguments} is refused", run(*arguments), 2, says)


main()
finish()
