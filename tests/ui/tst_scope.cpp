// SPDX-License-Identifier: GPL-3.0-or-later
// The oscilloscope's view by hand: its controls, its markers, its keys, and what stands while it is paused.
#include "ui/scopescene.h"
#include "ui/windowrig.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class TestScope : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder.emplace();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    m_rig->press(Qt::Key_2);
    m_rig->window->grabWindow();
    QVERIFY(scope());
    play();
  }
  void cleanup() {
    QVERIFY2(m_rig->warnings.isEmpty(), qPrintable(m_rig->warnings.join(QLatin1Char('\n'))));
    m_rig.reset();
    m_folder.reset();
  }

  void aNoteIsDrawn() {
    QCOMPARE(textOf("scopeState"), QStringLiteral("Trig\u2019d"));
    const QImage image = m_rig->window->grabWindow();
    const QQuickItem* trace = item("scopeTrace");
    const QPointF at = trace->mapToScene({0, 0});
    const QColor color = trace->property("color").value<QColor>();
    int columns = 0;
    for (int x = 0; x < int(trace->width()); ++x) {
      bool isDrawn = false;
      for (int y = 0; y < int(trace->height()) && !isDrawn; ++y) {
        isDrawn = image.pixelColor(int(at.x()) + x, int(at.y()) + y) == color;
      }
      columns += isDrawn;
    }
    QVERIFY2(columns > 0.9 * trace->width(), qPrintable(QString::number(columns)));
  }

  void controlsAreSteppedByKeysClicksAndTheWheel() {
    QVERIFY(m_rig->tabTo("scopeControls"));
    QCOMPARE(m_rig->focused("label").toString(), QStringLiteral("Time"));
    QCOMPARE(m_rig->focused("valueText").toString(), QStringLiteral("1\u00A0ms"));
    m_rig->press(Qt::Key_Right);
    QCOMPARE(m_rig->focused("valueText").toString(), QStringLiteral("2\u00A0ms"));
    m_rig->press(Qt::Key_Up);
    m_rig->press(Qt::Key_Left);
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 2e-3);
    QCOMPARE(scope()->picture().spanS, 0.02);
    QQuickItem* time = m_rig->window->activeFocusItem();
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(m_rig->focused("label").toString(), QStringLiteral("Vertical"));
    m_rig->press(Qt::Key_Left);
    QCOMPARE(scope()->choices().scale().perDivision, 0.1);
    m_rig->click(time, {10, time->height() / 2});
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 1e-3);
  }

  void whatIsNoStepIsKeptAndTold() {
    ScopeChoices choices;
    choices.isDecibels = true;
    choices.decibelStep = 2;
    choices.levelStep = 9;
    choices.engine.position = 0.33;
    choices.engine.trigger.hysteresis = 0.0034;
    ScopeChoices again;
    readJson(toJson(choices), again);
    QVERIFY(again.isDecibels);
    QCOMPARE(again.decibelStep, 2);
    QCOMPARE(again.levelStep, 9);
    QCOMPARE(again.engine.position, 0.33);
    QCOMPARE(again.engine.trigger.hysteresis.value_or(0), 0.0034);
    const auto textOfControl = [&again](const char* key) {
      const ScopeControl& control = scopeControl(scopeControlIndex(key));
      return control.text(again, control.index(again));
    };
    QCOMPARE(textOfControl("position"), QStringLiteral("33\u00A0%"));
    QVERIFY2(textOfControl("hysteresis").startsWith(QLatin1String("0.0034")), qPrintable(textOfControl("hysteresis")));
    again.engine.trigger.hysteresis = 1e-5;  // and not "Auto"
    QVERIFY(textOfControl("hysteresis") != QLatin1String("Auto"));
  }

  void theLevelIsDraggedAndMovedByKeys() {
    const QQuickItem* handle = item("handleL");
    const QQuickItem* plot = item("scopeTrace");
    const QPoint from = handle->mapToScene({handle->width() / 2, handle->height() / 2}).toPoint();
    const double level = scope()->choices().engine.trigger.level;
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 10; ++i) QTest::mouseMove(m_rig->window, from - QPoint(0, 5 * i));
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, from - QPoint(0, 50));
    const double expected = level + 50 / plot->height() * 8 * scope()->choices().scale().perDivision;
    QVERIFY(std::abs(scope()->choices().engine.trigger.level - expected) < 0.01);
    QVERIFY(m_rig->tabTo("handleL"));
    const double before = scope()->choices().engine.trigger.level;
    m_rig->press(Qt::Key_Down);
    QVERIFY(scope()->choices().engine.trigger.level < before);
    QVERIFY(m_rig->tabTo("handleT"));
    m_rig->press(Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(scope()->choices().engine.position < 0.5);
  }

  void theHysteresisIsDragged() {
    const QQuickItem* handle = item("handleH");
    const QQuickItem* plot = item("scopeTrace");
    const QPoint from = handle->mapToScene({handle->width() / 2, handle->height() / 2}).toPoint();
    const double before = (scope()->hysteresisBottom() - scope()->levelY()) * plot->height();
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 10; ++i) QTest::mouseMove(m_rig->window, from + QPoint(0, 4 * i));
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, from + QPoint(0, 40));
    const double perPixel = 8 * scope()->choices().scale().perDivision / plot->height();
    const std::optional<double> hysteresis = scope()->choices().engine.trigger.hysteresis;
    QVERIFY(hysteresis);
    QVERIFY2(std::abs(*hysteresis - (before + 40) * perPixel) < 3 * perPixel, qPrintable(QString::number(*hysteresis)));
    QVERIFY(std::abs(scope()->hysteresisTop() + scope()->hysteresisBottom() - 2 * scope()->levelY()) < 1e-6);
    QVERIFY(m_rig->tabTo("handleH"));
    m_rig->press(Qt::Key_Up);
    QVERIFY(*scope()->choices().engine.trigger.hysteresis < *hysteresis);
  }

  void theScreenZoomsByKeysAndTheWheel() {
    QVERIFY(m_rig->tabTo("scope"));
    m_rig->press(Qt::Key_Plus);
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 0.5e-3);
    m_rig->press(Qt::Key_Minus);
    m_rig->press(Qt::Key_Minus);
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 2e-3);
    m_rig->press(Qt::Key_Up);
    QCOMPARE(scope()->choices().scale().perDivision, 0.1);
    const QQuickItem* plot = item("scope");
    const QPointF middle = plot->mapToScene({plot->width() / 2, plot->height() / 3});
    QWheelEvent wheel(middle, m_rig->window->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_rig->window, &wheel);
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 1e-3);
  }

  void aPausedOneStandsAndIsSteppedThrough() {
    m_rig->click(item("pauseView"), {10, 10});
    QVERIFY(scope()->tools()->isPaused());
    QCOMPARE(textOf("scopeState"), QStringLiteral("Stop"));
    const double newest = scope()->picture().triggerS;
    tests::playToScope(*scope(), 220, 0.2, 1, 1);
    QCOMPARE(scope()->picture().triggerS, newest);
    m_rig->click(item("sweepBefore"), {10, 10});
    const double before = scope()->picture().triggerS;
    QVERIFY(before < newest);
    QVERIFY(m_rig->tabTo("scope"));
    m_rig->press(Qt::Key_PageDown);
    QCOMPARE(scope()->picture().triggerS, newest);
    m_rig->press(Qt::Key_Left);
    QVERIFY(std::abs(scope()->picture().triggerS - (newest - 0.1 * scope()->picture().spanS)) < 1e-9);
    QVERIFY(textOf("scopeDetail").endsWith(QStringLiteral("ago")));
    m_rig->click(item("pauseView"), {10, 10});
    QVERIFY(!scope()->tools()->isPaused());
  }

  void cursorsMeasure() {
    tests::chooseInScope(*scope(), "cursors", ScopeChoices::AllCursors);
    m_rig->window->grabWindow();
    scope()->cursors()->setTimeX(0, 0.5);
    scope()->cursors()->setTimeX(1, 0.5 + 1 / 220.0 / 0.01);
    const QString time = textOf("timeReadout");
    for (const char* part : {"4.545\u00A0ms", "220\u00A0Hz", "A3", "phase 0\u00B0"}) {
      QVERIFY2(time.contains(QString::fromUtf8(part)), qPrintable(time));
    }
    scope()->cursors()->setLevelY(0, 0.5 - 0.5 / 8 / 0.2);
    scope()->cursors()->setLevelY(1, 0.5 - 0.25 / 8 / 0.2);
    const QString level = textOf("levelReadout");
    for (const char* part : {"0.5\u00A0FS", "\u22126.0\u00A0dBFS", "b/a \u22126.0\u00A0dB"}) {
      QVERIFY2(level.contains(QString::fromUtf8(part)), qPrintable(level));
    }
    QVERIFY(m_rig->tabTo("handleA"));
    const double x = scope()->cursors()->timeX()[0];
    m_rig->press(Qt::Key_Right);
    QVERIFY(std::abs(scope()->cursors()->timeX()[0] - x - 1 / item("scopeTrace")->width()) < 1e-6);
    m_rig->press(Qt::Key_Right, Qt::ControlModifier);
    const double sample = (scope()->picture().triggerS + (scope()->cursors()->timeX()[0] - 0.5) * 0.01) * 48000;
    QVERIFY(std::abs(sample - std::round(sample)) < 1e-3);
  }

  void choicesAreRememberedAndReset() {
    tests::chooseInScope(*scope(), "mode", int(core::ScopeMode::PitchLocked));
    tests::chooseInScope(*scope(), "timePerDivision", 7);
    scope()->setLevelY(0.4);
    ScopeModel other;
    other.setProperty("controller", QVariant::fromValue(&m_rig->controller));
    QCOMPARE(other.choices().engine.mode, core::ScopeMode::PitchLocked);
    QCOMPARE(other.choices().engine.secondsPerDivision, 0.01);
    QVERIFY(std::abs(other.choices().engine.trigger.level - scope()->choices().engine.trigger.level) < 1e-9);
    m_rig->click(item("resetView"), {10, 10});
    QCOMPARE(scope()->choices().engine.secondsPerDivision, 1e-3);
    QCOMPARE(scope()->choices().engine.trigger.level, 0.0);
  }

  void theTableHasTheSamplesOfTheSweep() {
    const QByteArray table = scope()->tools()->table();
    const QList<QByteArray> lines = table.trimmed().split('\n');
    QCOMPARE(lines[0], QByteArray("time_s,channel1_fs"));
    QVERIFY(std::abs(int(lines.size()) - 481) <= 1);  // 10 ms
    QVERIFY(std::abs(lines[1].split(',')[0].toDouble() + 0.005) < 1 / 48000.0);
    QCOMPARE(scope()->tools()->settings()[QStringLiteral("timePerDivision")].toString(), QStringLiteral("1\u00A0ms"));
  }

  void twoChannelsOfferXy() {
    tests::playToScope(*scope(), 220, 0.5, 2, 3);
    QVERIFY(scope()->isStereo());
    tests::chooseInScope(*scope(), "display", ScopeChoices::Goniometer);
    tests::playToScope(*scope(), 220, 0.5, 2, 3.5);
    QVERIFY(!scope()->picture().points.empty());
    QVERIFY(!scope()->cursors()->hasTime());
    QVERIFY(scope()->look().isTurned);
  }

 private:
  ScopeModel* scope() const { return tests::scopeIn(*m_rig->window); }
  void play() { tests::playToScope(*scope(), 220, 1, 1); }
  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  QString textOf(const char* name) const { return item(name)->property("text").toString(); }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};

QTEST_MAIN(TestScope)
#include "tst_scope.moc"
