// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/capturerecorder.h"
#include "analysis/recordingsink.h"
#include "analysis/replaybackend.h"
#include "analysis/stream/streamreader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <thread>
#include <vector>

// Common code of tests of recordings and their replay.
namespace tunescope::tests {

using namespace analysis;

// A plucked tone with noise, with a different seed each time, and one NaN sample.
inline std::vector<float> sound(std::size_t frames, double rateHz, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 0.002);
  std::vector<float> samples(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    const double t = double(i) / rateHz;
    samples[i] = float(0.3 * std::exp(-t) * std::sin(2 * M_PI * 220.3 * t) + noise(random));
  }
  samples[frames / 2] = std::numeric_limits<float>::quiet_NaN();
  return samples;
}

inline void analyse(StreamReader& reader, RecordingSink& sink) {
  while (reader.read(sink) > 0) {
  }
}

// The readings of a recording, and the reason of its end.
inline audio::CaptureError replay(const QString& folder, RecordingSink& sink,
                                  const std::vector<SettingsChange>& settings = {},
                                  const audio::ChannelChoice& channel = {}) {
  auto ring = std::make_shared<core::SpscRing>(4096);
  StreamReader reader(ring);
  reader.setComingSettings(settings);
  const auto backend = makeReplayBackend();
  audio::CaptureRequest request;
  request.path = folder.toStdString();
  request.channel = channel;
  backend->start(request, core::RingProducer(ring));
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < 60000) {
    analyse(reader, sink);
    const auto event = backend->takeEvent();
    if (!event) std::this_thread::yield();
    if (!event || event->kind == audio::BackendEvent::Kind::Started) continue;
    analyse(reader, sink);
    return event->error;
  }
  return {audio::CaptureErrorCode::TimedOut, {}, {}};
}

// Bits, not values: a reading is identical or it is not.
inline void compare(const RecordingSink& heard, const RecordingSink& replayed, double offsetS = 0) {
  QCOMPARE(replayed.frames.size(), heard.frames.size());
  for (std::size_t i = 0; i < heard.frames.size(); ++i) {
    const core::PitchReading& a = heard.frames[i].pitch;
    const core::PitchReading& b = replayed.frames[i].pitch;
    QVERIFY(a.hertz == b.hertz && a.sigmaCents == b.sigmaCents && a.inharmonicity == b.inharmonicity);
    QVERIFY(a.confidence == b.confidence && a.noteBegan == b.noteBegan);
    QVERIFY(heard.frames[i].level.rmsDb == replayed.frames[i].level.rmsDb);
    QVERIFY(std::abs(a.timeS - b.timeS - offsetS) <= (offsetS == 0 ? 0 : 1e-9));
  }
  QCOMPARE(replayed.gaps.size(), heard.gaps.size());
  for (std::size_t i = 0; i < heard.gaps.size(); ++i) {
    QCOMPARE(replayed.gaps[i].lostFrames, heard.gaps[i].lostFrames);
    QVERIFY(replayed.gaps[i].reason == heard.gaps[i].reason);
  }
}

inline QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace tunescope::tests
