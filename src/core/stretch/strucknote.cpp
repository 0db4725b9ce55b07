// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/strucknote.h"

#include "core/stretch/inharmonicity.h"
#include "core/stretch/partialfinder.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace tunescope::core {

namespace {

constexpr int kMaxPartials = 24;  // above this, B falls slowly and the law no longer holds
constexpr double kMaxPartialHz = 16000;
constexpr int kSearchPartials = 20;  // of the first search
constexpr double kSearchStepCents = 1;
constexpr double kMinLnB = -16.1;   // 1e-7
constexpr double kMaxLnB = -1.6;    // 0.2
constexpr double kSearchLnB = 2.6;  // to each side of the typical piano
constexpr double kLnBStep = 0.03;
constexpr double kSearchSlackCents = 1.5;
constexpr double kFirstSlackCents = 8;        // tolerance of a partial's place from the first search
constexpr std::size_t kLeadingPartials = 10;  // with fewer, B is uncertain: the soundboard shifts the lowest
constexpr double kSlackCents = 6;             // tolerance with that many partials
constexpr double kSlackResolutions = 1;
constexpr int kRobustRounds = 8;
constexpr double kUsualScatterCents = 1;  // of partials about the law
constexpr double kBisquare = 4.685;       // in units of the scatter: 95 % efficiency (Holland and Welsch 1977)
constexpr double kMadToSigma = 1.4826;
constexpr double kMaxSigmaLnB = 0.7;  // above this, B is unknown
// Any two partials are on some law: nothing shows that the second one belongs to this string. Neighbouring keys then
// say more about B than they do.
constexpr std::size_t kCheckedPartials = 3;
constexpr double kUncheckedSigmaLnB = 0.5;
constexpr double kMaxUnusualLnB = 2.8;  // beyond that of any piano

double centsOf(double ratio) noexcept {
  return 1200 * std::log2(ratio);
}

double keyOf(double hertz) noexcept {
  return 69 + 12 * std::log2(hertz / 440);
}

// (f / n)^2 = a + c n^2, with a = f0^2 and B = c / a.
struct Law {
  double a = 0;
  double c = 0;
  double varianceA = 0, varianceC = 0, covariance = 0;

  double hertz(int n) const noexcept { return n * std::sqrt(std::max(0.0, a + c * n * n)); }
};

struct Line {
  int number = 0;
  FoundPartial found;
  double weight = 1;  // robust weight
};

class NoteMeasurement {
 public:
  NoteMeasurement(std::span<const float> sound, double rateHz, double nearHz)
      : m_finder(sound, rateHz), m_maxHz(std::min(kMaxPartialHz, m_finder.maxHz())), m_nearHz(nearHz) {}

  std::optional<StruckNote> run() {
    search();
    collect();
    if (m_lines.size() < 2) return std::nullopt;
    for (int round = 0; round < kRobustRounds; ++round) {
      fit();
      reweigh();
    }
    return result();
  }

 private:
  // Finds the first partial and B with the most evidence in the spectrum.
  void search() {
    const double middle = std::log(typicalInharmonicity(keyOf(m_nearHz)));
    double best = -1;
    const int lnBSteps = static_cast<int>(kSearchLnB / kLnBStep);
    const int centsSteps = static_cast<int>(kMaxStruckSearchCents / kSearchStepCents);
    for (int i = -lnBSteps; i <= lnBSteps; ++i) {
      const double lnB = middle + i * kLnBStep;
      const double b = std::exp(std::clamp(lnB, kMinLnB, kMaxLnB));
      for (int k = -centsSteps; k <= centsSteps; ++k) {
        const double cents = k * kSearchStepCents;
        const double f0 = m_nearHz * std::exp2(cents / 1200) / std::sqrt(1 + b);
        const Law law{.a = f0 * f0, .c = b * f0 * f0};
        const double unusual = lnB - middle;
        const double speaks = evidence(law) - kCentsPenalty * std::abs(cents) - unusual * unusual;
        if (speaks <= best) continue;
        best = speaks;
        m_law = law;
      }
    }
  }

  double evidence(const Law& law) const noexcept {
    double sum = 0;
    for (int n = 1; n <= kSearchPartials; ++n) {
      const double hertz = law.hertz(n);
      if (hertz > m_maxHz) break;
      const double slack = hertz * (std::exp2(kSearchSlackCents / 1200) - 1);
      sum += m_finder.evidence(hertz - slack, hertz + slack);
    }
    return sum;
  }

  // From the lowest partial up: the ones that are found predict the next one.
  void collect() {
    for (int n = 1; n <= kMaxPartials; ++n) {
      const double hertz = m_law.hertz(n);
      if (hertz > m_maxHz) break;
      const bool isKnown = m_lines.size() >= kLeadingPartials;
      const double cents = isKnown ? kSlackCents : kFirstSlackCents;
      const double slack = std::max(kSlackResolutions * m_finder.resolutionHz(), hertz * (std::exp2(cents / 1200) - 1));
      const auto found = m_finder.find(hertz - slack, hertz + slack);
      if (!found) continue;
      m_lines.push_back({.number = n, .found = *found});
      if (m_lines.size() < kLeadingPartials) continue;
      fit();
      reweigh();
      if (!(m_law.c > 0)) m_law.c = std::exp(kMinLnB) * m_law.a;
    }
  }

  // Weighted least squares.
  void fit() noexcept {
    double s = 0, sx = 0, sxx = 0, sy = 0, sxy = 0;
    for (const Line& line : m_lines) {
      const double x = line.number * line.number;
      const double y = line.found.hertz * line.found.hertz / x;
      const double sigmaHz =
          std::hypot(line.found.sigmaHz, line.found.hertz * m_scatterCents * std::numbers::ln2 / 1200);
      const double sigmaY = 2 * line.found.hertz * sigmaHz / x;
      const double w = line.weight / (sigmaY * sigmaY);
      s += w;
      sx += w * x;
      sxx += w * x * x;
      sy += w * y;
      sxy += w * x * y;
    }
    const double determinant = s * sxx - sx * sx;
    if (!(determinant > 0)) return;
    m_law = {.a = (sxx * sy - sx * sxy) / determinant,
             .c = (s * sxy - sx * sy) / determinant,
             .varianceA = sxx / determinant,
             .varianceC = s / determinant,
             .covariance = -sx / determinant};
  }

  double offCents(const Line& line) const noexcept { return centsOf(line.found.hertz / m_law.hertz(line.number)); }
  static double sigmaCents(const Line& line) noexcept {
    return 1200 / std::numbers::ln2 * line.found.sigmaHz / line.found.hertz;
  }

  // The scatter, from the median deviation from the law; lines far off count little (Tukey's bisquare).
  void reweigh() {
    if (m_lines.size() < 3) return;
    std::vector<double> sizes;
    for (const Line& line : m_lines) sizes.push_back(std::abs(offCents(line)));
    std::ranges::sort(sizes);
    // With few lines, the usual scatter counts too; with three of them, it dominates.
    const auto count = static_cast<double>(sizes.size());
    const double seen = kMadToSigma * sizes[sizes.size() / 2];
    const double usual = kUsualScatterCents;
    m_scatterCents = std::sqrt((2 * usual * usual + (count - 2) * seen * seen) / count);
    for (Line& line : m_lines) {
      const double share = offCents(line) / (kBisquare * std::hypot(m_scatterCents, sigmaCents(line)));
      const double rest = std::max(0.0, 1 - share * share);
      line.weight = std::max(1e-6, rest * rest);
    }
  }

  std::optional<StruckNote> result() const {
    const double b = std::clamp(m_law.c / m_law.a, std::exp(kMinLnB), std::exp(kMaxLnB));
    if (!(m_law.a > 0) || !std::isfinite(b)) return std::nullopt;
    if (std::abs(std::log(b / typicalInharmonicity(keyOf(m_nearHz)))) > kMaxUnusualLnB) return std::nullopt;
    const double f1Squared = m_law.a * (1 + b);
    const double varianceF1 = m_law.varianceA + m_law.varianceC + 2 * m_law.covariance;
    const double relative = m_law.varianceC / (m_law.c * m_law.c) + m_law.varianceA / (m_law.a * m_law.a) -
                            2 * m_law.covariance / (m_law.a * m_law.c);
    StruckNote note{.f1Hz = std::sqrt(f1Squared),
                    .sigmaCents = 600 / std::numbers::ln2 * std::sqrt(std::max(0.0, varianceF1)) / f1Squared,
                    .b = b,
                    .sigmaLnB = sigmaLnBOf(relative),
                    .partials = static_cast<int>(m_lines.size()),
                    .misfitCents = m_lines.size() > 2 ? m_scatterCents : 0};
    if (!(m_law.c > 0) || note.sigmaLnB > kMaxSigmaLnB) return std::nullopt;
    const Law law{.a = f1Squared / (1 + b), .c = b * f1Squared / (1 + b)};
    for (const Line& line : m_lines) {
      const auto place = static_cast<std::size_t>(line.number - 1);
      if (place >= kOctavePartials) continue;
      note.deviations[place] = {.cents = centsOf(line.found.hertz / law.hertz(line.number)),
                                .sigmaCents = sigmaCents(line)};
    }
    return note;
  }

  // variance: of ln B, from the noise and the scatter.
  double sigmaLnBOf(double variance) const noexcept {
    const double sigma = std::sqrt(std::max(0.0, variance));
    return m_lines.size() < kCheckedPartials ? std::max(sigma, kUncheckedSigmaLnB) : sigma;
  }

  static constexpr double kCentsPenalty = 0.001;  // of two equally good ones, prefers the nearer

  PartialFinder m_finder;
  double m_maxHz;
  double m_nearHz;
  Law m_law;
  double m_scatterCents = kUsualScatterCents;
  std::vector<Line> m_lines;
};

}  // namespace

double partialCents(double b, int n) noexcept {
  return 600 * std::log2((1 + b * n * n) / (1 + b));
}

std::optional<StruckNote> measureStruckNote(std::span<const float> sound, double sampleRateHz, double nearHz) {
  const auto frames = static_cast<std::size_t>(kMaxStruckS * sampleRateHz);
  if (!(nearHz > 0) || static_cast<double>(sound.size()) < kMinStruckS * sampleRateHz) return std::nullopt;
  return NoteMeasurement(sound.first(std::min(sound.size(), frames)), sampleRateHz, nearHz).run();
}

}  // namespace tunescope::core
