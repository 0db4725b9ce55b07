#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the house has its walls: who may include, import and link whom, and that no file stands outside.

    layering.py ROOT           checks the sources under ROOT
    layering.py --self-test    shows that each rule can fail, on small trees made for it
"""

import pathlib
import re
import sys
import tempfile

# core <- audio <- analysis <- present <- { cli, ui } <- app
MAY_INCLUDE = {
    "core": {"core"},
    "audio": {"audio", "core"},
    "analysis": {"analysis", "audio", "core"},
    "present": {"present", "analysis", "audio", "core"},
    "cli": {"cli", "present", "analysis", "audio", "core"},
    "ui": {"ui", "present", "analysis", "audio", "core"},
    "app": {"app", "cli", "ui", "present", "analysis", "audio", "core"},
}
WITHOUT_QT = {"core", "audio"}
WITHOUT_WINDOW = {"analysis", "present", "cli"}
CXX = {".cpp", ".h"}
WITH_SPDX = CXX | {".qml", ".js", ".mjs", ".py", ".sh", ".cmake"}
SPDX = "SPDX-License-" "Identifier: GPL-3.0-or-later"
TREES = ("src", "qml", "wasm", "tests", "packaging", "resources")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
QT_HEADER = re.compile(r"^(Q[A-Z]\w*|q[a-z]\w*\.h|Qt\w*/.*)$")
QML_IMPORT = re.compile(r'^\s*import\s+(?:"([^"]*)"|([\w.]+))')
QML_ALLOWED = re.compile(r"^(Tunescope(\.\w+)*|QtQuick(\.\w+)*|QtQml(\.\w+)*|QtCore|Qt\.labs\.(settings|platform|folderlistmodel))$")
# Words that only signal processing needs; in QML they would be work in the wrong room.
QML_DSP = re.compile(r"\bMath\.(sin|cos|tan|exp|log|log2|log10|pow|sqrt|hypot|atan2?)\b|\bFloat(32|64)Array\b")
COMMANDS = re.compile(r"\b(\w+)\s*\(([^()]*)\)", re.S)


def files(root, folder, suffixes):
    base = root / folder
    return sorted(p for p in base.rglob("*") if p.is_file() and p.suffix in suffixes and "node_modules" not in p.parts)


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def check_includes(root):
    for layer, allowed in MAY_INCLUDE.items():
        for path in files(root, f"src/{layer}", CXX):
            for number, line in enumerate(lines(path), 1):
                found = INCLUDE.match(line)
                if not found:
                    continue
                quoted, name = found.group(1) == '"', found.group(2)
                where = f"{path.relative_to(root)}:{number}"
                first = name.split("/")[0]
                if quoted and ".." in name.split("/"):
                    yield f"{where}: includes {name} by a relative path; write it from src/"
                if first in MAY_INCLUDE and "/" in name and first not in allowed:
                    yield f"{where}: {layer} includes {name}, against the arrows (it may see {', '.join(sorted(allowed))})"
                if layer in WITHOUT_QT and QT_HEADER.match(name):
                    yield f"{where}: {layer} is without Qt, but includes {name}"
                if layer in WITHOUT_WINDOW and re.match(r"^Qt(Gui|Quick|Qml|Widgets)\b", name):
                    yield f"{where}: {layer} is without a window, but includes {name}"


def check_qml(root):
    for path in files(root, "qml", {".qml"}):
        for number, line in enumerate(lines(path), 1):
            where = f"{path.relative_to(root)}:{number}"
            found = QML_IMPORT.match(line)
            if found and found.group(1) is not None:
                yield f"{where}: imports the path \"{found.group(1)}\"; import its module"
            elif found and not QML_ALLOWED.match(found.group(2)):
                yield f"{where}: imports {found.group(2)}; qml may see Tunescope.* and Qt Quick"
            code = line.split("//")[0]
            if QML_DSP.search(code):
                yield f"{where}: computes {QML_DSP.search(code).group(0)}; that goes into src/core"


def cmake_words(path):
    """The commands of a CMakeLists.txt as (name, words), comments left out. Generator expressions stay single words."""
    text = "\n".join(line.split("#")[0] for line in lines(path))
    return [(name.lower(), words.split()) for name, words in COMMANDS.findall(text)]


def check_links(root):
    for layer in MAY_INCLUDE:
        path = root / "src" / layer / "CMakeLists.txt"
        if not path.exists():
            continue
        words = [word for name, words in cmake_words(path) for word in words
                 if name in ("tunescope_add_library", "target_link_libraries", "qt_add_library", "qt_add_qml_module")]
        for word in words:
            found = re.match(r"^(?:Tunescope::|tunescope_)(\w+)$", word)
            other = found.group(1) if found else None
            if other in MAY_INCLUDE and other not in MAY_INCLUDE[layer]:
                yield f"{path.relative_to(root)}: {layer} links {word}, against the arrows"
            if layer in WITHOUT_QT and re.match(r"^Qt6?::", word):
                yield f"{path.relative_to(root)}: {layer} is without Qt, but links {word}"
            if layer in WITHOUT_WINDOW and re.match(r"^Qt6?::(Gui|Qml|Quick|Widgets)", word):
                yield f"{path.relative_to(root)}: {layer} is without a window, but links {word}"


def check_listed(root):
    for path in files(root, "src", {".cpp"}):
        listed = False
        for folder in path.parents:
            script = folder / "CMakeLists.txt"
            if script.exists():
                words = re.split(r"[\s()\"]+", "\n".join(line.split("#")[0] for line in lines(script)))
                name = str(path.relative_to(folder))  # as it is, or by a pattern: folder/*.cpp
                listed = name in words or f"{pathlib.Path(name).parent}/*.cpp" in words
            if listed or folder == root:
                break
        if not listed:
            yield f"{path.relative_to(root)}: no CMakeLists.txt lists it, so nothing compiles it"


def check_spdx(root):
    for folder in TREES:
        for path in files(root, folder, WITH_SPDX):
            if not any(SPDX in line for line in lines(path)[:3]):
                yield f"{path.relative_to(root)}: begins without \"{SPDX}\""
    for path in sorted(root.rglob("CMakeLists.txt")):
        if path.relative_to(root).parts[0] in TREES and not any(SPDX in line for line in lines(path)[:3]):
            yield f"{path.relative_to(root)}: begins without \"{SPDX}\""


RULES = (check_includes, check_qml, check_links, check_listed, check_spdx)

H = f"// {SPDX}\n"
C = f"# {SPDX}\n"
# A tree that holds, and what breaks each rule in it: (file, text, words of the complaint).
GOOD = {
    "src/core/CMakeLists.txt": C + "tunescope_add_library(core SOURCES a.cpp dsp/b.cpp)\n",
    "src/core/a.cpp": H + '#include "core/a.h"\n#include <vector>\n#include <kiss_fftr.h>\n',
    "src/core/dsp/b.cpp": H,
    "src/audio/CMakeLists.txt": C + "tunescope_add_library(audio SOURCES c.cpp PUBLIC Tunescope::core)\n",
    "src/audio/c.cpp": H + '#include "core/a.h"\n',
    "src/present/CMakeLists.txt": C + "tunescope_add_library(present QT SOURCES p.cpp PUBLIC Tunescope::analysis)\n",
    "src/present/p.cpp": H + '#include "analysis/x.h"\n#include <QString>\n',
    "src/cli/CMakeLists.txt": C + "tunescope_add_library(cli QT SOURCES d.cpp PUBLIC Tunescope::present)\n",
    "src/cli/d.cpp": H + '#include "present/p.h"\n#include "analysis/x.h"\n#include <QCoreApplication>\n',
    "qml/Main.qml": H + "import QtQuick\nimport QtQuick.Controls.Basic\nimport Tunescope.Theme\n// Math.sin here is a word\n",
}
BAD = (
    ("src/core/a.cpp", H + '#include "audio/c.h"\n', "core includes audio/c.h"),
    ("src/audio/c.cpp", H + '#include "analysis/x.h"\n', "audio includes analysis/x.h"),
    ("src/analysis/e.h", H + '#include "ui/x.h"\n', "analysis includes ui/x.h"),
    ("src/cli/d.cpp", H + '#include "ui/x.h"\n', "cli includes ui/x.h"),
    ("src/analysis/e.h", H + '#include "present/p.h"\n', "analysis includes present/p.h"),
    ("src/present/p.cpp", H + '#include "ui/x.h"\n', "present includes ui/x.h"),
    ("src/present/p.cpp", H + '#include "cli/x.h"\n', "present includes cli/x.h"),
    ("src/present/p.cpp", H + "#include <QtQml/qqmlregistration.h>\n", "present is without a window"),
    ("src/present/CMakeLists.txt", C + "tunescope_add_library(present QT SOURCES p.cpp PUBLIC Qt6::Quick)\n",
     "present is without a window, but links Qt6::Quick"),
    ("src/ui/e.h", H + '#include "cli/x.h"\n', "ui includes cli/x.h"),
    ("src/cli/d.cpp", H + '#include "app/x.h"\n', "cli includes app/x.h"),
    ("src/core/a.cpp", H + '#include "../audio/c.h"\n', "by a relative path"),
    ("src/core/a.cpp", H + "#include <QString>\n", "core is without Qt"),
    ("src/audio/c.cpp", H + "#include <QtCore/qglobal.h>\n", "audio is without Qt"),
    ("src/audio/c.cpp", H + "# include <qobject.h>\n", "audio is without Qt"),
    ("src/cli/d.cpp", H + "#include <QtQuick/QQuickItem>\n", "cli is without a window"),
    ("src/core/CMakeLists.txt", C + "tunescope_add_library(core SOURCES a.cpp dsp/b.cpp PUBLIC Tunescope::audio)\n",
     "core links Tunescope::audio"),
    ("src/audio/CMakeLists.txt", C + "tunescope_add_library(audio SOURCES c.cpp PRIVATE Qt6::Core)\n",
     "audio is without Qt, but links Qt6::Core"),
    ("src/cli/CMakeLists.txt", C + "tunescope_add_library(cli QT SOURCES d.cpp)\ntarget_link_libraries(tunescope_cli PUBLIC\n"
     "  tunescope_ui)\n", "cli links tunescope_ui"),
    ("src/cli/CMakeLists.txt", C + "tunescope_add_library(cli QT SOURCES d.cpp PRIVATE Qt6::Quick)\n",
     "cli is without a window, but links Qt6::Quick"),
    ("src/core/CMakeLists.txt", C + "tunescope_add_library(core SOURCES a.cpp)  # dsp/b.cpp\n", "b.cpp: no CMakeLists.txt lists it"),
    ("src/core/CMakeLists.txt", C + "file(GLOB x pitch/*.cpp)\ntunescope_add_library(core SOURCES a.cpp)\n",
     "b.cpp: no CMakeLists.txt lists it"),
    ("src/core/a.cpp", "#include <vector>\n", "begins without"),
    ("qml/Other.qml", "import QtQuick\n", "begins without"),
    ("qml/CMakeLists.txt", "project(x)\n", "begins without"),
    ("qml/Main.qml", H + "import QtMultimedia\n", "imports QtMultimedia"),
    ("qml/Main.qml", H + 'import "../src"\n', "imports the path"),
    ("qml/Main.qml", H + "  property real x: Math.log10(y)\n", "computes Math.log10"),
)


def complaints(root):
    return [complaint for rule in RULES for complaint in rule(root)]


def complaints_about(tree):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tree.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return complaints(pathlib.Path(folder))


def self_test():
    if complaints_about(GOOD):
        sys.exit(f"a tree that holds is refused: {complaints_about(GOOD)}")
    for name, text, words in BAD:
        found = complaints_about({**GOOD, name: text})
        if len(found) != 1 or words not in found[0]:
            sys.exit(f"with {name} = {text!r} it should say \"{words}\", but says {found}")
    print(f"{len(BAD)} ways of breaking the rules are found")


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = complaints(pathlib.Path(sys.argv[1]).resolve())
    for complaint in found:
        print(complaint)
    if found:
        sys.exit(f"{len(found)} against the rules of the house (docs/architecture.md)")


main()
