// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include "cli/commandline.h"
#include "cli/numbers.h"
#include "cli/safetext.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace tunescope::cli {

namespace {

using audio::SourceKind;

// Not named quoted: <iomanip> of newer libraries has one that is found for std::string.
std::string inQuotes(std::string_view text) {
  return "'" + printable(text.substr(0, 200)) + "'";
}

// Takes the options one after the other; error holds what went wrong first.
class OptionReader {
 public:
  OptionReader() {
    const char* noColor = std::getenv("NO_COLOR");
    m_options.hasColor = noColor == nullptr || *noColor == '\0';
  }

  std::variant<Options, UsageError> run(std::span<const WrittenOption> written) {
    for (std::size_t i = 0; i < written.size() && m_error.empty(); ++i) take(written[i]);
    if (m_error.empty()) checkTogether();
    if (!m_error.empty()) return UsageError{m_error};
    return m_options;
  }

 private:
  void fail(std::string text) {
    if (m_error.empty()) m_error = std::move(text);
  }

  void take(const WrittenOption& written) {
    const std::size_t option = written.option;
    const OptionSpec& spec = kOptions[option];
    m_option = optionName(option);
    m_value = written.value;
    if (spec.use == OptionUse::Planned) {
      fail(m_option + " is not in this version, because the part that it steers is not built yet; leave it out");
      return;
    }
    if (m_options.given[option]) {
      fail(m_option + " is given twice, and only one can hold; leave one out");
      return;
    }
    m_options.given.set(option);
    const bool isHeadlessOnly = spec.use == OptionUse::HeadlessOnly && option != "cli"_option;
    if (isHeadlessOnly && m_options.headlessOption.empty()) m_options.headlessOption = m_option;
    if (spec.value.empty()) {
      applyFlag(option);
    } else if (m_value.empty()) {
      fail(missingValue(option));
    } else if (const analysis::Setting* setting = settingOf(option)) {
      applySetting(*setting);
    } else {
      applyValue(option);
    }
  }

  void applyFlag(std::size_t option) {
    switch (option) {
      case "help"_option:
        if (m_options.command != Options::Command::HelpAll) m_options.command = Options::Command::Help;
        break;
      case "help-all"_option:
        m_options.command = Options::Command::HelpAll;
        break;
      case "version"_option:
        if (!isHelp()) m_options.command = Options::Command::Version;
        break;
      case "list-devices"_option:
        if (m_options.command == Options::Command::Analyse) m_options.command = Options::Command::ListDevices;
        break;
      case "demo"_option:
        m_options.request.source = SourceKind::Demo;
        break;
      case "realtime"_option:
        m_options.request.realtime = true;
        break;
      case "wait"_option:
        m_options.request.waitForDevice = true;
        break;
      case "fall-back"_option:
        m_options.request.fallBack = true;
        break;
      case "quiet"_option:
        m_options.isQuiet = true;
        break;
      case "calibrate-clock"_option:
        if (m_options.command == Options::Command::Analyse) m_options.command = Options::Command::CalibrateClock;
        break;
      case "status"_option:
        m_options.hasStatus = true;
        break;
      case "no-color"_option:
        m_options.hasColor = false;
        break;
      default:
        break;  // --cli brought us here
    }
  }

  void applyValue(std::size_t option) {
    audio::CaptureRequest& request = m_options.request;
    switch (option) {
      case "device"_option:
        request.device.text = m_value;
        break;
      case "api"_option:
        applyApi();
        break;
      case "input"_option:
        request.source = m_value == "-" ? SourceKind::StandardInput : SourceKind::File;
        request.path = m_value;
        break;
      case "replay"_option:
        request.source = SourceKind::Recording;
        request.path = m_value;
        break;
      case "record"_option:
        m_options.recordPath = m_value;
        break;
      case "channel"_option:
        applyChannel();
        break;
      case "rate"_option:
        request.rateHz = number(1000, 768000, "Hz");
        break;
      case "buffer"_option:
        request.bufferFrames = static_cast<unsigned>(whole(16, 65536, "frames"));
        break;
      case "give-up"_option:
        request.giveUpAfter = std::chrono::milliseconds(std::llround(1000 * number(0, 604800, "seconds")));
        break;
      case "format"_option:
        applyFormat();
        break;
      case "duration"_option:
        m_options.durationS = number(0.001, 31536000, "seconds");
        break;
      case "output"_option:
        m_options.outputPath = m_value;
        break;
      case "waveform"_option:
        m_options.waveformColumns = static_cast<int>(whole(1, 4096, "columns"));
        break;
      case "assert"_option:
        applyAssert();
        break;
      case "within"_option:
        m_withinCents = number(0.001, 1200, "cents");
        break;
      default:
        break;
    }
  }

  double number(double low, double high, std::string_view unit) {
    const std::optional<double> value = parseNumber(m_value);
    if (value && *value >= low && *value <= high) return *value;
    fail(m_option + " cannot be " + inQuotes(m_value) + "; give a number" + rangeText(low, high, unit) +
         (m_value.find(',') != std::string::npos ? ", with a point for the decimals" : ""));
    return low;
  }

  long whole(long low, long high, std::string_view unit) {
    const std::optional<long> value = parseWhole(m_value);
    if (value && *value >= low && *value <= high) return *value;
    fail(m_option + " cannot be " + inQuotes(m_value) + "; give a whole number" +
         rangeText(static_cast<double>(low), static_cast<double>(high), unit));
    return low;
  }

  void applyApi() {
    constexpr std::array kKnown = {"alsa", "pulse", "jack", "oss", "core", "wasapi", "asio", "ds"};
    if (std::find(kKnown.begin(), kKnown.end(), m_value) == kKnown.end()) {
      fail("--api cannot be " + inQuotes(m_value) +
           "; give pulse, alsa or jack (tunescope --cli --list-devices shows which there are)");
    }
    m_options.request.device.api = m_value;
  }

  void applyChannel() {
    if (m_value == "mix") {
      m_options.request.channel.mix = true;
      return;
    }
    const std::optional<long> value = parseWhole(m_value);
    if (!value || *value < 1 || *value > 1024) {
      fail("--channel cannot be " + inQuotes(m_value) + "; give a number from 1 on, or mix for the mean of all");
      return;
    }
    m_options.request.channel.number = static_cast<unsigned>(*value);
  }

  void applySetting(const analysis::Setting& setting) {
    if (setting.number != nullptr) {
      m_options.settings.*setting.number = number(setting.range.min, setting.range.max, setting.range.unit);
      return;
    }
    const bool isUnsayable = !setting.defaultText.empty() && m_value == setting.words.front();
    if (isUnsayable || !setWord(setting, m_options.settings, m_value)) {
      fail(m_option + " cannot be " + inQuotes(m_value) + "; give " + adviceOf(setting));
    }
  }

  void applyFormat() {
    if (m_value == "text") return;
    if (m_value == "json") {
      m_options.format = OutputFormat::Json;
    } else if (m_value == "csv") {
      m_options.format = OutputFormat::Csv;
    } else {
      fail("--format cannot be " + inQuotes(m_value) + "; give text, json or csv");
    }
  }

  void applyAssert() {
    const std::optional<int> midi = core::parseNoteName(m_value);
    if (!midi) {
      fail("--assert cannot be " + inQuotes(m_value) + ", which is not a note; give one such as A4, C#5 or Bb3");
      return;
    }
    m_options.assertion = Assertion{.midi = *midi, .withinCents = 0};
  }

  // The first of these that was given, or nothing.
  std::string firstGiven(std::initializer_list<std::size_t> options) const {
    for (const std::size_t option : options) {
      if (m_options.given[option]) return optionName(option);
    }
    return {};
  }

  void refuseTogether(const std::string& one, const std::string& other, const char* why) {
    if (!one.empty() && !other.empty())
      fail(one + " and " + other + " exclude each other, because " + why + "; leave one out");
  }

  bool isHelp() const {
    return m_options.command == Options::Command::Help || m_options.command == Options::Command::HelpAll;
  }

  void checkTogether() {
    if (isHelp() || m_options.command == Options::Command::Version) return;
    const std::string file = firstGiven({"input"_option, "replay"_option});
    refuseTogether(firstGiven({"input"_option}), firstGiven({"replay"_option}), "there is one source at a time");
    refuseTogether(firstGiven({"replay"_option}), firstGiven({"realtime"_option}),
                   "a recording is read as fast as it can be");
    const std::string demo = firstGiven({"demo"_option});
    const char* oneSource = "there is one source at a time";
    refuseTogether(file, demo, oneSource);
    refuseTogether(file, firstGiven({"device"_option, "api"_option}), oneSource);
    refuseTogether(demo, firstGiven({"device"_option, "api"_option}), oneSource);
    const std::string deviceOnly =
        firstGiven({"rate"_option, "buffer"_option, "wait"_option, "give-up"_option, "fall-back"_option});
    refuseTogether(file, deviceOnly, "the second is about devices");
    refuseTogether(demo, firstGiven({"buffer"_option, "wait"_option, "give-up"_option, "fall-back"_option}),
                   "the second is about devices");
    if (m_options.given["realtime"_option] && file.empty())
      fail("--realtime is about files, and devices always run at their own speed; add --input FILE or leave it out");
    if (m_options.command == Options::Command::ListDevices) {
      refuseTogether("--list-devices",
                     firstGiven({"input"_option, "demo"_option, "device"_option, "assert"_option, "waveform"_option,
                                 "duration"_option}),
                     "the first only lists");
      return;
    }
    if (m_options.command == Options::Command::CalibrateClock) {
      refuseTogether("--calibrate-clock",
                     firstGiven({"input"_option, "replay"_option, "demo"_option, "assert"_option, "waveform"_option,
                                 "record"_option, "clock-ppm"_option, "status"_option, "output"_option}),
                     "the first only watches a device's clock");
      return;
    }
    checkOutput();
    checkTuning();
  }

  void checkOutput() {
    if (m_options.hasStatus && m_options.format == OutputFormat::Csv) {
      fail("--status needs --format json or text, because a table of readings has no room for it; leave one out");
    }
    if (m_options.waveformColumns && m_options.format != OutputFormat::Json) {
      fail("--waveform needs --format json, because only JSON has room for columns; add it");
    }
    if (m_options.assertion && !m_withinCents)
      fail("--assert needs --within CENTS, how far off the note may be; add it");
    if (m_withinCents && !m_options.assertion) fail("--within needs --assert NOTE, the note that is expected; add it");
    if (m_options.assertion && m_options.isLive() && !m_options.durationS) {
      fail("--assert on a live source needs --duration SECONDS, because it would listen forever; add it");
    }
    if (m_options.assertion && m_withinCents) m_options.assertion->withinCents = *m_withinCents;
  }

  void checkTuning() {
    // Those of a replay are put over the recorded ones first; HeadlessRun checks both together.
    if (m_options.request.source == SourceKind::Recording) return;
    if (const auto problem = rangeProblem(m_options.settings)) fail(*problem);
  }

  std::string m_option;
  std::string m_value;
  std::string m_error;
  std::optional<double> m_withinCents;
  Options m_options;
};

}  // namespace

std::variant<Options, UsageError> checkOptions(std::span<const WrittenOption> written) {
  return OptionReader().run(written);
}

// Pairs that the table does not know are for somebody else.
std::variant<Options, UsageError> parseAddress(std::span<const char* const> pairs) {
  std::vector<WrittenOption> written;
  for (const std::string_view pair : pairs) {
    const std::size_t equals = pair.find('=');
    const std::size_t option = findOption(pair.substr(0, equals));
    if (option == kOptionCount || !kOptions[option].isInAddress) continue;
    const bool hasValue = equals != std::string_view::npos && !kOptions[option].value.empty();
    written.push_back({option, std::string(hasValue ? pair.substr(equals + 1) : std::string_view())});
  }
  return checkOptions(written);
}

analysis::SettingSet Options::givenSettings() const {
  analysis::SettingSet rows;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = given[kFirstSetting + i];
  return rows;
}

std::optional<std::string> rangeProblem(const analysis::AnalysisSettings& settings) {
  if (settings.minHz < settings.maxHz) return std::nullopt;
  std::string text = "--min-hz is ";
  appendShortest(text, settings.minHz);
  text += " and --max-hz is ";
  appendShortest(text, settings.maxHz);
  return text + ", so nothing lies between; make the first the smaller one";
}

}  // namespace tunescope::cli
