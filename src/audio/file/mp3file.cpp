// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/mp3file.h"

#include "audio/file/chunksize.h"
#include "audio/file/mpegframes.h"
#include "audio/file/soundchain.h"

#include <algorithm>
#include <mpg123.h>
#include <string>
#include <utility>

namespace tunescope::audio {

namespace {

CaptureError damaged(std::string detail) {
  return {.code = CaptureErrorCode::Damaged, .device = {}, .detail = std::move(detail)};
}

// The frames of one part as a stream of bytes without the data between them.
class Mp3Bytes {
 public:
  Mp3Bytes(std::shared_ptr<const ByteFile> file, std::shared_ptr<MpegFrames> frames)
      : m_file(std::move(file)), m_frames(std::move(frames)) {}

  const MpegFrames& frames() const noexcept { return *m_frames; }

  std::size_t read(std::span<std::byte> out) {
    std::size_t done = 0;
    while (done < out.size() && (m_left > 0 || takeFrame())) {
      const std::size_t count = m_file->read(m_offset, out.subspan(done, std::min(out.size() - done, m_left)));
      if (count == 0) break;
      done += count;
      m_offset += count;
      m_left -= count;
    }
    return done;
  }

  // Skips the bytes that the decoder did not use.
  void takeRest() {
    while (takeFrame()) {
    }
  }

 private:
  bool takeFrame() {
    const auto frame = m_frames->peek();
    if (!frame || (m_frames->beginsPart() && m_hasBegun)) return false;
    m_hasBegun = true;
    m_offset = frame->offset;
    m_left = frame->bytes;
    m_frames->take();
    return true;
  }

  std::shared_ptr<const ByteFile> m_file;
  std::shared_ptr<MpegFrames> m_frames;
  std::uint64_t m_offset = 0;
  std::size_t m_left = 0;  // of the present frame
  bool m_hasBegun = false;
};

struct DecoderDeleter {
  void operator()(mpg123_handle* decoder) const noexcept { mpg123_delete(decoder); }
};
using Decoder = std::unique_ptr<mpg123_handle, DecoderDeleter>;

// libmpg123 directly rather than through libsndfile, which cannot silence it.
Decoder makeDecoder() {
  static const bool isReady = mpg123_init() == MPG123_OK;
  Decoder decoder(isReady ? mpg123_new(nullptr, nullptr) : nullptr);
  if (!decoder) return nullptr;
  constexpr long kFlags = MPG123_QUIET | MPG123_FORCE_FLOAT | MPG123_GAPLESS;
  mpg123_param(decoder.get(), MPG123_ADD_FLAGS, kFlags, 0);
  return decoder;
}

class Mp3Part final : public SoundReader {
 public:
  Mp3Part(Mp3Bytes bytes, Decoder decoder)
      : m_bytes(std::make_unique<Mp3Bytes>(std::move(bytes))), m_decoder(std::move(decoder)) {}

  CaptureError begin() {
    mpg123_replace_reader_handle(
        m_decoder.get(),
        [](void* bytes, void* to, std::size_t count) {
          return static_cast<ssize_t>(static_cast<Mp3Bytes*>(bytes)->read({static_cast<std::byte*>(to), count}));
        },
        [](void*, off_t, int) { return off_t{-1}; }, nullptr);
    long rateHz = 0;
    int channels = 0;
    int encoding = 0;
    if (mpg123_open_handle(m_decoder.get(), m_bytes.get()) != MPG123_OK ||
        mpg123_getformat(m_decoder.get(), &rateHz, &channels, &encoding) != MPG123_OK) {
      m_bytes->takeRest();
      return damaged("it cannot be decoded: " + decoderText(mpg123_strerror(m_decoder.get())));
    }
    m_info = {.sampleRateHz = static_cast<double>(rateHz), .channels = static_cast<unsigned>(std::max(channels, 0))};
    return checkSoundInfo(m_info);
  }

  Info info() const override { return m_info; }

  std::size_t read(std::span<float> interleaved) override {
    const std::size_t frameBytes = m_info.channels * sizeof(float);
    const auto out = std::as_writable_bytes(interleaved);
    std::size_t bytes = 0;
    int result = MPG123_OK;
    while (bytes == 0 && (result == MPG123_OK || result == MPG123_NEW_FORMAT)) {
      result = mpg123_read(m_decoder.get(), reinterpret_cast<unsigned char*>(out.data()),
                           out.size() - out.size() % frameBytes, &bytes);
    }
    if (bytes == 0) conclude(result);
    return bytes / frameBytes;
  }

  CaptureError error() const override { return m_error; }

 private:
  void conclude(int result) {
    m_bytes->takeRest();
    const MpegFrames& frames = m_bytes->frames();
    if (result != MPG123_DONE) {
      m_error = damaged("it cannot be decoded any further: " + decoderText(mpg123_strerror(m_decoder.get())));
    } else if (frames.isCutShort() || frames.isMissingFrames()) {
      m_error = damaged(kEndIsMissing);
    } else if (frames.skippedBytes() > 0) {
      m_error = damaged(std::to_string(frames.skippedBytes()) + " bytes in the middle of it are damaged");
    }
  }

  std::unique_ptr<Mp3Bytes> m_bytes;  // where the decoder finds it
  Decoder m_decoder;
  Info m_info;
  CaptureError m_error;
};

OpenedSound openPart(Mp3Bytes bytes) {
  Decoder decoder = makeDecoder();
  if (!decoder) {
    return {.reader = nullptr,
            .error = {.code = CaptureErrorCode::Internal, .device = {}, .detail = "libmpg123 does not start"}};
  }
  auto part = std::make_unique<Mp3Part>(std::move(bytes), std::move(decoder));
  CaptureError error = part->begin();
  if (error) part.reset();
  return {.reader = std::move(part), .error = std::move(error)};
}

}  // namespace

OpenedSound openMp3File(std::shared_ptr<const ByteFile> file) {
  auto frames = std::make_shared<MpegFrames>(file);
  if (!frames->peek()) {
    return {.reader = nullptr,
            .error = {.code = CaptureErrorCode::NotAudio, .device = {}, .detail = "there is no MP3 frame in it"}};
  }
  return openChain([file = std::move(file), frames = std::move(frames)]() -> std::optional<OpenedSound> {
    if (!frames->peek()) return std::nullopt;
    return openPart(Mp3Bytes(file, frames));
  });
}

}  // namespace tunescope::audio
