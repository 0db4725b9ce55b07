// SPDX-License-Identifier: GPL-3.0-or-later
// What every row of the table of settings promises, whichever rows there are.
#include "analysis/capturerecorder.h"
#include "analysis/settingstable.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace tunescope::analysis;

namespace {

// Not the default.
void change(const Setting& row, Settings& settings) {
  if (row.number == nullptr) {
    row.choice.choose(settings, (row.choice.value(settings) + 1) % row.words.size());
  } else {
    const bool isAtTop = settings.*row.number >= row.range.max;
    settings.*row.number = isAtTop ? row.range.min : 0.5 * (settings.*row.number + row.range.max);
  }
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
      QVERIFY2(names.insert(row.name).second && !row.valueName.empty() && !row.help.empty(), qPrintable(nameOf(row)));
      QVERIFY(row.recordingKey.empty() || recordingKeys.insert(row.recordingKey).second);
      QVERIFY(row.windowKey.empty() || windowKeys.insert(row.windowKey).second);
      QVERIFY(row.header.key.empty() || headerKeys.insert(row.header.key).second);
      if (row.number != nullptr) {
        QVERIFY(defaults.*row.number >= row.range.min && defaults.*row.number <= row.range.max);
        QVERIFY(row.words.empty() && !row.range.unit.empty());
      } else {
        QVERIFY(row.choice.value != nullptr && row.words.size() > 1 && row.choice.value(defaults) < row.words.size());
      }
    }
  }

  // Also: what only the display depends on is not recorded, and what is recorded changes the readings.
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
    file.write(
        R"({"type":"recording","a4Hz":-5,"minHz":"low","maxHz":1e300,"clockPpm":null,"mains":"55","":"german"})");
    file.close();
    QVERIFY(recordedSettings(folder.path()).at(0).settings == AnalysisSettings());
  }
};

QTEST_APPLESS_MAIN(TestSettingsTable)
#include "test_settingstable.moc"
