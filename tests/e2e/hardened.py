#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed program is hardened, as readelf and its own bytes show.

    hardened.py BUILD-FOLDER

What only some compilers can do is checked where the build's cache says that this one can (packaging/cmake/TunescopeFlags.cmake)."""

import os
import re
import subprocess
import sys
import tempfile

ENDBR64 = bytes.fromhex("f30f1efa")
MIN_PROTECTED_SHARE = 0.9
MIN_FUNCTIONS = 100  # or else the program has no symbols to check


def readelf(option, program):
    return subprocess.run(["readelf", "--wide", option, program], check=True, capture_output=True, text=True).stdout


def compiler_features(build):
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
        return set(re.findall(r"^TUNESCOPE_HAS_(\w+):INTERNAL=1$", file.read(), re.MULTILINE))


def text_at(program):
    """From an address in .text to the bytes there."""
    section = re.search(r" \.text +PROGBITS +(\w+) (\w+) (\w+)", readelf("--section-headers", program))
    address, offset, size = (int(number, 16) for number in section.groups())
    with open(program, "rb") as file:
        file.seek(offset)
        text = file.read(size)
    return lambda at, count: text[at - address:at - address + count]


def protected_share(program):
    """The share of our functions with external linkage that begin with endbr64, and how many there are."""
    functions = re.findall(r"(\w{16}) +\d+ FUNC +(?:GLOBAL|WEAK) +\w+ +\d+ (?:main|_ZNK?9tunescope\w+)$",
                           readelf("--symbols", program), re.MULTILINE)
    bytes_at = text_at(program)
    return sum(bytes_at(int(at, 16), 4) == ENDBR64 for at in functions) / max(1, len(functions)), len(functions)


def problems(program, can):
    header = readelf("--file-header", program)
    segments = readelf("--program-headers", program)
    dynamic = readelf("--dynamic", program)
    symbols = readelf("--dyn-syms", program)
    stack = re.search(r"GNU_STACK.* (\S+) +0x\w+$", segments, re.MULTILINE)
    if not re.search(r"Type: +DYN", header) or not re.search(r"FLAGS_1\).*\bPIE\b", dynamic):
        yield "it is not position-independent"
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        yield "it has an RPATH"
    if not stack or "E" in stack[1]:
        yield "its stack is executable"
    if "GNU_RELRO" not in segments:
        yield "its relocated data stays writable"
    if not re.search(r"FLAGS_1\).*\bNOW\b", dynamic):
        yield "its symbols are bound late"
    if "fstack_protector_strong" in can and "__stack_chk_fail" not in symbols:
        yield "it has no stack protector"
    if not re.search(r" __(?!stack)\w+_chk@", symbols):
        yield "its libc calls are not fortified"
    if "fcf_protection_full" in can:
        share, count = protected_share(program)
        print(f"{share:.1%} of {count} functions begin with endbr64")
        if count < MIN_FUNCTIONS or share < MIN_PROTECTED_SHARE:
            yield f"only {share:.1%} of its {count} functions are protected branch targets"


def main():
    build = sys.argv[1]
    with tempfile.TemporaryDirectory() as prefix:
        subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        found = list(problems(os.path.join(prefix, "bin", "tunescope"), compiler_features(build)))
    if found:
        sys.exit("the installed program: " + "; ".join(found))


main()
