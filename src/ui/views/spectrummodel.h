// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/frequencyscale.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/spectrumchoice.h"
#include "ui/views/viewtools.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace tunescope::ui {

// The contents of the spectrum's view while it is active: the newest spectrum or bands, the visible part of both axes,
// and the value under the cursor. As a list it has the partials of the present note. Positions are 0 to 1, from the
// left and from the top. Thread: gui. Realtime-safe: no.
class SpectrumModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::SpectrumChoice* choice READ choice CONSTANT)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(double cursor READ cursor NOTIFY cursorChanged)
  Q_PROPERTY(double cursorLevel READ cursorLevel NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorText READ cursorText NOTIFY cursorChanged)
  Q_PROPERTY(bool hasValues READ hasValues NOTIFY moved)
  Q_PROPERTY(QString peakText READ peakText NOTIFY textChanged)

 public:
  enum Role { PositionRole = Qt::UserRole + 1, LevelRole, NumberRole, CentsTextRole, GapRole };
  static constexpr double kMinDb = -140, kMaxDb = 10;
  static constexpr double kLowDb = -110, kHighDb = 0;  // at first
  static constexpr int kMaxMarks = 16;                 // of partials

  explicit SpectrumModel(QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  SpectrumChoice* choice() { return &m_choice; }
  ViewTools* tools() { return &m_tools; }
  const analysis::SpectrumValues* values() const { return m_reading.values.get(); }  // nullptr: none yet
  const analysis::BandsReading& bands() const { return m_bands; }
  const present::FrequencyScale& scale() const { return m_scale; }
  const core::Tuning& tuning() const { return m_tuning; }
  const core::NameStyle& names() const { return m_names; }
  double lowDb() const { return m_lowDb; }
  double highDb() const { return m_highDb; }
  double levelPosition(double power) const;   // of a level on the axis, from the top
  double cursor() const { return m_cursor; }  // below 0: none
  double cursorLevel() const { return m_cursorLevel; }
  QString cursorText() const { return m_cursorText; }
  bool hasValues() const { return m_reading.values || m_bands.count > 0; }
  QString peakText() const { return m_peakText; }  // the highest peak, while there is no cursor

  Q_INVOKABLE void zoom(double factor, double position);
  Q_INVOKABLE void pan(double positions);
  Q_INVOKABLE void zoomLevels(double factor, double position);
  // By notches of a wheel.
  Q_INVOKABLE void turn(double notches, double position);
  Q_INVOKABLE void turnLevels(double notches, double position);
  Q_INVOKABLE void panLevels(double positions);
  Q_INVOKABLE void setCursor(double position);    // below 0: none; near a peak it goes there
  Q_INVOKABLE void moveCursor(double positions);  // exactly so far, beyond an edge with the axis
  Q_INVOKABLE void toPeak(int direction);         // the next one to the right (1) or left (-1)
  Q_INVOKABLE void reset();                       // axes and cursor
  Q_INVOKABLE void restart();                     // averages and held peaks

  void show(const analysis::SpectrumReading& reading);
  void showBands(const analysis::BandsReading& reading);
  void setPicturesPerS(double perS);  // that the window draws

 Q_SIGNALS:
  void sourceChanged();
  void moved();        // there are other values
  void viewChanged();  // there are other axes or other notes
  void cursorChanged();
  void textChanged();

 private:
  void subscribe();
  void resubscribe();
  void retune();
  void clear();
  void updateTexts(double timeS);
  void placeCursor();
  QString lineText(double hertz, double power) const;
  QString bandText(double hertz);
  const core::SpectrumPeak* peakNear(double position) const;
  QByteArray table() const;
  QJsonObject settings() const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  SpectrumChoice m_choice;
  ViewTools m_tools;
  analysis::SpectrumReading m_reading;
  analysis::BandsReading m_bands;
  present::FrequencyScale m_scale;
  double m_rangeHz = 20000;
  double m_lowDb = kLowDb, m_highDb = kHighDb;
  core::Tuning m_tuning;
  core::NameStyle m_names;
  double m_cursor = -1, m_cursorLevel = 0;
  double m_wantedCursor = -1;
  bool m_isCursorSnapping = false;
  QString m_cursorText, m_peakText;
  double m_writtenAtS = -1;
  analysis::Subscription m_feed;
  QMetaObject::Connection m_settingsChanged;
};

}  // namespace tunescope::ui
