// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/capture/capturecontroller.h"
#include "ui/items/scopeimage.h"
#include "ui/views/scopechoices.h"
#include "ui/views/scopecontrols.h"
#include "ui/views/scopecursors.h"
#include "ui/views/viewtools.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <optional>

namespace tunescope::ui {

// The oscilloscope of the view: its choices, its newest sweep, and while it is paused the last 30 s, which the view
// moves through. Places on the screen are shares of its width and height, from the top left.
// Thread: gui. Realtime-safe: no.
class ScopeModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(tunescope::ui::CaptureController* controller MEMBER m_controller NOTIFY sourceChanged REQUIRED)
  Q_PROPERTY(bool isActive MEMBER m_isActive NOTIFY sourceChanged)
  Q_PROPERTY(tunescope::ui::ViewTools* tools READ tools CONSTANT)
  Q_PROPERTY(tunescope::ui::ScopeControls* controls READ controls CONSTANT)
  Q_PROPERTY(tunescope::ui::ScopeCursors* cursors READ cursors CONSTANT)
  Q_PROPERTY(QString stateText READ stateText NOTIFY stateChanged)
  Q_PROPERTY(int state READ state NOTIFY stateChanged)  // core::ScopeState
  Q_PROPERTY(QString detailText READ detailText NOTIFY stateChanged)
  Q_PROPERTY(bool isStereo READ isStereo NOTIFY stateChanged)
  Q_PROPERTY(int display READ display NOTIFY changed)
  Q_PROPERTY(bool hasTrigger READ hasTrigger NOTIFY changed)
  Q_PROPERTY(bool isSingle READ isSingle NOTIFY changed)
  Q_PROPERTY(bool canStep READ canStep NOTIFY stateChanged)
  Q_PROPERTY(double triggerX READ triggerX NOTIFY changed)
  Q_PROPERTY(double levelY READ levelY NOTIFY stateChanged)
  Q_PROPERTY(double hysteresisTop READ hysteresisTop NOTIFY stateChanged)
  Q_PROPERTY(double hysteresisBottom READ hysteresisBottom NOTIFY stateChanged)
  Q_PROPERTY(QString levelText READ levelText NOTIFY stateChanged)
  Q_PROPERTY(QString xyRangeText READ xyRangeText NOTIFY stateChanged)
  Q_PROPERTY(QString hysteresisText READ hysteresisText NOTIFY stateChanged)
  Q_PROPERTY(QList<QString> timeLabels READ timeLabels NOTIFY changed)
  Q_PROPERTY(QList<QString> levelLabels READ levelLabels NOTIFY changed)
  Q_PROPERTY(QString timeUnit READ timeUnit NOTIFY changed)

 public:
  explicit ScopeModel(QObject* parent = nullptr);
  ~ScopeModel() override;

  ViewTools* tools() { return &m_tools; }
  ScopeControls* controls() { return &m_controls; }
  ScopeCursors* cursors() { return &m_cursors; }
  QString stateText() const;
  int state() const;
  QString detailText() const;  // trigger rate and note; how old a paused sweep is
  bool isStereo() const { return m_sweep.inputChannels > 1; }
  int display() const { return isStereo() ? m_choices.display : int(ScopeChoices::Time); }
  bool hasTrigger() const;
  bool isSingle() const { return m_choices.engine.mode == core::ScopeMode::Single; }
  bool canStep() const;
  double triggerX() const { return m_choices.engine.position; }
  double levelY() const { return m_choices.scale().yOf(level()); }
  double hysteresisTop() const { return m_choices.scale().yOf(level() + hysteresis()); }
  double hysteresisBottom() const { return m_choices.scale().yOf(level() - hysteresis()); }
  QString levelText() const;
  QString hysteresisText() const;
  QString xyRangeText() const;      // of the edge of an XY picture
  QStringList timeLabels() const;   // of the vertical lines, without their unit
  QStringList levelLabels() const;  // of the horizontal ones
  QString timeUnit() const;

  Q_INVOKABLE void choose(int row, int index);  // of the controls
  Q_INVOKABLE void zoomTime(int steps);         // positive: closer
  Q_INVOKABLE void zoomLevel(int steps);
  Q_INVOKABLE void setLevelY(double y);       // of the trigger
  Q_INVOKABLE void setHysteresisY(double y);  // by an edge of its band
  Q_INVOKABLE void setTriggerX(double x);
  Q_INVOKABLE void centreLevel();         // the middle of the sweep
  Q_INVOKABLE void scroll(double share);  // of the width, to later ones; paused only
  Q_INVOKABLE void step(int direction);   // to the sweep before or after; paused only
  Q_INVOKABLE void arm();
  Q_INVOKABLE void force();

  // For the item that draws it.
  const core::ScopePicture& picture() const { return m_picture; }
  const core::ScopeSweep& sweep() const { return m_sweep; }
  unsigned pictureNumber() const { return m_pictureNumber; }
  unsigned series() const { return m_series; }  // changes where earlier sweeps must not fade into the next one
  double persistenceS() const { return m_choices.persistenceS(); }
  ScopeImage::Look look() const;
  void setColumns(int columns);
  void acknowledge(double picturesPerS);  // the sweep was drawn; the next one may come

  const ScopeChoices& choices() const { return m_choices; }
  const analysis::Settings& settings() const;  // of the window
  // Full scale is 1, interpolated; none: it is not, or no longer, in memory.
  std::optional<double> valueAt(double seconds, std::size_t trace) const;
  void show(const core::ScopeSweep& sweep, analysis::Ticket ticket);
  analysis::ScopeLink& link() { return *m_link; }

 Q_SIGNALS:
  void sourceChanged();
  void drawn();         // another picture
  void changed();       // a choice
  void stateChanged();  // a few times a second

 private:
  void subscribe();
  void load();
  void apply(bool isRemembered = true);
  void takePicture();
  void redraw(double triggerS);
  void setPaused(bool isPaused);
  void reset();
  double level() const;
  double hysteresis() const;
  void refreshState();
  QByteArray table() const;
  QJsonObject settingsJson() const;

  QPointer<CaptureController> m_controller;
  bool m_isActive = false;
  bool m_isLoaded = false;
  ScopeChoices m_choices;
  std::shared_ptr<analysis::ScopeLink> m_link = std::make_shared<analysis::ScopeLink>();
  core::ScopeSweep m_sweep;
  core::ScopePicture m_picture;
  unsigned m_pictureNumber = 0;
  unsigned m_series = 0;
  core::ScopeState m_shownState = core::ScopeState::Stopped;
  double m_stateAtS = 0;
  double m_xyRange = 1;
  ScopeControls m_controls{*this};
  ScopeCursors m_cursors{*this};
  ViewTools m_tools;
  analysis::Ticket m_ticket;  // of the sweep that is being drawn
  analysis::Subscription m_feed;
  QMetaObject::Connection m_rested;
};

}  // namespace tunescope::ui
