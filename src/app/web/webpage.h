// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

#include <QObject>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace tunescope::ui {
class CaptureController;
}

namespace tunescope::app {

// The program's side of globalThis.tunescope (wasm/shell/api.js): its state as a word, its readings as records of
// headless mode, start and stop, sound files from the page's memory, and the readings of the last half hour to save.
// There is one at a time. Thread: gui. Realtime-safe: no.
class WebPage : public QObject, private analysis::AnalysisSink {
 public:
  explicit WebPage(ui::CaptureController& controller);
  ~WebPage() override;

  static WebPage* instance() noexcept { return s_instance; }

  const std::string& newestRecord();  // JSON, or "null"
  const std::string& statistics();    // JSON
  const std::string& readings(bool asCsv);
  void setListening(bool isListening) { m_isListening = isListening; }  // a listener of the page receives each reading
  void start();
  void stop();
  void playFile(const QString& path, bool atItsOwnSpeed);
  void chosen(const QString& path);      // a file that the program asked for; empty where it could not be read
  void openTuning(const QString& path);  // a scale, a keymap, instruments or a stretch
  void restored();                       // the page came back from where browsers keep pages
  void hidden();                         // its tab has been hidden for long
  void shown();                          // no longer
  void muted(bool isMuted);              // the microphone, by the system
  void readTraits();
  void back();     // the browser's button, with a sheet open
  void allowed();  // the microphone, in the browser's settings
  void drawn();    // a picture is on the screen

 private:
  void streamStarted(const analysis::StreamInfo& info) override;
  void frame(const analysis::AnalysisFrame& frame) override;
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override {}
  void connectUserFiles();
  void tellState();
  void connectShare();

  static inline WebPage* s_instance = nullptr;

  ui::CaptureController& m_controller;
  analysis::StreamInfo m_stream;
  std::deque<analysis::AnalysisFrame> m_frames;  // without their samples
  std::string m_text;
  std::string m_state;
  std::uint64_t m_pictures = 0;
  bool m_isListening = false;
  bool m_isPaused = false;  // while its tab is hidden
  double m_startS = 0;      // of the file: its readings are counted from there
};

}  // namespace tunescope::app
