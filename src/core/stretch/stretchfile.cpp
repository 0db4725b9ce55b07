// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/stretchfile.h"

#include "core/tuning/decimal.h"
#include "core/tuning/notename.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace tunescope::core {

namespace {

constexpr std::string_view kFormat = "tunescope-stretch";
constexpr std::string_view kVersion = "1";
constexpr double kMaxSigmaLnB = 9;
constexpr double kMaxDeviationCents = 100;
constexpr int kDecimalsOfB = 9;
constexpr int kDecimalsOfSigma = 4;
constexpr int kDecimalsOfCents = 3;

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  while (!isBlank(line)) {
    line.remove_prefix(line.find_first_not_of(" \t"));
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return words;
}

// Rounds a value as the file does, so that a file that is read, written and read again gives the same curve.
double asWritten(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale;
}

// Plain decimals, the same in every locale.
std::string fixed(double value, int decimals) {
  const auto scaled = static_cast<std::int64_t>(std::llround(std::abs(value) * std::pow(10.0, decimals)));
  std::string digits = std::to_string(scaled);
  const auto after = static_cast<std::size_t>(decimals);
  if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
  digits.insert(digits.size() - after, 1, '.');
  return (value < 0 && scaled != 0 ? "-" : "") + digits;
}

std::string keyName(int midi) {
  return asciiNoteName(spellKey(midi));
}

class StretchReader {
 public:
  std::variant<PianoStretch, TextProblem> read(std::string_view bytes) {
    if (bytes.size() > kMaxTuningTextBytes) return TextProblem{0, "it is larger than 128 KiB"};
    if (bytes.find('\0') != std::string_view::npos) return TextProblem{0, "it is no text"};
    const std::string text = decodedText(bytes);
    int lastLine = 0;
    for (const TextLine& line : linesOf(text)) {
      lastLine = line.number;
      if (line.text.starts_with('#') || isBlank(line.text)) continue;
      if (auto problem = take(line)) return *std::move(problem);
    }
    if (!m_hasFormat) return TextProblem{0, "it does not begin with '" + std::string(kFormat) + " 1'"};
    if (!m_hasOctave) return TextProblem{lastLine, "the type of octave is missing; add 'octave 4:2'"};
    if (m_piano.keys.empty()) return TextProblem{lastLine, "no key is in it; it needs at least one measured key"};
    const auto& cents = stretchCurveOf(m_piano).offsets.cents;
    for (std::size_t key = 0; key + 1 < cents.size(); ++key) {
      const double step = cents[key + 1] - cents[key];
      if (!(step > kMinOffsetStepCents && step < kMaxOffsetStepCents)) {
        return TextProblem{0, "its curve would put " + keyName(static_cast<int>(key) + 1 + kFirstPianoKey) +
                                  " out of the order of the keys; measure the keys around it again"};
      }
    }
    return std::move(m_piano);
  }

 private:
  std::optional<TextProblem> take(const TextLine& line) {
    const std::vector<std::string_view> words = wordsOf(line.text);
    const auto wrong = [&](const std::string& reason) { return TextProblem{line.number, reason}; };
    if (!m_hasFormat) {
      if (words.front() != kFormat) return wrong("it does not begin with '" + std::string(kFormat) + " 1'");
      if (words.size() != 2 || words[1] != kVersion) {
        return wrong(quotedPart(line.text) + " is a version that this program cannot read; it reads version 1");
      }
      m_hasFormat = true;
      return std::nullopt;
    }
    if (words.front() == "octave") return takeOctave(line, words);
    return takeKey(line, words);
  }

  std::optional<TextProblem> takeOctave(const TextLine& line, const std::vector<std::string_view>& words) {
    if (m_hasOctave) return TextProblem{line.number, "the type of octave is given twice"};
    const auto type =
        std::ranges::find(kOctaveTypes, words.size() == 2 ? words[1] : std::string_view(), &OctaveType::id);
    if (type == kOctaveTypes.end()) {
      return TextProblem{line.number, quotedPart(line.text) + " is no type of octave; give octave 2:1, 4:2 or 6:3"};
    }
    m_piano.octave = static_cast<std::size_t>(type - kOctaveTypes.begin());
    m_hasOctave = true;
    return std::nullopt;
  }

  std::optional<TextProblem> takeKey(const TextLine& line, const std::vector<std::string_view>& words) {
    const auto wrong = [&](std::string_view part, const std::string& reason) {
      return TextProblem{line.number, quotedPart(part) + reason};
    };
    const auto midi = parseNoteName(words[0]);
    constexpr int kLastKey = kFirstPianoKey + static_cast<int>(kPianoKeys) - 1;
    if (!midi || *midi < kFirstPianoKey || *midi > kLastKey) return wrong(words[0], " is no key from A0 to C8");
    if (words.size() < 3) return wrong(line.text, " is no measured key; give its name, B and the uncertainty of ln B");
    const auto b = parseDecimal(words[1]);
    if (!b || *b < kMinFileB || *b > kMaxFileB) return wrong(words[1], " is no B; give a number from 0.0000001 to 0.2");
    const auto sigma = parseDecimal(words[2]);
    if (!sigma || *sigma < 0 || *sigma > kMaxSigmaLnB) {
      return wrong(words[2], " is no uncertainty of ln B; give a number from 0 to 9");
    }
    MeasuredKey key{.b = asWritten(*b, kDecimalsOfB), .sigmaLnB = asWritten(*sigma, kDecimalsOfSigma)};
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (!takePartial(words[i], key)) {
        return wrong(words[i],
                     " is no partial; give its number from 1 to 6, its cents and their uncertainty: 2:-0.31:0.05");
      }
    }
    if (!m_piano.keys.emplace(*midi, key).second) return wrong(words[0], " is given twice");
    return std::nullopt;
  }

  static bool takePartial(std::string_view word, MeasuredKey& key) {
    const std::size_t first = word.find(':');
    if (first != 1) return false;
    const std::size_t second = word.find(':', first + 1);
    if (second == std::string_view::npos) return false;
    const int place = word[0] - '1';
    const auto cents = parseDecimal(word.substr(first + 1, second - first - 1));
    const auto sigma = parseDecimal(word.substr(second + 1));
    if (place < 0 || place >= static_cast<int>(kOctavePartials) || !cents || !sigma || *sigma < 0) return false;
    auto& deviation = key.deviations[static_cast<std::size_t>(place)];
    if (deviation || std::abs(*cents) > kMaxDeviationCents || *sigma > kMaxDeviationCents) return false;
    deviation = {.cents = asWritten(*cents, kDecimalsOfCents), .sigmaCents = asWritten(*sigma, kDecimalsOfCents)};
    return true;
  }

  PianoStretch m_piano;
  bool m_hasFormat = false;
  bool m_hasOctave = false;
};

void appendKey(std::string& text, int midi, const MeasuredKey& key) {
  text += keyName(midi) + ' ' + fixed(std::clamp(key.b, kMinFileB, kMaxFileB), kDecimalsOfB) + ' ' +
          fixed(std::clamp(key.sigmaLnB, 0.0, kMaxSigmaLnB), kDecimalsOfSigma);
  for (std::size_t place = 0; place < kOctavePartials; ++place) {
    const auto& deviation = key.deviations[place];
    if (!deviation || !(std::abs(deviation->cents) <= kMaxDeviationCents)) continue;
    text += ' ' + std::to_string(place + 1) + ':' + fixed(deviation->cents, kDecimalsOfCents) + ':' +
            fixed(std::clamp(deviation->sigmaCents, 0.0, kMaxDeviationCents), kDecimalsOfCents);
  }
  text += '\n';
}

std::string headOf(const PianoStretch& piano) {
  return std::string(kFormat) + ' ' + std::string(kVersion) + "\noctave " + std::string(kOctaveTypes[piano.octave].id) +
         '\n';
}

}  // namespace

std::variant<PianoStretch, TextProblem> readStretch(std::string_view bytes) {
  return StretchReader().read(bytes);
}

std::string writeStretch(const PianoStretch& piano) {
  std::string text = headOf(piano);
  text +=
      "# Each key: name, inharmonicity B, uncertainty of ln B, and its partials off that B: "
      "number:cents:uncertainty.\n";
  for (const auto& [midi, key] : piano.keys) appendKey(text, midi, key);
  text += "# What follows from it for all keys: offset from equal temperament in cents, and B.\n";
  const StretchCurve curve = stretchCurveOf(piano);
  for (std::size_t key = 0; key < kPianoKeys; ++key) {
    text += "# " + keyName(static_cast<int>(key) + kFirstPianoKey) + ' ' +
            fixed(curve.offsets.cents[key], kDecimalsOfCents) + ' ' + fixed(curve.inharmonicity.b[key], kDecimalsOfB) +
            '\n';
  }
  return text;
}

std::string compactStretch(std::string_view bytes) {
  const auto read = readStretch(bytes);
  const auto* piano = std::get_if<PianoStretch>(&read);
  if (piano == nullptr) return {};
  std::string text = headOf(*piano);
  for (const auto& [midi, key] : piano->keys) appendKey(text, midi, key);
  return text;
}

}  // namespace tunescope::core
