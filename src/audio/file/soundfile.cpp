// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/bytefile.h"
#include "audio/file/id3tag.h"
#include "audio/file/mp3file.h"
#include "audio/file/oggfile.h"
#include "audio/file/sndfilereader.h"
#include "audio/file/soundreader.h"
#include "audio/source/sourcelimits.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr double kHighestConceivableRateHz = 768000;
constexpr std::size_t kHeadBytes = 12;

CaptureError failure(CaptureErrorCode code, std::string detail) {
  return {.code = code, .device = {}, .detail = std::move(detail)};
}

constexpr std::size_t kSkipFrames = 4096;

enum class Kind { Unknown, Wav, Aiff, Flac, Ogg, Mp3 };

// Checked before a decoder sees the file, so that the many other parsers of libsndfile never get untrusted
// data.
Kind kindOf(std::string_view head) {
  const auto at = [head](std::size_t offset, std::string_view text) {
    return head.substr(offset, text.size()) == text;
  };
  if (head.size() < kHeadBytes) return Kind::Unknown;
  if ((at(0, "RIFF") || at(0, "RIFX") || at(0, "RF64")) && at(8, "WAVE")) return Kind::Wav;
  if (at(0, "FORM") && (at(8, "AIFF") || at(8, "AIFC"))) return Kind::Aiff;
  if (at(0, "fLaC")) return Kind::Flac;
  if (at(0, "OggS")) return Kind::Ogg;
  const auto first = static_cast<unsigned char>(head[0]);
  const auto second = static_cast<unsigned char>(head[1]);
  const bool isMpegFrame = first == 0xFF && (second & 0xE0) == 0xE0 && (second & 0x06) != 0;  // not AAC
  const bool isLead = at(0, "ID3") || first == 0;  // some programs write zeros before the first frame
  return isMpegFrame || isLead ? Kind::Mp3 : Kind::Unknown;
}

OpenedSound openWavFile(const std::shared_ptr<const ByteFile>& file) {
  OpenedSound sound = openWavStream([file, position = std::uint64_t{0}](std::span<std::byte> out) mutable {
    const std::size_t count = file->read(position, out);
    position += count;
    return count;
  });
  if (sound.error.code != CaptureErrorCode::UnsupportedEncoding) return sound;
  OpenedSound decoded = openWithSndfile(std::make_unique<FileWindow>(file, 0, file->size()), isCutShort(*file));
  return decoded.reader ? std::move(decoded) : std::move(sound);  // the name of the encoding is more precise
}

OpenedSound open(const std::shared_ptr<const ByteFile>& file) {
  const auto refuse = [](const char* why) {
    return OpenedSound{.reader = nullptr, .error = failure(CaptureErrorCode::NotAudio, why)};
  };
  if (file->size() == 0) return refuse("it is empty");
  std::array<std::byte, kHeadBytes> bytes{};
  const std::span<const std::byte> head = std::span(bytes).first(file->read(0, bytes));
  std::array<std::byte, 4> behindTag{};
  const std::uint64_t tagBytes = id3TagBytes(head);
  const bool isTaggedFlac =
      tagBytes > 0 && file->read(tagBytes, behindTag) == behindTag.size() && textOf(behindTag) == "fLaC";
  OpenedSound sound;
  switch (isTaggedFlac ? Kind::Flac : kindOf(textOf(head))) {
    case Kind::Wav:
      return openWavFile(file);
    case Kind::Aiff:
      return openWithSndfile(std::make_unique<FileWindow>(file, 0, file->size()), isCutShort(*file));
    case Kind::Flac:
      return openWithSndfile(std::make_unique<FileWindow>(file, isTaggedFlac ? tagBytes : 0, file->size()), false);
    case Kind::Ogg:
      return openOggFile(file);
    case Kind::Mp3:
      sound = openMp3File(file);
      if (sound.error.code != CaptureErrorCode::NotAudio) return sound;
      [[fallthrough]];
    case Kind::Unknown:
      break;
  }
  return refuse("it does not begin like WAV, FLAC, Ogg, Opus, AIFF or MP3");
}

}  // namespace

std::string decoderText(std::string_view text) {
  constexpr std::string_view kCode = " (code ";
  const std::size_t at = text.rfind(kCode);
  const bool hasCode = at != text.npos && text.find_first_not_of("0123456789", at + kCode.size()) == text.size() - 1;
  if (hasCode && text.ends_with(')')) text = text.substr(0, at);
  return std::string(text.substr(0, text.find_last_not_of(". ") + 1));
}

std::uint64_t SoundReader::skipFrames(std::uint64_t frames) {
  const std::size_t channels = std::max(1U, info().channels);
  std::vector<float> block(kSkipFrames * channels);
  std::uint64_t skipped = 0;
  while (skipped < frames) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kSkipFrames, frames - skipped));
    const std::size_t count = read(std::span(block).first(wanted * channels));
    if (count == 0) break;
    skipped += count;
  }
  return skipped;
}

CaptureError checkSoundInfo(const SoundReader::Info& info) {
  if (info.channels == 0) return failure(CaptureErrorCode::Damaged, "it says that it has no channels");
  if (info.channels > SoundReader::kMaxChannels) {
    return failure(CaptureErrorCode::TooLarge, "it has " + std::to_string(info.channels) + " channels; up to " +
                                                   std::to_string(SoundReader::kMaxChannels) + " are read");
  }
  const std::string rate = std::to_string(static_cast<long long>(info.sampleRateHz)) + " Hz";
  if (!(info.sampleRateHz >= 1 && info.sampleRateHz <= kHighestConceivableRateHz)) {
    return failure(CaptureErrorCode::Damaged, "it says that it has a sample rate of " + rate);
  }
  if (info.sampleRateHz < kLowestRateHz || info.sampleRateHz > kHighestRateHz) {
    return failure(CaptureErrorCode::UnsupportedFormat,
                   "its sample rate is " + rate + "; 8000 to 192000 Hz can be analysed");
  }
  return {};
}

OpenedSound openSoundFile(const std::string& path) {
  const ByteFile::Opened opened = ByteFile::open(path);
  if (!opened.file) return {.reader = nullptr, .error = opened.error};
  OpenedSound sound = open(opened.file);
  sound.file = opened.file;
  return sound;
}

}  // namespace tunescope::audio
