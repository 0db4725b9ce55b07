// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/outlineitem.h"

#include <QPainterPath>

namespace tunescope::ui {

// A note as it is printed: the letter as large as possible and always in the middle, the accidental raised
// and the octave lowered beside it, so that nothing moves when they come and go. Thread: gui.
class NoteGlyph : public tunescope::ui::OutlineItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString letter READ letter WRITE setLetter NOTIFY changed)
  Q_PROPERTY(QString accidental READ accidental WRITE setAccidental NOTIFY changed)
  Q_PROPERTY(QString octave READ octave WRITE setOctave NOTIFY changed)
  Q_PROPERTY(bool isHollow READ isHollow WRITE setHollow NOTIFY changed)
  Q_PROPERTY(QString family READ family WRITE setFamily NOTIFY changed)
  Q_PROPERTY(QString symbolFamily READ symbolFamily WRITE setSymbolFamily NOTIFY changed)

 public:
  explicit NoteGlyph(QQuickItem* parent = nullptr);

  QString letter() const { return m_letter; }
  void setLetter(const QString& letter) { set(m_letter, letter); }
  QString accidental() const { return m_accidental; }
  void setAccidental(const QString& accidental) { set(m_accidental, accidental); }
  QString octave() const { return m_octave; }
  void setOctave(const QString& octave) { set(m_octave, octave); }
  bool isHollow() const { return m_isHollow; }  // only its outline is drawn
  void setHollow(bool isHollow) { set(m_isHollow, isHollow); }
  QString family() const { return m_family; }  // of the letter and the octave
  void setFamily(const QString& family) { set(m_family, family); }
  QString symbolFamily() const { return m_symbolFamily; }  // a family that has U+266D and U+266F
  void setSymbolFamily(const QString& family) { set(m_symbolFamily, family); }

  void paint(QPainter* painter) override;

  // All outlines for an item of this size, in its coordinates.
  QPainterPath outline(QSizeF size) const;

 private:
  bool m_isHollow = false;
  QString m_letter, m_accidental, m_octave, m_family, m_symbolFamily;
};

}  // namespace tunescope::ui
