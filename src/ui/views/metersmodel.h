// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/meterscale.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/metersbars.h"
#include "ui/views/metersloudness.h"
#include "ui/views/viewtools.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <array>

namespace tunescope::ui {

// The contents of the meters' view: a row for each channel, the loudness, and the scale of the level meters. Bars move
// with each reading, texts slowly enough to be read. Once the view has been shown, it is measured while another one is,
// so that nothing is missing from the integrated loudness. Thread: gui. Realtime-safe: no.
class MetersModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(tunescope::ui::MetersLoudness* loudness READ loudness CONSTANT)
  Q_PROPERTY(int channelCount READ channelCount NOTIFY channelsChanged)
  Q_PROPERTY(QString correlationText READ correlationText NOTIFY textChanged)
  Q_PROPERTY(QString splText READ splText NOTIFY textChanged)
  Q_PROPERTY(QString splWeighting READ splWeighting NOTIFY textChanged)
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
  Q_PROPERTY(double referencePosition READ referencePosition NOTIFY scaleChanged)
  Q_PROPERTY(double cautionPosition READ cautionPosition NOTIFY scaleChanged)
  Q_PROPERTY(double dangerPosition READ dangerPosition NOTIFY scaleChanged)

 public:
  enum Role {
    NameRole = Qt::UserRole + 1,
    PositionRole,
    PeakRole,
    HeldRole,
    ValueRole,
    LevelsRole,
    OffsetRole,
    ClipsRole
  };
  enum Family { Level, Peak, Vu, Ppm, K };

  explicit MetersModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  ViewTools* tools() { return &m_tools; }
  MetersLoudness* loudness() { return &m_loudness; }
  int channelCount() const { return int(m_reading.channelCount); }
  double readTimeS() const { return m_reading.timeS; }  // of the newest reading
  QString correlationText() const;
  QString splWeighting() const;  // "A, fast"
  QString splText() const;       // of the analysed channel, dB SPL; empty: not calibrated
  double correlationPosition() const { return 0.5 + 0.5 * m_reading.correlation.value_or(0); }
  bool hasCorrelation() const { return m_reading.correlation.has_value(); }
  int family() const { return m_family; }
  int variant() const;
  QStringList families() const;
  QStringList variants() const;  // of the family: levels and peaks have times to hold, VU has references
  QString scaleName() const;
  QString unit() const { return m_scale.unit(); }
  QList<double> markPositions() const;
  QStringList markLabels() const;
  double referencePosition() const { return m_scale.positionOf(m_scale.referenceDb()); }
  double cautionPosition() const;  // 1: nothing is
  double dangerPosition() const;

  Q_INVOKABLE void chooseFamily(int family);
  Q_INVOKABLE void chooseVariant(int variant);
  Q_INVOKABLE void nextScale();
  Q_INVOKABLE void reset();       // integrated loudness, range, maxima, held peaks and clips restart
  Q_INVOKABLE void resetClips();  // the marks of all channels

  void show(const core::MetersReading& reading);

 Q_SIGNALS:
  void sourceChanged();
  void channelsChanged();
  void moved();
  void textChanged();
  void scaleChanged();

 private:
  void followSource();
  void recall(AppSettings& settings);
  void subscribe();
  void applySettings();
  void applyScale();
  QList<double> vuZeros() const;
  present::MeterScale::Kind kindNow() const;
  QString heldText(std::size_t channel) const;
  void replace(const core::MetersReading& reading);
  void showText(bool isOfNewRows);
  void count(const core::MetersReading& reading);
  void rest();
  void resume();
  QJsonObject settingsText() const;
  std::optional<double> spl() const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  bool m_isMeasuring = false;  // since the view was first shown
  int m_family = Level;
  int m_hold = 0;  // one of kHolds
  present::MeterScale m_scale{present::MeterScale::Kind::Level};
  MetersLoudness m_loudness{this};
  core::MetersReading m_reading;  // the newest
  core::MetersReading m_written;  // that the texts are of
  double m_writtenAtS = -1;
  double m_settledAtS = 0;                   // after a change of the scale
  double m_vuZeroDbfs = core::kAlignmentDb;  // that the scale is of
  bool m_isOver = false;                     // the capture came to rest while the view was paused
  MetersBars m_bars;
  std::array<std::uint64_t, core::FrameLayout::kMaxChannels> m_clipsSeen{};  // when the marks were reset
  analysis::Subscription m_feed;
  ViewTools m_tools;
  QMetaObject::Connection m_rested, m_settingsChanged;
};

}  // namespace tunescope::ui
