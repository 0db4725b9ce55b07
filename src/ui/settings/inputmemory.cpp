// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/inputmemory.h"

#include "analysis/miccalibrationof.h"

#include <QUrl>

#include <cmath>

namespace tunescope::ui {

namespace {

constexpr const char* kClock = "clockPpm";
constexpr const char* kChannel = "channel";
constexpr const char* kSoundLevel = "splOffsetDb";
constexpr const char* kSoundLevelDate = "splDate";
constexpr const char* kMicName = "micName";
constexpr const char* kMicText = "micCalibration";
constexpr double kMaxSplOffsetDb = 350;
const QString kMix = QStringLiteral("mix");
constexpr unsigned kMaxChannel = 1024;
constexpr int kMaxDeviceLength = 512;
constexpr double kMaxClockPpm = 10000;

// A name may contain the separator of the file's groups.
QString deviceKey(const char* what, const QString& device) {
  return QLatin1String(what) + QLatin1Char('/') +
         QString::fromLatin1(QUrl::toPercentEncoding(device.left(kMaxDeviceLength)));
}

}  // namespace

QString inputKey(const audio::CaptureFormat& format) {
  QString key = QString::fromStdString(format.api + ":" + format.source);
  if (format.occurrence > 0) key += QLatin1Char('#') + QString::number(format.occurrence + 1);
  return key;
}

std::optional<audio::ChannelChoice> rememberedChannel(const AppSettings& settings, const QString& device) {
  const QString word = settings.kept(deviceKey(kChannel, device)).toString();
  if (word == kMix) return audio::ChannelChoice{.mix = true};
  const unsigned number = word.toUInt();
  if (number < 1 || number > kMaxChannel) return std::nullopt;
  return audio::ChannelChoice{.number = number};
}

void rememberChannel(AppSettings& settings, const QString& device, const audio::ChannelChoice& channel) {
  settings.keep(deviceKey(kChannel, device), channel.mix ? kMix : QString::number(channel.number));
}

double rememberedClockPpm(const AppSettings& settings, const QString& device) {
  const double ppm = settings.kept(deviceKey(kClock, device)).toDouble();
  return std::abs(ppm) <= kMaxClockPpm ? ppm : 0;
}

void rememberClockPpm(AppSettings& settings, const QString& device, double ppm) {
  settings.keep(deviceKey(kClock, device), std::abs(ppm) > 0 ? QVariant(ppm) : QVariant());
}

SoundLevelMemory rememberedSoundLevel(const AppSettings& settings, const QString& device) {
  SoundLevelMemory memory;
  bool isNumber = false;
  const double offsetDb = settings.kept(deviceKey(kSoundLevel, device)).toDouble(&isNumber);
  if (isNumber && std::abs(offsetDb) <= kMaxSplOffsetDb) memory.offsetDb = offsetDb;
  memory.date = settings.kept(deviceKey(kSoundLevelDate, device)).toString();
  memory.micText = settings.kept(deviceKey(kMicText, device)).toString().toStdString();
  if (memory.micText.empty() || !analysis::isMicCalibrationText(memory.micText)) {
    memory.micText.clear();
    return memory;
  }
  memory.micName = settings.kept(deviceKey(kMicName, device)).toString();
  return memory;
}

void rememberSoundLevel(AppSettings& settings, const QString& device, std::optional<double> offsetDb,
                        const QString& date) {
  settings.keep(deviceKey(kSoundLevel, device), offsetDb ? QVariant(*offsetDb) : QVariant());
  settings.keep(deviceKey(kSoundLevelDate, device), offsetDb ? QVariant(date) : QVariant());
}

void rememberMicrophone(AppSettings& settings, const QString& device, const QString& name, const std::string& text) {
  settings.keep(deviceKey(kMicName, device), text.empty() ? QVariant() : QVariant(name));
  settings.keep(deviceKey(kMicText, device), text.empty() ? QVariant() : QVariant(QString::fromStdString(text)));
}

}  // namespace tunescope::ui
