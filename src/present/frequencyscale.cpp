// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/frequencyscale.h"

#include "present/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::present {

namespace {

// "500", "2k", "12.5k"
std::string markLabel(double hertz) {
  std::string text;
  appendShortest(text, std::round((hertz >= 1000 ? hertz / 1000 : hertz) * 1000) / 1000);
  return hertz >= 1000 ? text + "k" : text;
}

// The smallest of 1, 2 or 5 times a power of ten that is not below the value.
double roundStep(double atLeast) noexcept {
  const double decade = std::pow(10, std::floor(std::log10(atLeast)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * decade >= atLeast * (1 - 1e-9)) return factor * decade;
  }
  return 10 * decade;
}

}  // namespace

FrequencyScale::FrequencyScale(bool isLog, double maxHz) noexcept
    : m_isLog(isLog), m_maxHz(std::max(maxHz, 100.0)), m_low(m_isLog ? 0 : toAxis(0)), m_high(toAxis(m_maxHz)) {}

double FrequencyScale::toAxis(double hertz) const noexcept {
  return m_isLog ? std::log2(std::max(hertz, 1e-3) / kMinHz) : hertz;
}

double FrequencyScale::fromAxis(double value) const noexcept {
  return m_isLog ? kMinHz * std::exp2(value) : value;
}

double FrequencyScale::positionOf(double hertz) const noexcept {
  return (toAxis(hertz) - m_low) / (m_high - m_low);
}

double FrequencyScale::hertzAt(double position) const noexcept {
  return fromAxis(m_low + position * (m_high - m_low));
}

void FrequencyScale::zoom(double factor, double position) noexcept {
  const double fixed = m_low + position * (m_high - m_low);
  const double widest = toAxis(m_maxHz) - (m_isLog ? 0 : toAxis(0));
  const double width = std::clamp((m_high - m_low) * factor, m_isLog ? kMinOctaves : kMinSpanHz, widest);
  m_low = fixed - position * width;
  m_high = m_low + width;
  keepInside();
}

void FrequencyScale::pan(double positions) noexcept {
  const double step = positions * (m_high - m_low);
  m_low += step;
  m_high += step;
  keepInside();
}

void FrequencyScale::keepInside() noexcept {
  const double least = m_isLog ? 0 : toAxis(0), most = toAxis(m_maxHz);
  const double width = std::min(m_high - m_low, most - least);
  m_low = std::clamp(m_low, least, most - width);
  m_high = m_low + width;
}

// Over more than an octave and a half, 1, 2 and 5 of each decade have labels and the others lines; otherwise the marks
// are equally far apart.
std::vector<AxisMark> FrequencyScale::marks(double width, double labelWidth) const {
  std::vector<AxisMark> marks;
  if (!(width > 0) || !(labelWidth > 0)) return marks;
  marks.reserve(64);
  if (m_isLog && m_high - m_low > 1.5) {
    double decade = 10;
    const double perOctave = width / (m_high - m_low);
    while (decade < highHz()) {
      for (int digit = 1; digit < 10; ++digit) {
        const double position = positionOf(digit * decade);
        if (position < 0 || position > 1) continue;
        const bool hasRoomForAll = perOctave > labelWidth * 1.1;
        const bool hasLabel = digit == 1 || (hasRoomForAll && (digit == 2 || digit == 5));
        marks.push_back({position, hasLabel ? markLabel(digit * decade) : std::string()});
      }
      decade *= 10;
    }
    return marks;
  }
  const double step = roundStep((highHz() - lowHz()) * labelWidth / width);
  for (auto k = std::llround(std::ceil(lowHz() / step)); static_cast<double>(k) * step <= highHz(); ++k) {
    const double hertz = static_cast<double>(k) * step;
    marks.push_back({positionOf(hertz), markLabel(hertz)});
  }
  return marks;
}

std::vector<AxisMark> levelMarks(double lowDb, double highDb, double height, double labelHeight) {
  std::vector<AxisMark> marks;
  if (!(height > 0) || !(highDb > lowDb)) return marks;
  const double step = roundStep((highDb - lowDb) * labelHeight / height);
  marks.reserve(32);
  for (auto k = std::llround(std::ceil(lowDb / step)); static_cast<double>(k) * step <= highDb; ++k) {
    const double db = static_cast<double>(k) * step;
    std::string label;
    appendShortest(label, std::round(db * 100) / 100);
    marks.push_back({(db - lowDb) / (highDb - lowDb), std::move(label)});
  }
  return marks;
}

std::string hertzText(double hertz) {
  std::string text;
  const bool isKilo = hertz >= 10000;
  const double value = isKilo ? hertz / 1000 : hertz;
  appendFixed(text, value, isKilo ? 3 : value >= 1000 ? 1 : value >= 100 ? 2 : 3);
  return text + (isKilo ? " kHz" : " Hz");
}

}  // namespace tunescope::present
