// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/spectrumtrace.h"

#include "ui/items/imagenode.h"
#include "ui/items/waveformnodes.h"
#include "ui/views/spectrumcurve.h"

#include <QQuickWindow>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

SpectrumTrace::SpectrumTrace(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
  connect(this, &SpectrumTrace::changed, this, &QQuickItem::update);
}

void SpectrumTrace::setModel(SpectrumModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  const auto draw = [this] {
    if (isVisible()) update();  // Qt would also have a hidden item drawn
  };
  if (m_model) {
    connect(m_model, &SpectrumModel::moved, this, draw);
    connect(m_model, &SpectrumModel::viewChanged, this, draw);
  }
  Q_EMIT changed();
}

void SpectrumTrace::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  update();
}

void SpectrumTrace::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickItem::itemChange(change, data);
  if (change == ItemVisibleHasChanged && isVisible()) update();
}

bool SpectrumTrace::layOut() {
  const int columns = std::clamp(int(width()) + 1, 2, WaveformModel::kMaxColumns);
  m_heights.resize(std::size_t(columns));
  m_edges.resize(m_heights.size());
  m_innerEdges.resize(m_heights.size());
  if (m_model->choice()->isBands()) return m_kind != Floor && m_kind != Line && m_model->bands().count > 0;
  const analysis::SpectrumValues* values = m_model->values();
  if (!values) return false;
  const std::vector<float>& power = m_kind == Highest ? values->highest
                                    : m_kind == Floor ? values->floor
                                                      : values->power;
  layOutCurve(power, m_model->scale(),
              {.binHz = values->binHz, .lowDb = m_model->lowDb(), .highDb = m_model->highDb(), .height = height()},
              m_heights);
  return true;
}

// A line through the columns' levels, joined in the middle between two of them.
void SpectrumTrace::layOutLine(double margin, std::vector<WaveformItem::Edge>& edges) const {
  const auto reach = float(m_lineWidth / 2 + margin);
  for (std::size_t i = 0; i < m_heights.size(); ++i) {
    const float here = m_heights[i];
    const float before = (here + m_heights[i == 0 ? i : i - 1]) / 2;
    const float after = (here + m_heights[std::min(i + 1, m_heights.size() - 1)]) / 2;
    edges[i] = {std::min({here, before, after}) - reach, std::max({here, before, after}) + reach};
  }
  // The tip of a peak as narrow as a column would cover next to nothing: it is a column wide.
  for (std::size_t i = 1; i + 1 < m_heights.size(); ++i) {
    const bool isTip = m_heights[i] + 2 * reach < std::min(m_heights[i - 1], m_heights[i + 1]);
    if (isTip) edges[i + 1].top = std::min(edges[i + 1].top, edges[i].top);
  }
}

void SpectrumTrace::layOutBars(double margin, std::vector<WaveformItem::Edge>& edges) const {
  const auto low = float(height());
  std::ranges::fill(edges, WaveformItem::Edge{low, low});
  const analysis::BandsReading& bands = m_model->bands();
  const double last = double(edges.size()) - 1;
  for (std::size_t b = 0; b < bands.count; ++b) {
    const double left = m_model->scale().positionOf(bands.bands[b].lowHz) * last;
    const double right = m_model->scale().positionOf(bands.bands[b].highHz) * last;
    if (right < 0 || left > last) continue;
    const double gap = std::clamp((right - left) * 0.08, 0.5, 6.0);
    const double power = m_kind == Highest ? bands.highest[b] : bands.power[b];
    const auto top = float(m_model->levelPosition(power) * height() - margin);
    const float bottom = m_kind == Highest ? top + float(m_lineWidth + 2 * margin) : low;
    const auto first = std::size_t(std::clamp(std::ceil(left + gap), 0.0, last));
    const auto end = std::size_t(std::clamp(std::floor(right - gap), 0.0, last));
    for (std::size_t x = first; x <= end; ++x) edges[x] = {std::min(top, low), std::min(bottom, low)};
  }
  if (m_kind != Highest) return;
  // Between two marks nothing is drawn: an edge without height next to each.
  for (std::size_t x = 0; x < edges.size(); ++x) {
    if (edges[x].top < low) continue;
    const WaveformItem::Edge& side =
        x > 0 && edges[x - 1].top < low ? edges[x - 1] : edges[std::min(x + 1, edges.size() - 1)];
    if (side.top < low) edges[x] = {side.top, side.top};
  }
}

void SpectrumTrace::layOutEdges(double margin, std::vector<WaveformItem::Edge>& edges) const {
  if (m_model->choice()->isBands()) {
    layOutBars(margin, edges);
  } else if (m_kind == Area) {
    const auto low = float(height());
    for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = {m_heights[i] - float(margin), low};
  } else {
    layOutLine(margin, edges);
  }
}

// Through the event loop, for this may be the render thread.
void SpectrumTrace::followPace() {
  const double perS = picturesPerS(*window());
  if (std::abs(perS - m_model->choice()->picturesPerS()) < 0.5) return;
  QMetaObject::invokeMethod(
      m_model, [model = m_model.data(), perS] { model->setPicturesPerS(perS); }, Qt::QueuedConnection);
}

QSGNode* SpectrumTrace::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  if (m_model) followPace();
  if (!m_model || width() < 2 || height() < 2 || !layOut()) {
    delete old;
    return nullptr;
  }
  const QSizeF size(width(), height());
  if (isPainted(*window())) {
    layOutEdges(0, m_edges);
    return updatePaintedTrace(old, window(), m_edges, size, m_color);
  }
  layOutEdges(kTraceFeather / 2, m_edges);
  layOutEdges(-kTraceFeather / 2, m_innerEdges);
  return updateTriangleTrace(old, m_edges, m_innerEdges, width(), m_color);
}

}  // namespace tunescope::ui
