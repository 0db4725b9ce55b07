// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/notename.h"
#include "present/practice/practicesession.h"

#include <QColor>
#include <QSizeF>
#include <QString>

#include <optional>

class QPainter;

namespace tunescope::ui {

class PracticeModel;

struct PracticeStyle {
  QColor ground, text, soft, line, inTune, flat, sharp;
  QString family;
  int textSize = 13;

  static PracticeStyle paper(const QString& family, int textSize);  // for files
};

// Draws sessions: notes by name, or cents over time; on screen and for files. Thread: any, one at a time.
// Realtime-safe: no.
class PracticePainter {
 public:
  static PracticePainter of(const PracticeModel& practice, const PracticeStyle& style);

  const PracticeStyle& style() const { return m_style; }
  void setStyle(const PracticeStyle& style) { m_style = style; }
  double rangeCents() const { return m_rangeCents; }  // to each side of the scale
  std::size_t rowCount() const { return m_rows.size(); }
  double notesHeight() const { return headHeight() + rowHeight() * double(m_rows.size()); }

  // A line in large and one in small text.
  void paintTitle(QPainter& painter, double width, const QString& headline, const QString& detail) const;
  // A row for each note, from the lowest: means as dots, mean and spread as a bar, figures behind. offset: how far the
  // rows are scrolled; the head stays.
  void paintNotes(QPainter& painter, QSizeF size, double offset) const;
  // The cents of each note from the session's begin to its end.
  void paintTime(QPainter& painter, QSizeF size) const;

 private:
  struct Row {
    QString name;
    std::optional<present::PracticeTotal> own, other;
  };
  struct Scale {
    double left = 0, width = 0;
  };

  double headHeight() const { return m_style.textSize * 2.6; }
  double rowHeight() const { return m_style.textSize * (m_compared ? 5.8 : 3.4); }
  Scale scaleOf(double width) const;
  double xOf(const Scale& scale, double cents) const;
  QColor colorOf(double cents) const;
  void findRange();
  void setFont(QPainter& painter, double size, int weight) const;
  void paintLegend(QPainter& painter, double right) const;
  void paintRow(QPainter& painter, const Row& row, double width, double top) const;
  void paintTotal(QPainter& painter, const present::PracticeTotal& total, const Scale& scale, QRectF box,
                  bool isOther) const;
  QString figuresOf(const present::PracticeTotal& total) const;
  void paintGuides(QPainter& painter, const Scale& scale, double top, double bottom) const;
  void paintTimeAxis(QPainter& painter, QRectF plot) const;
  void paintCurves(QPainter& painter, const present::PracticeSession& session, QRectF plot, bool isOther) const;
  void paintNames(QPainter& painter, QRectF plot) const;

  PracticeStyle m_style;
  present::PracticeSession m_session;
  std::optional<present::PracticeSession> m_compared;
  QString m_title, m_comparedTitle;
  core::NameStyle m_names;
  double m_toleranceCents = 2.5;
  double m_rangeCents = 10;
  std::vector<Row> m_rows;
};

}  // namespace tunescope::ui
