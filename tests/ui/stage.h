// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/supervisor/eventqueue.h"
#include "ui/capture/capturecontroller.h"

#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QStringList>

#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <vector>

inline std::atomic<bool> hasDevices{true};
inline std::atomic<bool> hasServer{true};
inline std::atomic<unsigned> stageChannels{2};  // of each input
inline std::atomic<unsigned> heardChannel{1};   // that a running stream was asked for last; 0: the mean

// A sound system with three inputs, or with none. Its streams run and hold no sample, but what a test plays: it speaks
// for them.
class StageBackend final : public tunescope::audio::AudioBackend {
 public:
  void requestDevices() override {
    tunescope::audio::BackendEvent event;
    event.kind = tunescope::audio::BackendEvent::Kind::DevicesListed;
    if (hasDevices) event.devices = devices();
    m_events.post(std::move(event));
  }
  void start(const tunescope::audio::CaptureRequest& request, tunescope::audio::StreamProducer producer) override {
    {
      const std::scoped_lock lock(playingMutex);
      playing = producer;
      hasBegun = false;
    }
    m_started = std::chrono::steady_clock::now();
    if (!hasServer) {
      m_events.post(tunescope::audio::BackendEvent::Kind::StartFailed,
                    {tunescope::audio::CaptureErrorCode::Unreachable, {}, "RtApiPulse: refused"});
      return;
    }
    if (!hasDevices) {
      m_events.post(tunescope::audio::BackendEvent::Kind::StartFailed,
                    {tunescope::audio::CaptureErrorCode::NoDevices, {}, {}});
      return;
    }
    tunescope::audio::CaptureFormat format;
    format.source = "USB Audio CODEC";
    format.api = "pulse";
    format.sampleRateHz = 48000;
    format.channels = stageChannels;
    format.channel = request.channel;
    for (const tunescope::audio::DeviceInfo& device : devices()) {
      if (device.id == request.device.text) format.source = device.name;
    }
    m_events.postStarted(format);
  }
  void setChannel(const tunescope::audio::ChannelChoice& channel) override {
    heardChannel = channel.mix ? 0 : channel.number;
  }
  void stop() override { m_events.post(tunescope::audio::BackendEvent::Kind::Stopped); }
  std::optional<tunescope::audio::BackendEvent> takeEvent() override { return m_events.take(); }
  std::uint64_t deliveredFrames() const noexcept override {
    return std::uint64_t(std::chrono::duration<double>(std::chrono::steady_clock::now() - m_started).count() * 48000);
  }
  bool isIdle() const noexcept override { return true; }

  // A sine of 440 Hz on both channels, in the stream started last.
  static void play(int frames) {
    std::vector<float> samples(std::size_t(frames) * 2);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = float(0.2 * std::sin(double(i / 2) * 0.0575958653));
    const std::scoped_lock lock(playingMutex);
    push(samples);
  }
  // Frames of two channels at 48 kHz, in that stream. False: it is not listened to, or there is no room for them yet.
  static bool play(const std::vector<float>& samples) {
    const std::scoped_lock lock(playingMutex);
    if (!playing.isCurrent() || playing.freeSamples() < samples.size()) return false;
    push(samples);
    return hasBegun;
  }

 private:
  static void push(const std::vector<float>& samples) {
    if (!hasBegun) hasBegun = playing.beginStream(48000, 0, tunescope::core::GapReason::Device, {.sourceChannels = 2});
    playing.push(samples, 2);
  }
  static std::vector<tunescope::audio::DeviceInfo> devices() {
    tunescope::audio::DeviceInfo device;
    device.api = "pulse";
    device.preferredRateHz = 48000;
    device.inputChannels = 2;
    std::vector<tunescope::audio::DeviceInfo> list;
    for (const char* name :
         {"USB Audio CODEC", "Built-in Audio Analog Stereo", "Monitor of a device with quite a long name"}) {
      device.name = name;
      device.id = "pulse:" + device.name;
      device.isDefault = list.empty();
      list.push_back(device);
    }
    return list;
  }

  tunescope::audio::EventQueue m_events;
  // Windows that end and begin beside each other start streams in threads of their own.
  static inline std::mutex playingMutex;
  static inline tunescope::core::RingProducer playing;
  static inline bool hasBegun = false;
  std::chrono::steady_clock::time_point m_started = std::chrono::steady_clock::now();
};

// The program's window. Where TUNESCOPE_QML_DIR names a folder of modules, it is made of those.
inline QQuickWindow* loadWindow(QQmlApplicationEngine& engine, tunescope::ui::CaptureController& controller,
                                QStringList& warnings) {
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  QUrl main(QStringLiteral("qrc:/qt/qml/Tunescope/Main.qml"));
  if (const QString folder = qEnvironmentVariable("TUNESCOPE_QML_DIR"); !folder.isEmpty()) {
    engine.addImportPath(folder);
    main = QUrl::fromLocalFile(folder + QStringLiteral("/Tunescope/Main.qml"));
  }
  QObject::connect(&engine, &QQmlEngine::warnings, &engine, [&warnings](const QList<QQmlError>& errors) {
    for (const QQmlError& error : errors) warnings << error.toString();
  });
  engine.setInitialProperties({{QStringLiteral("controller"), QVariant::fromValue(&controller)}});
  engine.load(main);
  auto* window =
      engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
  if (window) window->show();
  return window;
}
