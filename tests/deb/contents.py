#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Debian packages of one release, without installing them: their files, dependencies, Debian's policy (lintian), hardening and
the list of what they are made of.

    contents.py FOLDER SUFFIX    FOLDER has the packages; SUFFIX is the end of their version, as deb12

Skipped (77) where packaging/test --stage deb has made none."""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ID = "io.github.tunescope.Tunescope"
SHARED = {"usr/bin/tunescope", "usr/share/man/man1/tunescope.1.gz", "usr/share/bash-completion/completions/tunescope",
          "usr/share/zsh/vendor-completions/_tunescope", "usr/share/fish/vendor_completions.d/tunescope.fish"}
ICONS = {f"usr/share/icons/hicolor/{size}x{size}/apps/{ID}.png" for size in (32, 64, 128, 256)}
WINDOW = ICONS | {f"usr/share/icons/hicolor/scalable/apps/{ID}.svg", f"usr/share/applications/{ID}.desktop",
                  f"usr/share/metainfo/{ID}.metainfo.xml"}
FILES = {"tunescope": SHARED | WINDOW, "tunescope-cli": SHARED}
FOR_WINDOWS = re.compile(r"libqt6(gui|qml|quick|multimedia|opengl|dbus)|qml6-|libx|libgl|libegl")

failures = []


def check(what, condition, detail=""):
    if not condition:
        failures.append(what)
        print(f"FAIL: {what}\n      {detail}")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fields(package):
    """The control file; dependencies as their names."""
    text = re.sub("\n ", " ", output("dpkg-deb", "--field", package))
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def names(field):
    return [entry.split()[0] for entry in field.split(",")] if field else []


def files(package):
    listed = {}
    for line in output("dpkg-deb", "--contents", package).splitlines():
        mode, owner, _, _, _, path = line.split(maxsplit=5)
        listed[path.removeprefix("./").rstrip("/")] = (mode, owner)
    return listed


def check_files(name, package):
    listed = files(package)
    plain = {path for path, (mode, _) in listed.items() if mode.startswith("-")}
    folder = f"usr/share/doc/{name}/"
    expected = FILES.get(name, set()) | {folder + "copyright", folder + "changelog.gz"}
    if name == "tunescope-doc":
        check("the manual is there", {folder + path for path in ("README.md", "CHANGELOG.md", "docs/cli.md", "docs/images/window.png",
                                                                 "docs/schema/record.schema.json")} <= plain, sorted(plain))
        check("nothing but the manual is there", all(path.startswith(folder) for path in plain), sorted(plain))
    else:
        check(f"{name} has its files and no others", plain == expected, sorted(plain ^ expected))
    for path, (mode, owner) in listed.items():
        wanted = "drwxr-xr-x" if mode.startswith("d") else "-rwxr-xr-x" if path.startswith("usr/bin/") else "-rw-r--r--"
        check(f"{name}: {path} has the usual owner and mode", (mode, owner) == (wanted, "root/root"), f"{mode} {owner}")


def check_control(name, package):
    control = fields(package)
    depends = names(control.get("Depends", ""))
    if name == "tunescope":
        check("tunescope depends on Qt's libraries and QML modules",
              {"libqt6quick6", "libqt6multimedia6", "qml6-module-qtquick", "qml6-module-qtquick-window"} <= set(depends), depends)
        check("tunescope replaces tunescope-cli", "tunescope-cli" in names(control.get("Provides", "")) and "tunescope-cli" == control.get("Conflicts")
              == control.get("Replaces"), control)
    elif name == "tunescope-cli":
        check("tunescope-cli depends on Qt Core, RtAudio and libsndfile", all(any(d.startswith(wanted) for d in depends)
              for wanted in ("libqt6core6", "librtaudio", "libsndfile1", "libc6")), depends)
        check("tunescope-cli needs nothing for windows", not [d for d in depends if FOR_WINDOWS.match(d)], depends)
        check("tunescope-cli gives way to tunescope", control.get("Conflicts") == "tunescope", control)
    else:
        check("tunescope-doc is for all machines and needs nothing", control["Architecture"] == "all" and not depends, control)
    check(f"{name} is described", len(control["Description"]) > 100, control)


# Not for the mark of control-flow protection, which the linker leaves out (decision 0022); tests/e2e/hardened.py checks the code itself.
# g++ 14 finds every call of tunescope-cli that it can fortify safe without, so only the other program, of the same flags, shows fortified ones.
def check_hardening(name, package):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
        program = os.path.join(folder, "usr/bin/tunescope")
        options = ["--nocfprotection"] + (["--nofortify"] if name == "tunescope-cli" else [])
        done = subprocess.run(["hardening-check", *options, program], check=False, capture_output=True, text=True)
        check(f"hardening-check passes for {os.path.basename(package)}", done.returncode == 0, done.stdout + done.stderr)
        sections = output("readelf", "--wide", "--section-headers", program)
        check("the program is stripped", ".symtab" not in sections and ".debug_info" not in sections)


def check_bill(path, name):
    with open(path, encoding="utf-8") as file:
        bill = json.load(file)
    check(f"{name}: SPDX 2.3", bill["spdxVersion"] == "SPDX-2.3" and bill["dataLicense"] == "CC0-1.0" and bill["SPDXID"] == "SPDXRef-DOCUMENT")
    check(f"{name}: made at a time, by something", re.fullmatch(r"\d{4}(-\d\d){2}T(\d\d:){2}\d\dZ", bill["creationInfo"]["created"])
          and bill["creationInfo"]["creators"], bill["creationInfo"])
    parts = {part["name"]: part for part in bill["packages"]}
    ids = [part["SPDXID"] for part in bill["packages"]]
    check(f"{name}: names are unique", len(set(ids)) == len(ids) and all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", i) for i in ids), ids)
    for part in bill["packages"]:
        check(f"{name}: {part['name']} has all that is required", part["versionInfo"] and {"downloadLocation", "licenseDeclared", "copyrightText"} <= set(part), part)
    linked = {r["relatedSpdxElement"] for r in bill["relationships"]}
    check(f"{name}: everything is related", linked == set(ids), linked ^ set(ids))
    return set(parts)


def check_bills(packages):
    """Each library that dpkg-shlibdeps found, and what is compiled in."""
    for name in ("tunescope", "tunescope-cli"):
        parts = check_bill(packages[name].removesuffix(".deb") + ".spdx.json", name)
        with_qml = names(fields(packages[name])["Depends"])
        depends = {d for d in with_qml if not d.startswith("qml6-") and not d.endswith("-abi") and d != "qt6-qpa-plugins"}
        check(f"{name}: the list has the package's libraries", depends <= parts, depends - parts)
        check(f"{name}: the list has what is compiled in", ("fonts-inter" in parts) == (name == "tunescope") and "libcli11-dev" in parts, parts)


def main(folder, suffix):
    found = sorted(glob.glob(os.path.join(folder, f"*+{suffix}_*.deb")))
    if not found:
        print("skipped: packaging/test --stage deb has made no packages for " + suffix)
        sys.exit(77)
    packages = {os.path.basename(package).split("_")[0]: package for package in found}
    if sorted(packages) != ["tunescope", "tunescope-cli", "tunescope-doc"]:
        sys.exit(f"there are not three packages: {found}")
    for name, package in packages.items():
        check_files(name, package)
        check_control(name, package)
        if name != "tunescope-doc":
            check_hardening(name, package)
    lintian = subprocess.run(["lintian", "--profile", "debian", "--fail-on", "error,warning", "--allow-root", *found], check=False,
                             capture_output=True, text=True)
    check("lintian has no errors and no warnings", lintian.returncode == 0, lintian.stdout + lintian.stderr)
    check_bills(packages)
    sys.exit(f"{len(failures)} checks failed" if failures else 0)


main(*sys.argv[1:3])
