// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner's displays: chosen by key, hand and Tab, remembered; the strobe turns as the reading says; the history
// keeps its gaps; the projector can be read from afar.
#include "core/pitch/pitchengine.h"
#include "support/noted.h"
#include "ui/items/strobeimage.h"
#include "ui/windowrig.h"

#include <QTest>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;
using Shown = DisplayChoice::Display;

namespace {

constexpr double kRateHz = 48000;

core::PitchReading readingAt(double timeS, std::optional<double> hertz) {
  core::PitchReading reading;
  reading.availableS = timeS;
  reading.hertz = hertz;
  reading.sigmaCents = 0.05;
  reading.confidence = 0.97;
  return reading;
}

}  // namespace

class Displays : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { openWindow(m_folder, m_rig); }
  void cleanup() { closeWindow(m_rig); }

  void keysChooseADisplayFromEveryViewAndItIsRemembered() {
    const std::pair<Qt::Key, const char*> keys[] = {{Qt::Key_2, "strobe"}, {Qt::Key_3, "historyRibbon"}};
    for (const auto& [key, name] : keys) {
      m_rig->press(Qt::Key_2);  // the scope
      m_rig->press(key, Qt::ShiftModifier);
      QCOMPARE(m_rig->controller.host()->views()->currentIndex(), 0);
      QVERIFY2(isSeen(name), name);
    }
    m_rig->press(Qt::Key_4, Qt::ShiftModifier);
    QCOMPARE(choice().current(), Shown::Projector);
    QVERIFY(!isSeen("historyRibbon"));
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(DisplayChoice(again).current(), Shown::Projector);
    m_rig->press(Qt::Key_1, Qt::ShiftModifier);
    QCOMPARE(choice().current(), Shown::Needle);
    m_rig->press(Qt::Key_P);
    QCOMPARE(choice().current(), Shown::Projector);
    m_rig->press(Qt::Key_D);  // under a sheet the keys do nothing
    QTRY_VERIFY(m_rig->isOpen("devices"));
    m_rig->press(Qt::Key_1, Qt::ShiftModifier);
    QCOMPARE(choice().current(), Shown::Projector);
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("devices"));
  }

  void aDisplayIsChosenByHandAndByArrowKeys() {
    click("display1");
    QCOMPARE(choice().current(), Shown::Strobe);
    m_rig->press(Qt::Key_1, Qt::ShiftModifier);
    for (int i = 0; i < 12 && m_rig->focused("objectName").toString() != QStringLiteral("display0"); ++i)
      m_rig->press(Qt::Key_Tab);
    m_rig->press(Qt::Key_Right);
    QCOMPARE(choice().current(), Shown::Strobe);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Right);
    m_rig->press(Qt::Key_Right);
    m_rig->press(Qt::Key_Right);  // it stays at the end
    QCOMPARE(choice().current(), Shown::Projector);
    m_rig->window->resize(360, 640);
    QTest::qWait(0);
    QVERIFY(!isSeen("display0"));
    click("nextDisplay");
    QCOMPARE(choice().current(), Shown::Needle);
    m_rig->press(Qt::Key_Return);  // the click has left the focus there
    QCOMPARE(choice().current(), Shown::Strobe);
  }

  void theSettingsChooseTheDisplayAndTheStrobe() {
    m_rig->window->resize(360, 640);
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    const QQuickItem* shape = descendant(m_rig->content("settings"), QStringLiteral("strobeShape"));
    QVERIFY(shape && !shape->isVisible());
    QVERIFY(m_rig->tabTo("displays"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(choice().current(), Shown::Strobe);
    QVERIFY(shape->isVisible());
    QVERIFY(m_rig->tabTo("strobeShape"));
    m_rig->press(Qt::Key_Right);
    QVERIFY(choice().isCircular());
    QVERIFY(m_rig->tabTo("strobeScaled"));
    m_rig->press(Qt::Key_Space);
    QVERIFY(choice().isScaled());
    AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QVERIFY(DisplayChoice(again).isCircular() && DisplayChoice(again).isScaled());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("settings"));
  }

  // The mean reading over ten seconds, and what ring 1 of the model has turned meanwhile.
  void theStrobeDriftsAsTheReadingSays_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("cents");
    for (const double hertz : {82.4069, 440.0, 1318.51}) {
      for (const double cents : {0.0, -0.1, 2.0, -23.0}) QTest::addRow("%g %g", hertz, cents) << hertz << cents;
    }
  }
  void theStrobeDriftsAsTheReadingSays() {
    QFETCH(double, hertz);
    QFETCH(double, cents);
    StrobeModel model;
    StrobeImage painter;
    core::PitchEngine engine({.sampleRateHz = kRateHz});
    core::StrobePhase strobe(kRateHz);
    strobe.setTarget(hertz);
    const double sounding = hertz * std::exp2(cents / 1200);
    std::vector<float> hop(engine.hopFrames());
    double sum = 0, startS = 0, startTurns = 0, endS = 0;
    int count = 0;
    QImage first;
    for (std::size_t at = 0; double(at) < 11 * kRateHz; at += hop.size()) {
      for (std::size_t i = 0; i < hop.size(); ++i) {
        const double turn = sounding * double(at + i) / kRateHz;
        double value = 0;
        for (const int n : {1, 2, 3, 4, 8}) value += 0.1 * std::sin(2 * M_PI * (n * turn - std::floor(n * turn)));
        hop[i] = float(value);
      }
      const core::PitchReading reading = engine.process(hop);
      endS = double(at + hop.size()) / kRateHz;
      strobe.process(hop, endS, reading.hertz, reading.inharmonicity);
      model.show(strobe.reading());
      if (endS < 1 || !reading.hertz) continue;
      if (count++ == 0) {
        startS = endS;
        startTurns = model.rings()[0].turns;
        first = painted(painter, model).copy();
      }
      sum += 1200 * std::log2(*reading.hertz / hertz);
    }
    const double rate = (model.rings()[0].turns - startTurns) / (endS - startS);
    const double drift = 1200 * std::log2(1 + rate / hertz);
    QVERIFY2(std::abs(drift - sum / count) < 0.1, qPrintable(QStringLiteral("%1 and %2").arg(drift).arg(sum / count)));
    QVERIFY2(std::abs(drift - cents) < 0.02, qPrintable(QString::number(drift)));
    if (std::abs(cents) > 0) return;
    const QImage last = painted(painter, model);
    for (int y = 10; y < last.height(); y += 50) {
      for (int x = 0; x < last.width(); ++x) {
        QVERIFY(std::abs(qGray(last.pixel(x, y)) - qGray(first.pixel(x, y))) < 12);  // still to the eye
      }
    }
  }

  void sharpMovesToTheRightAndAStripeStandsInTheMiddleAtZero_data() {
    QTest::addColumn<bool>("isCircular");
    QTest::newRow("bands") << false;
    QTest::newRow("circle") << true;
  }
  void aLowStrobeDrawsTheRingsThatHaveRoom() {
    StrobeImage painter;
    const std::array<StrobeModel::Ring, StrobeModel::kRings> rings{};
    for (int height = 1; height <= 8; ++height) {
      QCOMPARE(painter.paint(rings, false, {100, height}, Qt::white, Qt::black).size(), QSize(100, height));
    }
  }
  void sharpMovesToTheRightAndAStripeStandsInTheMiddleAtZero() {
    QFETCH(bool, isCircular);
    StrobeImage painter;
    std::array<StrobeModel::Ring, StrobeModel::kRings> rings;
    for (std::size_t i = 0; i < rings.size(); ++i) {
      rings[i] = {.partial = core::StrobeReading::kPartials[i], .turns = 0, .level = 1, .sharpness = 1};
    }
    const auto brightest = [&](double turns) {
      rings[0].turns = turns;
      const QImage& image = painter.paint(rings, isCircular, {400, 400}, Qt::white, Qt::black);
      int best = 0, sumX = 0, among = 0;
      for (int x = 170; x < 260; ++x) {
        const int gray = qGray(image.pixel(x, isCircular ? 120 : 380));  // ring 1
        if (gray > best) {
          best = gray;
          sumX = among = 0;
        }
        if (gray == best) {
          sumX += x;
          ++among;
        }
      }
      return sumX / among;
    };
    const int still = brightest(0);
    QVERIFY2(std::abs(still - 200) <= 2, qPrintable(QString::number(still)));
    QVERIFY(brightest(0.1) > still + 5);
    QVERIFY(brightest(-0.1) < still - 5);
  }

  void whatIsUnknownOrTooFastHasNoStripes() {
    StrobeModel model;
    core::StrobeReading reading;
    reading.targetHz = 440;
    for (std::size_t i = 0; i < reading.rings.size(); ++i) {
      reading.rings[i] = {.partial = core::StrobeReading::kPartials[i], .turns = 0.2, .turnsPerS = 30, .contrast = 0.9};
    }
    reading.rings[0].turnsPerS = 1;
    reading.rings[1].contrast = 0;
    model.show(reading);
    QVERIFY(model.rings()[0].sharpness > 0.8);
    QCOMPARE(model.rings()[1].sharpness, 0.0);
    QCOMPARE(model.rings()[2].sharpness, 0.0);  // half a turn a frame: it would seem to go backwards
    QVERIFY(model.rings()[2].level > 0.8);
    model.setProperty("isScaled", true);
    QVERIFY(model.rings()[3].sharpness > 0.3);  // an eighth of the speed
    model.rest();
    QVERIFY(model.isDark());
  }

  void theHistoryKeepsGapsAndNamesWhereNotesBegan() {
    TunerModel tuner;
    HistoryModel history;
    for (double t = 0.02; t < 30; t += 0.02) {
      const bool isSilent = t > 10 && t < 12;
      const double hertz = (t < 20 ? 440 : 493.8833) * std::exp2((t < 20 ? 3 : -30) / 1200.0);
      tuner.show(tests::noted(readingAt(t, isSilent ? std::nullopt : std::optional(hertz))));
      history.add(t, tuner);
    }
    const auto at = [&](double t) { return history.bin(int((30 - t) / HistoryModel::kBinS)); };
    QVERIFY(at(5).isSounding && std::abs(at(5).cents - 3) < 0.5);
    QVERIFY(!at(11).isSounding);
    QVERIFY(at(15).isSounding && at(25).isSounding && std::abs(at(25).cents + 30) < 0.5);
    QVERIFY(!history.bin(400).isSounding);
    QCOMPARE(history.rangeCents(), 50.0);
    QStringList names;
    for (int age = HistoryModel::kBins - 1; age >= 0; --age) {
      if (!history.bin(age).startedNote.isEmpty()) names << history.bin(age).startedNote;
    }
    QCOMPARE(names, QStringList({QStringLiteral("A4"), QStringLiteral("A4"), QStringLiteral("B4")}));
    // A new stream, and a jump of hours, leave a gap and take no time.
    history.mark(QStringLiteral("A4 442 Hz"));
    QCOMPARE(history.bin(0).mark, QStringLiteral("A4 442 Hz"));
    QVERIFY(history.bin(400).mark.isEmpty());
    history.add(0.5, tuner);
    QCOMPARE(history.bin(2).mark, QStringLiteral("A4 442 Hz"));  // what was there stays, and the line with it
    QVERIFY(history.bin(0).isSounding && !history.bin(1).isSounding);
    history.add(90000, tuner);
    QVERIFY(!history.bin(100).isSounding);
  }

  // 20 % of the height: 4 cm on a laptop's screen, and that is read from ten metres.
  void theProjectorsDigitsAreLarge() {
    m_rig->press(Qt::Key_P);
    m_rig->window->resize(1280, 800);
    for (double t = 1; t < 2; t += 0.01) {
      m_rig->controller.readings()->tuner()->show(tests::noted(readingAt(t, 233.0819 * std::exp2(-42.3 / 1200))));
    }
    QTest::qWait(0);
    const QQuickItem* readout = descendant(m_rig->window->contentItem(), QStringLiteral("readout"));
    const QQuickItem* digits = descendant(readout, QStringLiteral("cents"));
    QCOMPARE(digits->property("text").toString(), QStringLiteral("\u221242.3"));
    QVERIFY(digits->property("pixelSize").toInt() >= 160);
    const double right = digits->x() + digits->property("usedWidth").toDouble();
    QVERIFY(digits->x() >= 0 && right < readout->width());
  }

 private:
  DisplayChoice& choice() { return *m_rig->controller.host()->displays(); }
  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  bool isSeen(const char* name) const { return item(name) && item(name)->isVisible(); }
  void click(const char* name) const {
    QVERIFY2(isSeen(name), name);
    m_rig->click(item(name), {20, 20});
  }
  static const QImage& painted(StrobeImage& painter, const StrobeModel& model) {
    const auto rings = model.rings();
    return painter.paint(rings, false, {600, 200}, Qt::white, Qt::black);
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(Displays)
#include "tst_displays.moc"
