#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The man page and the completions agree with --help-all, and the programs that read them do so without complaint."""

import os
import re
import shutil
import subprocess
import sys

from harness import check, finish, path, run, write

PAGES = sys.argv[2]


def text_of(name):
    with open(os.path.join(PAGES, name), encoding="utf-8") as file:
        return file.read()


def command(*words, stdin=None):
    return subprocess.run(words, input=stdin, capture_output=True, timeout=60, check=False, text=True)


def has(program):
    if shutil.which(program):
        return True
    print(f"SKIP: {program} is not installed (Debian: {program})")
    return False


def check_man(options):
    page = text_of("tunescope.1")
    check("man: every option", re.findall(r"^\.TP\n\\fB(\S+?)\\fR", page, re.M) == [o.replace("-", r"\-") for o in options],
          set(options) ^ {o.replace(r"\-", "-") for o in re.findall(r"^\.TP\n\\fB(\S+?)\\fR", page, re.M)})
    if has("groff"):
        shown = command("groff", "-man", "-ww", "-Tutf8", os.path.join(PAGES, "tunescope.1"))
        plain = re.sub("\x1b\\[[0-9;]*m|.\b", "", shown.stdout)
        check("man: no warning", shown.returncode == 0 and shown.stderr == "", shown.stderr)
        check("man: reads well", "tunescope - audio scope and tuner" in plain and "--a4 HZ" in plain and "300 to 600" in plain, plain[:500])


def bash_offers(*words):
    script = (f"source {os.path.join(PAGES, 'tunescope.bash')}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
              "_tunescope; printf '%s\\n' \"${COMPREPLY[@]}\"")
    result = command("bash", "-c", script)
    check(f"bash: no complaint about {words}", result.returncode == 0 and result.stderr == "", result.stderr)
    return [line for line in result.stdout.splitlines() if line]


def check_bash(options):
    check("bash: every option", bash_offers("tunescope", "--") == options)
    check("bash: a beginning", bash_offers("tunescope", "--temp") == ["--temperament"])
    check("bash: words", bash_offers("tunescope", "--format", "''") == ["text", "json", "csv"])
    check("bash: words behind =", bash_offers("tunescope", "--format", "=", "j") == ["json"] and
          bash_offers("tunescope", "--format", "=") == ["text", "json", "csv"])
    check("bash: windows", "flattop5" in bash_offers("tunescope", "--window", "f"))
    check("bash: ids", "vallotti" in bash_offers("tunescope", "--temperament", "v"))
    check("bash: instruments", "guitar" in bash_offers("tunescope", "--cli", "--instrument", "gui"))
    check("bash: a number has no words", bash_offers("tunescope", "--a4", "''") == [])
    song = write("song with blanks.wav", b"")
    check("bash: files", bash_offers("tunescope", "--input", path("song").replace(" ", "\\ ")) == [song])


def check_zsh(options):
    check("zsh: every option", re.findall(r"^  '\*?(--\S+?)\[", text_of("_tunescope"), re.M) == options)
    if has("zsh"):
        result = command("zsh", "-n", os.path.join(PAGES, "_tunescope"))
        check("zsh: reads it", result.returncode == 0 and result.stderr == "", result.stderr)


def check_fish(options):
    text = text_of("tunescope.fish")
    check("fish: every option", ["--" + o for o in re.findall(r"^complete -c tunescope -l (\S+)", text, re.M)] == options)
    if has("fish"):
        result = command("fish", "-c", f"source {os.path.join(PAGES, 'tunescope.fish')}; complete -C 'tunescope --format '")
        offered = sorted(line.split("\t")[0] for line in result.stdout.splitlines())
        check("fish: offers the words", result.stderr == "" and offered == ["csv", "json", "text"], (result.stdout, result.stderr))


help_text = run("--help-all").stdout.decode()
names = re.findall(r"^  (--[a-z0-9-]+)", help_text, re.M)
check("there are options", len(names) > 50, len(names))
check("--help fits one screen", len(run("--help").stdout.decode().splitlines()) <= 24, len(run("--help").stdout.decode().splitlines()))
# --help-all groups them; man, too; the completions have them in the order of the table.
check_man(names)
ordered = re.findall(r"^complete -c tunescope -l (\S+)", text_of("tunescope.fish"), re.M)
ordered = ["--" + name for name in ordered]
check("the completions have the options of --help-all", sorted(ordered) == sorted(names), set(ordered) ^ set(names))
check_bash(ordered)
check_zsh(ordered)
check_fish(ordered)
finish()
