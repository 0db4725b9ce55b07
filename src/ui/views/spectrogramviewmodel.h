// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spectrogram/spectrogramstore.h"
#include "present/colourmap.h"
#include "ui/capture/capturecontroller.h"
#include "ui/views/viewtools.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <optional>

namespace tunescope::ui {

// The spectrogram of the last ten minutes while the view is shown, the part of it that is seen, and the value under the
// cursor. It follows the newest column, or stands where it was scrolled to or paused. Thread: gui. Realtime-safe: no.
class SpectrogramViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(int mode READ mode WRITE setMode NOTIFY styleChanged)        // core::SpectrogramMode
  Q_PROPERTY(int detail READ detail WRITE setDetail NOTIFY styleChanged)  // core::SpectrogramDetail
  Q_PROPERTY(int map READ map WRITE setMap NOTIFY styleChanged)           // present::ColourMap
  Q_PROPERTY(bool hasGrid READ hasGrid WRITE setGrid NOTIFY styleChanged)
  Q_PROPERTY(double floorDb READ floorDb NOTIFY styleChanged)
  Q_PROPERTY(double topDb READ topDb NOTIFY styleChanged)
  Q_PROPERTY(double secondsPerPixel READ secondsPerPixel NOTIFY styleChanged)
  Q_PROPERTY(bool isLive READ isLive NOTIFY moved)
  Q_PROPERTY(bool hasValues READ hasValues NOTIFY moved)
  Q_PROPERTY(QString placeText READ placeText NOTIFY cursorChanged)
  Q_PROPERTY(bool hasCursor READ hasCursor NOTIFY cursorChanged)
  Q_PROPERTY(double cursorX READ cursorX NOTIFY cursorChanged)
  Q_PROPERTY(double cursorY READ cursorY NOTIFY cursorChanged)
  Q_PROPERTY(QString cursorText READ cursorText NOTIFY cursorChanged)

 public:
  static constexpr int kMinZoom = -2, kMaxZoom = 6;
  static constexpr double kMinRangeDb = 20;
  static constexpr double kMinOctaves = 1;

  explicit SpectrogramViewModel(QObject* parent = nullptr);

  ViewTools* tools() { return &m_tools; }
  int mode() const { return int(m_settings.mode); }
  void setMode(int mode);
  int detail() const { return int(m_settings.detail); }
  void setDetail(int detail);
  int map() const { return int(m_map); }
  void setMap(int map);
  bool hasGrid() const { return m_hasGrid; }
  void setGrid(bool hasGrid);
  double floorDb() const { return m_floorDb; }
  double topDb() const { return m_topDb; }
  bool isLive() const { return !m_heldEnd; }
  bool hasValues() const { return m_store.end() > 0; }
  QString placeText() const;
  std::optional<double> heldEndS() const;  // the right edge of a picture that is held, by the sample clock

  Q_INVOKABLE void moveLevels(double floorDb, double topDb);  // by that much
  Q_INVOKABLE void zoom(int steps);                           // each doubles the time that is shown
  Q_INVOKABLE void scroll(double pixels);                     // positive: to later times
  Q_INVOKABLE void zoomFrequency(double factor, double at);   // at: 0 to 1 from the top; above 1: more octaves
  Q_INVOKABLE void turnFrequency(double notches, double at);  // of a wheel: by a quarter each
  Q_INVOKABLE int stepsOf(double scale) const;                // of zoom(), for a pinch of that scale
  Q_INVOKABLE void scrollFrequency(double part);              // of the height; positive: to higher ones
  Q_INVOKABLE void goLive();
  Q_INVOKABLE void goToOldest();
  Q_INVOKABLE void pointAt(double x, double y);  // pixels of the picture
  Q_INVOKABLE void movePoint(int x, int y);      // pixel columns and rows
  Q_INVOKABLE void unpoint();
  Q_INVOKABLE void reset();

  // The picture: pixel columns of columnsPerPixel() columns, pixelsPerColumn() wide each. The newest that is seen ends
  // at the right edge.
  void setSize(double width, double height);
  int columnsPerPixel() const { return m_zoom > 0 ? 1 << m_zoom : 1; }
  int pixelsPerColumn() const { return m_zoom < 0 ? 1 << -m_zoom : 1; }
  std::int64_t endPixelColumn() const;  // behind the newest that is seen
  double secondsPerPixel() const { return core::SpectrogramStore::kStepS * columnsPerPixel() / pixelsPerColumn(); }
  double lowRow() const { return m_lowRow; }  // at the bottom edge
  double highRow() const { return m_highRow; }
  const core::SpectrogramStore& store() const { return m_store; }
  const core::Tuning& tuning() const { return m_tuning; }
  core::NameStyle names() const;

  void add(const core::SpectrogramReading& reading, double pauseS);

  bool hasCursor() const { return m_cursorColumn.has_value(); }
  double cursorX() const;
  double cursorY() const;
  QString cursorText() const;
  std::optional<double> cursorTimeS() const;

 Q_SIGNALS:
  void sourceChanged();
  void styleChanged();  // everything has to be drawn again
  void moved();         // new columns are seen, or others
  void cursorChanged();

 private:
  void follow();
  void subscribe();
  void applySettings();
  void recall();
  void restyle();
  void tellPlace();
  void hold(double endColumn);
  double visibleColumns() const { return m_width * columnsPerPixel() / pixelsPerColumn(); }
  QByteArray table() const;
  QJsonObject settings() const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  core::SpectrogramSettings m_settings;
  present::ColourMap m_map = present::ColourMap::Magma;
  bool m_hasGrid = true;
  double m_floorDb = -100, m_topDb = -10;
  int m_zoom = 0;
  double m_lowRow = 0, m_highRow = core::SpectrogramRows::kCount;
  double m_width = 0, m_height = 0;
  std::optional<double> m_heldEnd;  // in columns; none: the newest
  std::int64_t m_shownEnd = -1;
  double m_toldAtS = 0;  // when the place of a held picture was told
  std::optional<double> m_cursorColumn;
  double m_cursorRow = 0;
  core::SpectrogramStore m_store;
  QElapsedTimer m_sinceAdded;
  core::Tuning m_tuning;
  QMetaObject::Connection m_settingsChanged;
  ViewTools m_tools;
  analysis::Subscription m_feed;  // last: nothing arrives after it
};

}  // namespace tunescope::ui
