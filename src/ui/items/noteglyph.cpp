// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/noteglyph.h"

#include <QFont>
#include <QPainter>
#include <QPen>
#include <QTransform>

#include <algorithm>

namespace tunescope::ui {

namespace {

// In units of the letter's height.
constexpr double kSideGap = 0.07;
constexpr double kSideWidth = 0.36;
constexpr double kAccidentalHeight = 0.46;
constexpr double kAccidentalRise = 0.04;  // its top above the letter's
constexpr double kOctaveHeight = 0.27;
constexpr double kOctaveDrop = 0.05;    // its foot below the letter's
constexpr double kWidestLetter = 0.98;  // its space is reserved, so that all notes have one size
constexpr double kStrokePart = 0.006;   // of the item's height: the outline of a hollow note
constexpr double kMinStrokePixels = 1.5;
constexpr int kOutlinePixels = 512;  // outlines are taken at this size and scaled

QPainterPath textOutline(const QString& text, const QString& family, QFont::Weight weight) {
  QFont font(family);
  font.setPixelSize(kOutlinePixels);
  font.setWeight(weight);
  font.setHintingPreference(QFont::PreferNoHinting);
  QPainterPath path;
  path.addText(0, 0, font, text);
  return path;
}

// Room for the widest name of its kind, so that all notes have one size.
double widestWidth(const QString& letter, const QString& family) {
  const QString widest = letter.size() > 1 ? QStringLiteral("Sol") : letter;
  return textOutline(widest, family, QFont::DemiBold).boundingRect().width();
}

// Scaled to that height, with its box at (left, top).
QPainterPath placed(const QPainterPath& path, double height, double left, double top) {
  const QRectF box = path.boundingRect();
  if (box.isEmpty()) return {};
  const double scale = height / box.height();
  return QTransform::fromTranslate(left, top).scale(scale, scale).translate(-box.left(), -box.top()).map(path);
}

}  // namespace

NoteGlyph::NoteGlyph(QQuickItem* parent) : OutlineItem(parent) {}

QPainterPath NoteGlyph::outline(QSizeF size) const {
  // "H" has the intended height of every letter; round letters overshoot a little, as in print.
  const QRectF capital = textOutline(QStringLiteral("H"), m_family, QFont::DemiBold).boundingRect();
  const QPainterPath letter = textOutline(m_letter, m_family, QFont::DemiBold);
  if (capital.isEmpty() || letter.isEmpty()) return {};
  const double letterWidth = std::max(kWidestLetter, widestWidth(m_letter, m_family) / capital.height());
  const double unit = std::min(size.height() / (1 + kAccidentalRise + kOctaveDrop + 0.02),
                               size.width() / (letterWidth + 2 * (kSideGap + kSideWidth)));
  const double top = (size.height() - unit * (1 + kOctaveDrop - kAccidentalRise)) / 2;
  const double scale = unit / capital.height();
  const QPointF middle = letter.boundingRect().center();

  QPainterPath all;
  QTransform toPlace = QTransform::fromTranslate(size.width() / 2, top + unit).scale(scale, scale);
  all.addPath(toPlace.translate(-middle.x(), 0).map(letter));
  const double side = all.boundingRect().right() + kSideGap * unit;
  all.addPath(placed(textOutline(m_accidental, m_symbolFamily, QFont::Normal), kAccidentalHeight * unit, side,
                     top - kAccidentalRise * unit));
  all.addPath(placed(textOutline(m_octave, m_family, QFont::Medium), kOctaveHeight * unit, side,
                     top + (1 + kOctaveDrop - kOctaveHeight) * unit));
  return all;
}

void NoteGlyph::paint(QPainter* painter) {
  const QPainterPath path = outline(QSizeF(width(), height()));
  if (m_isHollow) {
    painter->strokePath(path, QPen(color(), std::max(kMinStrokePixels, kStrokePart * height()), Qt::SolidLine,
                                   Qt::RoundCap, Qt::RoundJoin));
  } else {
    painter->fillPath(path, color());
  }
}

}  // namespace tunescope::ui
