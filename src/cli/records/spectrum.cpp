// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/tuningof.h"
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace tunescope::cli {

namespace {

using analysis::BandsReading;
using analysis::SpectrumReading;

// None for digital silence.
std::optional<double> levelDb(double power) {
  constexpr double kSilentPower = 1e-20;
  if (!(power > kSilentPower)) return std::nullopt;
  return 10 * std::log10(power);
}

void appendTime(std::string& out, double timeS) {
  std::string time;
  appendFixed(time, timeS, 3);
  out.append(9 - std::min<std::size_t>(9, time.size()), ' ').append(time).append(" s  ");
}

analysis::SpectrumTiming recordsEach(double intervalS) {
  return {.intervalS = intervalS};
}

class SpectrumRecord final : public RecordOf<SpectrumReading> {
 public:
  explicit SpectrumRecord(const Options& options)
      : RecordOf({.size = options.spectrum.size,
                  .window = options.spectrum.window,
                  .timing = recordsEach(options.spectrum.intervalS)}),
        m_names(analysis::nameStyleOf(options.settings)),
        m_tuning(analysis::tuningSettingsOf(options.settings)) {}

  bool hop(const analysis::AnalysisFrame& frame) override {
    if (frame.tuning != nullptr && frame.tuning->id() != m_tuning.id()) m_tuning = *frame.tuning;
    return RecordOf::hop(frame);
  }
  bool end() override { return takeRest(); }

  void appendJson(std::string& out) const override {
    const analysis::SpectrumValues& values = *reading().values;
    out += R"({"type":"spectrum","t":)";
    appendNumberOrNull(out, reading().timeS, 6);
    out.append(R"(,"window":")").append(core::shapeOf(values.window).id).append(R"(","fft":)");
    appendInteger(out, static_cast<std::int64_t>(values.size));
    out += R"(,"binHz":)";
    appendShortest(out, values.binHz);
    out += R"(,"db":)";
    appendDb(out, values.power);
    out += R"(,"peaks":[)";
    std::string_view before = "{";
    for (const core::SpectrumPeak& peak : values.allPeaks()) {
      out.append(std::exchange(before, ",{"));
      appendPeak(out, peak.bin * values.binHz, peak.power);
    }
    out += R"(],"floorDb":)";
    appendDb(out, values.floor);
    out += "}\n";
  }

  // The five highest peaks: "    1.000 s  spectrum  A4 +0.01 440.002 Hz -12.10 dB  ..."
  void appendText(std::string& out) const override {
    const analysis::SpectrumValues& values = *reading().values;
    appendTime(out, reading().timeS);
    out += "spectrum";
    constexpr std::size_t kMaxPeaks = 5;
    const auto peaks = values.allPeaks().first(std::min(kMaxPeaks, values.peakCount));
    if (peaks.empty()) out += "  -";
    for (const core::SpectrumPeak& peak : peaks) {
      const double hertz = peak.bin * values.binHz;
      out += "  ";
      if (const auto note = m_tuning.nearest(hertz)) {
        out.append(printable(core::asciiNoteName(*note, m_names))).append(" ");
        appendSigned(out, note->cents, 1);
        out += ' ';
      }
      appendFixed(out, hertz, 2);
      out += " Hz ";
      appendFixed(out, 10 * std::log10(peak.power), 2);
      out += " dB";
    }
    out += '\n';
  }

  void appendJsonSummary(std::string&) const override {}
  void appendTextSummary(std::string&) const override {}

 private:
  static void appendDb(std::string& out, std::span<const float> powers) {
    std::string_view before = "[";
    for (const float power : powers) {
      out.append(std::exchange(before, ","));
      appendNumberOrNull(out, levelDb(static_cast<double>(power)), 2);
    }
    out += ']';
  }

  void appendPeak(std::string& out, double hertz, double power) const {
    const auto note = m_tuning.nearest(hertz);
    out += R"("hz":)";
    appendNumberOrNull(out, hertz, hertzDecimals(hertz));
    out += R"(,"db":)";
    appendNumberOrNull(out, levelDb(power), 3);
    out += R"(,"note":)";
    if (note) {
      appendJsonString(out, core::asciiNoteName(*note, m_names));
    } else {
      out += "null";
    }
    out += R"(,"cents":)";
    appendNumberOrNull(out, note ? std::optional(note->cents) : std::nullopt, 4);
    out += '}';
  }

  core::NameStyle m_names;
  core::Tuning m_tuning;
};

class BandsRecord final : public RecordOf<BandsReading> {
 public:
  explicit BandsRecord(const Options& options)
      : RecordOf({.fraction = options.spectrum.fraction, .timing = recordsEach(options.spectrum.intervalS)}) {}

  bool end() override { return takeRest(); }

  void appendJson(std::string& out) const override {
    out += R"({"type":"bands","t":)";
    appendNumberOrNull(out, reading().timeS, 6);
    out += R"(,"fraction":)";
    appendInteger(out, static_cast<std::int64_t>(reading().fraction));
    out += R"(,"centreHz":)";
    std::string_view before = "[";
    for (const core::FractionalBand& band : reading().all()) {
      out.append(std::exchange(before, ","));
      appendNumberOrNull(out, band.centreHz, 4);
    }
    out += R"(],"db":)";
    before = "[";
    for (std::size_t b = 0; b < reading().count; ++b) {
      out.append(std::exchange(before, ","));
      appendNumberOrNull(out, levelDb(reading().power[b]), 2);
    }
    out += "]}\n";
  }

  // "    1.000 s  bands  31.5 -62.1  63 -50.0 ..."
  void appendText(std::string& out) const override {
    appendTime(out, reading().timeS);
    out += "bands";
    for (std::size_t b = 0; b < reading().count; ++b) {
      out += "  ";
      appendShortest(out, std::round(core::nominalHz(reading().bands[b]) * 100) / 100);
      out += ' ';
      const std::optional<double> db = levelDb(reading().power[b]);
      if (!db || !appendFixed(out, *db, 1)) out += '-';
    }
    out += '\n';
  }

  void appendJsonSummary(std::string&) const override {}
  void appendTextSummary(std::string&) const override {}
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeSpectrumRecord(const Options& options) {
  return std::make_unique<SpectrumRecord>(options);
}

std::unique_ptr<MeasuredRecord> makeBandsRecord(const Options& options) {
  return std::make_unique<BandsRecord>(options);
}

}  // namespace tunescope::cli
