// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/soundreader.h"
#include "audio/sourcelimits.h"

#include <sndfile.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace tunescope::audio {

namespace {

constexpr int kFormatMpeg = 0x230000;  // SF_FORMAT_MPEG, unknown to the header of libsndfile before 1.1
constexpr double kHighestConceivableRateHz = 768000;

CaptureError failure(CaptureErrorCode code, std::string detail) {
  return {.code = code, .device = {}, .detail = std::move(detail)};
}

struct FileCloser {
  void operator()(SNDFILE* file) const noexcept { sf_close(file); }
};
using SndFile = std::unique_ptr<SNDFILE, FileCloser>;

// Looked at before libsndfile sees the file, so that its many other parsers never meet what strangers made.
bool looksLikeSound(std::string_view head) {
  const auto at = [head](std::size_t offset, std::string_view text) {
    return head.substr(offset, text.size()) == text;
  };
  if (head.size() < 12) return false;
  if ((at(0, "RIFF") || at(0, "RIFX") || at(0, "RF64")) && at(8, "WAVE")) return true;
  if (at(0, "FORM") && (at(8, "AIFF") || at(8, "AIFC"))) return true;
  if (at(0, "fLaC") || at(0, "OggS") || at(0, "ID3")) return true;
  const auto first = static_cast<unsigned char>(head[0]);
  const auto second = static_cast<unsigned char>(head[1]);
  return first == 0xFF && (second & 0xE0) == 0xE0 && (second & 0x06) != 0;  // an MPEG frame, no AAC
}

bool isAccepted(int format) {
  switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_FLAC:
    case SF_FORMAT_OGG:
    case kFormatMpeg:
      return true;
    default:
      return false;
  }
}

// Where a header promises more than the file holds, libsndfile corrects it silently; only its log says so.
bool isCutShort(SNDFILE* file, int format) {
  std::array<char, 16384> log{};
  sf_command(file, SFC_GET_LOG_INFO, log.data(), static_cast<int>(log.size() - 1));
  const std::string_view text(log.data());
  const int type = format & SF_FORMAT_TYPEMASK;
  if (type == SF_FORMAT_AIFF)
    return text.find("SSND") != text.npos && text.find("should be", text.find("SSND")) != text.npos;
  const std::size_t data = text.find("data : ");
  if (data == text.npos) return false;
  const std::string_view line = text.substr(data, text.find('\n', data) - data);
  const bool isStreamed = line.find("data : 0 ") != line.npos || line.find("0xFFFFFFFF") != line.npos ||
                          line.find("4294967295") != line.npos;
  return line.find("should be") != line.npos && !isStreamed;
}

class SndfileReader final : public SoundReader {
 public:
  SndfileReader(SndFile file, const SF_INFO& info)
      : m_file(std::move(file)), m_info(info), m_isCutShort(isCutShort(m_file.get(), info.format)) {}

  Info info() const override {
    Info info{.sampleRateHz = static_cast<double>(m_info.samplerate),
              .channels = static_cast<unsigned>(m_info.channels),
              .totalFrames = std::nullopt};
    if (knowsLength()) info.totalFrames = static_cast<std::uint64_t>(m_info.frames);
    return info;
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

  CaptureError error() const override { return m_error; }

 private:
  bool knowsLength() const { return m_info.frames > 0 && m_info.frames < SF_COUNT_MAX; }

  void conclude() {
    if (sf_error(m_file.get()) != SF_ERR_NO_ERROR) {
      m_error = failure(CaptureErrorCode::Damaged, sf_strerror(m_file.get()));
    } else if (m_isCutShort || (knowsLength() && m_framesRead < static_cast<std::uint64_t>(m_info.frames))) {
      m_error = failure(CaptureErrorCode::Damaged, "it is shorter than its header says: the end is missing");
    }
  }

  SndFile m_file;
  SF_INFO m_info;
  bool m_isCutShort;
  std::uint64_t m_framesRead = 0;
  CaptureError m_error;
};

CaptureError openingError(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return failure(CaptureErrorCode::NotFound, std::strerror(number));
    default:
      return failure(CaptureErrorCode::Unreadable, std::strerror(number));
  }
}

CaptureError checkKind(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) return openingError(errno);
  if (S_ISREG(status.st_mode)) return {};
  const char* kind = S_ISDIR(status.st_mode)    ? "it is a directory"
                     : S_ISFIFO(status.st_mode) ? "it is a pipe; pipes are read as standard input"
                                                : "it is not a file but a device";
  return failure(CaptureErrorCode::Unreadable, kind);
}

CaptureError sndfileError() {
  const int code = sf_error(nullptr);
  const char* text = sf_strerror(nullptr);
  if (code == SF_ERR_UNSUPPORTED_ENCODING) return failure(CaptureErrorCode::UnsupportedFormat, text);
  if (code == SF_ERR_UNRECOGNISED_FORMAT) return failure(CaptureErrorCode::NotAudio, text);
  return failure(CaptureErrorCode::Damaged, text);
}

}  // namespace

CaptureError checkSoundInfo(const SoundReader::Info& info) {
  if (info.channels == 0) return failure(CaptureErrorCode::Damaged, "it says that it has no channels");
  if (info.channels > SoundReader::kMostChannels) {
    return failure(CaptureErrorCode::TooLarge, "it has " + std::to_string(info.channels) + " channels; up to " +
                                                   std::to_string(SoundReader::kMostChannels) + " are read");
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
  // Not blocking: opening a pipe that nobody writes to would wait for ever.
  const int descriptor = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return {.reader = nullptr, .error = openingError(errno)};
  std::array<char, 12> head{};
  CaptureError error = checkKind(descriptor);
  if (!error) {
    const ssize_t count = pread(descriptor, head.data(), head.size(), 0);
    if (count < 0) {
      error = openingError(errno);
    } else if (count == 0) {
      error = failure(CaptureErrorCode::NotAudio, "it is empty");
    } else if (!looksLikeSound({head.data(), static_cast<std::size_t>(count)})) {
      error = failure(CaptureErrorCode::NotAudio, "it does not begin like WAV, FLAC, Ogg, Opus, AIFF or MP3");
    }
  }
  if (error) {
    close(descriptor);
    return {.reader = nullptr, .error = error};
  }
  SF_INFO info{};
  SndFile file(sf_open_fd(descriptor, SFM_READ, &info, SF_TRUE));  // closes the descriptor, also when it fails
  if (!file) return {.reader = nullptr, .error = sndfileError()};
  if (!isAccepted(info.format)) {
    return {.reader = nullptr, .error = failure(CaptureErrorCode::NotAudio, "its format is none that is read here")};
  }
  auto reader = std::make_unique<SndfileReader>(std::move(file), info);
  error = checkSoundInfo(reader->info());
  if (error) reader.reset();
  return {.reader = std::move(reader), .error = error};
}

}  // namespace tunescope::audio
