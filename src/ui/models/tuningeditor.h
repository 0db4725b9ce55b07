// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scale.h"
#include "ui/settings/appsettings.h"

#include <QAbstractListModel>
#include <QHash>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

// The twelve notes of the tuning in force with their cents against equal temperament, to be changed: the result is a
// scale of the user's, which holds at once and has a name. Cents count from the note of the reference, which has none:
// its pitch is A4 or the reference itself. A tuning of other notes is left for twelve equal steps by the first change.
// Thread: gui. Realtime-safe: no.
class TuningEditor : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the model")
  Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
  Q_PROPERTY(QString referenceName READ referenceName NOTIFY changed)
  Q_PROPERTY(bool isOfTwelve READ isOfTwelve NOTIFY changed)
  Q_PROPERTY(double maxCents READ maxCents CONSTANT)

 public:
  enum Role { NoteRole = Qt::UserRole + 1, CentsRole, IsReferenceRole };
  static constexpr int kNotes = 12;

  explicit TuningEditor(AppSettings& settings, QObject* parent = nullptr);

  QString name() const;               // of the scale; as it would be called where there is none yet
  void setName(const QString& name);  // makes it a scale of the user's
  QString referenceName() const;      // "A"
  bool isOfTwelve() const;            // what is in force has twelve keys
  static double maxCents() { return 200; }

  // place: 0 (C) to 11 (B). Clamped, and rounded to hundredths; ignored for the note of the reference and for NaN.
  Q_INVOKABLE void setCents(int place, double cents);

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : kNotes; }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void changed();

 private:
  using Offsets = std::array<double, kNotes>;  // of the notes from C on

  void follow();
  void apply(const Offsets& offsets, const QString& name);

  AppSettings& m_settings;
  Offsets m_offsets{};
  int m_reference = 9;  // its place
};

}  // namespace tunescope::ui
