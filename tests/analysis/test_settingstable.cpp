// SPDX-License-Identifier: GPL-3.0-or-later
// Promises of every row of the table of settings.
#include "analysis/capturerecorder.h"
#include "analysis/settingstable.h"
#include "analysis/tuningof.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace tunescope::analysis;

namespace {

// Not the default.
void change(const Setting& row, Settings& settings) {
  if (row.text.member != nullptr) {
    static const std::map<std::string_view, std::string_view> kOther{
        {"temperament", "edo-19"},
        {"key", "Eb"},
        {"reference", "C4:256"},
        {"scale", "five\n1\n3/1\n"},
        {"keymap", "0\n0\n127\n60\n69\n440\n0\n"},
        {"stretch", "tunescope-stretch 1\noctave 4:2\nA4 0.0007 0.1\n"},
        {"mic-calibration", "100.000 1.500\n1000.000 0.000\n"},
        {"instrument", "guitar"}};
    setWord(row, settings, kOther.at(row.name));
  } else if (row.number == nullptr) {
    row.choice.choose(settings, (row.choice.value(settings) + 1) % row.words.size());
  } else {
    const bool isAtTop = settings.*row.number >= row.range.max;
    settings.*row.number = isAtTop ? row.range.min : 0.5 * (settings.*row.number + row.range.max);
  }
}

// Twelve equal steps but the last, as a .scl has them.
std::string steps() {
  std::string text;
  for (int step = 1; step < 12; ++step) text += std::to_string(100 * step) + ".0\n";
  return text;
}

QString nameOf(const Setting& row) {
  return QString::fromUtf8(row.name.data(), qsizetype(row.name.size()));
}

}  // namespace

class TestSettingsTable : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachKeyIsThatOfOneRow() {
    const Settings defaults;
    std::set<std::string_view> names, recordingKeys, windowKeys, headerKeys;
    for (const Setting& row : kSettings) {
      const bool isSwitch = row.choice.value != nullptr && row.words.size() == 2;
      QVERIFY2(names.insert(row.name).second && !row.help.empty(), qPrintable(nameOf(row)));
      QVERIFY2(isSwitch || !row.valueName.empty(), qPrintable(nameOf(row)));
      QVERIFY(row.recordingKey.empty() || recordingKeys.insert(row.recordingKey).second);
      QVERIFY(row.windowKey.empty() || windowKeys.insert(row.windowKey).second);
      QVERIFY(row.header.key.empty() || headerKeys.insert(row.header.key).second);
      if (row.number != nullptr) {
        QVERIFY(defaults.*row.number >= row.range.min && defaults.*row.number <= row.range.max);
        QVERIFY(row.words.empty() && !row.range.unit.empty());
      } else if (row.text.member != nullptr) {
        QVERIFY(row.text.isValid(wordOf(row, defaults)) && !row.advice.empty());
      } else {
        QVERIFY(row.choice.value != nullptr && row.words.size() > 1 && row.choice.value(defaults) < row.words.size());
      }
    }
  }

  // Also: settings of displays are not recorded, and recorded settings change the readings.
  void whatReadingsDependOnIsRecorded() {
    for (const Setting& row : kSettings) {
      const QTemporaryDir folder;
      Settings settings;
      change(row, settings);
      CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
      QCOMPARE(recorder.open(folder.path(), settings), 0);
      QCOMPARE(recorder.close(), 0);
      const AnalysisSettings& written = settings;
      QVERIFY2(recordedSettings(folder.path()).at(0).settings == written, qPrintable(nameOf(row)));
      QVERIFY2((written == AnalysisSettings()) == row.recordingKey.empty(), qPrintable(nameOf(row)));
    }
  }

  void anOverlayTakesTheGivenRowsOnly() {
    for (std::size_t i = 0; i < kSettings.size(); ++i) {
      Settings over, under;
      for (const Setting& row : kSettings) change(row, over);
      SettingSet rows;
      overlay(under, over, rows);
      QVERIFY(under == Settings());
      rows.set(i);
      overlay(under, over, rows);
      for (std::size_t j = 0; j < kSettings.size(); ++j) {
        QCOMPARE(isSame(kSettings[j], under, over), i == j);
        QCOMPARE(isSame(kSettings[j], under, Settings()), i != j);
      }
    }
  }

  void aGivenTemperamentReplacesAScale() {
    Settings under;
    under.scale = "five\n1\n3/1\n";
    under.keymap = "0\n0\n127\n60\n69\n440\n0\n";
    SettingSet rows;
    rows.set(settingIndex("temperament"));
    overlay(under, {}, rows);
    QVERIFY(under == Settings());
  }

  void aGivenA4ReplacesAReference() {
    Settings under;
    under.reference = "C4:256";
    SettingSet rows;
    rows.set(settingIndex("a4"));
    overlay(under, {}, rows);
    QVERIFY(under == Settings());
    rows.set(settingIndex("reference"));
    Settings over;
    over.reference = "D4:300";
    overlay(under, over, rows);
    QCOMPARE(under.reference, std::string("D4:300"));
  }

  void aGivenA4HoldsOverWhatAScaleOrAKeymapSays() {
    SettingSet rows;
    rows.set(settingIndex("a4"));
    Settings over;
    over.a4Hz = 442;
    Settings under;
    under.scale = "! @ABL REFERENCE_PITCH 4 9 415\nx\n12\n" + steps() + "2/1\n";
    QCOMPARE(a4HzOf(under), 415.0);
    overlay(under, over, rows);
    QCOMPARE(a4HzOf(under), 442.0);
    QVERIFY(!under.scale.empty());
    under = Settings();
    under.keymap = "0\n0\n127\n60\n60\n256\n0\n";
    overlay(under, over, rows);
    QVERIFY(std::abs(a4HzOf(under) - 442) < 1e-5);
    QVERIFY(std::abs(tuningSettingsOf(under).keymap->referenceHz - 442 * std::exp2(-0.75)) < 1e-5);
    // Those that are given along with it are not to be changed.
    rows.set(settingIndex("keymap"));
    over.keymap = "0\n0\n127\n60\n60\n256\n0\n";
    overlay(under, over, rows);
    QCOMPARE(under.keymap, over.keymap);
  }

  void onlyTheRangeAndTheMainsNeedANewEngine() {
    for (const Setting& row : kSettings) {
      Settings settings;
      change(row, settings);
      const bool isOfTheEngine = row.name == "min-hz" || row.name == "max-hz" || row.name == "mains";
      QCOMPARE(needsNewEngine(Settings(), settings), isOfTheEngine);
    }
  }

  void whatARecordingCannotMeanIsIgnored() {
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("capture.jsonl")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"type":"recording","a4Hz":-5,"minHz":"low","maxHz":1e300,"clockPpm":null,"mains":"55","":"german",)"
               R"("temperament":"edo-0","key":7,"reference":"C4","transpose":99,)"
               R"("scale":"a\n2\n3/2\n","keymap":"12","instrument":"kazoo","capo":1000})");
    file.close();
    QVERIFY(recordedSettings(folder.path()).at(0).settings == AnalysisSettings());
  }
};

QTEST_APPLESS_MAIN(TestSettingsTable)
#include "test_settingstable.moc"
