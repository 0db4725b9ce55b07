// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that the window draws: none while it is stopped or its view is paused, one for several changes at once.
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class FramesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    QTRY_VERIFY(m_rig->controller.run()->status().state == audio::CaptureState::Running);
    connect(m_rig->window, &QQuickWindow::frameSwapped, this, [this] { ++m_frames; });
    settle();
  }
  void cleanup() { closeWindow(m_rig); }

  void nothingIsDrawnWhileTheCaptureIsStopped_data() {
    QTest::addColumn<int>("view");
    for (int view = 0; view < ViewRegistry::count(); ++view) QTest::newRow(kViews[view].name) << view;
  }
  void nothingIsDrawnWhileTheCaptureIsStopped() {
    QFETCH(int, view);
    m_rig->controller.host()->views()->setCurrentIndex(view);
    m_rig->press(Qt::Key_Space);
    QTRY_VERIFY(m_rig->controller.run()->isStopped());
    settle();
    QCOMPARE(framesIn(500), 0);
  }

  void aPausedViewDrawsNothing() {
    m_rig->press(Qt::Key_3);
    settle();
    const QQuickItem* bars = descendant(m_rig->window->contentItem(), QStringLiteral("meterBars"));
    auto* model = qobject_cast<MetersModel*>(bars->property("meters").value<QObject*>());
    QVERIFY(model);
    const auto play = [&](int readings) {
      settle();
      for (int i = 0; i < readings; ++i) {
        m_timeS += 0.1;
        core::MetersReading reading;
        reading.timeS = m_timeS;
        reading.channelCount = 2;
        reading.perChannel[0].truePeakDb = -30 + (i % 7);
        reading.loudness.momentary = -30 + (i % 5);
        model->show(reading);
        QTest::qWait(30);
      }
      const int drawn = m_frames;
      return drawn;
    };
    QVERIFY(play(10) > 5);
    m_rig->press(Qt::Key_Period);
    QCOMPARE(play(10), 0);
    m_rig->press(Qt::Key_Period);
    QVERIFY(play(10) > 5);
  }

  // The tuner's readings go on while another view is shown, which is paused.
  void aHiddenTunerDrawsNothing() {
    m_rig->press(Qt::Key_1);
    StageBackend::play(20000);
    settle();
    m_rig->press(Qt::Key_3);
    m_rig->press(Qt::Key_Period);
    settle();
    int readings = 0;
    auto* tuner = m_rig->controller.readings()->tuner();
    const auto counted = connect(tuner, &TunerModel::changed, this, [&] { ++readings; });
    for (int i = 0; i < 20; ++i) {
      StageBackend::play(2000);
      QTest::qWait(40);
    }
    disconnect(counted);
    const int drawn = m_frames;
    m_rig->press(Qt::Key_Period);
    QVERIFY(readings > 5);
    QCOMPARE(drawn, 0);
    m_rig->press(Qt::Key_1);
    StageBackend::play(20000);
    settle();
    StageBackend::play(20000);
    QTest::qWait(300);
    QVERIFY(m_frames > 0);
  }

  // Nor does a hidden view move anything, though its meters go on measuring.
  void aHiddenViewMovesNothing() {
    m_rig->press(Qt::Key_3);
    const QQuickItem* bars = descendant(m_rig->window->contentItem(), QStringLiteral("meterBars"));
    auto* model = qobject_cast<MetersModel*>(bars->property("meters").value<QObject*>());
    const auto readingsIn = [&](int frames) {
      QTest::qWait(50);
      int readings = 0;
      const auto counted = connect(model, &MetersModel::moved, this, [&] { ++readings; });
      StageBackend::play(frames);
      QTest::qWait(300);
      disconnect(counted);
      return readings;
    };
    QVERIFY(readingsIn(24000) > 0);
    m_rig->press(Qt::Key_4);
    QCOMPARE(readingsIn(24000), 0);
    m_rig->press(Qt::Key_3);
    QVERIFY(readingsIn(24000) > 0);
  }

 private:
  int framesIn(int ms) {
    m_frames = 0;
    QTest::qWait(ms);
    return m_frames;
  }
  // Until nothing has been drawn for a while.
  void settle() {
    QTRY_COMPARE(framesIn(200), 0);
    m_frames = 0;
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  int m_frames = 0;
  double m_timeS = 0;
};

QTEST_MAIN(FramesTest)
#include "tst_frames.moc"
