// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appsettings.h"
#include "ui/settings/inputmemory.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace tunescope;
using namespace tunescope::ui;

class AppSettingsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void settingsThatCannotBeKeptHoldForThisRunAndSaySo() {
    const QTemporaryDir folder;
    const QString inTheWay = folder.filePath(QStringLiteral("file"));
    QFile file(inTheWay);
    QVERIFY(file.open(QIODevice::WriteOnly));
    AppSettings settings(inTheWay + QStringLiteral("/tunescope.ini"));
    QVERIFY(settings.problem().contains(inTheWay));
    settings.setA4Hz(432);
    QVERIFY(qFuzzyCompare(settings.a4Hz(), 432.0));
    QVERIFY(AppSettings(folder.filePath(QStringLiteral("new/tunescope.ini"))).problem().isEmpty());
  }

  void settingsAreRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    {
      AppSettings settings(path);
      settings.setA4Hz(442.5);
      settings.setAppearance(AppSettings::Appearance::Paper);
      settings.setNotation(AppSettings::Notation::Latin);
      settings.setDeviceId(QStringLiteral("pulse:Mic; \"odd\" = name"));
      settings.setMotionReduced(true);
      settings.setGeometry(QRect(10, 20, 390, 844));
    }
    const AppSettings settings(path);
    QCOMPARE(settings.a4Hz(), 442.5);
    QCOMPARE(settings.appearance(), AppSettings::Appearance::Paper);
    QCOMPARE(settings.notation(), AppSettings::Notation::Latin);
    QCOMPARE(settings.deviceId(), QStringLiteral("pulse:Mic; \"odd\" = name"));
    QVERIFY(settings.isMotionReduced());
    QCOMPARE(settings.geometry(), QRect(10, 20, 390, 844));
  }
  void theRangeAndTheMainsAreRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    {
      AppSettings settings(path);
      const QSignalSpy changes(&settings, &AppSettings::valuesChanged);
      settings.setLowestHz(80.04);
      settings.setHighestHz(1200);
      settings.setMains(AppSettings::Mains::Hz60);
      QCOMPARE(changes.size(), 3);
      settings.setLowestHz(1200);  // nothing would lie between
      settings.setHighestHz(std::numeric_limits<double>::quiet_NaN());
      QCOMPARE(changes.size(), 3);
    }
    AppSettings settings(path);
    QCOMPARE(settings.lowestHz(), 80.0);
    QCOMPARE(settings.highestHz(), 1200.0);
    QCOMPARE(settings.mains(), AppSettings::Mains::Hz60);
    // An end that is given for a run goes before the remembered other one.
    analysis::SettingSet rows;
    rows.set(analysis::settingIndex("min-hz"));
    settings.overrideWith(analysis::Settings{{.minHz = 2000}}, rows);
    QVERIFY(settings.lowestHz() == 2000 && settings.highestHz() == 5000);
    settings.resetRange();
    QVERIFY(settings.lowestHz() == 25 && settings.highestHz() == 5000);
  }
  void theChannelOfEachInputIsRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    const QString odd = QStringLiteral("pulse:Mic/2 = \"odd\"");
    {
      AppSettings settings(path);
      QVERIFY(!rememberedChannel(settings, odd));
      rememberChannel(settings, odd, {.number = 3});
      rememberChannel(settings, QStringLiteral("pulse:Mic"), {.mix = true});
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append) && file.write("channel/alsa%3AX=0\nchannel/alsa%3AY=1e3\n") > 0);
    file.close();
    const AppSettings settings(path);
    QVERIFY(rememberedChannel(settings, odd) == audio::ChannelChoice{.number = 3});
    QVERIFY(rememberedChannel(settings, QStringLiteral("pulse:Mic")) == audio::ChannelChoice{.mix = true});
    for (const char* damaged : {"alsa:X", "alsa:Y", "alsa:Z"})
      QVERIFY(!rememberedChannel(settings, QLatin1String(damaged)));
  }
  void whatIsOverruledForARunIsNotRemembered() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    {
      AppSettings settings(path);
      settings.setNotation(AppSettings::Notation::German);
      const QSignalSpy changes(&settings, &AppSettings::valuesChanged);
      analysis::Settings over{{.a4Hz = 415.125, .minHz = 50, .maxHz = 900}};
      over.notation = core::Notation::Latin;
      analysis::SettingSet rows;
      for (const auto row : {analysis::settingIndex("a4"), analysis::settingIndex("min-hz")}) rows.set(row);
      settings.overrideWith(over, rows);
      QCOMPARE(settings.notation(), AppSettings::Notation::German);
      QCOMPARE(settings.a4Hz(), 415.125);
      QVERIFY(settings.values().minHz == 50 && settings.values().maxHz == 5000);
      QCOMPARE(changes.size(), 1);
      rows.set(analysis::settingIndex("notation"));
      settings.overrideWith(over, rows);
      QCOMPARE(settings.notation(), AppSettings::Notation::Latin);
      QCOMPARE(changes.size(), 2);
    }
    const AppSettings settings(path);
    QCOMPARE(settings.notation(), AppSettings::Notation::German);
    QCOMPARE(settings.a4Hz(), 440.0);
  }
  void aGivenA4HoldsOverARememberedScaleAndKeymap() {
    std::string steps;
    for (int step = 1; step < 12; ++step) steps += std::to_string(100 * step) + ".0\n";
    const std::string scale = "! @ABL REFERENCE_PITCH 4 9 415\nlow\n12\n" + steps + "2/1\n";
    const std::string keymap = "12\n0\n127\n60\n60\n256.0\n12\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n";
    for (const bool hasKeymap : {false, true}) {
      const QTemporaryDir folder;
      const QString path = folder.filePath(QStringLiteral("settings.ini"));
      AppSettings settings(path);
      analysis::Settings values;
      (hasKeymap ? values.keymap : values.scale) = hasKeymap ? keymap : scale;
      settings.change(values, {analysis::settingIndex("scale"), analysis::settingIndex("keymap")});
      const double before = settings.soundingA4Hz();
      QVERIFY(std::abs(before - (hasKeymap ? 256 * std::exp2(0.75) : 415)) < 1e-9);
      analysis::SettingSet rows;
      rows.set(analysis::settingIndex("a4"));
      analysis::Settings over;
      over.a4Hz = 442;
      settings.overrideWith(over, rows);
      QVERIFY2(std::abs(settings.soundingA4Hz() - 442) < 1e-4, qPrintable(QString::number(settings.soundingA4Hz())));
      QVERIFY(std::abs(AppSettings(path).soundingA4Hz() - before) < 1e-9);  // that was for this run
      settings.setA4Hz(430);                                                // by hand it is remembered
      QVERIFY(std::abs(settings.soundingA4Hz() - 430) < 1e-4);
      QVERIFY(std::abs(AppSettings(path).soundingA4Hz() - 430) < 1e-4);
    }
  }
  void damagedSettingsAreDefaults_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("noise") << QByteArray("\x00\xff[[[[=\n\n%%%=@Invalid(", 20);
    QTest::newRow("wrong values") << QByteArray(
        "[General]\na4Hz=nan\nappearance=7\nnotation=dutch\ngeometry=0,0,-5,9999999\nreducedMotion=perhaps\n");
    QTest::newRow("a range without a pitch") << QByteArray("minHz=900\nmaxHz=300\nmains=55\n");
    QTest::newRow("out of range") << QByteArray("[General]\na4Hz=1e9\ngeometry=1,1,1,1\n");
    QTest::newRow("a rectangle of three") << QByteArray("geometry=10,20,800\n");
    // To QSettings' own INI a list of four thousand million strings: it asked for 21 GB.
    QTest::newRow("a huge list") << QByteArray("a4Hz=@Variant(\\0\\0\\0\\t(10 20 800 6p0)\n");
  }
  void damagedSettingsAreDefaults() {
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const AppSettings settings(path);
    QCOMPARE(settings.a4Hz(), 440.0);
    QCOMPARE(settings.appearance(), AppSettings::Appearance::System);
    QCOMPARE(settings.notation(), AppSettings::Notation::English);
    QVERIFY(settings.lowestHz() == 25 && settings.highestHz() == 5000);
    QCOMPARE(settings.mains(), AppSettings::Mains::Found);
    QVERIFY(!settings.geometry().isValid());
  }
  void settingsThatCannotBeWrittenHoldForThisRun() {
    AppSettings settings(QStringLiteral("/proc/no/such/folder/settings.ini"));
    settings.setA4Hz(415);
    QCOMPARE(settings.a4Hz(), 415.0);
  }
};

QTEST_GUILESS_MAIN(AppSettingsTest)
#include "tst_appsettings.moc"
