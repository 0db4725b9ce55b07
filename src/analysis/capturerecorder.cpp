// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/capturerecorder.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr qint64 kLongestRecordedLine = 1 << 20;  // with a scale and a keymap in it
constexpr double kMaxExactInteger = 9e15;         // up to which a JSON number is exact

QString reasonText(core::GapReason reason) {
  switch (reason) {
    case core::GapReason::Overrun:
      return QStringLiteral("overrun");
    case core::GapReason::Stall:
      return QStringLiteral("stall");
    case core::GapReason::Device:
      break;
  }
  return QStringLiteral("device");
}

QString textOf(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QJsonValue channelValue(const audio::ChannelChoice& channel) {
  return channel.mix ? QJsonValue(QStringLiteral("mix")) : QJsonValue(int(channel.number));
}

audio::ChannelChoice channelOf(const QJsonValue& value, audio::ChannelChoice channel) {
  if (value.toString() == QStringLiteral("mix")) return {.mix = true};
  const int number = value.toInt(0);
  return number >= 1 ? audio::ChannelChoice{.number = static_cast<unsigned>(number)} : channel;
}

void insertSettings(QJsonObject& line, const AnalysisSettings& analysis) {
  const Settings settings{analysis};
  for (const Setting& row : kSettings) {
    if (row.recordingKey.empty()) continue;
    line.insert(textOf(row.recordingKey),
                row.number != nullptr ? QJsonValue(settings.*row.number) : QJsonValue(textOf(wordOf(row, settings))));
  }
  line.insert(QStringLiteral("channel"), channelValue(settings.channel));
}

// Names come from devices. Qt escapes only the ASCII control characters; C1, invisible and bidirectional characters
// would steer the terminal that shows the file.
QByteArray lineOf(const QJsonObject& object) {
  QString line;
  for (const QChar c : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact))) {
    const auto category = c.category();
    if (category == QChar::Other_Control || category == QChar::Other_Format || category == QChar::Separator_Line ||
        category == QChar::Separator_Paragraph) {
      line += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QChar(u'0'));
    } else {
      line += c;
    }
  }
  return line.toUtf8() + '\n';
}

// Missing values and those out of range stay as they were.
AnalysisSettings settingsOf(const QJsonObject& line, const AnalysisSettings& before) {
  Settings settings{before};
  for (const Setting& row : kSettings) {
    if (row.recordingKey.empty()) continue;
    const QJsonValue value = line.value(textOf(row.recordingKey));
    if (row.number == nullptr) {
      setWord(row, settings, value.toString().toStdString());
    } else if (const double number = value.toDouble(NAN); number >= row.range.min && number <= row.range.max) {
      settings.*row.number = number;
    }
  }
  settings.channel = channelOf(line.value(QStringLiteral("channel")), settings.channel);
  return settings;
}

// A recording of a microphone is readable by its owner only. An existing folder keeps its permissions.
bool makePrivateFolder(const QString& path) {
  if (QFileInfo(path).isDir()) return true;
  if (!QDir().mkpath(QFileInfo(path).absolutePath())) return false;
  return QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

}  // namespace

CaptureRecorder::~CaptureRecorder() {
  close();
}

int CaptureRecorder::open(const QString& folder, const AnalysisSettings& settings) {
  m_folder = folder;
  if (!makePrivateFolder(folder)) return m_error = QFile::exists(folder) ? ENOTDIR : errno != 0 ? errno : EACCES;
  const QByteArray path = QFile::encodeName(QDir(folder).filePath(QStringLiteral("capture.jsonl")));
  m_lines = ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
  if (m_lines < 0) return m_error = errno;
  m_settings = settings;
  QJsonObject line{{QStringLiteral("type"), QStringLiteral("recording")},
                   {QStringLiteral("schema"), 1},
                   {QStringLiteral("program"), QStringLiteral("tunescope " TUNESCOPE_VERSION)},
                   {QStringLiteral("begun"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}};
  insertSettings(line, settings);
  writeLine(line);
  return m_error;
}

void CaptureRecorder::mark(const core::RingMark& mark) {
  QJsonObject line{{QStringLiteral("lostFrames"), qint64(mark.lostFrames)},
                   {QStringLiteral("reason"), reasonText(mark.reason)}};
  switch (mark.kind) {
    case core::RingMark::Kind::StreamStart:
      m_rateHz = mark.sampleRateHz;
      line.insert(QStringLiteral("type"), QStringLiteral("stream"));
      line.insert(QStringLiteral("sampleRate"), mark.sampleRateHz);
      m_layout = mark.layout;
      line.insert(QStringLiteral("channels"), int(m_layout.sourceChannels));
      if (m_layout.hasMean()) line.insert(QStringLiteral("firstChannel"), int(m_layout.firstChannel));
      openFile();
      line.insert(QStringLiteral("file"), QStringLiteral("capture-%1.wav").arg(m_number));
      break;
    case core::RingMark::Kind::Gap:
      line.insert(QStringLiteral("type"), QStringLiteral("gap"));
      line.insert(QStringLiteral("frame"), qint64(m_wav.frames()));
      break;
    case core::RingMark::Kind::Regrouped:
      m_layout = mark.layout;
      line = {{QStringLiteral("type"), QStringLiteral("channels")},
              {QStringLiteral("frame"), qint64(m_wav.frames())},
              {QStringLiteral("firstChannel"), int(m_layout.firstChannel)}};
      break;
    case core::RingMark::Kind::End:
      take(m_wav.flush());
      return;
  }
  writeLine(line);
}

void CaptureRecorder::samples(std::span<const float> interleaved) {
  if (m_error != 0 || !m_wav.isOpen()) return;
  if (m_wav.frames() * m_layout.width() >= kMaxSamples) {
    openFile();
    writeLine({{QStringLiteral("type"), QStringLiteral("continued")},
               {QStringLiteral("file"), QStringLiteral("capture-%1.wav").arg(m_number)}});
  }
  take(m_wav.write(interleaved));
  const std::size_t frames = interleaved.size() / m_layout.width();
  m_frames += frames;
  m_seconds += static_cast<double>(frames) / m_rateHz;
}

void CaptureRecorder::settings(const AnalysisSettings& settings) {
  if (settings == m_settings) return;
  m_settings = settings;
  QJsonObject line{{QStringLiteral("type"), QStringLiteral("settings")}, {QStringLiteral("samples"), qint64(m_frames)}};
  insertSettings(line, settings);
  writeLine(line);
}

void CaptureRecorder::source(const audio::CaptureFormat& format) {
  if (format.source.empty()) return;
  const QJsonObject line{{QStringLiteral("type"), QStringLiteral("device")},
                         {QStringLiteral("device"), QString::fromStdString(format.source)},
                         {QStringLiteral("api"), QString::fromStdString(format.api)},
                         {QStringLiteral("sampleRate"), format.sampleRateHz},
                         {QStringLiteral("bufferFrames"), int(format.bufferFrames)},
                         {QStringLiteral("channel"), channelValue(format.channel)}};
  if (line == std::exchange(m_device, line)) return;
  writeLine(line);
}

int CaptureRecorder::close() {
  if (m_lines < 0) return m_error;
  take(m_wav.close());
  if (m_error == 0) {
    writeLine({{QStringLiteral("type"), QStringLiteral("closed")}, {QStringLiteral("seconds"), m_seconds}});
  }
  ::close(std::exchange(m_lines, -1));
  return m_error;
}

void CaptureRecorder::openFile() {
  take(m_wav.close());
  if (m_error != 0) return;
  ++m_number;
  const QString path = QDir(m_folder).filePath(QStringLiteral("capture-%1.wav").arg(m_number));
  take(m_wav.open(QFile::encodeName(path).toStdString(), m_rateHz, m_layout.width()));
}

// A line is written whole or removed again: half a line would make the rest unreadable.
void CaptureRecorder::writeLine(const QJsonObject& object) {
  if (m_error != 0 || m_lines < 0) return;
  const QByteArray line = lineOf(object);
  const off_t before = ::lseek(m_lines, 0, SEEK_END);
  const ssize_t written = ::write(m_lines, line.constData(), std::size_t(line.size()));
  if (written == line.size()) return;
  const int error = written < 0 ? errno : ENOSPC;
  if (written > 0) [[maybe_unused]]
    const int cut = ::ftruncate(m_lines, before);
  take(error);
}

void CaptureRecorder::take(int error) {
  if (error == 0 || m_error != 0) return;
  m_error = error;
  m_wav.close();
  if (m_failed) m_failed(error);
}

bool openRecorded(QFile& file) {
  return QFileInfo(file).isFile() && file.open(QIODevice::ReadOnly);
}

std::vector<SettingsChange> recordedSettings(const QString& folder) {
  QFile file(QDir(folder).filePath(QStringLiteral("capture.jsonl")));
  std::vector<SettingsChange> changes;
  if (!openRecorded(file)) return changes;
  while (!file.atEnd()) {
    const QJsonObject line = QJsonDocument::fromJson(file.readLine(kLongestRecordedLine)).object();
    const QString type = line.value(QStringLiteral("type")).toString();
    if (changes.empty()) {
      if (type != QStringLiteral("recording")) return changes;
      changes.push_back({.frames = 0, .settings = settingsOf(line, {})});
    } else if (type == QStringLiteral("settings")) {
      const double frames = std::clamp(line.value(QStringLiteral("samples")).toDouble(0), 0.0, kMaxExactInteger);
      changes.push_back({.frames = std::max(changes.back().frames, static_cast<std::uint64_t>(frames)),
                         .settings = settingsOf(line, changes.back().settings)});
    }
  }
  return changes;
}

}  // namespace tunescope::analysis
