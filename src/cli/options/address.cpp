// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/commandline.h"
#include "cli/options/options.h"

#include <string_view>
#include <vector>

namespace tunescope::cli {

// Pairs that the table does not know are ignored: they may be meant for the page.
std::variant<Options, UsageError> parseAddress(std::span<const char* const> pairs) {
  std::vector<WrittenOption> written;
  for (const std::string_view pair : pairs) {
    const std::size_t equals = pair.find('=');
    const std::size_t option = findOption(pair.substr(0, equals));
    if (option == kOptionCount || !kOptions[option].isInAddress) continue;
    const bool hasValue = equals != std::string_view::npos && !kOptions[option].value.empty();
    written.push_back({option, std::string(hasValue ? pair.substr(equals + 1) : std::string_view()), true});
  }
  return checkOptions(written);
}

}  // namespace tunescope::cli
