// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/spectrogramscale.h"

#include "present/numbertext.h"
#include "ui/items/noterows.h"
#include "ui/models/practicenotes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

using core::SpectrogramRows;

namespace {
constexpr int kHertzMarks[] = {20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000};
constexpr double kTimeMarksS[] = {0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300};
constexpr double kBarWidth = 0.7;  // of the colours, in text sizes
}  // namespace

SpectrogramScale::SpectrogramScale(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &SpectrogramScale::changed, this, [this] { update(); });
}

void SpectrogramScale::setModel(SpectrogramViewModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) connect(m_model, &SpectrogramViewModel::styleChanged, this, [this] { update(); });
  Q_EMIT changed();
}

void SpectrogramScale::paint(QPainter* painter) {
  if (!m_model || height() < 2 || width() < 2) return;
  QFont font(m_family);
  font.setPixelSize(std::max(1, m_textSize));
  painter->setFont(font);
  painter->setPen(m_color);
  painter->setRenderHint(QPainter::TextAntialiasing);
  if (m_kind == Notes) paintNotes(*painter);
  if (m_kind == Hertz) paintHertz(*painter);
  if (m_kind == Levels) paintLevels(*painter);
  if (m_kind == Times) paintTimes(*painter);
}

// From the bottom; a text that would touch the one below it is left out.
bool SpectrogramScale::paintText(QPainter& painter, double y, const QString& text, int alignment,
                                 double& freeFrom) const {
  const double half = m_textSize * 0.6;
  const double middle = std::clamp(y, half, height() - half);
  if (std::abs(middle - y) > half || middle + half > freeFrom) return false;
  painter.drawText(QRectF(0, middle - m_textSize, width(), 2 * m_textSize), alignment | Qt::AlignVCenter, text);
  freeFrom = middle - half;
  return true;
}

void SpectrogramScale::paintNotes(QPainter& painter) const {
  const NoteRows notes(m_model->tuning(), m_model->lowRow(), m_model->highRow(), height());
  double freeFrom = height() + m_textSize;
  bool hasRoom = false;  // for all notes
  if (notes.lines().size() > 1) {
    hasRoom = (notes.lines().front().y - notes.lines().back().y) / double(notes.lines().size() - 1) >= m_textSize * 1.2;
  }
  for (const NoteRows::Line& line : notes.lines()) {
    if (!hasRoom && !line.isFirst) continue;
    paintText(painter, line.y, shownNoteName(line.note, m_model->names()), Qt::AlignRight, freeFrom);
  }
}

void SpectrogramScale::paintHertz(QPainter& painter) const {
  double freeFrom = height() + m_textSize;
  for (const int hertz : kHertzMarks) {
    const double row = SpectrogramRows::of(hertz);
    const double y = (m_model->highRow() - row) / (m_model->highRow() - m_model->lowRow()) * height();
    const QString text = hertz < 1000 ? QString::number(hertz) : tr("%1 k").arg(hertz / 1000);
    if (y >= 0 && y <= height()) paintText(painter, y, text, Qt::AlignLeft, freeFrom);
  }
}

// Bright at the top. Every 10 dB has a mark where there is room.
void SpectrogramScale::paintLevels(QPainter& painter) const {
  const double bar = std::ceil(m_textSize * kBarWidth);
  const int rows = int(height());
  for (int y = 0; y < rows; ++y) {
    const double place = 1 - (y + 0.5) / rows;
    painter.fillRect(QRectF(0, y, bar, 1), QColor(present::colourAt(present::ColourMap(m_model->map()), place)));
  }
  const double floorDb = m_model->floorDb(), rangeDb = m_model->topDb() - floorDb;
  double freeFrom = height() + m_textSize;
  painter.translate(bar + m_textSize * 0.3, 0);
  for (int i = 0; i * 10 <= rangeDb + 0.5; ++i) {
    const double y = height() * (1 - i * 10 / rangeDb);
    paintText(painter, y, present::signedText(floorDb + i * 10, 0), Qt::AlignLeft, freeFrom);
  }
}

// Before now; of a picture that is held, as its cursor tells it: since the sound began.
QString SpectrogramScale::timeText(double beforeEndS, int decimals) const {
  if (const auto endS = m_model->heldEndS()) return tr("%1 s").arg(present::plainText(*endS - beforeEndS, 1));
  const QString seconds = present::plainText(beforeEndS, decimals);
  return beforeEndS > 0 ? QStringLiteral("\u2212%1").arg(seconds) : tr("0 s");
}

void SpectrogramScale::paintTimes(QPainter& painter) const {
  const double pixelsPerS = 1 / m_model->secondsPerPixel();
  const double wanted = m_textSize * 5;
  const double stepS = *std::find_if(std::begin(kTimeMarksS), std::end(kTimeMarksS) - 1,
                                     [&](double seconds) { return seconds * pixelsPerS >= wanted; });
  for (int i = 0; i * stepS * pixelsPerS < width(); ++i) {
    const double x = std::floor(width() - i * stepS * pixelsPerS);
    painter.fillRect(QRectF(std::min(x, width() - 1), 0, 1, std::ceil(m_textSize * 0.35)), m_color);
    const QString text = timeText(i * stepS, stepS < 1 ? 1 : 0);
    const double textWidth = QFontMetricsF(painter.font()).horizontalAdvance(text);
    const double left = std::min(x - textWidth / 2, width() - textWidth);
    if (left < 0) return;
    painter.drawText(QPointF(left, m_textSize * 1.35), text);
  }
}

}  // namespace tunescope::ui
