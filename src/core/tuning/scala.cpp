// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/scala.h"

#include "core/tuning/ableton.h"
#include "core/tuning/decimal.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::core {

namespace {

constexpr std::size_t kMaxScaleNotes = 10000;
constexpr double kMaxScaleCents = 120000;  // a hundred octaves
constexpr std::string_view kDigits = "0123456789";
constexpr double kMiddleC = 261.6255653005986;
constexpr int kScaleOctaveKeys = 12;
constexpr int kWrittenDecimals = 6;

bool isDigit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool beginsWithDigit(std::string_view text) noexcept {
  return !text.empty() && isDigit(text.front());
}

std::string_view takeDigits(std::string_view& text) noexcept {
  const std::size_t length = std::min(text.find_first_not_of(kDigits), text.size());
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

// Text after a value is ignored unless it could belong to the value, which would then be misread.
std::string tailProblem(std::string_view tail, bool isCents) {
  if (tail.empty()) return {};
  const bool isGluedNumber =
      (tail[0] == ',' || tail[0] == '.' || tail[0] == '/') && (beginsWithDigit(tail.substr(1)) || tail[0] == '/');
  if (isGluedNumber && tail[0] == ',') return "has a comma in its number; decimals have a point";
  if (isGluedNumber) return "is no pitch, which is cents with a point or a ratio such as 3/2";
  if (isCents && (tail[0] == 'e' || tail[0] == 'E')) {
    const std::string_view power = tail.substr(1);
    const bool isSigned = power.starts_with('-') || power.starts_with('+');
    if (beginsWithDigit(isSigned ? power.substr(1) : power)) return "has an exponent; write plain decimals";
  }
  const std::string_view rest = stripped(tail);
  if (!isCents && rest.starts_with('/')) return "has blanks round the slash of its ratio; leave them out";
  return {};
}

struct Pitch {
  double cents = 0;
  std::string problem;
};

Pitch readRatio(std::string_view text) {
  const auto numerator = parseDecimal(takeDigits(text));
  std::optional<double> denominator = 1;
  const bool hasSlash = text.starts_with('/');
  if (hasSlash) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return {.problem = "is a negative ratio"};
    denominator = parseDecimal(takeDigits(text));
    if (!denominator) return {.problem = "is no pitch, which is cents with a point or a ratio such as 3/2"};
  }
  if (!numerator || !denominator) return {.problem = "has a number of more than 300 digits"};
  if (std::string problem = tailProblem(text, false); !problem.empty()) return {.problem = problem};
  if (*numerator <= 0 || *denominator <= 0) return {.problem = "is a ratio with a zero"};
  return {.cents = 1200 * (std::log2(*numerator) - std::log2(*denominator)), .problem = {}};
}

// A value with a period is cents, any other a ratio; text after it is ignored.
Pitch readPitch(std::string_view line) {
  const std::string_view text = stripped(line);
  const bool isSigned = text.starts_with('-') || text.starts_with('+');
  std::string_view rest = isSigned ? text.substr(1) : text;
  const std::string_view number = rest;
  const std::size_t whole = takeDigits(rest).size();
  const bool isCents = rest.starts_with('.') && (whole > 0 || beginsWithDigit(rest.substr(1)));
  if (!isCents && whole == 0) return {.problem = "is no pitch, which is cents with a point or a ratio such as 3/2"};
  if (!isCents) return isSigned && text[0] == '-' ? Pitch{.problem = "is a negative ratio"} : readRatio(number);
  rest.remove_prefix(1);
  const std::size_t length = whole + 1 + takeDigits(rest).size();
  if (std::string problem = tailProblem(rest, true); !problem.empty()) return {.problem = problem};
  const auto cents = parseDecimal(number.substr(0, length));
  if (!cents) return {.problem = "has a number of more than 300 digits"};
  return {.cents = text[0] == '-' ? -*cents : *cents, .problem = {}};
}

std::optional<std::size_t> readCount(std::string_view line) {
  std::string_view text = stripped(line);
  const auto count = parseDecimal(takeDigits(text));
  const bool isLonger = !text.empty() && (text[0] == '.' || text[0] == '/' || text[0] == ',');
  if (!count || isLonger) return std::nullopt;
  return *count > kMaxScaleNotes ? kMaxScaleNotes + 1 : static_cast<std::size_t>(*count);
}

bool isComment(const TextLine& line) noexcept {
  return line.text.starts_with('!');
}

// Reads one file from its first line to its last.
class ScaleReader {
 public:
  std::variant<ScaleFile, TextProblem> read(std::string_view bytes) {
    if (auto problem = tuningTextProblem(bytes)) return *std::move(problem);
    const std::string text = decodedText(bytes);
    const std::vector<TextLine> lines = linesOf(text);
    m_isUtf8 = isUtf8(bytes);
    for (const TextLine& line : lines) {
      if (auto problem = take(line)) return *std::move(problem);
    }
    const int lastLine = lines.empty() ? 1 : lines.back().number;
    if (auto problem = finish(lastLine)) return *std::move(problem);
    if (compactScale(bytes).size() > kMaxTuningTextBytes) {
      return TextProblem{lastLine, "it is larger than 128 KiB without its comments"};
    }
    return std::move(m_file);
  }

 private:
  std::optional<TextProblem> take(const TextLine& line) {
    if (isComment(line)) {
      if (isAbletonLine(line.text)) m_abletonLines.push_back(line);
      return std::nullopt;
    }
    if (!m_hasDescription) {
      m_hasDescription = true;
      m_file.description = stripped(line.text);
      return std::nullopt;
    }
    if (!m_count) return takeCount(line);
    return isBlank(line.text) ? takeBlank(line) : takePitch(line);
  }

  std::optional<TextProblem> takeCount(const TextLine& line) {
    m_count = readCount(line.text);
    if (!m_count) {
      return TextProblem{
          line.number, quotedPart(line.text) + " is no number of notes; it follows the line that describes the scale"};
    }
    if (*m_count > kMaxScaleNotes) return TextProblem{line.number, "it has more than 10000 notes"};
    return std::nullopt;
  }

  std::optional<TextProblem> takeBlank(const TextLine& line) {
    if (m_pitches.size() < *m_count && m_file.remarks.empty())
      m_file.remarks.push_back({line.number, "a blank line among the pitches is skipped"});
    return std::nullopt;
  }

  std::optional<TextProblem> takePitch(const TextLine& line) {
    const Pitch pitch = readPitch(line.text);
    if (m_pitches.size() == *m_count) {  // text may follow, but not more pitches than announced
      if (!pitch.problem.empty()) return std::nullopt;
      return TextProblem{line.number, quotedPart(line.text) + " is one pitch more than the " +
                                          std::to_string(*m_count) + " announced"};
    }
    if (!pitch.problem.empty()) return TextProblem{line.number, quotedPart(line.text) + " " + pitch.problem};
    if (std::abs(pitch.cents) > kMaxScaleCents) {
      return TextProblem{line.number, quotedPart(line.text) + " is more than a hundred octaves away"};
    }
    m_pitches.push_back(pitch.cents);
    return std::nullopt;
  }

  std::optional<TextProblem> finish(int lastLine) {
    if (!m_hasDescription) return TextProblem{lastLine, "it is empty"};
    if (!m_count) return TextProblem{lastLine, "the number of notes is missing"};
    if (m_pitches.size() < *m_count) {
      return TextProblem{lastLine, "it has only " + std::to_string(m_pitches.size()) + " of the " +
                                       std::to_string(*m_count) + " pitches that it announces"};
    }
    Scale& scale = m_file.scale;
    scale.cents = {0};
    scale.periodCents = m_pitches.empty() ? 0 : m_pitches.back();
    const bool isRepeating = scale.periodCents >= Scale::kMinPeriodCents;
    if (!isRepeating) scale.periodCents = 0;
    if (isRepeating) m_pitches.pop_back();
    scale.cents.insert(scale.cents.end(), m_pitches.begin(), m_pitches.end());
    return takeAbleton();
  }

  std::optional<TextProblem> takeAbleton() {
    if (!m_abletonLines.empty() && !m_isUtf8) {
      return TextProblem{m_abletonLines.front().number, "a file with lines of Ableton must be UTF-8, and this is not"};
    }
    for (const TextLine& line : m_abletonLines) {
      if (auto problem = applyAbletonLine(line, m_file)) return problem;
    }
    return std::nullopt;
  }

  ScaleFile m_file;
  bool m_isUtf8 = true;
  bool m_hasDescription = false;
  std::optional<std::size_t> m_count;
  std::vector<double> m_pitches;  // of degrees 1 to N
  std::vector<TextLine> m_abletonLines;
};

}  // namespace

std::variant<ScaleFile, TextProblem> readScale(std::string_view bytes) {
  return ScaleReader().read(bytes);
}

std::string compactScale(std::string_view bytes) {
  const std::string text = decodedText(bytes);
  std::string compact;
  bool hasDescription = false;
  for (const TextLine& line : linesOf(text)) {
    if (isComment(line) && !isAbletonLine(line.text)) continue;
    if (!isComment(line) && hasDescription && isBlank(line.text)) continue;
    hasDescription = hasDescription || !isComment(line);
    compact += line.text;
    compact += '\n';
  }
  return compact;
}

std::string scaleText(std::string_view description, const Scale& scale, const std::optional<ScaleReference>& reference,
                      const ScaleOrigin& origin) {
  std::string text;
  for (const char c : description) {
    if (static_cast<unsigned char>(c) >= ' ' && c != 0x7f && !(text.empty() && (c == '!' || c == ' '))) text += c;
  }
  text += "\n" + std::to_string(scale.cents.size() - (scale.isRepeating() ? 0U : 1U)) + "\n";
  for (std::size_t i = 1; i < scale.cents.size(); ++i) text += fixedDecimal(scale.cents[i], kWrittenDecimals) + "\n";
  if (scale.isRepeating()) text += fixedDecimal(scale.periodCents, kWrittenDecimals) + "\n";
  return text + abletonText(scale, reference, origin);
}

PitchStandard standardOf(const ScaleReference& reference, const Scale& scale, int firstKey) {
  if (scale.isTwelveKeys()) {
    const double keys = kScaleOctaveKeys * std::log2(reference.hertz / kMiddleC);
    const int inOctave = firstKey - 60 + reference.degree;
    const double octaves = std::round((keys - inOctave) / kScaleOctaveKeys);
    return {.midi = 60 + inOctave + kScaleOctaveKeys * static_cast<int>(octaves), .hertz = reference.hertz};
  }
  double firstHz = reference.hertz * std::exp2(-scale.cents[static_cast<std::size_t>(reference.degree)] / 1200);
  if (scale.isRepeating()) {
    const double above = 1200 * std::log2(firstHz / kMiddleC);
    firstHz *= std::exp2(-std::floor(above / scale.periodCents + 1e-6) * scale.periodCents / 1200);
  }
  return {.midi = firstKey, .hertz = firstHz};
}

}  // namespace tunescope::core
