// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/tunermodel.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace tunescope::ui {

// The last minute of the tuner's display, in tenths of a second: the deviation of the note with its uncertainty,
// and gaps without a note. Time is the sample clock; it does not advance without samples.
// Thread: gui. Realtime-safe: no.
class HistoryModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(double rangeCents READ rangeCents NOTIFY changed)

 public:
  static constexpr double kSpanS = 60;
  static constexpr double kBinS = 0.1;
  static constexpr int kBins = 600;

  struct Bin {
    bool isSounding = false;
    double cents = 0;     // newest needle
    double lowCents = 0;  // of the needle and its uncertainty
    double highCents = 0;
    QString startedNote;  // "A♯4" where it began or changed; else empty
    QString mark;         // what changed there: "A4 442 Hz"; else empty
  };

  explicit HistoryModel(QObject* parent = nullptr);

  // The tuner's state after a reading that became available at timeS; earlier than the last one if a stream began.
  void add(double timeS, const TunerModel& tuner);

  // From here on cents are of another standard.
  void mark(const QString& text);

  const Bin& bin(int age) const;                      // 0 (the newest) to kBins - 1
  double rangeCents() const { return m_rangeCents; }  // 10, 25 or 50: the smallest that holds all of it

 Q_SIGNALS:
  void changed();  // with each new bin

 private:
  void advance();
  void updateRange();

  std::vector<Bin> m_bins;
  std::size_t m_newest = 0;
  double m_timeS = -1;   // of the last reading; < 0: there has been none
  double m_binEndS = 0;  // of the newest bin
  bool m_wasSounding = false;
  QString m_note;
  double m_rangeCents = 10;
};

}  // namespace tunescope::ui
