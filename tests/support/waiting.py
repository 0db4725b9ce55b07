# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests that start programs share: which they need, and how long they wait. Python 3, nothing else."""

import shutil
import sys
import time

PATIENCE_S = 60  # far beyond what any step needs
SKIPPED = 77


def need(*programs):
    """Skips the test, saying so, where one of them is not installed."""
    for program in programs:
        if not shutil.which(program):
            print(f"skipped: {program} is not installed")
            sys.exit(SKIPPED)


def wait_until(what, condition, patience_s=PATIENCE_S):
    """The first result of condition() that counts as true."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise TimeoutError(f"timeout: {what}")
