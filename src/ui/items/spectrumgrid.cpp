// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/spectrumgrid.h"

#include "ui/models/practicenotes.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace tunescope::ui {

namespace {

constexpr int kLowestKey = 0, kHighestKey = 136;  // MIDI numbers: 8 Hz to 21 kHz

bool isDark(int midi) {
  constexpr std::array kDark = {false, true, false, true, false, false, true, false, true, false, true, false};
  return kDark[std::size_t(midi % 12)];
}

}  // namespace

SpectrumGrid::SpectrumGrid(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &SpectrumGrid::changed, this, [this] { update(); });
}

void SpectrumGrid::setModel(SpectrumModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) connect(m_model, &SpectrumModel::viewChanged, this, [this] { update(); });
  Q_EMIT changed();
}

void SpectrumGrid::paint(QPainter* painter) {
  if (!m_model) return;
  const QRectF plot(m_axisWidth, 0, width() - m_axisWidth, height() - m_keyboardHeight - m_labelHeight);
  if (plot.width() < 10 || plot.height() < 10) return;
  QFont font(m_family);
  font.setPixelSize(std::max(1, m_textSize));
  painter->setFont(font);
  paintLevels(*painter, plot);
  paintFrequencies(*painter, plot);
  const QRectF keys(plot.left(), plot.bottom(), plot.width(), m_keyboardHeight);
  painter->setClipRect(keys);
  if (m_model->tuning().key(60)) {
    paintKeyboard(*painter, keys);
  } else {
    paintNotes(*painter, keys);
  }
}

void SpectrumGrid::paintLevels(QPainter& painter, const QRectF& plot) const {
  const QFontMetricsF metrics(painter.font());
  for (const present::AxisMark& mark :
       present::levelMarks(m_model->lowDb(), m_model->highDb(), plot.height(), 2.2 * m_textSize)) {
    const double y = std::round(plot.bottom() - mark.position * plot.height());
    painter.fillRect(QRectF(plot.left(), std::min(y, plot.bottom() - 1), plot.width(), 1), m_line);
    QString label = QString::fromStdString(mark.label);
    label.replace(QLatin1Char('-'), QChar(0x2212));
    const double baseline = std::clamp(y + metrics.ascent() / 2 - 1, metrics.ascent(), plot.bottom());
    painter.setPen(m_text);
    painter.drawText(QPointF(plot.left() - 6 - metrics.horizontalAdvance(label), baseline), label);
  }
}

// Labels that would touch the one before or leave the plot are left out.
void SpectrumGrid::paintFrequencies(QPainter& painter, const QRectF& plot) const {
  const QFontMetricsF metrics(painter.font());
  double freeFrom = 0;
  for (const present::AxisMark& mark : m_model->scale().marks(plot.width(), 4.5 * m_textSize)) {
    const double x = std::round(plot.left() + mark.position * plot.width());
    painter.fillRect(QRectF(std::min(x, plot.right() - 1), plot.top(), 1, plot.height()), m_line);
    if (mark.label.empty()) continue;
    const QString label = QString::fromStdString(mark.label);
    const double advance = metrics.horizontalAdvance(label);
    const double at = std::clamp(x - advance / 2, 0.0, width() - advance);
    if (at < freeFrom) continue;
    painter.setPen(m_text);
    painter.drawText(QPointF(at, height() - m_labelHeight + metrics.ascent() + 2), label);
    freeFrom = at + advance + m_textSize / 2.0;
  }
}

// Each key reaches half way to its neighbours, so that the keyboard follows the tuning in force.
void SpectrumGrid::paintKeyboard(QPainter& painter, const QRectF& keys) const {
  const core::Tuning& tuning = m_model->tuning();
  const auto edgeAbove = [&](int midi) {
    const auto key = tuning.key(midi), next = tuning.key(midi + 1);
    const double hertz = key && next ? std::sqrt(key->targetHz * next->targetHz) : 0;
    return keys.left() + m_model->scale().positionOf(hertz) * keys.width();
  };
  const QFontMetricsF metrics(painter.font());
  double left = edgeAbove(kLowestKey - 1);
  double freeFrom = keys.left();
  for (int midi = kLowestKey; midi <= kHighestKey; ++midi) {
    const double right = edgeAbove(midi);
    const double from = std::exchange(left, right);
    if (right <= keys.left() || from >= keys.right() || !(right > from)) continue;
    painter.fillRect(QRectF(from, keys.top(), right - from, keys.height()), m_lightKey);
    if (isDark(midi)) painter.fillRect(QRectF(from, keys.top(), right - from, keys.height() * 0.6), m_darkKey);
    const bool hasEdge = right - from >= 4 || midi % 12 == 11;
    if (hasEdge) painter.fillRect(QRectF(std::round(right), keys.top(), 1, keys.height()), m_darkKey);
    const bool isNamed = midi % 12 == 0 || right - from > 2.6 * m_textSize;
    if (!isNamed) continue;
    const auto note = tuning.key(midi);
    if (!note) continue;
    const QString name = shownNoteName(*note, m_model->names());
    const double advance = metrics.horizontalAdvance(name);
    const double at = midi % 12 == 0 && right - from < advance ? from + 2 : (from + right - advance) / 2;
    if (at < freeFrom || at + advance > keys.right()) continue;
    painter.setPen(isDark(midi) ? m_lightKey : m_keyText);
    if (isDark(midi)) painter.fillRect(QRectF(from, keys.top(), right - from, keys.height()), m_darkKey);
    painter.drawText(QPointF(at, keys.bottom() - metrics.descent() - 1), name);
    freeFrom = at + advance + 2;
  }
}

// Of a tuning without twelve keys: a line for each note, the first of each period as high as the strip.
void SpectrumGrid::paintNotes(QPainter& painter, const QRectF& keys) const {
  const QFontMetricsF metrics(painter.font());
  painter.fillRect(keys, m_lightKey);
  constexpr double kStep = 1.004;  // 7 cents: finer than any picture of all notes
  double freeFrom = keys.left();
  const double lowest = std::max(m_model->scale().lowHz(), 8.0);
  const int steps = int(std::log(m_model->scale().highHz() / lowest) / std::log(kStep)) + 1;
  std::optional<core::TunedNote> before;
  for (int step = 0; step < steps; ++step) {
    const auto note = m_model->tuning().nearest(lowest * std::pow(kStep, step));
    if (!note || (before && before->isSameNote(*note))) continue;
    before = note;
    const double x = keys.left() + m_model->scale().positionOf(note->targetHz) * keys.width();
    if (x < keys.left() || x > keys.right()) continue;
    const bool isFirst = note->degree == 0;
    painter.fillRect(QRectF(std::round(x), keys.top(), 1, keys.height() * (isFirst ? 1 : 0.5)), m_darkKey);
    const QString name = shownNoteName(*note, m_model->names());
    const double advance = metrics.horizontalAdvance(name);
    if (!isFirst || x + 3 < freeFrom || x + 3 + advance > keys.right()) continue;
    painter.setPen(m_keyText);
    painter.drawText(QPointF(x + 3, keys.bottom() - metrics.descent() - 1), name);
    freeFrom = x + 3 + advance + 2;
  }
}

}  // namespace tunescope::ui
