// SPDX-License-Identifier: GPL-3.0-or-later
// The strobe as a renderer draws it: over ten seconds the stripes of ring 1 drift as the mean reading says, as bands
// and as a circle. Run with Qt's software renderer, and once more with OpenGL.
#include "core/pitch/pitchengine.h"
#include "core/strobe/strobephase.h"
#include "ui/items/strobeimage.h"
#include "ui/items/strobeitem.h"

#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QTest>

#include <cmath>
#include <complex>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kRateHz = 48000;
constexpr int kSide = 480;           // of the window
constexpr int kHopsPerPicture = 12;  // 0.13 s, in which ring 1 turns by less than a third of a period
constexpr double kStartS = 1;        // the engine has settled
constexpr double kLengthS = 10;

std::complex<double> wave(double turns) {
  return std::polar(1.0, -2 * M_PI * turns);
}

// The stripes of ring 1 at their own frequency across the width, or round the circle: amplitude, and where a bright one
// is.
std::complex<double> stripesOf(const QImage& picture, bool isCircular) {
  std::complex<double> sum = 0;
  constexpr int kPoints = 1440;
  const double side = picture.width();
  for (int i = 0; i < kPoints; ++i) {
    const double part = (i + 0.5) / kPoints;
    if (isCircular) {
      const double radius = side / 2 * 0.38;  // of the innermost ring
      const QPointF at(side / 2 + radius * std::sin(2 * M_PI * part), side / 2 - radius * std::cos(2 * M_PI * part));
      sum += double(qGray(picture.pixel(int(at.x()), int(at.y())))) * wave(part * StrobeImage::kCircularStripes);
    } else {
      const int y = picture.height() * 7 / 8;  // of the lowest band
      sum += double(qGray(picture.pixel(int(part * side), y))) * wave((part - 0.5) * StrobeImage::kLinearStripes);
    }
  }
  return 2.0 * sum / double(kPoints);
}

}  // namespace

class Strobe : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    m_window.resize(kSide, kSide);
    m_window.setColor(Qt::black);
    m_item.setParentItem(m_window.contentItem());
    m_item.setSize({kSide, kSide});
    m_item.setProperty("color", QColor(Qt::white));
    m_item.setProperty("ground", QColor(Qt::black));
    m_item.setModel(&m_model);
    m_window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&m_window));
    const bool isSoftware = m_window.rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
    QCOMPARE(isSoftware, qgetenv("QT_QUICK_BACKEND") == "software");
  }

  void thePictureDriftsAsTheReadingSays_data() {
    QTest::addColumn<bool>("isCircular");
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("cents");
    for (const bool isCircular : {false, true}) {
      for (const double hertz : {82.4069, 440.0, 1318.51}) {
        for (const double cents : {0.0, 0.4, -3.0}) {
          QTest::addRow("%s, %g Hz, %g cents", isCircular ? "circle" : "bands", hertz, cents)
              << isCircular << hertz << cents;
        }
      }
    }
  }
  void thePictureDriftsAsTheReadingSays() {
    QFETCH(bool, isCircular);
    QFETCH(double, hertz);
    QFETCH(double, cents);
    m_item.setProperty("isCircular", isCircular);
    core::PitchEngine engine({.sampleRateHz = kRateHz});
    core::StrobePhase phase(kRateHz);
    phase.setTarget(hertz);
    std::vector<float> hop(engine.hopFrames());
    double sumCents = 0, firstS = 0, lastS = 0, turns = 0;
    int readings = 0, hops = 0;
    std::complex<double> before = 0;
    for (std::size_t at = 0; double(at) < (kStartS + kLengthS) * kRateHz; at += hop.size()) {
      fill(hop, at, hertz * std::exp2(cents / 1200));
      const core::PitchReading reading = engine.process(hop);
      const double endS = double(at + hop.size()) / kRateHz;
      phase.process(hop, endS, reading.hertz, reading.inharmonicity);
      if (endS < kStartS || !reading.hertz) continue;
      sumCents += 1200 * std::log2(*reading.hertz / hertz);
      ++readings;
      if (hops++ % kHopsPerPicture != 0) continue;
      m_model.show(phase.reading());
      const std::complex<double> now = stripesOf(m_window.grabWindow(), isCircular);
      QVERIFY2(std::abs(now) > 60, qPrintable(QStringLiteral("no stripes: %1").arg(std::abs(now))));
      if (std::abs(before) > 0) turns -= std::arg(now / before) / (2 * M_PI);
      if (firstS <= 0) firstS = endS;
      lastS = endS;
      before = now;
    }
    const double drift = 1200 * std::log2(1 + turns / (lastS - firstS) / hertz);
    const double mean = sumCents / readings;
    const QString what = QStringLiteral("drifts by %1 cents, reads %2").arg(drift).arg(mean);
    QVERIFY2(std::abs(drift - mean) < 0.1, qPrintable(what));
    QVERIFY2(std::abs(drift - cents) < 0.1, qPrintable(what));
  }

 private:
  // A tone with the partials of all rings.
  static void fill(std::vector<float>& hop, std::size_t at, double hertz) {
    for (std::size_t i = 0; i < hop.size(); ++i) {
      const double turn = hertz * double(at + i) / kRateHz;
      double value = 0;
      for (const int n : {1, 2, 3, 4, 8}) value += 0.1 * std::sin(2 * M_PI * (n * turn - std::floor(n * turn)));
      hop[i] = float(value);
    }
  }

  StrobeModel m_model;
  QQuickWindow m_window;
  StrobeItem m_item;
};

QTEST_MAIN(Strobe)
#include "tst_strobe.moc"
