// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturesession.h"
#include "cli/live/displaylayout.h"
#include "cli/live/newestrecords.h"
#include "cli/options/options.h"
#include "present/leveldisplay.h"
#include "present/notepresenter.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace tunescope::cli {

// The tuner on a terminal, redrawn in place on the alternate screen; the previous screen returns at the end.
// Thread: gui.
class LiveDisplay : public QObject {
  Q_OBJECT

 public:
  // hasQuitKey: it shows that q quits.
  LiveDisplay(analysis::CaptureSession& session, const Options& options, std::shared_ptr<const NewestRecords> records,
              bool hasQuitKey, QObject* parent = nullptr);
  ~LiveDisplay() override;

  // Whether standard output is a terminal that can move its cursor.
  static bool isPossible();

  void showStatus(const audio::CaptureStatus& status);
  void adaptToTerminal();

  // Restores the terminal until resume().
  void suspend();
  // Draws again as soon as the program is in the foreground.
  void resume();

 private:
  void enter();
  void takeLevel(const core::LevelReading& level);
  void takePitch(const analysis::NotedPitch& noted);
  void showNote();
  void showLevel();
  void redraw();
  void emitBytes(std::string_view bytes);

  analysis::CaptureSession& m_session;
  const Options& m_options;
  std::shared_ptr<const NewestRecords> m_records;
  DisplayState m_state;
  QTimer m_timer;  // runs while it uses the terminal
  QTimer m_retry;  // while the program is in the background
  QElapsedTimer m_clock;
  present::NotePresenter m_presenter;
  present::LevelDisplay m_level;
  qint64 m_readingMs = -1;  // when a reading came last
  qint64 m_soundedMs = 0;   // when a note was drawn last
  int m_width = 80;
  int m_height = 24;
  std::vector<analysis::Ticket> m_tickets;  // of what the next redraw shows
  analysis::Subscription m_levelFeed;
  analysis::Subscription m_pitchFeed;
  analysis::Subscription m_waveformFeed;
};

}  // namespace tunescope::cli
