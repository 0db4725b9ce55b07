// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/web/webtone.h"

#include <cstddef>
#include <emscripten/em_macros.h>
#include <string_view>
#include <vector>

// In wasm/bridge/library.js.
extern "C" {
void tunescopeTonePlay(const double* voices, int count);
}

namespace tunescope::audio {

namespace {

class WebToneOutput;
WebToneOutput* theOutput = nullptr;

// As wasm/worklet/tonevoices.js reads it.
void appendVoice(std::vector<double>& voices, double hertz, double gain, const core::ToneWish& wish, bool isBeat) {
  const core::ToneBeat beat = isBeat ? wish.beat : core::ToneBeat{};
  for (const double each :
       {hertz, static_cast<double>(wish.timbre), gain, isBeat ? 1.0 : 0.0, beat.beatsPerS, beat.depth, beat.pan}) {
    voices.push_back(each);
  }
  for (const double amplitude : core::tonePartials(wish.timbre, hertz)) voices.push_back(amplitude);
}

class WebToneOutput final : public ToneOutput {
 public:
  WebToneOutput() { theOutput = this; }
  ~WebToneOutput() override {
    theOutput = nullptr;
    tunescopeTonePlay(nullptr, 0);
  }
  WebToneOutput(const WebToneOutput&) = delete;
  WebToneOutput& operator=(const WebToneOutput&) = delete;

  void play(const core::ToneWish& wish) override {
    m_voices.clear();
    for (const double hertz : wish.notes()) appendVoice(m_voices, hertz, core::toneNoteGain(wish), wish, false);
    if (wish.hasBeat()) appendVoice(m_voices, wish.beat.hertz, core::toneBeatGain(wish), wish, true);
    tunescopeTonePlay(m_voices.data(), static_cast<int>(m_voices.size()));
  }

  void tell(std::string_view word, double sampleRateHz) {
    using Problem = ToneStatus::Problem;
    setStatus({.isSounding = word == "sounding",
               .problem = word == "no-output" ? Problem::NoOutput
                          : word == "refused" ? Problem::Refused
                          : word == "left"    ? Problem::Left
                                              : Problem::None,
               .sampleRateHz = sampleRateHz});
  }

 private:
  std::vector<double> m_voices;
};

}  // namespace

std::unique_ptr<ToneOutput> makeWebToneOutput() {
  return std::make_unique<WebToneOutput>();
}

}  // namespace tunescope::audio

extern "C" {

EMSCRIPTEN_KEEPALIVE void tunescopeToneStatus(const char* word, double sampleRateHz) {
  if (tunescope::audio::theOutput) tunescope::audio::theOutput->tell(word, sampleRateHz);
}
}
