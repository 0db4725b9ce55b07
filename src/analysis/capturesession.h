// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysisworker.h"
#include "audio/supervisor/capturesupervisor.h"

#include <QList>
#include <QObject>

#include <memory>

Q_DECLARE_METATYPE(tunescope::audio::CaptureStatus)
Q_DECLARE_METATYPE(QList<tunescope::audio::DeviceInfo>)
Q_DECLARE_METATYPE(tunescope::audio::CaptureError)

namespace tunescope::analysis {

// One capture from source to readings: ring, supervisor with its thread, worker with its thread. Both front ends use
// it. Signals arrive in the thread that the session lives in.
class CaptureSession : public QObject {
  Q_OBJECT

 public:
  explicit CaptureSession(audio::BackendFactory factory, QObject* parent = nullptr);
  ~CaptureSession() override;  // stops and waits; bounded by the supervisor's deadline

  AnalysisWorker& worker() noexcept;
  const audio::CaptureStatus& status() const noexcept;  // the newest that has arrived here
  std::uint64_t lostFrames() const noexcept;
  double ringFill() const noexcept;  // 0 to 1
  SignalPath signalPath() const;     // all figures of the signal path; never blocks

  // Each returns at once; statusChanged or devicesChanged follows.
  void start(const audio::CaptureRequest& request);
  void stop();
  void refreshDevices();
  void setFallBack(bool mayFallBack);  // audio::CaptureSupervisor::setFallBack
  // The channel stays that of the request, or of setChannel().
  void applySettings(const AnalysisSettings& settings);
  // Analyses another channel of the running stream from the next hop on; no new stream begins.
  void setChannel(const audio::ChannelChoice& channel);

 Q_SIGNALS:
  // Ended and Failed arrive when the last sample has been analysed: the worker's sinks have seen the end before.
  void statusChanged(const tunescope::audio::CaptureStatus& status);
  void devicesChanged(const QList<tunescope::audio::DeviceInfo>& devices, const tunescope::audio::CaptureError& error);

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
