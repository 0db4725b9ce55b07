// SPDX-License-Identifier: GPL-3.0-or-later
// The history of the last hour in the window: zoomed, scrolled and read by keys and mouse.
#include "ui/views/historyviewmodel.h"
#include "ui/windowrig.h"

#include <QPointingDevice>
#include <QSet>

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;
using core::HistoryStep;

namespace {

HistoryStep soundAt(double rmsDb, double hertz) {
  HistoryStep step;
  step.set(HistoryStep::HasSound);
  step.rms.add(rmsDb);
  step.peak.add(rmsDb + 7);
  step.momentary.add(rmsDb - 1);
  step.shortTerm.add(rmsDb - 2);
  step.pitch.add(hertz);
  return step;
}

core::HistoryReading stepsOf(const HistoryStep& step, std::uint32_t count) {
  core::HistoryReading reading;
  reading.count = 1;
  reading.list[0] = {step, count};
  return reading;
}

HistoryStep gapOf(HistoryStep::Flag flag) {
  HistoryStep step;
  step.set(flag);
  return step;
}

}  // namespace

class HistoryViewTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    m_rig->controller.host()->views()->show(QStringLiteral("history"));
    m_pane = descendant(m_rig->window->contentItem(), QStringLiteral("historyPane"));
    QVERIFY(m_pane && m_pane->isVisible());
    m_model = qobject_cast<HistoryViewModel*>(m_pane->property("history").value<QObject*>());
    QVERIFY(m_model);
    // 100 s of A4, 20 s stopped, 60 s of C5 that ends with 10 s of silence. In steps: 2000, 400, 1000, 200.
    HistoryKeeper& keeper = this->keeper();
    keeper.add(stepsOf(soundAt(-20, 440), 2000));
    keeper.add(stepsOf(gapOf(HistoryStep::Stopped), 400));
    keeper.add(stepsOf(soundAt(-30, 523.2511), 1000));
    keeper.add(stepsOf(soundAt(-60, 0), 200));
    QCOMPARE(m_model->spanS(), 60.0);
    QVERIFY(m_model->isLive());
  }
  void cleanup() { closeWindow(m_rig); }

  void theWheelZoomsAtThePointer() {
    wheel(m_pane->width() - 2, 120);
    QVERIFY(std::abs(m_model->spanS() - 60 / 1.25) < 1e-9);
    QVERIFY(m_model->isLive());
    for (int i = 0; i < 40; ++i) wheel(m_pane->width() / 2, -120);
    QCOMPARE(m_model->spanS(), core::SessionHistory::kSpanS);
    for (int i = 0; i < 60; ++i) wheel(m_pane->width() / 2, 120);
    QCOMPARE(m_model->spanS(), HistoryViewModel::kMinSpanS);
    // Where it is scrolled back, the time under the pointer stays.
    m_model->setSpan(60);
    m_model->scroll(-1);
    QVERIFY(!m_model->isLive());
    const auto timeAt = [this](double part) { return m_model->endStep() - (1 - part) * m_model->spanSteps(); };
    const double x = left() + 0.4 * (m_pane->width() - left());
    const double before = timeAt(0.4);
    wheel(x, 120);
    QVERIFY2(std::abs(timeAt(0.4) - before) < 3, qPrintable(QString::number(timeAt(0.4) - before)));
  }

  // Two fingers that go apart show a shorter time, and the newest stays at the right edge.
  void twoFingersZoom() {
    static QPointingDevice* const fingers = QTest::createTouchDevice();
    const QPoint middle = m_pane->mapToScene({m_pane->width() / 2, 120}).toPoint();
    const auto at = [&](int apart) { return std::pair{middle - QPoint(apart, 0), middle + QPoint(apart, 0)}; };
    const auto pinch = [&](int from, int to) {
      QTest::touchEvent(m_rig->window, fingers).press(0, at(from).first).press(1, at(from).second);
      for (int i = 1; i <= 20; ++i) {
        const auto [left, right] = at(from + (to - from) * i / 20);
        QTest::touchEvent(m_rig->window, fingers).move(0, left).move(1, right);
        QTest::qWait(1);
      }
      QTest::touchEvent(m_rig->window, fingers).release(0, at(to).first).release(1, at(to).second);
    };
    pinch(60, 240);
    const double near = m_model->spanS();
    QVERIFY2(near < 30 && near >= 15, qPrintable(QString::number(near)));  // a little is lost until they are a pinch
    QVERIFY(m_model->isLive());
    pinch(240, 60);
    QVERIFY2(m_model->spanS() > 1.8 * near, qPrintable(QString::number(m_model->spanS())));
  }

  // Over an hour: a peak of one step is found by the wheel, from the whole hour to its seconds, and the reset leaves
  // it.
  void anHourIsZoomedToOnePeakAndBack() {
    keeper().add(stepsOf(soundAt(-40, 220), core::SessionHistory::kSteps / 2));
    keeper().add(stepsOf(soundAt(-3, 880), 1));
    const double peak = double(keeper().history().end()) - 0.5;
    keeper().add(stepsOf(soundAt(-40, 220), core::SessionHistory::kSteps / 2));
    m_model->setSpan(3000);
    m_model->scroll(-0.1);  // so that the place under the pointer stays
    for (int i = 0; i < 25; ++i) {
      const double part = 1 - (m_model->endStep() - peak) / m_model->spanSteps();
      wheel(left() + part * (m_pane->width() - left()), 120);
    }
    QVERIFY(m_model->spanS() < 15);
    const double part = 1 - (m_model->endStep() - peak) / m_model->spanSteps();
    QVERIFY2(part > 0 && part < 1, qPrintable(QString::number(part)));
    pointAtStep(peak);
    QVERIFY2(m_model->cursorDetail().contains(QStringLiteral("\u22123.0")), qPrintable(m_model->cursorDetail()));
    m_rig->press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(m_model->spanS(), HistoryViewModel::kFirstSpanS);
    QVERIFY(m_model->isLive() && !m_model->hasCursor());
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    for (int i = 0; i < 30; ++i) m_rig->press(Qt::Key_Minus);
    QCOMPARE(m_model->spanS(), core::SessionHistory::kSpanS);
  }

  // Of a gap nothing is drawn but its ground, its edge and its name, between curves on both sides.
  void thePlotDrawsGaps() {
    m_model->setSpan(600);
    const QQuickItem* plot = descendant(m_pane, QStringLiteral("historyPlot"));
    const double top = (plot->height() - plot->property("foot").toDouble()) * 1.5 / 3.5 + 26;  // of the level's lane
    const QImage picture = m_rig->window->grabWindow();
    const auto colours = [&](double step) {
      const double part = 1 - (m_model->endStep() - step) / m_model->spanSteps();
      const int x = int(plot->mapToScene({left() + part * (m_pane->width() - left()), 0}).x());
      QSet<QRgb> found;
      for (int y = 0; y < 100; ++y) found << picture.pixel(x, int(plot->mapToScene({0, top + y}).y()));
      return found;
    };
    const QRgb ground = plot->property("raised").value<QColor>().rgb(),
               line = plot->property("line").value<QColor>().rgb();
    const QRgb trace = plot->property("trace").value<QColor>().rgb();
    for (const double step : {2040.0, 2080.0, 2340.0, 2380.0}) {
      const QSet<QRgb> found = colours(step);
      QVERIFY2(found.contains(ground) && (found - QSet<QRgb>{ground, line}).isEmpty(),
               qPrintable(QString::number(step)));
    }
    for (const double step : {1000.0, 1950.0, 2450.0, 3000.0}) {
      QVERIFY2(colours(step).contains(trace), qPrintable(QString::number(step)));
    }
  }

  void theSpanIsRemembered() {
    m_model->setSpan(600);
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    m_rig->controller.host()->views()->show(QStringLiteral("history"));
    m_pane = descendant(m_rig->window->contentItem(), QStringLiteral("historyPane"));
    m_model = qobject_cast<HistoryViewModel*>(m_pane->property("history").value<QObject*>());
    QCOMPARE(m_model->spanS(), 600.0);
  }

  void keysScrollZoomAndGoBackToNow() {
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Left);
    QVERIFY(!m_model->isLive());
    QCOMPARE(m_model->endStep(), 3600 - 120.0);
    m_rig->press(Qt::Key_Plus);
    QVERIFY(m_model->spanS() < 60);
    m_rig->press(Qt::Key_Minus);
    QVERIFY(std::abs(m_model->spanS() - 60) < 1e-9);
    m_rig->press(Qt::Key_Home);
    QCOMPARE(m_model->endStep(), 1200.0);
    QCOMPARE(m_model->placeText(), QStringLiteral("2:00 ago"));
    m_rig->press(Qt::Key_PageDown);
    QCOMPARE(m_model->endStep(), 2400.0);
    m_rig->press(Qt::Key_End);
    QVERIFY(m_model->isLive());
    m_rig->press(Qt::Key_Right);  // there is nothing later
    QVERIFY(m_model->isLive() && m_model->placeText() == QStringLiteral("Live"));
  }

  void whatIsScrolledBackStandsWhileTheHourGoesOn() {
    m_model->scroll(-0.5);
    const double end = m_model->endStep();
    keeper().add(stepsOf(soundAt(-10, 440), 100));
    QCOMPARE(m_model->endStep(), end);
    const QQuickItem* live = descendant(m_rig->window->contentItem(), QStringLiteral("historyLive"));
    QVERIFY(live->isEnabled());
    m_rig->click(live, {10, 10});
    QVERIFY(m_model->isLive() && !live->isEnabled());
    QCOMPARE(m_model->endStep(), 3700.0);
    m_model->tools()->setPaused(true);
    keeper().add(stepsOf(soundAt(-10, 440), 100));
    QCOMPARE(m_model->endStep(), 3700.0);
    m_model->tools()->setPaused(false);
    QCOMPARE(m_model->endStep(), 3800.0);
  }

  void theMouseReadsValuesAndGaps() {
    m_model->setSpan(600);  // all of it: 3600 of 12000 steps
    pointAtStep(1000);
    QVERIFY2(m_model->cursorText().contains(QStringLiteral("A4 0.0 c, 440.00 Hz")), qPrintable(m_model->cursorText()));
    QVERIFY(m_model->cursorDetail().startsWith(QStringLiteral("RMS \u221220.0")));
    QVERIFY(m_model->cursorDetail().contains(QStringLiteral("peak \u221213.0 dBFS")));
    pointAtStep(2200);
    QVERIFY2(m_model->cursorText().endsWith(QStringLiteral("stopped")), qPrintable(m_model->cursorText()));
    QCOMPARE(m_model->cursorDetail(), QString());
    pointAtStep(3000);
    QVERIFY(m_model->cursorText().contains(QStringLiteral("C5 0.0 c")));
    pointAtStep(3500);
    QVERIFY(m_model->cursorText().contains(QStringLiteral("no pitch")));
    // The tuning in force names the notes.
    m_rig->settings.setA4Hz(442);
    pointAtStep(1000);
    QVERIFY2(m_model->cursorText().contains(QStringLiteral("A4 \u22127.9 c")), qPrintable(m_model->cursorText()));
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    const double before = m_model->cursor();
    m_rig->press(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(std::abs(m_model->cursor() - before - 0.01) < 1e-6);
    m_rig->press(Qt::Key_Escape);
    QVERIFY(!m_model->hasCursor());
  }

  void aDragScrolls() {
    const QPoint from = m_pane->mapToScene({left() + 300, 100}).toPoint();
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 20; ++i) QTest::mouseMove(m_rig->window, from + QPoint(10 * i, 0));
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, from + QPoint(200, 0));
    const double moved = (3600 - m_model->endStep()) / m_model->spanSteps() * (m_pane->width() - left());
    QVERIFY2(std::abs(moved - 200) < 25, qPrintable(QString::number(moved)));
  }

  void spansAreChosenByButtons() {
    QQuickItem* spans = descendant(m_rig->window->contentItem(), QStringLiteral("historySpans"));
    m_rig->click(spans, {spans->width() - 20, 20});
    QCOMPARE(m_model->spanS(), 3600.0);
    QCOMPARE(spans->property("currentIndex").toInt(), 3);
    m_model->tools()->reset();
    QCOMPARE(m_model->spanS(), 60.0);
  }

  void aColumnOfTheHourKeepsThePeakAndDoesNotChangeWhileItMoves() {
    keeper().add(stepsOf(soundAt(-3, 880), 1));
    keeper().add(stepsOf(soundAt(-40, 220), 1500));
    m_model->setSpan(3600);
    std::vector<HistoryStep> before, after;
    const double leftStep = m_model->columns(300, before);
    QVERIFY(leftStep < 0);
    const auto loudest = [](const std::vector<HistoryStep>& steps) {
      return std::ranges::max_element(steps, {}, [](const HistoryStep& step) { return step.rms.high; }) - steps.begin();
    };
    QCOMPARE(before[std::size_t(loudest(before))].rms.high, std::int16_t(-300));
    keeper().add(stepsOf(soundAt(-40, 220), 240));  // a column
    m_model->columns(300, after);
    QCOMPARE(loudest(after), loudest(before) - 1);
    for (std::size_t i = 1; i + 2 < before.size(); ++i) QCOMPARE(after[i - 1], before[i]);
  }

  void theTableHasUnitsAndGaps() {
    m_model->setSpan(3600);
    const QList<QByteArray> lines = m_model->tools()->table().trimmed().split('\n');
    QVERIFY(lines[0].startsWith("time_s,length_s,rms_min_dbfs,rms_max_dbfs,peak_max_dbfs,"));
    QCOMPARE(lines.size(), 1 + 3600);
    QCOMPARE(lines[1], QByteArray("0.00,0.05,-20.00,-20.00,-13.00,-21.00,-21.00,-22.00,-22.00,440.000,440.000,"));
    QVERIFY(lines[2100].endsWith(",stopped") && lines[2100].count(',') == lines[0].count(','));
    QCOMPARE(m_model->tools()->settings()[QStringLiteral("spanS")].toDouble(), 3600.0);
  }

  void theHourIsFilledWhileAnotherViewIsShown() {
    const std::uint64_t before = keeper().history().end();
    m_rig->press(Qt::Key_1);
    QVERIFY(!m_pane->isVisible());
    keeper().add(stepsOf(soundAt(-20, 440), 40));
    QCOMPARE(keeper().history().end(), before + 40);
  }

 private:
  HistoryKeeper& keeper() { return *m_rig->controller.readings()->longHistory(); }
  double left() const { return m_pane->property("plotLeft").toDouble(); }
  void wheel(double x, int delta) {
    QWheelEvent event(m_pane->mapToScene({x, 80}), m_pane->mapToScene({x, 80}), {}, QPoint(0, delta), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }
  void pointAtStep(double step) {
    const double part = 1 - (m_model->endStep() - step) / m_model->spanSteps();
    const double x = left() + part * (m_pane->width() - left());
    QTest::mouseMove(m_rig->window, m_pane->mapToScene({x, 60}).toPoint());
    QVERIFY(m_model->hasCursor());
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  QQuickItem* m_pane = nullptr;
  HistoryViewModel* m_model = nullptr;
};

QTEST_MAIN(HistoryViewTests)
#include "tst_historyview.moc"
