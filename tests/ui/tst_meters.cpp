// SPDX-License-Identifier: GPL-3.0-or-later
// The meters in the window: bars with their hold and fall, clip marks, scales that are remembered, and an integration
// that goes on while another view is shown, pauses and restarts.
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <QAccessible>

#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

class MetersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    open();
  }
  void cleanup() { closeWindow(m_rig); }

  // The bar is the RMS, the paler one behind it the peak, which falls by 20 dB in 1.7 s; the highest stands for 1.5 s.
  void levelBarsShowRmsAndPeakWithHoldAndFall() {
    QCOMPARE(m_meters->scaleName(), QStringLiteral("Level"));
    m_meters->show(reading(1, -40, -40));  // what comes within 0.3 s after a change of the scale is not held
    m_meters->show(reading(2, -30, -10));
    const auto partOf = [&](const char* name) { return bar(0, name)->width() / bar(0, name)->parentItem()->width(); };
    const auto heldDb = [&] { return 66 * m_meters->index(0).data(MetersModel::HeldRole).toDouble() - 63; };
    const auto peakDb = [&] { return 66 * partOf("peak") - 63; };
    QVERIFY(std::abs(66 * partOf("safe") - 63 + 30) < 0.2);
    QVERIFY(std::abs(peakDb() + 10) < 0.2 && std::abs(heldDb() + 10) < 0.01);
    m_meters->show(reading(2.85, -30, -40));
    QVERIFY2(std::abs(peakDb() + 20) < 0.2, qPrintable(QString::number(peakDb())));
    QVERIFY(std::abs(heldDb() + 10) < 0.01);
    m_meters->show(reading(3.5, -30, -40));
    QVERIFY(std::abs(heldDb() + 10) < 0.01);
    m_meters->show(reading(3.6, -30, -40));
    QVERIFY2(std::abs(heldDb() + 10 + 0.1 * MetersBars::kFallDbPerS) < 0.05, qPrintable(QString::number(heldDb())));
    for (int i = 0; i < 45; ++i) m_meters->show(reading(3.7 + 0.1 * i, -30, -40));
    QVERIFY(std::abs(peakDb() + 40) < 0.2 && std::abs(heldDb() + 30) < 0.1);  // never below the RMS
  }

  void allChannelsHaveABar() {
    core::MetersReading eight = reading(1, -30, -10);
    eight.channelCount = 8;
    for (std::size_t i = 0; i < 8; ++i) eight.perChannel[i].rmsDb = -20 - 4.0 * double(i);
    m_meters->show(eight);
    QTRY_COMPARE(m_meters->channelCount(), 8);
    for (int i = 0; i < 8; ++i) {
      const QQuickItem* safe = bar(i, "safe");
      QVERIFY(safe && safe->isVisible());
      QVERIFY(std::abs(66 * safe->width() / safe->parentItem()->width() - 63 - (-20 - 4 * i)) < 0.2);
    }
  }

  void aPeakIsHeldUntilTheResetIfChosen() {
    click("meterVariants", 0.9);
    m_meters->show(reading(1, -40, -40));
    m_meters->show(reading(2, -30, -10));
    for (int i = 0; i < 30; ++i) m_meters->show(reading(3 + i, -30, -40));
    const auto held = [&] { return m_meters->index(0).data(MetersModel::HeldRole).toDouble(); };
    QVERIFY(std::abs(66 * held() - 63 + 10) < 0.01);
    m_rig->press(Qt::Key_Z);
    m_meters->show(reading(40, -30, -40));
    QVERIFY(std::abs(66 * held() - 63 + 30) < 0.01);
  }

  // Time begins again with a capture, which has nothing to settle.
  void aPeakIsHeldWhenTheCaptureRestartsAfterAChangeOfTheScale_data() {
    QTest::addColumn<bool>("isReset");
    QTest::newRow("as it is") << false;
    QTest::newRow("reset before") << true;
  }
  void aPeakIsHeldWhenTheCaptureRestartsAfterAChangeOfTheScale() {
    QFETCH(bool, isReset);
    m_meters->show(reading(100, -40, -40));
    click("meterVariants", 0.9);  // hold until reset
    if (isReset) m_rig->press(Qt::Key_Z);
    m_meters->show(reading(1, -40, -40));
    m_meters->show(reading(2, -30, -10));
    m_meters->show(reading(3, -30, -40));
    const double heldDb = 66 * m_meters->index(0).data(MetersModel::HeldRole).toDouble() - 63;
    QVERIFY2(std::abs(heldDb + 10) < 0.01, qPrintable(QString::number(heldDb)));
  }

  // In silence the held peak falls without end: below the scale it is a dash.
  void theHeldPeakIsADashInSilence() {
    const auto levels = [this] { return m_meters->index(0).data(MetersModel::LevelsRole).toString(); };
    m_meters->show(reading(1, -30, -10));
    QVERIFY2(levels().startsWith(QStringLiteral("peak \u221210.0 ")), qPrintable(levels()));
    core::MetersReading silent = reading(1, 0, 0);
    silent.perChannel = {};
    for (; silent.timeS < 12; silent.timeS += 0.5) m_meters->show(silent);
    QVERIFY2(levels().startsWith(QStringLiteral("peak \u2013 ")), qPrintable(levels()));
  }

  void clipMarksLightUntilTheyArePressed() {
    core::MetersReading clipped = reading(1, -20, -1);
    clipped.perChannel[1].clips = 3;
    m_meters->show(clipped);
    const auto isLit = [&](int channel) { return mark(channel)->property("isLit").toBool(); };
    QVERIFY(!isLit(0) && isLit(1));
    const QQuickItem* lamp = mark(1);
    m_rig->click(lamp, {lamp->width() / 2, lamp->height() / 2});
    QVERIFY(!isLit(1));
    clipped.timeS = 2;
    m_meters->show(clipped);
    QVERIFY(!isLit(1));
    clipped.timeS = 3;
    clipped.perChannel[1].clips = 4;
    m_meters->show(clipped);
    QVERIFY(isLit(1));
    QCOMPARE(m_meters->index(1).data(MetersModel::ClipsRole).toInt(), 1);
    clipped.timeS = 0.1;  // another stream
    clipped.perChannel[1].clips = 2;
    m_meters->show(clipped);
    QCOMPARE(m_meters->index(1).data(MetersModel::ClipsRole).toInt(), 2);
    m_rig->press(Qt::Key_Z);
    clipped.timeS = 0.2;
    clipped.perChannel[1].clips = 0;
    m_meters->show(clipped);
    QVERIFY(!isLit(1));
  }

  // A lit one is a button that Tab reaches; another one is not.
  void clipMarksAreClearedByKeys() {
    core::MetersReading clipped = reading(1, -20, -1);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Space}) {
      ++clipped.perChannel[0].clips;
      clipped.timeS += 1;  // a text is due
      m_meters->show(clipped);
      QCOMPARE(QAccessible::queryAccessibleInterface(mark(0))->role(), QAccessible::Button);
      QVERIFY(spoken(mark(0)).endsWith(QStringLiteral("Clear the clip marks of all channels")));
      QCOMPARE(QAccessible::queryAccessibleInterface(mark(1))->role(), QAccessible::StaticText);
      QVERIFY(m_rig->tabTo("clipMark") && m_rig->isFocusSeen());
      QCOMPARE(m_rig->window->activeFocusItem(), mark(0));
      m_rig->press(key);
      QVERIFY(!mark(0)->property("isLit").toBool());
      QVERIFY(!m_rig->controller.run()->isStopped());
      m_rig->press(Qt::Key_Tab);
      QVERIFY(!m_rig->tabTo("clipMark"));
    }
  }

  void theIntegrationGoesOnWhileAnotherViewIsShown() {
    play(3);
    const double before = integratedS();
    QVERIFY(before > 2.5);
    const QString integrated = m_meters->loudness()->integratedText();
    QVERIFY(integrated.startsWith(QStringLiteral("\u221214.")));  // two sines of amplitude 0.2
    m_rig->press(Qt::Key_1);
    QVERIFY(!item("meterBars")->isVisible());
    playHalfSeconds(8);
    m_rig->press(Qt::Key_3);
    QTRY_VERIFY2(integratedS() > before + 3, qPrintable(QString::number(integratedS())));
    QCOMPARE(m_meters->loudness()->integratedText(), integrated);
    QVERIFY(m_meters->loudness()->integratedTitle().startsWith(QStringLiteral("Integrated 0:0")));
  }

  void aKeyAndAButtonPauseTheIntegration() {
    play(2);
    m_rig->press(Qt::Key_Z, Qt::ShiftModifier);
    QVERIFY(!m_meters->loudness()->isIntegrating());
    QTRY_VERIFY(item("loudnessTitle2")->property("text").toString().startsWith(QStringLiteral("Paused 0:0")));
    const QString name = spoken(item("loudnessTitle2")->parentItem());
    QVERIFY2(name.startsWith(QStringLiteral("Integrated loudness \u221214.")), qPrintable(name));
    QVERIFY2(name.contains(QStringLiteral(" LUFS. Paused 0:0")), qPrintable(name));
    play(0.5);
    const double paused = integratedS();
    play(2);
    QCOMPARE(integratedS(), paused);
    QVERIFY(m_meters->loudness()->momentaryText() != QStringLiteral("\u2013"));  // it goes on
    click("pauseLoudness", 0.5);
    QVERIFY(m_meters->loudness()->isIntegrating());
    play(2);
    QVERIFY(integratedS() > paused + 1);
  }

  void aKeyAndAButtonRestartTheIntegration() {
    for (const bool isKey : {true, false}) {
      play(3);
      QVERIFY(integratedS() > 2.5);
      isKey ? m_rig->press(Qt::Key_Z) : click("resetMeters", 0.5);
      QCOMPARE(m_meters->loudness()->integratedText(), QStringLiteral("\u2013"));
      play(1);
      QVERIFY2(integratedS() > 0.5 && integratedS() < 2, qPrintable(QString::number(integratedS())));
    }
  }

  void theLoudnessHasTwoScalesAndTwoUnits() {
    m_meters->show(reading(1, -30, -10));
    const auto momentary = [this] {
      return item("momentaryBar")->width() / item("momentaryBar")->parentItem()->width();
    };
    QVERIFY(std::abs(momentary() - (-30.0 + 41) / 27) < 0.01);
    QCOMPARE(m_meters->loudness()->momentaryText(), QStringLiteral("\u221230.0"));
    click("loudnessScale", 0.5);
    QVERIFY(std::abs(momentary() - (-30.0 + 59) / 54) < 0.01);
    QCOMPARE(m_meters->loudness()->scaleName(), QStringLiteral("EBU +18"));
    click("loudnessUnit", 0.5);
    QCOMPARE(m_meters->loudness()->momentaryText(), QStringLiteral("\u22127.0"));
    QVERIFY(m_meters->loudness()->detailText().contains(QStringLiteral("LU ")));
  }

  void zeroVuIsMinus18OrMinus20AndMarked() {
    m_meters->chooseFamily(MetersModel::Vu);
    click("meterVariants", 0.9);
    QCOMPARE(m_rig->settings.values().vuZeroDbfs, -20.0);
    QCOMPARE(m_meters->referencePosition(), 0.71);
    m_meters->chooseFamily(MetersModel::Level);
    m_meters->show(reading(1, -30, -10));
    QVERIFY(std::abs(66 * m_meters->referencePosition() - 63 + 20) < 1e-9);
    const QQuickItem* line = bar(0, "reference");
    QVERIFY(std::abs(line->x() - m_meters->referencePosition() * line->parentItem()->width()) <= 1);
    m_rig->settings.setNumber(analysis::kSettings[analysis::settingIndex("vu")], -16.5);
    m_meters->chooseFamily(MetersModel::Vu);
    QCOMPARE(m_meters->variants().size(), 3);
    QCOMPARE(m_meters->variants()[m_meters->variant()], QStringLiteral("0 VU = \u221216.5 dBFS"));
  }

  void choicesOutlastTheProgram() {
    click("meterVariants", 0.5);  // hold 5 s
    m_meters->loudness()->chooseScale();
    m_meters->loudness()->chooseUnit();
    m_meters->chooseFamily(MetersModel::Vu);
    m_meters->chooseVariant(1);
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    open();
    QCOMPARE(m_meters->family(), int(MetersModel::Vu));
    QCOMPARE(m_meters->variant(), 1);
    QCOMPARE(m_meters->loudness()->scaleName(), QStringLiteral("EBU +18"));
    QCOMPARE(m_meters->loudness()->unit(), QStringLiteral("LU"));
    m_meters->chooseFamily(MetersModel::Level);
    QCOMPARE(m_meters->variant(), 1);
  }

 private:
  void open() {
    m_rig->press(Qt::Key_3);
    QTRY_VERIFY(item("meterBars") && item("meterBars")->isVisible());
    m_meters = qobject_cast<MetersModel*>(item("meterBars")->property("meters").value<QObject*>());
    QVERIFY(m_meters);
    QTRY_VERIFY(m_rig->controller.run()->status().state == audio::CaptureState::Running);
    m_playedS = 0;
  }
  static core::MetersReading reading(double timeS, double rmsDb, double peakDb) {
    core::MetersReading reading;
    reading.timeS = timeS;
    reading.channelCount = 2;
    reading.loudness.momentary = -30;
    for (core::ChannelMeters& channel : reading.perChannel) {
      channel.rmsDb = rmsDb;
      channel.peakDb = channel.truePeakDb = peakDb;
    }
    return reading;
  }
  // Until the meters have seen it, but for what is less than a reading.
  void play(double seconds) {
    playHalfSeconds(int(std::ceil(2 * seconds)));
    QTRY_VERIFY2(m_meters->readTimeS() > m_playedS - 0.1, qPrintable(QString::number(m_meters->readTimeS())));
  }
  // 440 Hz on both channels, of amplitude 0.2.
  void playHalfSeconds(int count) {
    std::vector<float> block(48000);
    for (std::size_t i = 0; i < block.size(); ++i)
      block[i] = float(0.2 * std::sin(2 * std::numbers::pi * 440 * double(i / 2) / 48000));
    for (; count > 0; --count) {
      QVERIFY(QTest::qWaitFor([&] { return StageBackend::play(block); }));
      m_playedS += 0.5;
    }
  }
  double integratedS() const { return m_meters->loudness()->integratedS(); }
  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  void click(const char* name, double part) const { m_rig->click(item(name), {item(name)->width() * part, 20}); }
  QQuickItem* row(int channel) const {
    for (QQuickItem* child : item("meterBars")->childItems()) {
      const QVariant index = child->property("index");
      if (index.isValid() && index.toInt() == channel && child->property("levels").isValid()) return child;
    }
    return nullptr;
  }
  QQuickItem* bar(int channel, const char* name) const { return descendant(row(channel), QLatin1String(name)); }
  static QString spoken(QQuickItem* of) { return QAccessible::queryAccessibleInterface(of)->text(QAccessible::Name); }
  QQuickItem* mark(int channel) const { return descendant(row(channel), QStringLiteral("clipMark")); }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  MetersModel* m_meters = nullptr;
  double m_playedS = 0;  // in this stream
};

QTEST_MAIN(MetersTest)
#include "tst_meters.moc"
