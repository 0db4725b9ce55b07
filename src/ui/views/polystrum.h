// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"

#include <QAbstractListModel>
#include <QList>
#include <QPointer>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <array>
#include <string>
#include <vector>

namespace tunescope::ui {

// The strings of an instrument, from its last to its first, as in the newest strum. It measures strums while it
// is active. It offers a guitar and a bass: the instrument of the settings if it is one of these, else the usual one.
// Thread: gui. Realtime-safe: no.
class PolyStrum : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      tunescope::ui::CaptureController* controller READ controller WRITE setController NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive READ isActive WRITE setActive NOTIFY sourceChanged)
  Q_PROPERTY(QList<QString> instruments READ instruments CONSTANT)
  Q_PROPERTY(int instrument READ instrument WRITE setInstrument NOTIFY instrumentChanged)
  Q_PROPERTY(bool hasStrum READ hasStrum NOTIFY readingChanged)
  Q_PROPERTY(int count READ count NOTIFY instrumentChanged)
  // An item model, declared as an object: qmllint of Qt 6.4 does not know item models if QtQml.Models is not installed.
  Q_PROPERTY(QObject* strings READ strings CONSTANT)

 public:
  enum Role {
    NumberRole = Qt::UserRole + 1,  // as players count
    NameRole,                       // "E2", in the notation of the settings
    HeardRole,
    CentsRole,
    SigmaRole,
    CentsTextRole,  // "+3.2", with no digit finer than the uncertainty; empty if it did not sound
    TuningRole,
    SpokenRole
  };
  enum class Tuning { None, Flat, InTune, Sharp };  // None: it did not sound, or is not known well enough
  Q_ENUM(Tuning)

  explicit PolyStrum(QObject* parent = nullptr);

  CaptureController* controller() const { return m_controller; }
  void setController(CaptureController* controller);
  bool isActive() const { return m_isActive; }
  void setActive(bool isActive);
  static QList<QString> instruments();
  int instrument() const { return m_instrument; }
  void setInstrument(int instrument);  // forgets the strum
  bool hasStrum() const { return m_hasStrum; }
  int count() const { return int(m_reading.count); }
  QAbstractItemModel* strings() { return &m_strings; }

  void show(const analysis::StrumReading& reading);
  QVariant value(int row, int role) const;

 Q_SIGNALS:
  void sourceChanged();
  void instrumentChanged();
  void readingChanged();

 private:
  class Strings : public QAbstractListModel {
   public:
    explicit Strings(PolyStrum& strum) : m_strum(strum) {}
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_strum.count(); }
    QVariant data(const QModelIndex& index, int role) const override { return m_strum.value(index.row(), role); }
    QHash<int, QByteArray> roleNames() const override;
    void begin() { beginResetModel(); }
    void end() { endResetModel(); }

   private:
    PolyStrum& m_strum;
  };

  void subscribe();
  void takeInstrument();
  void begin(int instrument);
  void nameStrings();
  void renew();
  double toleranceCents() const;
  Tuning tuningOf(const analysis::StringReading& string) const;
  QString nameOf(const analysis::StringReading& string) const;
  QString spokenOf(int row) const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  std::array<std::vector<int>, 2> m_keys;  // of each instrument that is offered
  std::string m_chosen;                    // the settings' instrument
  int m_instrument = 0;
  bool m_hasStrum = false;
  analysis::StrumReading m_reading;
  Strings m_strings{*this};
  analysis::Subscription m_feed;
};

}  // namespace tunescope::ui
