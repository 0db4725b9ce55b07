// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/replaybackend.h"

#include "analysis/capturerecorder.h"
#include "analysis/wavwriter.h"
#include "audio/devices/devicenames.h"
#include "audio/source/channelpicker.h"
#include "audio/source/samplesource.h"
#include "audio/source/sourcethread.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

using audio::CaptureError;
using audio::CaptureErrorCode;
using audio::SourceControl;

constexpr std::size_t kPlainHeaderBytes = 44;  // of recordings made before WavWriter wrote a fact chunk
constexpr qint64 kLongestLine = 1 << 20;       // with a scale and a keymap in it
constexpr int kMaxRecordedChannels = 1024;
constexpr auto kRoomPollPeriod = std::chrono::microseconds(500);

core::GapReason reasonOf(const QJsonObject& line) {
  const QString text = line.value(QStringLiteral("reason")).toString();
  if (text == QStringLiteral("overrun")) return core::GapReason::Overrun;
  return text == QStringLiteral("stall") ? core::GapReason::Stall : core::GapReason::Device;
}

std::uint64_t countOf(const QJsonObject& line, QLatin1String key) {
  const double value = line.value(key).toDouble(0);
  return value > 0 && value < 9e15 ? static_cast<std::uint64_t>(value) : 0;
}

std::uint32_t channelNumberOf(const QJsonObject& line, QLatin1String key) {
  return static_cast<std::uint32_t>(std::clamp(line.value(key).toInt(1), 1, kMaxRecordedChannels));
}

std::uint32_t firstChannelOf(const QJsonObject& line, const core::FrameLayout& layout) {
  return std::min(channelNumberOf(line, QLatin1String("firstChannel")), layout.sourceChannels - layout.channels() + 1);
}

// The layout of a stream's frames. Recordings from before they held all channels have one.
core::FrameLayout layoutOf(const QJsonObject& line) {
  core::FrameLayout layout{.sourceChannels = channelNumberOf(line, QLatin1String("channels"))};
  layout.firstChannel = firstChannelOf(line, layout);
  return layout;
}

// The samples of one file of the recording.
class Samples {
 public:
  bool open(const QString& path) {
    m_file.setFileName(path);
    if (!openRecorded(m_file)) return false;
    std::array<char, WavWriter::kHeaderBytes> header{};
    if (m_file.read(header.data(), kPlainHeaderBytes) != qint64{kPlainHeaderBytes}) return false;
    const auto has = [&header](std::size_t at, std::string_view text) {
      return std::string_view(header.data() + at, text.size()) == text;
    };
    std::size_t length = kPlainHeaderBytes;
    if (has(38, "fact")) {
      length = header.size();
      const auto rest = static_cast<qint64>(length - kPlainHeaderBytes);
      if (m_file.read(header.data() + kPlainHeaderBytes, rest) != rest) return false;
    }
    const bool isOurs = has(0, "RIFF") && has(8, "WAVEfmt ") && has(length - 8, "data") && header[20] == 3;
    std::memcpy(&m_width, header.data() + 22, sizeof m_width);
    if (!isOurs || m_width < 1 || m_width > core::FrameLayout::kMaxWidth) return false;
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, header.data() + length - 4, sizeof bytes);
    const qint64 held = std::min<qint64>(bytes, m_file.size() - static_cast<qint64>(length));
    m_left = static_cast<std::uint64_t>(held) / (sizeof(float) * m_width);
    return true;
  }
  unsigned width() const noexcept { return m_width; }  // samples in a frame
  std::uint64_t left() const noexcept { return m_left; }
  std::uint64_t position() const noexcept { return m_position; }

  // False: it should exist but cannot be read.
  bool read(std::vector<float>& block, std::uint64_t count) {
    const auto frames = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_left));
    block.resize(frames * m_width);
    const auto bytes = static_cast<qint64>(block.size() * sizeof(float));
    if (m_file.read(reinterpret_cast<char*>(block.data()), bytes) != bytes) return false;
    m_left -= frames;
    m_position += frames;
    return true;
  }

 private:
  QFile m_file;
  std::uint16_t m_width = 1;
  std::uint64_t m_left = 0;  // frames
  std::uint64_t m_position = 0;
};

class Replay {
 public:
  Replay(const audio::CaptureRequest& request, SourceControl& control)
      : m_control(control),
        m_path(request.path),
        m_folder(QFile::decodeName(request.path.c_str())),
        m_channel(request.channel) {}

  void run() {
    QFile lines(m_folder.filePath(QStringLiteral("capture.jsonl")));
    if (!m_folder.exists()) return m_control.fail(error(CaptureErrorCode::NotFound, {}));
    if (!openRecorded(lines)) {
      return m_control.fail(error(CaptureErrorCode::NotAudio, "there is no capture.jsonl in it"));
    }
    CaptureError problem;
    while (!problem && !lines.atEnd() && !m_isStopped) {
      const QJsonDocument line = QJsonDocument::fromJson(lines.readLine(kLongestLine));
      problem = line.isObject() ? take(line.object())
                                : error(CaptureErrorCode::Damaged, "a line of capture.jsonl is no JSON");
    }
    if (!problem && !m_isStopped) problem = deliverUntil(UINT64_MAX);
    if (m_isStopped) return;
    if (m_hasBegun) {
      if (problem.code == CaptureErrorCode::Damaged) problem.code = CaptureErrorCode::Incomplete;
      return m_control.end(problem);
    }
    m_control.fail(problem ? problem : error(CaptureErrorCode::NotAudio, "no sound was recorded in it"));
  }

 private:
  CaptureError error(CaptureErrorCode code, std::string detail) const {
    return {.code = code, .device = m_path, .detail = std::move(detail)};
  }

  CaptureError take(const QJsonObject& line) {
    const QString type = line.value(QStringLiteral("type")).toString();
    if (type == QStringLiteral("device")) {
      m_source = audio::sanitisedText(line.value(QStringLiteral("device")).toString().toStdString());
    }
    if (type == QStringLiteral("gap")) {
      if (CaptureError problem = deliverUntil(countOf(line, QLatin1String("frame")))) return problem;
      m_control.producer().noteLoss(countOf(line, QLatin1String("lostFrames")), reasonOf(line));
    }
    if (type == QStringLiteral("channels")) return regroup(line);
    if (type != QStringLiteral("stream") && type != QStringLiteral("continued")) return {};
    if (CaptureError problem = deliverUntil(UINT64_MAX)) return problem;
    const QString name = line.value(QStringLiteral("file")).toString();
    m_samples = std::make_unique<Samples>();
    if (name.contains(QLatin1Char('/')) || !m_samples->open(m_folder.filePath(name))) {
      return error(CaptureErrorCode::Damaged,
                   "'" + audio::sanitisedText(name.toStdString()) + "' is missing or no WAV file");
    }
    if (type == QStringLiteral("stream")) m_layout = layoutOf(line);
    if (m_layout.width() != m_samples->width()) {
      return error(CaptureErrorCode::Damaged, "a WAV file of it has other channels than its stream");
    }
    return type == QStringLiteral("stream") ? begin(line) : CaptureError{};
  }

  // The frames hold another group of channels from here on.
  CaptureError regroup(const QJsonObject& line) {
    if (CaptureError problem = deliverUntil(countOf(line, QLatin1String("frame")))) return problem;
    m_layout.firstChannel = firstChannelOf(line, m_layout);
    core::RingProducer producer = m_control.producer();
    while (m_hasBegun && !m_isStopped && !producer.regroup(m_layout.firstChannel)) wait();
    return {};
  }

  CaptureError begin(const QJsonObject& line) {
    const double rateHz = line.value(QStringLiteral("sampleRate")).toDouble(0);
    if (!(rateHz >= audio::kLowestRateHz && rateHz <= audio::kHighestRateHz)) {
      return error(CaptureErrorCode::Damaged, "a stream has no rate");
    }
    // Later streams may hold another group of its channels; the nearest channel is analysed, as it was when this was
    // recorded.
    const bool isThere = m_hasBegun ? audio::ChannelPicker::suits(m_channel, m_layout.sourceChannels)
                                    : audio::ChannelPicker::isIn(m_channel, m_layout);
    if (!isThere) return noSuchChannel();
    audio::CaptureFormat format;
    format.source = m_source.empty() ? m_path : m_source;
    format.sampleRateHz = rateHz;
    format.channels = m_layout.sourceChannels;
    format.channel = m_channel;
    format.isLive = false;
    audio::StreamProducer producer = m_control.producer();
    const std::uint32_t facts = producer.leave(format);
    while (!producer.beginStream(rateHz, countOf(line, QLatin1String("lostFrames")), reasonOf(line), m_layout, facts)) {
      if (wait()) return {};
    }
    if (!std::exchange(m_hasBegun, true)) m_control.tellStarted(format);
    return {};
  }

  CaptureError noSuchChannel() const {
    const unsigned first = m_layout.firstChannel;
    const unsigned last = first + m_layout.channels() - 1;
    const std::string which =
        first == last ? std::to_string(first) : std::to_string(first) + " to " + std::to_string(last);
    return error(CaptureErrorCode::NoSuchChannel, (first == last ? "it holds channel " : "it holds channels ") + which);
  }

  // Waits a moment for the reader. True: stop was requested.
  bool wait() {
    m_isStopped =
        !m_control.producer().isCurrent() || !m_control.sleepUntil(std::chrono::steady_clock::now() + kRoomPollPeriod);
    return m_isStopped;
  }

  // Plays the samples of the present file up to that one.
  CaptureError deliverUntil(std::uint64_t frame) {
    audio::StreamProducer producer = m_control.producer();
    while (m_samples && m_samples->left() > 0 && m_samples->position() < frame) {
      const std::uint64_t wanted = std::min<std::uint64_t>(frame - m_samples->position(), audio::kFastBlockFrames);
      const std::uint64_t most = producer.capacitySamples() / m_samples->width();
      if (!m_samples->read(m_block, std::min(wanted, most))) {
        return error(CaptureErrorCode::Damaged, "a WAV file of it cannot be read");
      }
      while (producer.freeSamples() < m_block.size()) {
        if (wait()) return {};
      }
      if (producer.push(m_block, m_samples->width()) == core::PushResult::Revoked) {
        m_isStopped = true;
        return {};
      }
      m_control.delivered().fetch_add(m_block.size() / m_samples->width(), std::memory_order_relaxed);
    }
    return {};
  }

  SourceControl& m_control;
  std::string m_path;
  QDir m_folder;
  audio::ChannelChoice m_channel;  // which must exist
  std::string m_source;
  std::unique_ptr<Samples> m_samples;
  std::vector<float> m_block;
  core::FrameLayout m_layout;
  bool m_hasBegun = false;
  bool m_isStopped = false;
};

}  // namespace

std::unique_ptr<audio::AudioBackend> makeReplayBackend() {
  return audio::makeSourceThread(
      [](const audio::CaptureRequest& request, SourceControl& control) { Replay(request, control).run(); });
}

audio::BackendFactory withReplay(audio::BackendFactory factory) {
  return [factory = std::move(factory)](audio::SourceKind kind) {
    return kind == audio::SourceKind::Recording ? makeReplayBackend() : factory(kind);
  };
}

}  // namespace tunescope::analysis
