// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/strum/stringset.h"

#include "core/strum/strumstate.h"

namespace tunescope::core {

std::vector<int> strumKeys(const Instrument& instrument) {
  const std::string_view family = instrument.id.substr(0, instrument.id.find('-'));
  if (family != "guitar" && family != "bass") return {};
  std::vector<int> keys;
  for (const InstrumentString& string : stringsOf(instrument)) {
    if (string.midi.size() != 1) return {};
    keys.push_back(string.midi.front());
  }
  return keys.size() <= kMaxStrings ? keys : std::vector<int>();
}

std::vector<int> strumKeys(std::string_view id) {
  const Instrument* instrument = findInstrument(id);
  return instrument != nullptr ? strumKeys(*instrument) : std::vector<int>();
}

std::vector<const Instrument*> strumInstruments() {
  std::vector<const Instrument*> found;
  for (const Instrument& instrument : instruments()) {
    if (!strumKeys(instrument).empty()) found.push_back(&instrument);
  }
  return found;
}

}  // namespace tunescope::core
