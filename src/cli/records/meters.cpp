// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/numbers.h"

#include <initializer_list>
#include <string_view>

namespace tunescope::cli {

namespace {

using core::ChannelMeters;

struct ChannelKey {
  std::string_view key;
  std::optional<double> ChannelMeters::*level;
};

constexpr std::array kChannelKeys = {
    ChannelKey{"rmsDb", &ChannelMeters::rmsDb},
    ChannelKey{"peakDb", &ChannelMeters::peakDb},
    ChannelKey{"truePeakDb", &ChannelMeters::truePeakDb},
    ChannelKey{"vuDb", &ChannelMeters::vuDb},
    ChannelKey{"ppmDb", &ChannelMeters::ppmDb},
    ChannelKey{"kDb", &ChannelMeters::kDb},
    ChannelKey{"dcDb", &ChannelMeters::dcDb},
    ChannelKey{"crestDb", &ChannelMeters::crestDb},
};

class MetersRecord final : public RecordOf<core::MetersReading> {
 public:
  explicit MetersRecord(std::optional<double> splOffsetDb) : RecordOf({}), m_splOffsetDb(splOffsetDb) {}

  void appendJson(std::string& out) const override {
    const core::LoudnessReading& loudness = reading().loudness;
    out += R"({"type":"meters")";
    appendKey(out, "t", reading().timeS, 6);
    appendKey(out, "lufsMomentary", loudness.momentary, 2);
    appendKey(out, "lufsShortTerm", loudness.shortTerm, 2);
    appendKey(out, "lufsIntegrated", loudness.integrated, 2);
    appendKey(out, "loudnessRange", loudness.range, 2);
    appendKey(out, "correlation", reading().correlation, 3);
    appendKey(out, "splDb", splDb(), 2);
    out += R"(,"channels":[)";
    bool isFirst = true;
    for (const ChannelMeters& channel : reading().channels()) {
      if (!std::exchange(isFirst, false)) out += ',';
      appendChannel(out, channel);
    }
    out += "]}\n";
  }

  void appendText(std::string& out) const override {
    const core::LoudnessReading& loudness = reading().loudness;
    out += "Meters  ";
    appendFixed(out, reading().timeS, 1);
    appendLevels(out, {{" s: M ", loudness.momentary},
                       {", S ", loudness.shortTerm},
                       {", I ", loudness.integrated},
                       {" LUFS, range ", loudness.range}});
    out += " LU, true peak";
    std::string_view before = " ";
    for (const ChannelMeters& channel : reading().channels()) {
      out += std::exchange(before, " / ");
      appendLevel(out, channel.truePeakDb);
    }
    out += " dBTP";
    if (m_splOffsetDb) {
      appendLevels(out, {{", ", splDb()}});
      out += " dB SPL";
    }
    out += '\n';
  }

  void appendJsonSummary(std::string& out) const override {
    const core::LoudnessReading& loudness = reading().loudness;
    out += R"(,"meters":{"lufsIntegrated":)";
    appendNumberOrNull(out, loudness.integrated, 2);
    appendKey(out, "loudnessRange", loudness.range, 2);
    appendKey(out, "maxTruePeakDb", reading().maxTruePeakDb, 2);
    appendKey(out, "maxMomentary", loudness.maxMomentary, 2);
    appendKey(out, "maxShortTerm", loudness.maxShortTerm, 2);
    out += '}';
  }

  void appendTextSummary(std::string& out) const override {
    const core::LoudnessReading& loudness = reading().loudness;
    appendLevels(out, {{"Loudness: ", loudness.integrated},
                       {" LUFS, range ", loudness.range},
                       {" LU, highest momentary ", loudness.maxMomentary},
                       {", short-term ", loudness.maxShortTerm},
                       {" LUFS, true peak ", reading().maxTruePeakDb}});
    out += " dBTP\n";
  }

  std::vector<Cell> cells() const override {
    const auto cell = [](const char* title, std::optional<double> level) {
      Cell made{.title = title, .text = {}};
      if (level) appendFixed(made.text, *level, 1);
      return made;
    };
    const core::LoudnessReading& loudness = reading().loudness;
    return {cell("LUFS", loudness.integrated), cell("LU", loudness.range), cell("dBTP", reading().maxTruePeakDb)};
  }

 private:
  std::optional<double> splDb() const {
    if (!m_splOffsetDb || !reading().weightedDb) return std::nullopt;
    return *reading().weightedDb + *m_splOffsetDb;
  }

  static void appendKey(std::string& out, std::string_view key, std::optional<double> value, int decimals) {
    out.append(",\"").append(key).append("\":");
    appendNumberOrNull(out, value, decimals);
  }

  static void appendChannel(std::string& out, const ChannelMeters& channel) {
    std::string_view before = "{\"";
    for (const ChannelKey& each : kChannelKeys) {
      out.append(std::exchange(before, ",\"")).append(each.key).append("\":");
      appendNumberOrNull(out, channel.*each.level, 2);
    }
    out += R"(,"clipped":)";
    appendInteger(out, static_cast<std::int64_t>(channel.clips));
    out += '}';
  }

  struct LabelledLevel {
    std::string_view label;  // in front of it
    std::optional<double> level;
  };
  static void appendLevels(std::string& out, std::initializer_list<LabelledLevel> levels) {
    for (const LabelledLevel& each : levels) {
      out += each.label;
      appendLevel(out, each.level);
    }
  }

  static void appendLevel(std::string& out, std::optional<double> level) {
    if (!level || !appendFixed(out, *level, 1)) out += '-';
  }

  const std::optional<double> m_splOffsetDb;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeMetersRecord(const Options& options) {
  return std::make_unique<MetersRecord>(options.splOffsetDb);
}

}  // namespace tunescope::cli
