// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/stretchitem.h"

#include "present/numbertext.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kMinReachCents = 20;  // of the scale
constexpr double kLowLog10B = -4.7, kHighLog10B = -1.0;
constexpr std::array kMarkedKeys{21, 33, 45, 57, 69, 81, 93, 105};

double reachOf(const core::StretchCurve& curve) {
  double largest = 0;
  for (const double cents : curve.offsets.cents) largest = std::max(largest, std::abs(cents));
  return std::max(kMinReachCents, 10 * std::ceil(largest / 10));
}

double yOfCents(double cents, double reach, const QRectF& box) {
  return box.center().y() - cents / reach * box.height() / 2;
}

double yOfB(double lnB, const QRectF& box) {
  const double share = (lnB / std::log(10.0) - kLowLog10B) / (kHighLog10B - kLowLog10B);
  return box.bottom() - std::clamp(share, 0.0, 1.0) * box.height();
}

double yOfOffset(const core::StretchCurve& curve, std::size_t key, const QRectF& box) {
  return yOfCents(curve.offsets.cents[key], reachOf(curve), box);
}

double yOfKeyB(const core::StretchCurve& curve, std::size_t key, const QRectF& box) {
  return yOfB(std::log(curve.inharmonicity.b[key]), box);
}

}  // namespace

StretchItem::StretchItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &StretchItem::changed, this, [this] { update(); });
}

void StretchItem::setModel(PianoModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) connect(m_model, &PianoModel::changed, this, [this] { update(); });
  Q_EMIT changed();
}

double StretchItem::xOf(int midi) const {
  const double inset = m_textSize;
  return inset + (width() - 2 * inset) * (midi - core::kFirstPianoKey) / double(core::kPianoKeys - 1);
}

void StretchItem::paint(QPainter* painter) {
  if (!m_model || width() < 8 * m_textSize || height() < 8 * m_textSize) return;
  painter->setRenderHint(QPainter::Antialiasing);
  QFont font(m_family);
  font.setPixelSize(std::max(1, m_textSize));
  painter->setFont(font);
  const double captions = 1.5 * m_textSize;
  const double room = height() - 3 * captions;
  paintKeys(*painter);
  paintOffsets(*painter, {0, captions, width(), room * 0.58});
  paintInharmonicity(*painter, {0, 2 * captions + room * 0.58, width(), room * 0.42});
}

void StretchItem::paintKeys(QPainter& painter) const {
  for (const int midi : kMarkedKeys) {
    painter.setPen(QPen(m_grid, 1));
    painter.drawLine(QPointF(xOf(midi), 0), QPointF(xOf(midi), height() - 1.4 * m_textSize));
    painter.setPen(m_text);
    const QString name = QStringLiteral("A%1").arg(midi / 12 - 1);
    const double x = std::clamp(xOf(midi) - painter.fontMetrics().horizontalAdvance(name) / 2.0, 0.0, width());
    painter.drawText(QPointF(x, height() - 0.3 * m_textSize), name);
  }
}

void StretchItem::paintOffsets(QPainter& painter, const QRectF& box) const {
  const core::StretchCurve& curve = m_model->curve();
  const double reach = reachOf(curve);
  painter.setPen(QPen(m_grid, 1));
  for (const double cents : {-reach, 0.0, reach}) {
    painter.drawLine(QPointF(0, yOfCents(cents, reach, box)), QPointF(width(), yOfCents(cents, reach, box)));
  }
  painter.setPen(m_text);
  painter.drawText(QPointF(0, box.top() - 0.35 * m_textSize),
                   tr("Cents from equal, \u00B1%1").arg(present::plainText(reach, 0)));
  QPolygonF line;
  for (std::size_t key = 0; key < core::kPianoKeys; ++key) {
    line << QPointF(xOf(core::kFirstPianoKey + int(key)), yOfOffset(curve, key, box));
  }
  painter.setPen(QPen(m_line, m_lineWidth));
  painter.drawPolyline(line);
  paintDots(painter, &yOfOffset, box);
}

void StretchItem::paintInharmonicity(QPainter& painter, const QRectF& box) const {
  const core::InharmonicityCurve& curve = m_model->curve().inharmonicity;
  painter.setPen(m_text);
  painter.drawText(QPointF(0, box.top() - 0.35 * m_textSize), tr("Inharmonicity B, 0.0001 to 0.1"));
  painter.setPen(QPen(m_grid, 1));
  for (const double power : {-4.0, -3.0, -2.0, -1.0}) {
    const double y = yOfB(power * std::log(10.0), box);
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
  }
  QPolygonF band;
  QPolygonF line;
  for (std::size_t key = 0; key < core::kPianoKeys; ++key) {
    const double x = xOf(core::kFirstPianoKey + int(key));
    const double lnB = std::log(curve.b[key]);
    line << QPointF(x, yOfB(lnB, box));
    band.insert(int(key), QPointF(x, yOfB(lnB + curve.sigmaLnB[key], box)));
    band.insert(int(key) + 1, QPointF(x, yOfB(lnB - curve.sigmaLnB[key], box)));
  }
  QColor faint = m_line;
  faint.setAlphaF(0.25F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(faint);
  painter.drawPolygon(band);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(m_line, m_lineWidth));
  painter.drawPolyline(line);
  paintDots(painter, &yOfKeyB, box);
}

void StretchItem::paintDots(QPainter& painter,
                            double (*yOf)(const core::StretchCurve&, std::size_t key, const QRectF& box),
                            const QRectF& box) const {
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_line);
  for (const auto& [midi, key] : m_model->piano().keys) {
    const double y = yOf(m_model->curve(), std::size_t(midi - core::kFirstPianoKey), box);
    painter.drawEllipse(QPointF(xOf(midi), y), 1.8 * m_lineWidth, 1.8 * m_lineWidth);
  }
  painter.setBrush(Qt::NoBrush);
}

}  // namespace tunescope::ui
