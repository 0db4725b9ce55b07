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
// is created there. docs/decisions/0029 describes how to add one.
struct ViewRow {
  const char* name;   // in the settings
  const char* title;  // on its tab
  const char* does;   // in the key sheet
  const char* file;
};

inline constexpr ViewRow kViews[] = {
    {"tuner", QT_TRANSLATE_NOOP("Actions", "Tuner"), QT_TRANSLATE_NOOP("Actions", "Show the tuner"), "TunerView.qml"},
    {"scope", QT_TRANSLATE_NOOP("Actions", "Scope"), QT_TRANSLATE_NOOP("Actions", "Show the scope"), "ScopeView.qml"},
    {"meters", QT_TRANSLATE_NOOP("Actions", "Meters"), QT_TRANSLATE_NOOP("Actions", "Show the meters"),
     "MetersView.qml"},
    {"strum", QT_TRANSLATE_NOOP("Actions", "Strum"), QT_TRANSLATE_NOOP("Actions", "Show all strings of a strum"),
     "StrumView.qml"},
    {"practice", QT_TRANSLATE_NOOP("Actions", "Practice"), QT_TRANSLATE_NOOP("Actions", "Show the practice session"),
     "PracticeView.qml"},
    {"history", QT_TRANSLATE_NOOP("Actions", "History"),
     QT_TRANSLATE_NOOP("Actions", "Show the history of the last hour"), "HistoryView.qml"},
    {"spectrogram", QT_TRANSLATE_NOOP("Actions", "Spectrogram"), QT_TRANSLATE_NOOP("Actions", "Show the spectrogram"),
     "SpectrogramView.qml"},
    {"spectrum", QT_TRANSLATE_NOOP("Actions", "Spectrum"), QT_TRANSLATE_NOOP("Actions", "Show the spectrum"),
     "SpectrumView.qml"},
    {"timeline", QT_TRANSLATE_NOOP("Actions", "Timeline"),
     QT_TRANSLATE_NOOP("Actions", "Show a sound file on its timeline"), "TimelineView.qml"},
};

// The list of views, the current one, and whether the tuner stands beside it, which the settings remember. Thread: gui.
// Realtime-safe: no.
class ViewRegistry : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Made by the program")
  Q_PROPERTY(int count READ count CONSTANT)
  Q_PROPERTY(int currentIndex READ currentIndex WRITE setCurrentIndex NOTIFY currentIndexChanged)
  Q_PROPERTY(QString currentName READ currentName NOTIFY currentIndexChanged)
  Q_PROPERTY(bool isSplittable READ isSplittable WRITE setSplittable NOTIFY splitChanged)
  Q_PROPERTY(bool isBeside READ isBeside WRITE setBeside NOTIFY splitChanged)
  Q_PROPERTY(bool isSplit READ isSplit NOTIFY splitChanged)

 public:
  enum Role { TitleRole = Qt::UserRole + 1, KeyRole, FileRole };

  explicit ViewRegistry(AppSettings& settings, QObject* parent = nullptr);

  static int count() { return int(std::size(kViews)); }
  int currentIndex() const { return m_currentIndex; }
  void setCurrentIndex(int index);  // remembered; an unknown one is ignored
  QString currentName() const;
  bool isSplittable() const { return m_isSplittable; }  // the window has room for two views
  void setSplittable(bool isSplittable);
  bool isBeside() const { return m_isBeside; }  // the tuner is wanted beside any other view; remembered
  void setBeside(bool isBeside);
  bool isSplit() const { return m_isBeside && m_isSplittable && m_currentIndex > 0; }  // it is there
  Q_INVOKABLE void show(const QString& name);  // the view of that name; ignored where there is none

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void currentIndexChanged();
  void splitChanged();

 private:
  AppSettings& m_settings;
  int m_currentIndex = 0;
  bool m_isBeside = false;
  bool m_isSplittable = false;
};

}  // namespace tunescope::ui
