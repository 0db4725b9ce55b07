// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/waveformitem.h"
#include "ui/models/devicelistmodel.h"
#include "ui/models/levelmodel.h"
#include "ui/models/signalpathmodel.h"
#include "ui/models/waveformmodel.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kHopS = 512 / 48000.0;

core::LevelReading loud(double timeS, double rmsDb, double peakDb, unsigned clipped = 0) {
  return {timeS, rmsDb, peakDb, clipped};
}

}  // namespace

class ViewModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePeakIsHeldAndFalls() {
    LevelModel level;
    level.show(loud(0, -20, -6));
    for (double t = 0; t < 1.4; t += kHopS) level.show(loud(t, -40, -30));
    QCOMPARE(level.heldPosition(), LevelModel::positionOf(-6));
    for (double t = 1.4; t < 4; t += kHopS) level.show(loud(t, -40, -30));
    QCOMPARE(level.heldPosition(), LevelModel::positionOf(-30));
  }
  void clippingIsSeenForAWhile() {
    LevelModel level;
    level.show(loud(0, -3, 0, 4));
    QVERIFY(level.isClipping());
    QCOMPARE(level.hint(), LevelModel::Hint::Clips);
    level.show(loud(1.9, -3, -1));
    QVERIFY(level.isClipping());
    level.show(loud(2.1, -3, -1));
    QVERIFY(!level.isClipping());
  }
  void digitalSilenceIsMinusInfinityAndMuted() {
    LevelModel level;
    for (double t = 0; t < 4; t += kHopS) level.show({t, std::nullopt, std::nullopt, 0});
    QCOMPARE(level.rmsText(), QStringLiteral("\u2212\u221E"));
    QCOMPARE(level.rmsPosition(), 0.0);
    QVERIFY(level.isMutedFor(2));
    QCOMPARE(level.hint(), LevelModel::Hint::TooQuiet);
    level.show(loud(4, -20, -10));
    QVERIFY(!level.isMutedFor(0.1));
    QCOMPARE(level.hint(), LevelModel::Hint::Good);
  }
  void theMeterKeepsWithinItsEnds() {
    QCOMPARE(LevelModel::positionOf(-60), 0.0);
    QCOMPARE(LevelModel::positionOf(-30), 0.5);
    QCOMPARE(LevelModel::positionOf(6), 1.0);
    QCOMPARE(LevelModel::positionOf(-std::numeric_limits<double>::infinity()), 0.0);
  }

  void theTraceKeepsItsWidthAndItsPeaks() {
    core::WaveformFrame frame;
    frame.columns = {{0, 0}, {-1, 1}, {0.5F, 0.5F}, {9, 9}};
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(3, 100), 2, 0, edges);
    QCOMPARE(edges.size(), std::size_t(4));
    QCOMPARE(edges[0].bottom - edges[0].top, 2.0F);  // the first is level with the second's middle
    QVERIFY(edges[1].top <= 2.01F && edges[1].bottom >= 97.9F);
    QVERIFY(edges[3].top < edges[3].bottom && edges[3].bottom <= 100);  // beyond full scale stays in the picture
  }
  void aSteepLineIsAsWideAcrossAsALevelOne_data() {
    QTest::addColumn<double>("slope");
    for (const double slope : {0.0, 1.0, -5.0, 60.0, -400.0}) QTest::addRow("%g", slope) << slope;
  }
  // Pixels up for each to the right, of a line 4 pixels wide.
  void aSteepLineIsAsWideAcrossAsALevelOne() {
    QFETCH(double, slope);
    constexpr double kHeight = 20000;
    core::WaveformFrame frame;
    for (int i = -10; i <= 10; ++i) {
      const auto sample = float(i * slope / (kHeight / 2 - 4));
      frame.columns.push_back({sample, sample});
    }
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(20, kHeight), 4, 0, edges);
    const double across = (edges[10].bottom - edges[10].top) / std::hypot(1, slope);
    QVERIFY2(std::abs(across - 4) < 0.02, qPrintable(QString::number(across)));
    WaveformItem::layOut(frame, 1, QSizeF(20, kHeight), 4, 0.5, edges);
    QVERIFY(std::abs((edges[10].bottom - edges[10].top) / std::hypot(1, slope) - 5) < 0.02);
  }
  void aSteepFlankDoesNotOvershootItsPeak() {
    core::WaveformFrame frame;
    frame.columns.assign(21, {0, 0});
    frame.columns[10] = {0.8F, 0.8F};
    std::vector<WaveformItem::Edge> edges;
    WaveformItem::layOut(frame, 1, QSizeF(20, 1008), 4, 0, edges);
    for (const WaveformItem::Edge& edge : edges)
      QVERIFY(edge.top >= 504 - 0.8F * 500 - 2.01F && edge.bottom <= 506.01F);
  }
  void theGainGoesInDoublingsAndRests() {
    WaveformModel model;
    QSignalSpy texts(&model, &WaveformModel::textChanged);
    core::WaveformFrame frame;
    frame.spanS = 0.025;
    frame.columns.assign(8, {-0.05F, 0.05F});
    for (double t = 0; t < 3; t += 0.016) {
      frame.timeS = t;
      model.show(frame);
    }
    QCOMPARE(model.gainText(), QStringLiteral("\u00D78"));
    QVERIFY(std::abs(model.gain() - 8) < 0.01);
    QCOMPARE(texts.count(), 2);  // the gain and the span, not one for each frame
    model.rest();
    QCOMPARE(texts.count(), 3);
    QVERIFY(model.frame().columns.empty());
    QVERIFY(model.gainText().isEmpty());
  }
  void anAttackAfterQuietIsDrawnWhole() {
    WaveformModel model;
    core::WaveformFrame frame;
    const auto showFor = [&](double seconds, float peak) {
      frame.columns.assign(8, {-peak, peak});
      for (const double endS = frame.timeS + seconds; frame.timeS < endS; frame.timeS += 0.016) model.show(frame);
    };
    showFor(3, 0.005F);
    QVERIFY(std::abs(model.gain() - 64) < 0.1);
    showFor(0.016, 0.8F);
    QVERIFY2(model.gain() * 0.8 <= 1, qPrintable(QString::number(model.gain())));
    showFor(0.5, 0.005F);  // but the way back is slow
    QVERIFY(model.gain() < 1.1);
  }
  void aFrameIsAcknowledgedOnce() {
    WaveformModel model;
    QSignalSpy consumed(&model, &WaveformModel::consumed);
    model.acknowledge();
    QCOMPARE(consumed.count(), 0);
    model.show({});
    model.acknowledge();
    model.acknowledge();
    QCOMPARE(consumed.count(), 1);
  }
  void aFrameThatIsDroppedIsAcknowledgedToo() {
    WaveformModel model;
    QSignalSpy consumed(&model, &WaveformModel::consumed);
    model.show({});
    model.rest();
    QCOMPARE(consumed.count(), 1);
    model.rest();
    model.acknowledge();  // drawn after all: nothing is waiting any more
    QCOMPARE(consumed.count(), 1);
  }

  void lostSamplesAreGroupedAndInSeconds() {
    SignalPathModel model;
    analysis::SignalPath path;
    const auto lost = [&] {
      model.show(path);
      return model.text().section(QStringLiteral("Lost samples: "), 1).section(QLatin1Char('\n'), 0, 0);
    };
    QCOMPARE(lost(), QStringLiteral("none"));
    path.lostFrames = 1102739;
    QCOMPARE(lost(), QStringLiteral("1,102,739"));
    path.status.format.sampleRateHz = 48000;
    QCOMPARE(lost(), QStringLiteral("1,102,739 (22.97 s)"));
    path.lostFrames = 512;
    QCOMPARE(lost(), QStringLiteral("512 (0.011 s)"));
  }

  void levelsBelongToTheirInputs() {
    DeviceListModel model;
    audio::DeviceInfo one{.id = "pulse:One",
                          .api = "pulse",
                          .name = "One",
                          .inputChannels = 2,
                          .preferredRateHz = 48000,
                          .ratesHz = {},
                          .isDefault = true};
    audio::DeviceInfo two{
        .id = "alsa:Two", .api = "alsa", .name = "Two", .inputChannels = 1, .preferredRateHz = 44100, .ratesHz = {}};
    model.setDevices({one, two});
    const auto value = [&](int row, int role) { return model.data(model.index(row), role); };
    QCOMPARE(value(0, DeviceListModel::DetailRole).toString(),
             QStringLiteral("PulseAudio \u00B7 48 kHz \u00B7 stereo"));
    QCOMPARE(value(1, DeviceListModel::DetailRole).toString(), QStringLiteral("ALSA \u00B7 44.1 kHz \u00B7 mono"));
    QVERIFY(!value(1, DeviceListModel::HasLevelRole).toBool());
    model.setLevel(QStringLiteral("alsa:Two"), -30.0);
    QVERIFY(!value(0, DeviceListModel::HasLevelRole).toBool());
    QCOMPARE(value(1, DeviceListModel::LevelRole).toDouble(), 0.5);
    model.setDevices({two, one});  // keeps it
    QCOMPARE(value(0, DeviceListModel::LevelRole).toDouble(), 0.5);
    QCOMPARE(model.currentIndex(), 1);  // the default, as none is chosen
    model.setCurrent(QStringLiteral("alsa:Two"));
    QCOMPARE(model.currentIndex(), 0);
  }
};

QTEST_GUILESS_MAIN(ViewModels)
#include "tst_viewmodels.moc"
