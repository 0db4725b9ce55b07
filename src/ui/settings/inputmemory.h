// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "ui/settings/appsettings.h"

#include <QString>

#include <optional>
#include <string>

// The settings of each input, by the id of its device. Thread: gui. Realtime-safe: no.
namespace tunescope::ui {

// The key of what is measured of a device: its clock, its sound level.
QString inputKey(const audio::CaptureFormat& format);

// The analysed channel; none: not chosen.
std::optional<audio::ChannelChoice> rememberedChannel(const AppSettings& settings, const QString& device);
void rememberChannel(AppSettings& settings, const QString& device, const audio::ChannelChoice& channel);

// Its measured clock error in ppm, positive if it is fast; 0: unknown.
double rememberedClockPpm(const AppSettings& settings, const QString& device);
void rememberClockPpm(AppSettings& settings, const QString& device, double ppm);  // 0 forgets it

struct SoundLevelMemory {
  std::optional<double> offsetDb;  // dB SPL of 0 dBFS; none: not calibrated
  QString date;                    // when that was, ISO 8601
  QString micName;                 // of the calibration file; empty: none
  std::string micText;
};
SoundLevelMemory rememberedSoundLevel(const AppSettings& settings, const QString& device);
void rememberSoundLevel(AppSettings& settings, const QString& device, std::optional<double> offsetDb,
                        const QString& date);
void rememberMicrophone(AppSettings& settings, const QString& device, const QString& name, const std::string& text);

}  // namespace tunescope::ui
