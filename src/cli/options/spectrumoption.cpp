// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/spectrumoption.h"

#include "cli/options/toneoption.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

namespace tunescope::cli {

namespace {

constexpr double kMinIntervalS = 0.02;  // more than a hop
constexpr double kMaxIntervalS = 86400;

std::string cannotBe(std::string_view option, const std::string& value, const std::string& advice) {
  std::string text(option);
  text.append(" cannot be '").append(printableName(value)).append("'; give ").append(advice);
  return text;
}

std::string windowIds() {
  std::string ids = "flattop";
  for (const core::SpectrumWindowShape& shape : core::spectrumWindows()) ids.append(", ").append(shape.id);
  return ids;
}

}  // namespace

std::string takeSpectrumOption(Options& options, std::size_t option, const std::string& value) {
  SpectrumRequest& request = options.spectrum;
  if (option == "spectrum"_option) {
    const std::optional<double> seconds = parseNumber(value);
    const bool isValid = seconds && (*seconds == 0 || (*seconds >= kMinIntervalS && *seconds <= kMaxIntervalS));
    if (!isValid) return cannotBe("--spectrum", value, "seconds from 0.02 to 86400, or 0 for one mean at the end");
    request.intervalS = *seconds;
  } else if (option == "fft"_option) {
    const std::optional<long> size = parseWhole(value);
    const bool isValid = size && *size > 0 && core::isSpectrumSize(static_cast<std::size_t>(*size));
    if (!isValid) return cannotBe("--fft", value, "a power of two from 512 to 65536");
    request.size = static_cast<std::size_t>(*size);
  } else if (option == "window"_option) {
    const auto window = core::spectrumWindowNamed(value);
    if (!window) return cannotBe("--window", value, "one of " + windowIds());
    request.window = *window;
  } else if (option == "bands"_option) {
    if (value != "octave" && value != "third") return cannotBe("--bands", value, "octave or third");
    request.fraction = value == "octave" ? core::BandFraction::Octave : core::BandFraction::Third;
  } else if (option == "partials"_option) {
    const std::optional<long> count = parseWhole(value);
    const bool isValid = count && *count >= 1 && *count <= static_cast<long>(core::kMaxNotePartials);
    if (!isValid) return cannotBe("--partials", value, "a whole number from 1 to 64");
    request.partials = static_cast<std::size_t>(*count);
  } else {
    return takeToneOption(options, option, value);
  }
  return {};
}

std::string spectrumProblem(const Options& options) {
  const bool hasSpectrum = options.isGiven("spectrum"_option) || options.isGiven("partials"_option);
  for (const std::size_t option : {"fft"_option, "window"_option}) {
    if (!options.isGiven(option) || hasSpectrum) continue;
    return optionName(option) + " needs --spectrum SECONDS or --partials N, which it is for; add one";
  }
  if (options.spectrum.partials > 0 && options.format == OutputFormat::Text) {
    return "--partials needs --format json or csv, because a line of text has no room for them; add it";
  }
  return {};
}

}  // namespace tunescope::cli
