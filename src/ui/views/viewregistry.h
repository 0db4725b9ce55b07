// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QCoreApplication>
#include <QHash>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

class AppSettings;

// One row for each view of the window, in the order of their tabs and of the keys 1, 2 and so on. Its QML is
// qml/views/<file>, whose root has `required property CaptureController controller`; a model that no other view needs
// is made there. docs/decisions/0029 shows how one is added.
struct ViewRow {
  const char* name;   // in the settings
  const char* title;  // on its tab
  const char* does;   // in the key sheet
  const char* file;
};

inline constexpr ViewRow kViews[] = {
    {"tuner", QT_TRANSLATE_NOOP("Actions", "Tuner"), QT_TRANSLATE_NOOP("Actions", "Show the tuner"), "TunerView.qml"},
    {"scope", QT_TRANSLATE_NOOP("Actions", "Scope"), QT_TRANSLATE_NOOP("Actions", "Show the scope"), "ScopeView.qml"},
};

// The views as a list, and the one that is shown, which the settings remember. Thread: gui. Realtime-safe: no.
class ViewRegistry : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(int count READ count CONSTANT)
  Q_PROPERTY(int currentIndex READ currentIndex WRITE setCurrentIndex NOTIFY currentIndexChanged)

 public:
  enum Role { TitleRole = Qt::UserRole + 1, KeyRole, FileRole };

  explicit ViewRegistry(AppSettings& settings, QObject* parent = nullptr);

  static int count() { return int(std::size(kViews)); }
  int currentIndex() const { return m_currentIndex; }
  void setCurrentIndex(int index);  // remembered; one that there is not is ignored
  QString currentName() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void currentIndexChanged();

 private:
  AppSettings& m_settings;
  int m_currentIndex = 0;
};

}  // namespace tunescope::ui
