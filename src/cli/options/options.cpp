// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"

#include "cli/options/batchoption.h"
#include "cli/options/commandline.h"
#include "cli/options/liveoutoption.h"
#include "cli/options/recordoption.h"
#include "cli/options/soundlevel.h"
#include "cli/options/sourceoption.h"
#include "cli/options/spectrumoption.h"
#include "cli/options/toneoption.h"
#include "cli/options/tuningfile.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

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

// Not named quoted: newer versions of <iomanip> have a function of that name that is found for std::string.
std::string inQuotes(std::string_view text) {
  return "'" + printable(text.substr(0, 200)) + "'";
}

struct FlagCommand {
  std::size_t option;
  Options::Command command;
};
constexpr std::array kCommands = {FlagCommand{"list-devices"_option, Options::Command::ListDevices},
                                  FlagCommand{"list-temperaments"_option, Options::Command::ListTemperaments},
                                  FlagCommand{"list-instruments"_option, Options::Command::ListInstruments},
                                  FlagCommand{"calibrate-clock"_option, Options::Command::CalibrateClock}};

struct FlagMember {
  std::size_t option;
  bool audio::CaptureRequest::*member;
};
constexpr std::array kRequestFlags = {FlagMember{"realtime"_option, &audio::CaptureRequest::realtime},
                                      FlagMember{"wait"_option, &audio::CaptureRequest::waitForDevice},
                                      FlagMember{"fall-back"_option, &audio::CaptureRequest::fallBack}};

// Processes the options in order; error holds the first error.
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
    m_isContent = written.isContent;
    if (written.isBare) ++m_options.bareInputs;
    if (m_options.given[option] && !spec.isRepeatable) {
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
    const auto* const command = std::ranges::find(kCommands, option, &FlagCommand::option);
    if (command != kCommands.end() && m_options.command == Options::Command::Analyse) {
      m_options.command = command->command;
    }
    const auto* const flag = std::ranges::find(kRequestFlags, option, &FlagMember::option);
    if (flag != kRequestFlags.end()) m_options.request.*flag->member = true;
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
      case "demo"_option:
        m_options.request.source = SourceKind::Demo;
        break;
      case "quiet"_option:
        m_options.isQuiet = true;
        break;
      case "status"_option:
        m_options.hasStatus = true;
        break;
      case "no-color"_option:
        m_options.hasColor = false;
        break;
      default:  // a switch, a command, or --cli, which led here
        if (const analysis::Setting* setting = settingOf(option)) setting->choice.choose(m_options.settings, 1);
        break;
    }
  }

  void applyValue(std::size_t option) {
    audio::CaptureRequest& request = m_options.request;
    switch (option) {
      case "device"_option:
        request.device.text = m_value;
        break;
      case "api"_option:
        fail(takeApi(request, m_value));
        break;
      case "input"_option:
        request.source = m_value == "-" ? SourceKind::StandardInput : SourceKind::File;
        if (m_options.inputs.empty()) request.path = m_value;
        m_options.inputs.push_back(m_value);
        break;
      case "jobs"_option:
        m_options.jobs = static_cast<int>(whole(1, 1024, "jobs"));
        break;
      case "replay"_option:
        request.source = SourceKind::Recording;
        request.path = m_value;
        break;
      case "record"_option:
        m_options.recordPath = m_value;
        break;
      case "channel"_option:
        fail(takeChannel(request, m_value));
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
      case "spl"_option:
        m_options.splOffsetDb = parseSplOffset(m_value);
        if (!m_options.splOffsetDb) fail("--spl cannot be " + inQuotes(m_value) + "; give " + std::string(kSplAdvice));
        break;
      case "assert"_option:
        m_options.assertion = Assertion{.note = m_value, .withinCents = 0};
        break;
      case "poly"_option:
        fail(takePoly(m_options, m_value));
        break;
      case "measure-stretch"_option:
      case "octave-type"_option:
        (option == "octave-type"_option ? m_options.octaveType : m_options.stretchPath) = m_value;
        break;
      case "export"_option:
      case "report"_option:
        fail(option == "report"_option ? takeReport(m_options, m_value) : takeExport(m_options, m_value));
        break;
      case "within"_option:
        m_withinCents = number(0.001, 1200, "cents");
        break;
      default:
        fail(takeSpectrumOption(m_options, option, m_value));  // empty: there is nothing wrong with it
        fail(takeLiveOutOption(m_options, option, m_value));
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

  void applySetting(const analysis::Setting& setting) {
    if (setting.number != nullptr) {
      const analysis::NumberRange& range = setting.range;
      m_options.settings.*setting.number =
          range.isWhole
              ? static_cast<double>(whole(static_cast<long>(range.min), static_cast<long>(range.max), range.unit))
              : number(range.min, range.max, range.unit);
      return;
    }
    if (setting.text.takeFile != nullptr) {
      applyFile(setting);
      return;
    }
    const bool isUnsayable = !setting.words.empty() && !setting.defaultText.empty() && m_value == setting.words.front();
    if (isUnsayable || !setWord(setting, m_options.settings, m_value)) {
      fail(m_option + " cannot be " + inQuotes(m_value) + "; give " + adviceOf(setting));
    }
  }

  // The setting is the text of the file.
  void applyFile(const analysis::Setting& setting) {
    TuningFile file =
        m_isContent ? takeTuningText(setting, m_option, m_value) : readTuningFile(setting, m_option, m_value);
    if (!file.problem.empty()) fail(file.problem);
    if (setting.name == "keymap") m_options.keymapFile = file;
    m_options.settings.*setting.text.member = std::move(file.text);
    for (std::string& remark : file.remarks) m_options.remarks.push_back(std::move(remark));
  }

  void applyFormat() {
    constexpr std::array<std::string_view, 3> kFormats = {"text", "json", "csv"};
    const auto* const format = std::ranges::find(kFormats, m_value);
    if (format == kFormats.end()) fail("--format cannot be " + inQuotes(m_value) + "; give text, json or csv");
    if (format != kFormats.end()) m_options.format = static_cast<OutputFormat>(format - kFormats.begin());
  }

  // The first of these that was given, or none.
  std::string firstGiven(std::initializer_list<std::size_t> options) const {
    for (const std::size_t option : options) {
      if (m_options.given[option]) return optionName(option);
    }
    return {};
  }

  std::string firstLiveOut() const {
    const auto* const out =
        std::ranges::find_if(kLiveOutOptions, [this](auto option) { return m_options.given[option]; });
    return out == kLiveOutOptions.end() ? std::string() : optionName(*out);
  }

  std::string firstRecordKind(bool isInOutput = false) const {
    for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
      const bool isMeant = kRecordKinds[i].isInOutput || !isInOutput;
      if (isMeant && m_options.given[kFirstRecordKind + i]) return optionName(kFirstRecordKind + i);
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
    fail(batchProblem(m_options));
    fail(liveOutProblem(m_options));
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
    const std::string record = firstRecordKind();
    const std::string list = firstGiven({"list-devices"_option, "list-temperaments"_option, "list-instruments"_option});
    if (!list.empty() && m_options.command != Options::Command::CalibrateClock) {
      refuseTogether(list, record, "the first only lists");
      refuseTogether(list, firstLiveOut(), "the first only lists");
      refuseTogether(list,
                     firstGiven({"input"_option, "demo"_option, "device"_option, "assert"_option, "waveform"_option,
                                 "duration"_option, "tone"_option}),
                     "the first only lists");
      return;
    }
    if (m_options.command == Options::Command::CalibrateClock) {
      refuseTogether("--calibrate-clock", record, "the first only watches a device's clock");
      refuseTogether("--calibrate-clock", firstLiveOut(), "the first only watches a device's clock");
      refuseTogether("--calibrate-clock",
                     firstGiven({"input"_option, "replay"_option, "demo"_option, "assert"_option, "waveform"_option,
                                 "record"_option, "clock-ppm"_option, "status"_option, "output"_option, "tone"_option}),
                     "the first only watches a device's clock");
      return;
    }
    const bool isTone = !firstGiven({"tone"_option, "timbre"_option, "tone-level"_option}).empty();
    if (!isTone) checkOutput();
    checkTuning();
    if (isTone && m_error.empty()) fail(toneProblem(m_options));
  }

  void checkOutput() {
    if (m_options.hasStatus && m_options.format == OutputFormat::Csv) {
      fail("--status needs --format json or text, because a table of readings cannot contain it; leave one out");
    }
    const std::string record = firstRecordKind(true);
    if (!record.empty() && m_options.format == OutputFormat::Csv) {
      fail(record + " needs --format json or text, because a table of readings cannot contain it; leave one out");
    }
    if (m_options.splOffsetDb && !m_options.given["meters"_option]) {
      fail("--spl needs --meters, which shows the sound level; add it");
    }
    if (m_options.waveformColumns && m_options.format != OutputFormat::Json) {
      fail("--waveform needs --format json, because only JSON can contain columns; add it");
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
    refuseTogether(firstGiven({"a4"_option}), firstGiven({"reference"_option}), "both set the pitch of all notes");
    refuseTogether(firstGiven({"temperament"_option}), firstGiven({"scale"_option, "keymap"_option}),
                   "both say which notes there are");
    refuseTogether(firstGiven({"keymap"_option}), firstGiven({"a4"_option, "reference"_option, "key"_option}),
                   "a keymap sets the pitch of all keys");
    // A replay combines its options with the recorded ones first; HeadlessRun checks both together.
    if (m_options.request.source == SourceKind::Recording) return;
    settleTuning(m_options);
    if (const auto problem = settingsProblem(m_options)) fail(*problem);
  }

  std::string m_option, m_value;
  bool m_isContent = false;
  std::string m_error;
  std::optional<double> m_withinCents;
  Options m_options;
};

}  // namespace

std::variant<Options, UsageError> checkOptions(std::span<const WrittenOption> written) {
  return OptionReader().run(written);
}

analysis::SettingSet Options::givenSettings() const {
  analysis::SettingSet rows;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = given[kFirstSetting + i];
  return rows;
}

}  // namespace tunescope::cli
