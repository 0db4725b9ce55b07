// SPDX-License-Identifier: GPL-3.0-or-later
// The sound level by hand: a calibrator's level, the microphone's file, what is kept for each input.
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <QFile>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class SoundLevelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    QTRY_VERIFY(m_rig->controller.run()->status().state == audio::CaptureState::Running);
  }
  void cleanup() { closeWindow(m_rig); }

  void aKnownLevelIsTypedAndKept() {
    openSheet();
    hear(-30);
    QCOMPARE(text("liveLevel"), QStringLiteral("\u221230.0 dBFS (A, fast)"));
    QVERIFY(m_rig->tabTo("knownLevel"));
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    m_rig->type("114");
    m_rig->press(Qt::Key_Return);
    QVERIFY(level().isCalibrated());
    QCOMPARE(text("levelMessage"), QStringLiteral("Calibrated: the input reads 114.0 dB SPL now"));
    QVERIFY(state("levelState").startsWith(QLatin1String("0 dBFS is 144.0 dB SPL, set on 20")));
    hear(-50.04);
    QCOMPARE(text("liveLevel"), QStringLiteral("\u221250.0 dBFS (A, fast) is 94.0 dB SPL"));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("soundLevel"));
    reopen();
    QVERIFY(level().isCalibrated());
    QCOMPARE(level().splOf(reading(-50)).value_or(0), 94.0);
    openSheet();
    clickForget("levelState");
    QVERIFY(!level().isCalibrated());
    QCOMPARE(state("levelState"), QStringLiteral("This input is not calibrated."));
    reopen();
    QVERIFY(!level().isCalibrated());
  }

  void silenceCalibratesNothing() {
    openSheet();
    click("setLevel");
    QVERIFY(!level().isCalibrated());
    QVERIFY(level().isProblem());
    QVERIFY2(text("levelMessage").contains(QLatin1String("no sound")), qPrintable(text("levelMessage")));
  }

  void weightingsAreChosenAndKept() {
    openSheet();
    clickPart("weightings", 0.5);
    clickPart("times", 0.9);
    QCOMPARE(level().weightingText(), QStringLiteral("C, slow"));
    QVERIFY(m_rig->settings.values().weighting == core::FrequencyWeighting::C);
    reopen();
    QCOMPARE(level().weightingText(), QStringLiteral("C, slow"));
  }

  void aMicrophonesFileIsListedTakenAndForgotten() {
    write("umik.txt", "\"Sens Factor =-1.378dB, SERNO: 7161942\"\n20\t-3\n1000\t0\n20000\t2\n");
    write("commas.txt", "20,5 -1,3\n");
    level().openListed(m_folder->path());
    openSheet();
    choose("commas.txt");
    QCOMPARE(text("levelMessage"), QStringLiteral("commas.txt, line 1: '20,5 -1,3' can be read in two ways; write "
                                                  "decimals with a full stop."));
    QVERIFY(level().micName().isEmpty() && level().micText().empty());
    choose("umik.txt");
    QCOMPARE(state("micState"), QStringLiteral("umik.txt"));
    QCOMPARE(level().micText(), std::string("20.000 -3.000\n1000.000 0.000\n20000.000 2.000\n"));
    reopen();
    QCOMPARE(level().micName(), QStringLiteral("umik.txt"));
    openSheet();
    clickForget("micState");
    QVERIFY(level().micText().empty());
    reopen();
    QVERIFY(level().micText().empty());
  }

  void anotherInputHasAnotherCalibration() {
    openSheet();
    hear(-30);
    click("setLevel");
    QVERIFY(level().isCalibrated());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("soundLevel"));
    m_rig->controller.inputs()->refresh();
    QVERIFY(QMetaObject::invokeMethod(m_rig->loader("devices"), "open"));
    QTRY_COMPARE(m_rig->controller.inputs()->devices()->count(), 3);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
    m_rig->controller.inputs()->choose(QStringLiteral("pulse:Built-in Audio Analog Stereo"));
    QTRY_VERIFY(!level().isCalibrated());
    m_rig->controller.inputs()->choose(QStringLiteral("pulse:USB Audio CODEC"));
    QTRY_VERIFY(level().isCalibrated());
  }

  void theMetersShowItOnceItIsCalibrated() {
    m_rig->press(Qt::Key_3);
    auto* model = qobject_cast<MetersModel*>(item("meterBars")->property("meters").value<QObject*>());
    model->show(reading(-40));
    QVERIFY(model->splText().isEmpty());
    click("soundLevelButton");
    QTRY_VERIFY(m_rig->isOpen("soundLevel"));
    hear(-40);
    click("setLevel");
    QCOMPARE(model->splText(), QStringLiteral("94.0"));
    QVERIFY(model->tools()->table().contains(",94.00\n"));
  }

 private:
  SoundLevel& level() { return *m_rig->controller.soundLevel(); }
  static core::MetersReading reading(double weightedDb) {
    core::MetersReading reading;
    reading.timeS = 1;
    reading.channelCount = 2;
    reading.weightedDb = weightedDb;
    return reading;
  }
  void hear(double weightedDb) { level().show(reading(weightedDb)); }
  void openSheet() {
    m_rig->press(Qt::Key_C);
    QTRY_VERIFY(m_rig->isOpen("soundLevel"));
    QVERIFY(level().isOpen());
  }
  // The program again, with the same settings.
  void reopen() {
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    QTRY_VERIFY(m_rig->controller.run()->status().state == audio::CaptureState::Running);
  }
  QQuickItem* item(const char* name) const {
    if (QQuickItem* content = m_rig->content("soundLevel")) {
      if (QQuickItem* found = descendant(content, QLatin1String(name))) return found;
    }
    return descendant(m_rig->window->contentItem(), QLatin1String(name));
  }
  QString text(const char* name) const { return item(name)->property("text").toString(); }
  QString state(const char* name) const { return text(name); }
  void clickPart(const char* name, double part) const {
    m_rig->click(item(name), {item(name)->width() * part, item(name)->height() / 2});
  }
  void click(const char* name) const { clickPart(name, 0.5); }
  void clickForget(const char* name) { m_rig->click(item(name), {item(name)->width() - 20, item(name)->height() / 2}); }
  void write(const char* name, const char* content) const {
    QFile file(m_folder->filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
  }
  // By the search of the list.
  void choose(const char* name) {
    QQuickItem* search = descendant(m_rig->content("soundLevel"), QStringLiteral("search"));
    search->forceActiveFocus(Qt::TabFocusReason);
    m_rig->type(name);
    m_rig->press(Qt::Key_Return);
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(SoundLevelTest)
#include "tst_soundlevel.moc"
