// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/soundchain.h"

#include <utility>

namespace tunescope::audio {

namespace {

constexpr int kMaxUnreadable = 100;  // parts in a row: more is an attack, not sound

class SoundChain final : public SoundReader {
 public:
  explicit SoundChain(PartOpener next) : m_next(std::move(next)) {}

  Info info() const override { return m_part->info(); }

  std::size_t read(std::span<float> interleaved) override {
    const std::size_t frames = m_part->read(interleaved);
    if (frames == 0) note(m_part->error());
    return frames;
  }

  std::uint64_t skipFrames(std::uint64_t frames) override { return m_part->skipFrames(frames); }

  bool nextPart() override {
    for (int failures = 0; failures < kMaxUnreadable; ++failures) {
      std::optional<OpenedSound> part = m_next();
      if (!part) return false;
      if (part->reader) {
        m_part = std::move(part->reader);
        return true;
      }
      note(part->error);
    }
    return false;
  }

  CaptureError error() const override { return m_error; }

 private:
  void note(const CaptureError& error) {
    if (!m_error) m_error = error;
  }

  PartOpener m_next;
  std::unique_ptr<SoundReader> m_part;
  CaptureError m_error;
};

}  // namespace

OpenedSound openChain(PartOpener next) {
  auto chain = std::make_unique<SoundChain>(std::move(next));
  if (chain->nextPart()) return {.reader = std::move(chain), .error = {}};
  CaptureError error = chain->error();
  if (!error) error = {.code = CaptureErrorCode::Damaged, .device = {}, .detail = "there is no sound in it"};
  return {.reader = nullptr, .error = std::move(error)};
}

}  // namespace tunescope::audio
