// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tone/tonewish.h"

#include <functional>
#include <memory>
#include <utility>

namespace tunescope::audio {

// The state of a tone output.
struct ToneStatus {
  // There is no output; it cannot be opened, or failed; the page that played it was left, and nothing is wrong.
  enum class Problem { None, NoOutput, Refused, Left };

  bool isSounding = false;  // from the first sample to the last that leaves the output
  Problem problem = Problem::None;
  double sampleRateHz = 0;  // of the output; 0: none is open

  bool operator==(const ToneStatus&) const = default;
};

// The output for a reference tone: the system's default output. It is open while there is something to play.
// Thread: one at a time; the handler is called there. Realtime-safe: no.
class ToneOutput {
 public:
  virtual ~ToneOutput() = default;  // a tone that plays fades out

  // Sets the tone to play from now on; returns at once. A request after a problem tries again.
  virtual void play(const core::ToneWish& wish) = 0;

  const ToneStatus& status() const { return m_status; }
  void setHandler(std::function<void()> handler) { m_handler = std::move(handler); }  // after a change of status()

 protected:
  void setStatus(const ToneStatus& status) {
    const bool isNew = std::exchange(m_status, status) != status;
    if ((isNew || status.problem != ToneStatus::Problem::None) && m_handler)
      m_handler();  // a second failure in a row counts too
  }

 private:
  ToneStatus m_status;
  std::function<void()> m_handler;
};

// Makes the output of this build; empty where it has none.
using ToneOutputFactory = std::function<std::unique_ptr<ToneOutput>()>;

}  // namespace tunescope::audio
