// SPDX-License-Identifier: GPL-3.0-or-later
// The meters in the window: bars with their hold and fall, clip marks, scales that are remembered, and an integration
// that goes on while another view is shown, pauses and restarts.
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <cmath>
#include <optional>

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

  void theIntegrationGoesOnWhileAnotherViewIsShown() {
    play(3);
    const double before = integratedS();
    QVERIFY(before > 2.5);
    const QString integrated = m_meters->loudness()->integratedText();
    QVERIFY(integrated.startsWith(QStringLiteral("\u221214.")));  // two sines of amplitude 0.2
    m_rig->press(Qt::Key_1);
    QVERIFY(!item("meterBars")->isVisible());
    for (int i = 0; i < 8; ++i) {
      StageBackend::play(24000);
      QTest::qWait(40);
    }
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
  // Until the meters have seen it.
  void play(double seconds) const {
    const double before = m_meters->readTimeS();
    for (double done = 0; done < seconds; done += 0.5) {
      StageBackend::play(24000);
      QTest::qWait(30);
    }
    QTRY_VERIFY(m_meters->readTimeS() > before + seconds - 0.2);
    QTest::qWait(200);
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
  QQuickItem* mark(int channel) const { return descendant(row(channel), QStringLiteral("clipMark")); }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  MetersModel* m_meters = nullptr;
};

QTEST_MAIN(MetersTest)
#include "tst_meters.moc"
