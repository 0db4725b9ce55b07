// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/items/spectrogramitem.h"

#include "ui/items/noterows.h"

#include <QQuickWindow>
#include <QSGRectangleNode>

#include <cmath>

namespace tunescope::ui {

// Owns the tiles with their nodes, so that both end together.
class SpectrogramItem::Root : public QSGNode {
 public:
  SpectrogramTiles tiles;
  QSGNode* pictures = nullptr;
  QSGNode* lines = nullptr;

  // To the software renderer, what is added later to a plain node has no place in the window.
  Root() : pictures(new QSGTransformNode), lines(new QSGTransformNode) {
    appendChildNode(pictures);
    appendChildNode(lines);
  }
};

SpectrogramItem::SpectrogramItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
  setClip(true);
  connect(this, &SpectrogramItem::changed, this, [this] {
    m_areLinesNew = true;
    updateIfSeen();
  });
}

void SpectrogramItem::setModel(SpectrogramViewModel* model) {
  if (model == m_model) return;
  if (m_model) disconnect(m_model, nullptr, this, nullptr);
  m_model = model;
  if (m_model) {
    m_model->setSize(width(), height());
    connect(m_model, &SpectrogramViewModel::moved, this, &SpectrogramItem::updateIfSeen);
    connect(m_model, &SpectrogramViewModel::styleChanged, this, [this] {
      m_areLinesNew = true;
      updateIfSeen();
    });
  }
  Q_EMIT changed();
}

void SpectrogramItem::updateIfSeen() {
  if (isVisible()) update();  // Qt would also have a hidden item drawn
}

void SpectrogramItem::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickItem::geometryChange(newGeometry, oldGeometry);
  if (m_model) m_model->setSize(width(), height());
  m_areLinesNew = true;
  update();
}

void SpectrogramItem::itemChange(ItemChange change, const ItemChangeData& data) {
  QQuickItem::itemChange(change, data);
  if (change == ItemVisibleHasChanged && isVisible()) update();
}

void SpectrogramItem::findLines() {
  m_lines.clear();
  if (!m_model->hasGrid()) return;
  const NoteRows notes(m_model->tuning(), m_model->lowRow(), m_model->highRow(), height());
  for (const NoteRows::Line& line : notes.lines()) {
    if (line.isDrawn) m_lines.push_back(std::round(line.y));
  }
}

QSGNode* SpectrogramItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  auto* root = static_cast<Root*>(old);
  if (!m_model || width() < 1 || height() < 1) {
    delete root;
    return nullptr;
  }
  if (!root) {
    root = new Root;
    m_areLinesNew = true;
  }
  SpectrogramStyle style;
  style.height = int(std::lround(height()));
  style.lowRow = m_model->lowRow();
  style.highRow = m_model->highRow();
  style.columnsPerPixel = m_model->columnsPerPixel();
  style.isSharp = m_model->mode() == int(core::SpectrogramMode::Reassigned);
  style.colours =
      present::levelColours(present::ColourMap(m_model->map()), m_model->floorDb(), m_model->topDb(), m_ground.rgb());
  root->tiles.setStyle(style, *root->pictures);
  const std::int64_t end = m_model->endPixelColumn();
  const int width = m_model->pixelsPerColumn();
  const auto seen = std::int64_t(std::ceil(this->width() / width));
  root->tiles.show(m_model->store(), end - seen, end, std::floor(this->width()), width, *window(), *root->pictures);
  m_paintedTiles = root->tiles.paintedTiles();
  if (std::exchange(m_areLinesNew, false)) {
    findLines();
    while (QSGNode* line = root->lines->firstChild()) {
      root->lines->removeChildNode(line);
      delete line;
    }
    for (const double y : m_lines) {
      QSGRectangleNode* line = window()->createRectangleNode();
      line->setColor(m_grid);
      line->setRect(0, y, this->width(), 1);
      root->lines->appendChildNode(line);
    }
  }
  return root;
}

}  // namespace tunescope::ui
