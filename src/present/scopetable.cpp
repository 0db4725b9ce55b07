// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/scopetable.h"

#include "present/numbers.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace tunescope::present {

namespace {

constexpr double kMaxRows = 100'000;
constexpr int kTimeDecimals = 9;
constexpr int kValueDecimals = 7;

void appendHeader(std::string& out, std::size_t channels, bool hasExtremes) {
  out += "time_s";
  for (std::size_t c = 1; c <= channels; ++c) {
    const std::string channel = std::to_string(c);
    for (const char* suffix : {"_min_fs", "_max_fs"}) {
      out += ",channel";
      out += channel;
      out += hasExtremes ? suffix : "_fs";
      if (!hasExtremes) break;
    }
  }
  out += '\n';
}

void appendValue(std::string& out, float value) {
  out += ',';
  appendFixed(out, static_cast<double>(value), kValueDecimals);
}

void appendSamples(std::string& out, const core::ScopeMemory& memory, const core::ScopePicture& picture, double zeroS) {
  const double rateHz = picture.sampleRateHz;
  const auto first = std::max(memory.begin(), static_cast<std::int64_t>(std::ceil(picture.startS * rateHz)));
  const auto last =
      std::min(memory.end(), static_cast<std::int64_t>(std::floor((picture.startS + picture.spanS) * rateHz)) + 1);
  for (std::int64_t frame = first; frame < last; ++frame) {
    appendFixed(out, static_cast<double>(frame) / rateHz - zeroS, kTimeDecimals);
    for (std::size_t c = 0; c < picture.channels; ++c) appendValue(out, memory.sample(c, frame));
    out += '\n';
  }
}

void appendColumns(std::string& out, const core::ScopePicture& picture, double zeroS) {
  const double columnS = picture.framesPerColumn / picture.sampleRateHz;
  for (std::size_t i = picture.first; i < picture.last; ++i) {
    const double atS = picture.startS + (static_cast<double>(i) + picture.shift) * columnS;
    appendFixed(out, atS - zeroS, kTimeDecimals);
    for (std::size_t c = 0; c < picture.channels; ++c) {
      appendValue(out, picture.columns[c][i].min);
      appendValue(out, picture.columns[c][i].max);
    }
    out += '\n';
  }
}

}  // namespace

QByteArray scopeTable(const core::ScopeMemory& memory, const core::ScopePicture& picture, double zeroS) {
  std::string out;
  const bool hasExtremes = picture.spanS * picture.sampleRateHz > kMaxRows;
  appendHeader(out, picture.channels, hasExtremes);
  if (hasExtremes) {
    appendColumns(out, picture, zeroS);
  } else if (picture.sampleRateHz > 0) {
    appendSamples(out, memory, picture, zeroS);
  }
  return {out.data(), qsizetype(out.size())};
}

}  // namespace tunescope::present
