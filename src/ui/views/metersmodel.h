// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/meterscale.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/viewtools.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

// The contents of the meters' view while it is active: a row for each channel, the loudness, and the scale of the
// level meters. Bars move with each reading, texts slowly enough to be read. Thread: gui. Realtime-safe: no.
class MetersModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(int channelCount READ channelCount NOTIFY channelsChanged)
  Q_PROPERTY(QString momentaryText READ momentaryText NOTIFY textChanged)
  Q_PROPERTY(QString shortTermText READ shortTermText NOTIFY textChanged)
  Q_PROPERTY(QString integratedText READ integratedText NOTIFY textChanged)
  Q_PROPERTY(QString detailText READ detailText NOTIFY textChanged)
  Q_PROPERTY(QString correlationText READ correlationText NOTIFY textChanged)
  Q_PROPERTY(QString splText READ splText NOTIFY textChanged)
  Q_PROPERTY(QString splWeighting READ splWeighting NOTIFY textChanged)
  Q_PROPERTY(double momentaryPosition READ momentaryPosition NOTIFY moved)
  Q_PROPERTY(double shortTermPosition READ shortTermPosition NOTIFY moved)
  Q_PROPERTY(double integratedPosition READ integratedPosition NOTIFY moved)
  Q_PROPERTY(double correlationPosition READ correlationPosition NOTIFY moved)
  Q_PROPERTY(bool hasCorrelation READ hasCorrelation NOTIFY moved)
  Q_PROPERTY(int family READ family NOTIFY scaleChanged)
  Q_PROPERTY(int variant READ variant NOTIFY scaleChanged)
  Q_PROPERTY(QList<QString> families READ families CONSTANT)
  Q_PROPERTY(QList<QString> variants READ variants NOTIFY scaleChanged)
  Q_PROPERTY(QString scaleName READ scaleName NOTIFY scaleChanged)
  Q_PROPERTY(QString unit READ unit NOTIFY scaleChanged)
  Q_PROPERTY(QList<double> markPositions READ markPositions NOTIFY scaleChanged)
  Q_PROPERTY(QList<QString> markLabels READ markLabels NOTIFY scaleChanged)
  Q_PROPERTY(double cautionPosition READ cautionPosition NOTIFY scaleChanged)
  Q_PROPERTY(double dangerPosition READ dangerPosition NOTIFY scaleChanged)

 public:
  enum Role { NameRole = Qt::UserRole + 1, PositionRole, HeldRole, ValueRole, LevelsRole, OffsetRole, ClipsRole };
  static constexpr double kHoldS = 1.5;
  static constexpr double kFallPerS = 0.35;  // of the held mark, of the whole scale

  explicit MetersModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  ViewTools* tools() { return &m_tools; }
  int channelCount() const { return int(m_reading.channelCount); }
  QString momentaryText() const;
  QString shortTermText() const;
  QString integratedText() const;
  QString detailText() const;  // range and maxima
  QString correlationText() const;
  QString splWeighting() const;  // "A, fast"
  QString splText() const;       // of the analysed channel, dB SPL; empty: not calibrated
  double momentaryPosition() const { return present::loudnessPosition(m_reading.loudness.momentary); }
  double shortTermPosition() const { return present::loudnessPosition(m_reading.loudness.shortTerm); }
  double integratedPosition() const { return present::loudnessPosition(m_reading.loudness.integrated); }
  double correlationPosition() const { return 0.5 + 0.5 * m_reading.correlation.value_or(0); }
  bool hasCorrelation() const { return m_reading.correlation.has_value(); }
  int family() const { return m_family; }
  int variant() const;
  QStringList families() const;
  QStringList variants() const;  // of the family; empty: it has one
  QString scaleName() const;
  QString unit() const { return m_scale.unit(); }
  QList<double> markPositions() const;
  QStringList markLabels() const;
  double cautionPosition() const;  // 1: nothing is
  double dangerPosition() const;

  Q_INVOKABLE void chooseFamily(int family);
  Q_INVOKABLE void chooseVariant(int variant);
  Q_INVOKABLE void nextScale();
  Q_INVOKABLE void reset();  // integrated loudness, range, maxima and clips restart

  void show(const core::MetersReading& reading);

 Q_SIGNALS:
  void sourceChanged();
  void channelsChanged();
  void moved();
  void textChanged();
  void scaleChanged();

 private:
  enum Family { Peak, Vu, Ppm, K };
  struct Bar {
    double position = 0;
    double held = 0;
    double heldAtS = 0;
  };
  void subscribe();
  void applyScale();
  void clear();
  void rest();
  void resume();
  QJsonObject settingsText() const;
  std::optional<double> spl() const;
  void moveBars(double elapsedS);

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  int m_family = Peak;
  present::MeterScale m_scale{present::MeterScale::Kind::Peak};
  core::MetersReading m_reading;  // the newest
  core::MetersReading m_written;  // that the texts are of
  double m_writtenAtS = -1;
  double m_settledAtS = 0;  // after a change of the scale
  bool m_isOver = false;    // the capture came to rest while the view was paused
  std::array<Bar, core::FrameLayout::kMaxChannels> m_bars{};
  analysis::Subscription m_feed;
  ViewTools m_tools;
  QMetaObject::Connection m_rested, m_settingsChanged;
};

}  // namespace tunescope::ui
