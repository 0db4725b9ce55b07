// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include "cli/numbers.h"
#include "cli/optiontable.h"
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

constexpr double kMinHz = 10;
constexpr double kMaxHz = 20000;

// Not named quoted: <iomanip> of newer libraries has one that is found for std::string.
std::string inQuotes(std::string_view text) {
  return "'" + printable(text.substr(0, 200)) + "'";
}

// Reads the arguments one after the other; error holds what went wrong first.
class Parser {
 public:
  explicit Parser(std::span<const char* const> arguments) : m_arguments(arguments) {
    const char* noColor = std::getenv("NO_COLOR");
    m_options.hasColor = noColor == nullptr || *noColor == '\0';
  }

  std::variant<Options, UsageError> run() {
    for (m_at = 0; m_at < m_arguments.size() && m_error.empty(); ++m_at) takeArgument(m_arguments[m_at]);
    if (m_error.empty()) checkTogether();
    if (!m_error.empty()) return UsageError{m_error};
    return m_options;
  }

 private:
  void fail(std::string text) {
    if (m_error.empty()) m_error = std::move(text);
  }

  void takeArgument(std::string_view argument) {
    if (argument == "-h") argument = "--help";
    if (!argument.starts_with("--")) {
      fail(inQuotes(argument) + " is not an option; for a sound file write --input FILE, for all options --help");
      return;
    }
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(2, equals == std::string_view::npos ? equals : equals - 2);
    const OptionSpec* spec = findOption(name);
    if (spec == nullptr) {
      const std::string_view close = closestOption(name);
      fail("there is no option " + inQuotes(argument.substr(0, equals)) +
           (close.empty() ? "; " : "; did you mean --" + std::string(close) + "? ") +
           "tunescope --cli --help lists them all");
      return;
    }
    m_option = "--" + std::string(spec->name);
    if (spec->use == OptionUse::Planned) {
      fail(m_option + " is not in this version, because the part that it steers is not built yet; leave it out");
      return;
    }
    if (isGiven(spec->id)) {
      fail(m_option + " is given twice, and only one can hold; leave one out");
      return;
    }
    m_given.push_back(spec->id);
    const bool isHeadlessOnly = spec->use == OptionUse::HeadlessOnly && spec->id != OptionId::Cli;
    if (isHeadlessOnly && m_options.headlessOption.empty()) m_options.headlessOption = m_option;
    takeValue(*spec, equals == std::string_view::npos ? std::nullopt : std::optional(argument.substr(equals + 1)));
  }

  void takeValue(const OptionSpec& spec, std::optional<std::string_view> value) {
    if (spec.value.empty()) {
      if (value) {
        fail(m_option + " takes no value, but was given " + inQuotes(*value) + "; write it alone");
        return;
      }
      applyFlag(spec.id);
      return;
    }
    if (!value && m_at + 1 < m_arguments.size() && !std::string_view(m_arguments[m_at + 1]).starts_with("--")) {
      value = m_arguments[++m_at];
    }
    if (!value || value->empty()) {
      fail(m_option + " needs a value; write " + m_option + " " + std::string(spec.value));
      return;
    }
    m_value = *value;
    applyValue(spec.id);
  }

  void applyFlag(OptionId id) {
    switch (id) {
      case OptionId::Help:
        m_options.command = Options::Command::Help;
        break;
      case OptionId::Version:
        if (m_options.command != Options::Command::Help) m_options.command = Options::Command::Version;
        break;
      case OptionId::ListDevices:
        if (m_options.command == Options::Command::Analyse) m_options.command = Options::Command::ListDevices;
        break;
      case OptionId::Demo:
        m_options.request.source = SourceKind::Demo;
        break;
      case OptionId::Realtime:
        m_options.request.realtime = true;
        break;
      case OptionId::Wait:
        m_options.request.waitForDevice = true;
        break;
      case OptionId::FallBack:
        m_options.request.fallBack = true;
        break;
      case OptionId::Quiet:
        m_options.isQuiet = true;
        break;
      case OptionId::CalibrateClock:
        if (m_options.command == Options::Command::Analyse) m_options.command = Options::Command::CalibrateClock;
        break;
      case OptionId::Status:
        m_options.hasStatus = true;
        break;
      case OptionId::NoColor:
        m_options.hasColor = false;
        break;
      default:
        break;  // --cli brought us here
    }
  }

  void applyValue(OptionId id) {
    audio::CaptureRequest& request = m_options.request;
    switch (id) {
      case OptionId::Device:
        request.device.text = m_value;
        break;
      case OptionId::Api:
        applyApi();
        break;
      case OptionId::Input:
        request.source = m_value == "-" ? SourceKind::StandardInput : SourceKind::File;
        request.path = m_value;
        break;
      case OptionId::Replay:
        request.source = SourceKind::Recording;
        request.path = m_value;
        break;
      case OptionId::Record:
        m_options.recordPath = m_value;
        break;
      case OptionId::ClockPpm:
        m_options.settings.clockPpm = number(-10000, 10000, "ppm");
        m_options.isClockPpmGiven = true;
        break;
      case OptionId::Channel:
        applyChannel();
        m_options.isChannelGiven = true;
        break;
      case OptionId::Rate:
        request.rateHz = number(1000, 768000, "Hz");
        break;
      case OptionId::Buffer:
        request.bufferFrames = static_cast<unsigned>(whole(16, 65536, "frames"));
        break;
      case OptionId::GiveUp:
        m_options.isGiveUpGiven = true;
        request.giveUpAfter = std::chrono::milliseconds(std::llround(1000 * number(0, 604800, "seconds")));
        break;
      case OptionId::A4:
        m_options.settings.a4Hz = number(core::kMinA4Hz, core::kMaxA4Hz, "Hz");
        m_options.isA4Given = true;
        break;
      case OptionId::MinHz:
        m_options.settings.minHz = number(kMinHz, kMaxHz, "Hz");
        m_options.isRangeGiven = true;
        break;
      case OptionId::MaxHz:
        m_options.settings.maxHz = number(kMinHz, kMaxHz, "Hz");
        m_options.isRangeGiven = true;
        break;
      case OptionId::Mains:
        applyMains();
        break;
      case OptionId::Notation:
        applyNotation();
        break;
      case OptionId::Format:
        applyFormat();
        break;
      case OptionId::Duration:
        m_options.durationS = number(0.001, 31536000, "seconds");
        break;
      case OptionId::Output:
        m_options.outputPath = m_value;
        break;
      case OptionId::Waveform:
        m_options.waveformColumns = static_cast<int>(whole(1, 4096, "columns"));
        break;
      case OptionId::Assert:
        applyAssert();
        break;
      case OptionId::Within:
        m_withinCents = number(0.001, 1200, "cents");
        break;
      default:
        break;
    }
  }

  std::string range(double low, double high, const char* unit) const {
    std::string text = " from ";
    appendShortest(text, low);
    text += " to ";
    appendShortest(text, high);
    return text + " " + unit;
  }

  double number(double low, double high, const char* unit) {
    const std::optional<double> value = parseNumber(m_value);
    if (value && *value >= low && *value <= high) return *value;
    fail(m_option + " cannot be " + inQuotes(m_value) + "; give a number" + range(low, high, unit) +
         (m_value.find(',') != std::string::npos ? ", with a point for the decimals" : ""));
    return low;
  }

  long whole(long low, long high, const char* unit) {
    const std::optional<long> value = parseWhole(m_value);
    if (value && *value >= low && *value <= high) return *value;
    fail(m_option + " cannot be " + inQuotes(m_value) + "; give a whole number" +
         range(static_cast<double>(low), static_cast<double>(high), unit));
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

  void applyNotation() {
    m_options.isNotationGiven = true;
    if (m_value == "english") return;
    if (m_value == "german") {
      m_options.notation = core::Notation::German;
    } else if (m_value == "latin") {
      m_options.notation = core::Notation::Latin;
    } else {
      fail("--notation cannot be " + inQuotes(m_value) + "; give english, german or latin");
    }
  }

  void applyMains() {
    m_options.isMainsGiven = true;
    if (m_value == "50") {
      m_options.settings.mains = core::Mains::Hz50;
    } else if (m_value == "60") {
      m_options.settings.mains = core::Mains::Hz60;
    } else if (m_value == "off") {
      m_options.settings.mains = core::Mains::Off;
    } else {
      fail("--mains cannot be " + inQuotes(m_value) +
           "; give 50 or 60 for that hum, off for none, or leave it out to have it found");
    }
  }

  void applyFormat() {
    m_options.isFormatGiven = true;
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

  bool isGiven(OptionId id) const { return std::find(m_given.begin(), m_given.end(), id) != m_given.end(); }

  // The first of these that was given, or nothing.
  std::string firstGiven(std::initializer_list<OptionId> ids) const {
    for (const OptionId id : ids) {
      if (isGiven(id)) return "--" + std::string(optionName(id));
    }
    return {};
  }

  void refuseTogether(const std::string& one, const std::string& other, const char* why) {
    if (!one.empty() && !other.empty())
      fail(one + " and " + other + " exclude each other, because " + why + "; leave one out");
  }

  void checkTogether() {
    using enum OptionId;
    if (m_options.command == Options::Command::Help || m_options.command == Options::Command::Version) return;
    const std::string file = firstGiven({Input, Replay});
    refuseTogether(firstGiven({Input}), firstGiven({Replay}), "there is one source at a time");
    refuseTogether(firstGiven({Replay}), firstGiven({Realtime}), "a recording is read as fast as it can be");
    const std::string demo = firstGiven({Demo});
    const char* oneSource = "there is one source at a time";
    refuseTogether(file, demo, oneSource);
    refuseTogether(file, firstGiven({Device, Api}), oneSource);
    refuseTogether(demo, firstGiven({Device, Api}), oneSource);
    const std::string deviceOnly = firstGiven({Rate, Buffer, Wait, GiveUp, FallBack});
    refuseTogether(file, deviceOnly, "the second is about devices");
    refuseTogether(demo, firstGiven({Buffer, Wait, GiveUp, FallBack}), "the second is about devices");
    if (isGiven(Realtime) && file.empty())
      fail("--realtime is about files, and devices always run at their own speed; add --input FILE or leave it out");
    if (m_options.command == Options::Command::ListDevices) {
      refuseTogether("--list-devices", firstGiven({Input, Demo, Device, Assert, Waveform, Duration}),
                     "the first only lists");
      return;
    }
    if (m_options.command == Options::Command::CalibrateClock) {
      refuseTogether("--calibrate-clock",
                     firstGiven({Input, Replay, Demo, Assert, Waveform, Record, ClockPpm, Status, Output}),
                     "the first only watches a device's clock");
      return;
    }
    checkOutput();
    checkTuning();
  }

  void checkOutput() {
    using enum OptionId;
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
    if (m_options.settings.minHz < m_options.settings.maxHz) return;
    std::string text = "--min-hz is ";
    appendShortest(text, m_options.settings.minHz);
    text += " and --max-hz is ";
    appendShortest(text, m_options.settings.maxHz);
    fail(text + ", so nothing lies between; make the first the smaller one");
  }

  std::span<const char* const> m_arguments;
  std::size_t m_at = 0;
  std::string m_option;
  std::string m_value;
  std::string m_error;
  std::optional<double> m_withinCents;
  std::vector<OptionId> m_given;
  Options m_options;
};

}  // namespace

std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments) {
  return Parser(arguments).run();
}

}  // namespace tunescope::cli
