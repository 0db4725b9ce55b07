// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ring/framelayout.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>

// Readings of the meters, as plain values. A level is none for silence, and before there is enough sound for it.
namespace tunescope::core {

// IEC 60268-10. Bbc: type IIa; Ebu: type IIb, the same movement with another scale; Din: type I.
enum class PpmKind : std::uint8_t { Din, Bbc, Ebu };
enum class KScale : std::uint8_t { K12, K14, K20 };
enum class FrequencyWeighting : std::uint8_t { A, C, Z };  // IEC 61672-1
enum class TimeWeighting : std::uint8_t { Fast, Slow };    // 125 ms, 1 s

inline constexpr double kAlignmentDb = -18;                      // dBFS of a sine: the alignment level of EBU R 68
inline constexpr double kFullScaleSineDb = -3.0102999566398120;  // its rmsDb

// dBFS of the sine that reads 0 dB: the alignment level for IIa (mark 4) and IIb (TEST), -9 dBFS for DIN.
constexpr double ppmReferenceDb(PpmKind kind) noexcept {
  return kind == PpmKind::Din ? -9 : kAlignmentDb;
}
constexpr double kReferenceDb(KScale scale) noexcept {
  return scale == KScale::K12 ? -12 : scale == KScale::K14 ? -14 : -20;
}

// What the readings of the meters refer to.
struct MeterScales {
  PpmKind ppm = PpmKind::Bbc;
  KScale k = KScale::K20;
  double vuZeroDbfs = kAlignmentDb;  // of the sine that reads 0 VU

  bool operator==(const MeterScales&) const = default;
};

struct ChannelMeters {
  std::optional<double> rmsDb;       // dBFS over the last second; a full-scale sine reads -3.01
  std::optional<double> peakDb;      // dBFS, highest sample since the reading before
  std::optional<double> truePeakDb;  // dBTP, highest value between samples too, since the reading before
  std::optional<double> vuDb;        // 0: a sine of MeterScales::vuZeroDbfs
  std::optional<double> ppmDb;       // 0: a sine of ppmReferenceDb()
  std::optional<double> kDb;         // RMS over 600 ms, sine = peak; 0: a sine of kReferenceDb()
  std::optional<double> dcDb;        // dBFS of the mean's magnitude over the last second
  std::optional<double> crestDb;     // peak over RMS, both over the last second; a sine has 3.01
  std::uint64_t clips = 0;           // runs of three or more samples at full scale, since the stream began
};

// Of all captured channels: ITU-R BS.1770-5, EBU R 128. In LUFS and LU.
struct LoudnessReading {
  std::optional<double> momentary;   // 400 ms
  std::optional<double> shortTerm;   // 3 s
  std::optional<double> integrated;  // gated, since the stream or a reset
  std::optional<double> range;       // EBU Tech 3342, since then
  std::optional<double> maxMomentary;
  std::optional<double> maxShortTerm;
  double integratedS = 0;  // the time that integrated, range and maxima cover
};

struct MetersReading {
  double timeS = 0;  // end of the last sample
  LoudnessReading loudness;
  std::optional<double> correlation;    // of the first two channels, -1 to 1, over 600 ms
  std::optional<double> weightedDb;     // dBFS of the analysed channel with frequency and time weighting
  std::optional<double> maxTruePeakDb;  // of all channels, since the stream or a reset
  std::uint32_t channelCount = 0;
  std::array<ChannelMeters, FrameLayout::kMaxChannels> perChannel{};

  std::span<const ChannelMeters> channels() const noexcept { return std::span(perChannel).first(channelCount); }
};

}  // namespace tunescope::core
