#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every line of JSON that the real executable writes is one that docs/schema/record.schema.json describes."""

import json
import math
import re
import sys

from harness import check, finish, path, run, tone, wav, write

try:
    import jsonschema
except ImportError:
    print("SKIP: jsonschema is not installed (Debian: python3-jsonschema)")
    sys.exit(77)

with open(sys.argv[2], encoding="utf-8") as file:
    SCHEMA = json.load(file)
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
seen = {}


def check_lines(*arguments):
    result = run(*arguments, "--format", "json")
    lines = [json.loads(line) for line in result.stdout.decode().splitlines()]
    check(f"{arguments}: there are lines", bool(lines), result.stderr)
    for line in lines:
        seen.setdefault(line.get("type"), set()).update(line)
        error = next(VALIDATOR.iter_errors(line), None)
        if error:
            check(f"{arguments}: {line.get('type')}", False, (error.message, list(error.absolute_path)))
            break


stereo = write("stereo.wav", wav(tone(440.0, 1.5), tone(220.0, 1.5)))
melody = []
for hertz in (261.63, 293.66, 329.63, 349.23, 392.0, 440.0):
    melody += tone(hertz, 0.5) + [0.0] * 4800
song = write("melody.wav", wav(melody))
partials = [(n * 220 * math.sqrt((1 + 4e-4 * n * n) / (1 + 4e-4)), n) for n in range(1, 13)]
piano = [0.0] * 12000 + [0.3 * sum(math.exp(-i / 48000 * (1 + 0.3 * n)) / n * math.sin(2 * math.pi * hertz * i / 48000) for hertz, n in partials)
                         for i in range(96000)]
struck = write("piano.wav", wav(piano, is_float=True))
silence = write("silence.wav", wav([0.0] * 48000))
check_lines(stereo)
check_lines(stereo, "--waveform", "8", "--partials", "5", "--temperament", "vallotti", "--instrument", "guitar")
check_lines(stereo, "--meters", "--spl", "94@-20", "--ppm", "1", "--k", "12", "--weighting", "c", "--time", "slow")
check_lines(stereo, "--spectrum", "0.5", "--bands", "third")
check_lines(song, "--practice", "--key", "D", "--reference", "C4:262", "--transpose", "2")
check_lines(silence, "--meters", "--spectrum", "0", "--practice")
check_lines("--demo", "--duration", "3", "--status", "--poly", "guitar", "--a4", "442")
check_lines(song, stereo, "--notation", "german")
check_lines(struck, "--measure-stretch", path("piano.stretch"))

# What needs a device, a piano or a guitar: the lines that the documentation shows.
with open(sys.argv[3], encoding="utf-8") as page:
    for text in re.findall(r'(?m)(?:^|`)(\{"type":"[^`\n]*\})(?:$|`)', page.read()):
        record = json.loads(text.replace(",\u2026", ""))
        seen.setdefault(record["type"], set()).update(record)
        error = next(VALIDATOR.iter_errors(record), None)
        check(f"docs: {record['type']}", error is None, error and (error.message, text))

kinds = set(SCHEMA["$defs"])
unseen = kinds - set(seen) - {"input"}  # needs a device
check("every kind was seen", not unseen, unseen)
for kind, keys in seen.items():
    required = set(SCHEMA["$defs"][kind]["required"])
    check(f"{kind}: all keys that it always has", required <= keys, required - keys)
check("a foreign key is found", next(VALIDATOR.iter_errors({"type": "note", "t": 0, "note": "A4", "midi": 69, "x": 1}), None))
check("a missing key is found", next(VALIDATOR.iter_errors({"type": "note", "t": 0, "note": "A4"}), None))
check("a foreign kind is found", next(VALIDATOR.iter_errors({"type": "nonsense"}), None))
finish()
