// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/spectrogramtiles.h"
#include "ui/views/spectrogramviewmodel.h"

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// Draws a SpectrogramViewModel: tiles of textures that move to the left, and a line for each note of the grid.
// Thread: gui (drawing: render, with gui waiting). Realtime-safe: no.
class SpectrogramItem : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::SpectrogramViewModel* model READ model WRITE setModel NOTIFY changed)
  Q_PROPERTY(QColor ground MEMBER m_ground NOTIFY changed)  // where nothing was measured
  Q_PROPERTY(QColor grid MEMBER m_grid NOTIFY changed)

 public:
  explicit SpectrogramItem(QQuickItem* parent = nullptr);

  SpectrogramViewModel* model() const { return m_model; }
  void setModel(SpectrogramViewModel* model);
  std::uint64_t paintedTiles() const { return m_paintedTiles; }  // for tests

 Q_SIGNALS:
  void changed();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData* data) override;
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
  class Root;
  void updateIfSeen();
  void findLines();

  QPointer<SpectrogramViewModel> m_model;
  QColor m_ground, m_grid;
  std::vector<double> m_lines;  // y of the notes
  bool m_areLinesNew = true;
  std::uint64_t m_paintedTiles = 0;
};

}  // namespace tunescope::ui
