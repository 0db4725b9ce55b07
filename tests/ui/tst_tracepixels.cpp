// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of a trace against Qt's own polygons, and against the area that they cover.
#include "ui/items/tracepixels.h"

#include <QPainter>
#include <QPolygonF>
#include <QTest>

#include <cmath>
#include <vector>

using namespace tunescope::ui;

namespace {

std::vector<TraceEdge> wave(int columns, double swings) {
  std::vector<TraceEdge> edges;
  for (int i = 0; i < columns; ++i) {
    const double middle = 100 + 80 * std::sin(2 * M_PI * swings * i / columns);
    edges.push_back({float(middle - 2.3), float(middle + 2.1)});
  }
  return edges;
}

double areaOf(const QImage& image) {
  double sum = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) sum += qAlpha(image.pixel(x, y)) / 255.0;
  }
  return sum;
}

}  // namespace

class TracePixelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachPixelIsThatOfAPolygon_data() {
    QTest::addColumn<double>("swings");
    QTest::addColumn<double>("scale");
    QTest::newRow("level") << 0.5 << 1.0;
    QTest::newRow("a few periods") << 4.0 << 1.0;
    QTest::newRow("steep") << 30.0 << 1.0;
    QTest::newRow("twice as large") << 6.0 << 2.0;
  }
  void eachPixelIsThatOfAPolygon() {
    QFETCH(double, swings);
    QFETCH(double, scale);
    const std::vector<TraceEdge> edges = wave(301, swings);
    const QSizeF size(300, 200);
    TracePixels pixels;
    pixels.paint(edges, size, scale, Qt::white);
    QImage wanted(pixels.image().size(), QImage::Format_ARGB32_Premultiplied);
    wanted.fill(0);
    QPainter painter(&wanted);
    painter.scale(scale, scale);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    QPolygonF outline;
    for (std::size_t i = 0; i < edges.size(); ++i) outline << QPointF(double(i), edges[i].top);
    for (std::size_t i = edges.size(); i-- > 0;) outline << QPointF(double(i), edges[i].bottom);
    painter.drawPolygon(outline, Qt::WindingFill);
    painter.end();
    double worst = 0;
    for (int y = 0; y < wanted.height(); ++y) {
      for (int x = 0; x < wanted.width(); ++x)
        worst = std::max(worst, std::abs(qAlpha(wanted.pixel(x, y)) - qAlpha(pixels.image().pixel(x, y))) / 255.0);
    }
    QVERIFY2(worst < 0.03, qPrintable(QString::number(worst)));
    double area = 0;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) area += edges[i].bottom - edges[i].top;
    QVERIFY(std::abs(areaOf(pixels.image()) / scale / scale / area - 1) < 0.01);
  }

  void whatWasPaintedBeforeIsGone() {
    TracePixels pixels;
    pixels.paint(wave(301, 4), QSizeF(300, 200), 1, Qt::white);
    QVERIFY(pixels.firstRow() < 30 && pixels.endRow() > 170);
    const std::vector<TraceEdge> level(301, TraceEdge{100, 102});
    pixels.paint(level, QSizeF(300, 200), 1, Qt::red);
    QCOMPARE(areaOf(pixels.image()), 600.0);
    QCOMPARE(pixels.image().pixel(150, 101), QColor(Qt::red).rgba());
    QVERIFY(pixels.firstRow() == 100 && pixels.endRow() == 102);
    pixels.paint({}, QSizeF(300, 200), 1, Qt::red);
    QCOMPARE(pixels.endRow(), 0);
  }

  void whatLeavesTheItemIsCut() {
    TracePixels pixels;
    const std::vector<TraceEdge> edges(11, TraceEdge{-50, 500});
    pixels.paint(edges, QSizeF(10, 20), 1, Qt::white);
    QCOMPARE(areaOf(pixels.image()), 200.0);
  }
};

QTEST_APPLESS_MAIN(TracePixelsTest)
#include "tst_tracepixels.moc"
