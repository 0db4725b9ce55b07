// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/replaysettings.h"

#include "analysis/capturerecorder.h"

#include <QFile>

namespace tunescope::cli {

std::vector<analysis::SettingsChange> settingsForReplay(const Options& options) {
  if (options.request.source != audio::SourceKind::Recording) return {};
  auto changes = analysis::recordedSettings(QFile::decodeName(options.request.path.c_str()));
  for (analysis::SettingsChange& change : changes) {
    analysis::Settings settings{change.settings};
    overlay(settings, options.settings, options.givenSettings());
    change.settings = settings;
    if (options.isGiven("channel"_option)) change.settings.channel = options.request.channel;
  }
  return changes;
}

Options withSettings(Options options, const std::vector<analysis::SettingsChange>& changes) {
  analysis::AnalysisSettings& settings = options.settings;
  if (changes.empty()) {
    settings.channel = options.request.channel;
  } else {
    settings = changes.front().settings;
    options.request.channel = settings.channel;
  }
  return options;
}

}  // namespace tunescope::cli
