// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/timelineplot.h"

#include "present/colourmap.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

using core::PitchExtremes;
using core::SpectrogramRows;

constexpr TimelinePlot::Lane kOrder[] = {TimelinePlot::Wave, TimelinePlot::Pitch, TimelinePlot::Spectrogram,
                                         TimelinePlot::Level, TimelinePlot::Loudness};
constexpr double kLowestHz = 50;
constexpr double kHighestHz = 12000;
constexpr double kFloorDb = -96;
constexpr double kTopDb = -16;
constexpr double kQuietScale = 0.02;  // a waveform below it is drawn on this scale

double laneShare(TimelinePlot::Lane lane) {
  return lane == TimelinePlot::Pitch ? 2.4 : lane == TimelinePlot::Spectrogram ? 1.4 : 1;
}

// The scale at which the loudest sample of the columns fills the lane.
double fullScale(const std::vector<TimelineModel::Column>& columns) {
  double largest = kQuietScale;
  for (const auto& column : columns) {
    if (!column.wave.isNone()) {
      largest = std::max({largest, std::abs(double(column.wave.low)), std::abs(double(column.wave.high))});
    }
  }
  return largest;
}

void paintWaveColumns(QPainter& painter, QRectF box, const std::vector<TimelineModel::Column>& columns,
                      const QColor& color) {
  const double middle = box.center().y(), half = box.height() / 2 / fullScale(columns);
  double before = std::nan("");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& wave = columns[i].wave;
    if (wave.isNone()) {
      before = std::nan("");
      continue;
    }
    double top = middle - double(wave.high) * half, bottom = middle - double(wave.low) * half;
    const double centre = (top + bottom) / 2;
    if (!std::isnan(before) && bottom - top < 2) {
      top = std::min(top, before);
      bottom = std::max(bottom, before);
    }
    before = centre;
    painter.fillRect(QRectF(box.left() + double(i), top, 1, std::max(1.0, bottom - top)), color);
  }
}

}  // namespace

TimelinePlot::TimelinePlot(QQuickItem* parent) : LanePlot(parent) {}

void TimelinePlot::setModel(TimelineModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    connect(m_model, &TimelineModel::changed, this, [this] {
      if (isVisible()) update();
    });
  }
  Q_EMIT changed();
}

double TimelinePlot::xOf(QRectF box, double seconds) const {
  return box.left() + (seconds - m_model->startS()) / m_model->spanS() * box.width();
}

void TimelinePlot::paint(QPainter* painter) {
  if (!m_model || !m_model->hasSound() || width() < 8) return;
  if (m_isStrip) return paintStrip(*painter);
  const QRectF plot(gutter(), 0, std::floor(width() - gutter()), height() - foot());
  if (plot.width() < 8 || plot.height() < 3 * m_textSize) return;
  m_model->columns(int(plot.width()), m_steps, m_columns);
  painter->setRenderHint(QPainter::TextAntialiasing);
  double shares = 0;
  for (const Lane lane : kOrder) shares += (m_lanes & lane) ? laneShare(lane) : 0;
  double top = 0, taken = 0;
  for (const Lane lane : kOrder) {
    if (!(m_lanes & lane)) continue;
    taken += laneShare(lane);
    const double bottom = std::round(plot.height() * taken / shares);
    paintLane(*painter, lane, QRectF(plot.left(), top, plot.width(), bottom - top));
    top = bottom;
  }
  paintTimes(*painter, plot);
}

void TimelinePlot::paintStrip(QPainter& painter) const {
  const int count = int(width());
  const double perColumn = m_model->seconds() / count;
  std::vector<TimelineModel::Column> columns(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    columns[std::size_t(i)].wave = m_model->sound()->wave.over(i * perColumn, (i + 1) * perColumn);
  paintWaveColumns(painter, QRectF(0, 0, count, height()), columns, m_trace);
}

// A title, and the lane below it.
void TimelinePlot::paintLane(QPainter& painter, Lane lane, QRectF box) {
  if (box.height() < std::ceil(m_textSize * 1.6) + 4) return;
  box = paintTitle(painter, box,
                   lane == Wave          ? tr("Waveform")
                   : lane == Pitch       ? tr("Pitch: one standard deviation around it, and the notes in frames")
                   : lane == Spectrogram ? tr("Spectrogram, Hz")
                   : lane == Level       ? tr("Level, dBFS: RMS and peak")
                                         : tr("Loudness, LUFS: momentary and short-term"));
  painter.save();
  if (lane == Wave) {
    paintWave(painter, box);
  } else if (lane == Pitch) {
    const Scale scale = pitchScale(box);
    const Grid grid{m_model->tuning(), m_model->names(), m_model->toleranceCents()};
    paintNotes(painter, scale, grid);
    paintBand(painter, scale);
    paintPitches(painter, scale, grid);
    paintPlayedNotes(painter, scale, grid);
  } else if (lane == Spectrogram) {
    paintSpectrogram(painter, box);
  } else if (lane == Level) {
    const Scale scale{box, -80, 3};
    paintMarks(painter, scale, {-60, -40, -20, 0});
    paintLevels(painter, scale);
  } else {
    const Scale scale{box, -59, 3};
    paintMarks(painter, scale, {-50, -40, -30, -20, -10, 0});
    paintLoudness(painter, scale);
  }
  paintParts(painter, box);
  painter.restore();
  paintBottom(painter, box);
}

void TimelinePlot::paintWave(QPainter& painter, QRectF box) const {
  painter.fillRect(QRectF(box.left(), std::round(box.center().y()), box.width(), 1), m_line);
  paintWaveColumns(painter, box, m_columns, m_trace);
}

// One standard deviation to each side of the curve of pitch.
void TimelinePlot::paintBand(QPainter& painter, const Scale& scale) const {
  QColor color = m_trace;
  color.setAlphaF(0.22F);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const PitchExtremes& band = m_columns[i].pitch.band;
    if (band.isNone()) continue;
    const double top = std::max(scale.box.top(), scale.yOf(double(band.high)));
    const double bottom = std::min(scale.box.bottom(), scale.yOf(double(band.low)));
    if (bottom > top) painter.fillRect(QRectF(scale.box.left() + double(i), top, 1, bottom - top), color);
  }
}

// A frame around each note at its mean, and its name above where there is room.
void TimelinePlot::paintPlayedNotes(QPainter& painter, const Scale& scale, const Grid& grid) const {
  setFont(painter, true);
  const QFontMetricsF metrics(painter.font());
  const double half = std::max(3.0, m_textSize * 0.3);
  double freeFrom = scale.box.left();
  for (const core::PlayedNote& note : m_model->sound()->notes) {
    const double left = xOf(scale.box, note.onsetS), right = xOf(scale.box, note.onsetS + note.lengthS);
    if (right < scale.box.left() || left > scale.box.right()) continue;
    const auto named = grid.tuning.nearest(note.hertz());
    const double y = std::round(scale.yOf(PitchExtremes::centsOf(note.hertz())));
    if (!named || y - half < scale.box.top() || y + half > scale.box.bottom()) continue;
    const double from = std::max(scale.box.left(), std::round(left));
    const double to = std::min(scale.box.right(), std::max(std::round(right), from + 2));
    painter.setPen(m_soft);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(from + 0.5, y - half + 0.5, std::max(1.0, to - from - 1), 2 * half));
    const QString name = shownNoteName(*named, grid.names);
    const double width = metrics.horizontalAdvance(name);
    const bool isAbove = y - half - metrics.height() >= scale.box.top();
    if (from < freeFrom || from + width > scale.box.right() || left < scale.box.left() - 1) continue;
    painter.setPen(m_text);
    painter.drawText(QPointF(from, isAbove ? y - half - metrics.descent() : y + half + metrics.ascent()), name);
    freeFrom = from + width + m_textSize * 0.5;
  }
}

void TimelinePlot::paintSpectrogram(QPainter& painter, QRectF box) {
  const int count = int(m_columns.size()), rows = int(box.height());
  if (rows < 4) return;
  const auto colours = present::levelColours(present::ColourMap::Magma, kFloorDb, kTopDb, m_raised.rgb());
  if (m_image.size() != QSize(count, rows)) m_image = QImage(count, rows, QImage::Format_RGB32);
  const double lowest = SpectrogramRows::of(kLowestHz), highest = SpectrogramRows::of(kHighestHz);
  const double perRow = (highest - lowest) / rows;
  for (int x = 0; x < count; ++x) {
    const double fromS = m_model->startS() + x * m_model->spanS() / count;
    const auto step = m_model->sound()->spectrum.over(fromS, fromS + m_model->spanS() / count);
    for (int y = 0; y < rows; ++y) {
      const auto first = std::size_t(highest - (y + 1) * perRow);
      const auto last = std::max(first + 1, std::size_t(highest - y * perRow));
      const auto level = *std::max_element(step.levels.begin() + std::ptrdiff_t(first),
                                           step.levels.begin() + std::ptrdiff_t(std::min(last, step.levels.size())));
      reinterpret_cast<QRgb*>(m_image.scanLine(y))[x] = colours[level];
    }
  }
  painter.drawImage(QPointF(box.left(), box.top()), m_image);
  setFont(painter, false);
  double freeFrom = box.bottom() + m_textSize * 0.4;
  for (const int hertz : {100, 200, 500, 1000, 2000, 5000, 10000}) {
    const double y = box.bottom() - (SpectrogramRows::of(hertz) - lowest) / (highest - lowest) * box.height();
    const QRectF label(0, y - m_textSize * 0.7, gutter() - m_textSize * 0.5, m_textSize * 1.4);
    if (label.bottom() > freeFrom || label.top() < box.top() - m_textSize * 0.4) continue;
    painter.setPen(m_soft);
    painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                     hertz < 1000 ? QString::number(hertz) : QStringLiteral("%1k").arg(hertz / 1000));
    freeFrom = label.top();
  }
}

// Where the further parts of a joined file begin.
void TimelinePlot::paintParts(QPainter& painter, QRectF box) const {
  for (const double seconds : m_model->sound()->partsS) {
    const double x = std::round(xOf(box, seconds));
    if (x >= box.left() && x < box.right()) painter.fillRect(QRectF(x, box.top(), 1, box.height()), m_soft);
  }
}

void TimelinePlot::paintTimes(QPainter& painter, QRectF plot) const {
  setFont(painter, false);
  const double pixelsPerS = plot.width() / m_model->spanS();
  const double room = QFontMetricsF(painter.font()).horizontalAdvance(QStringLiteral("0:00.000")) * 1.5;
  const double stepS = roundTimeS(pixelsPerS, room);
  painter.setPen(m_soft);
  for (auto i = qint64(std::ceil(m_model->startS() / stepS - 1e-6));; ++i) {
    const double timeS = double(i) * stepS, x = std::round(xOf(plot, timeS));
    if (x >= plot.right() || timeS > m_model->seconds()) return;
    painter.fillRect(QRectF(x, plot.bottom(), 1, std::ceil(m_textSize * 0.35)), m_soft);
    const QRectF box(x - room / 2, plot.bottom() + m_textSize * 0.3, room, m_textSize * 1.4);
    if (box.right() > width()) return;
    painter.drawText(box, Qt::AlignCenter,
                     TimelineModel::timeText(timeS, stepS >= 1     ? 1
                                                    : stepS >= 0.1 ? 0.1
                                                                   : stepS / 10));
  }
}

}  // namespace tunescope::ui
