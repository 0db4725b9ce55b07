// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/sndfilereader.h"

#include "audio/file/chunksize.h"
#include "audio/file/speakermask.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr int kMaxChunks = 10000;  // before the samples

CaptureError failure(CaptureErrorCode code, std::string detail) {
  return {.code = code, .device = {}, .detail = std::move(detail)};
}

ByteView& viewOf(void* user) noexcept {
  return *static_cast<ByteView*>(user);
}

sf_count_t seekIn(sf_count_t offset, int whence, void* user) noexcept {
  ByteView& view = viewOf(user);
  const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? view.position() : view.size();
  const auto target = static_cast<sf_count_t>(base) + offset;
  if (target < 0) return -1;
  view.seek(static_cast<std::uint64_t>(target));
  return target;
}

sf_count_t readFrom(void* to, sf_count_t count, void* user) noexcept {
  if (count <= 0) return 0;
  return static_cast<sf_count_t>(viewOf(user).read({static_cast<std::byte*>(to), static_cast<std::size_t>(count)}));
}

SF_VIRTUAL_IO callbacks() noexcept {
  return {.get_filelen = [](void* user) { return static_cast<sf_count_t>(viewOf(user).size()); },
          .seek = seekIn,
          .read = readFrom,
          .write = [](const void*, sf_count_t, void*) { return sf_count_t{0}; },
          .tell = [](void* user) { return static_cast<sf_count_t>(viewOf(user).position()); }};
}

struct FileCloser {
  void operator()(SNDFILE* file) const noexcept { sf_close(file); }
};
using SndFile = std::unique_ptr<SNDFILE, FileCloser>;

class SndfileReader final : public SoundReader {
 public:
  SndfileReader(std::unique_ptr<ByteView> bytes, SndFile file, const SF_INFO& info, bool promisesMore)
      : m_bytes(std::move(bytes)), m_file(std::move(file)), m_info(info), m_promisesMore(promisesMore) {}

  Info info() const override {
    return {.sampleRateHz = static_cast<double>(m_info.samplerate),
            .channels = static_cast<unsigned>(m_info.channels),
            .speakers = speakers()};
  }

  std::size_t read(std::span<float> interleaved) override {
    const auto channels = static_cast<std::size_t>(m_info.channels);
    const auto wanted = static_cast<sf_count_t>(interleaved.size() / channels);
    const sf_count_t count = sf_readf_float(m_file.get(), interleaved.data(), wanted);
    if (count > 0) {
      m_framesRead += static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
    conclude();
    return 0;
  }

  std::uint64_t skipFrames(std::uint64_t frames) override {
    const bool isExact = (m_info.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_OGG;  // whose seeking is not
    if (!m_info.seekable || !isExact || !knowsLength()) return SoundReader::skipFrames(frames);
    const auto left =
        static_cast<std::uint64_t>(m_info.frames) - std::min(m_framesRead, static_cast<std::uint64_t>(m_info.frames));
    const std::uint64_t count = std::min(frames, left);
    if (sf_seek(m_file.get(), static_cast<sf_count_t>(m_framesRead + count), SEEK_SET) < 0)
      return SoundReader::skipFrames(frames);
    m_framesRead += count;
    return count;
  }

  CaptureError error() const override { return m_error; }

 private:
  std::vector<core::Speaker> speakers() const {
    std::vector<int> map(static_cast<std::size_t>(m_info.channels));
    const int bytes = static_cast<int>(map.size() * sizeof(int));
    if (sf_command(m_file.get(), SFC_GET_CHANNEL_MAP_INFO, map.data(), bytes) != SF_TRUE) return {};
    std::vector<core::Speaker> places;
    std::vector<bool> isRear;
    for (const int place : map) {
      if (place == SF_CHANNEL_MAP_INVALID) return {};
      const bool isSide = place == SF_CHANNEL_MAP_SIDE_LEFT || place == SF_CHANNEL_MAP_SIDE_RIGHT;
      places.push_back(place == SF_CHANNEL_MAP_LFE ? core::Speaker::Low
                       : isSide                    ? core::Speaker::Side
                                                   : core::Speaker::Front);
      isRear.push_back(place == SF_CHANNEL_MAP_REAR_LEFT || place == SF_CHANNEL_MAP_REAR_RIGHT);
    }
    return settleRear(std::move(places), isRear);
  }

  bool knowsLength() const { return m_info.frames > 0 && m_info.frames < SF_COUNT_MAX; }

  void conclude() {
    if (sf_error(m_file.get()) != SF_ERR_NO_ERROR) {
      m_error = failure(CaptureErrorCode::Damaged,
                        "it cannot be decoded any further: " + decoderText(sf_strerror(m_file.get())));
    } else if (m_promisesMore || (knowsLength() && m_framesRead < static_cast<std::uint64_t>(m_info.frames))) {
      m_error = failure(CaptureErrorCode::Damaged, kEndIsMissing);
    }
  }

  std::unique_ptr<ByteView> m_bytes;  // outlives m_file, which reads from it
  SndFile m_file;
  SF_INFO m_info;
  bool m_promisesMore;
  std::uint64_t m_framesRead = 0;
  CaptureError m_error;
};

bool isAccepted(int format) {
  switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_FLAC:
    case SF_FORMAT_OGG:
      return true;
    default:
      return false;
  }
}

CaptureError openingError() {
  const int code = sf_error(nullptr);
  const std::string text = decoderText(sf_strerror(nullptr));
  if (code == SF_ERR_UNSUPPORTED_ENCODING) return failure(CaptureErrorCode::UnsupportedEncoding, text);
  if (code == SF_ERR_UNRECOGNISED_FORMAT) return failure(CaptureErrorCode::NotAudio, text);
  return failure(CaptureErrorCode::Damaged, "it cannot be decoded: " + text);
}

}  // namespace

OpenedSound openWithSndfile(std::unique_ptr<ByteView> bytes, bool promisesMore) {
  SF_VIRTUAL_IO io = callbacks();
  SF_INFO info{};
  SndFile file(sf_open_virtual(&io, SFM_READ, &info, bytes.get()));
  if (!file) return {.reader = nullptr, .error = openingError()};
  if (!isAccepted(info.format)) {
    return {.reader = nullptr, .error = failure(CaptureErrorCode::NotAudio, "its format is none that is read here")};
  }
  auto reader = std::make_unique<SndfileReader>(std::move(bytes), std::move(file), info, promisesMore);
  CaptureError error = checkSoundInfo(reader->info());
  if (error) reader.reset();
  return {.reader = std::move(reader), .error = error};
}

bool isCutShort(const ByteFile& file) noexcept {
  std::array<std::byte, 12> head{};
  if (file.read(0, head) < head.size()) return false;
  const bool isLittle = textOf(head).starts_with("RIFF") || textOf(head).starts_with("RF64");
  std::array<std::byte, 8> chunk{};
  std::uint64_t at = head.size();
  for (int count = 0; count < kMaxChunks && file.read(at, chunk) == chunk.size(); ++count) {
    const auto sizeBytes = std::span<const std::byte>(chunk).subspan(4);
    const std::uint64_t size = isLittle ? littleEndian(sizeBytes) : bigEndian(sizeBytes);
    at += chunk.size();
    const std::string_view id = textOf(chunk).substr(0, 4);
    if (id == "data" || id == "SSND") return !isPlaceholderSize(size) && size > file.size() - at;
    at += size + (size & 1U);
  }
  return false;
}

}  // namespace tunescope::audio
