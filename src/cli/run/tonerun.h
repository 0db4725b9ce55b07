// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"
#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/options/toneoption.h"
#include "cli/run/longtimer.h"
#include "cli/run/signals.h"
#include "cli/write/outputstream.h"

#include <QObject>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunescope::cli {

// `tunescope --cli --tone NOTE…`: says what it plays, and plays it until it is interrupted or --duration is over. The
// tone fades out in both cases. Needs a QCoreApplication. Thread: gui.
class ToneRun : public QObject {
  Q_OBJECT

 public:
  ToneRun(const Options& options, const audio::ToneOutputFactory& makeOutput);

  ExitCode execute();

 private:
  void followOutput();
  void begin();
  void giveUp(std::string_view sentence);
  void finish(ExitCode code);
  ExitCode describe();
  std::string description(const std::vector<ToneNote>& notes) const;

  const Options& m_options;
  OutputStream m_stream;
  Signals m_signals;
  LongTimer m_durationTimer;
  core::ToneWish m_wish;
  bool m_hasBegun = false;
  bool m_isFinishing = false;
  bool m_isUnanswered = false;  // by the sound system
  ExitCode m_code = ExitCode::Done;
  std::unique_ptr<audio::ToneOutput> m_output;  // last: it ends first
};

}  // namespace tunescope::cli
