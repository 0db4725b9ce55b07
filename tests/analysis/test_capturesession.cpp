// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/capturesession.h"
#include "analysis/recordingsink.h"
#include "analysis/scriptedbackend.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <chrono>
#include <cmath>
#include <semaphore>
#include <utility>
#include <vector>

using namespace tunescope;
using analysis::AnalysisWorker;
using analysis::CaptureSession;
using tests::RecordingSink;
using tests::ScriptedBackend;

namespace {

constexpr std::size_t kFrames = 96000;

audio::BackendFactory factoryOf(ScriptedBackend::Script script) {
  return [script](audio::SourceKind) { return std::make_unique<ScriptedBackend>(script); };
}

audio::CaptureRequest file() {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  return request;
}

// Two seconds of a sine, all at once, then the end.
void playFile(ScriptedBackend& backend, audio::StreamProducer producer) {
  producer.beginStream(48000);
  backend.sayStarted(48000, false);
  producer.push(tests::sine(440, 48000, kFrames));
  backend.countDelivered(kFrames);
  producer.finish();
  backend.say(audio::BackendEvent::Kind::Ended);
}

// Blocks the worker at the first frame until it is released.
class SlowSink final : public analysis::AnalysisSink {
 public:
  void streamStarted(const analysis::StreamInfo&) override {}
  void frame(const analysis::AnalysisFrame&) override {
    if (std::exchange(m_isFirst, false)) gate.acquire();
  }
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override { hasEnded = true; }

  std::binary_semaphore gate{0};
  std::atomic<bool> hasEnded{false};

 private:
  bool m_isFirst = true;
};

}  // namespace

class TestCaptureSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theDelayIsFromTheSoundToItsReading() {
    using namespace std::chrono_literals;
    const std::chrono::steady_clock::time_point arrival{1000s};
    audio::CaptureFigures figures;
    figures.epoch = 4;
    figures.isMetered = true;
    figures.sampleRateHz = 48000;
    figures.callback.frames = 48000;  // a second of the stream had arrived then
    figures.callback.time = arrival;
    analysis::WorkerProgress progress{.epoch = 4, .streamStartS = 10, .readingS = 10.9, .handedOut = arrival + 20ms};
    QVERIFY(std::abs(*readingDelayMs(figures, progress) - 120) < 1e-6);
    progress.readingS = 11.1;  // later than its arrival: of a stream that began just now
    QVERIFY(!readingDelayMs(figures, progress));
    progress.readingS = 10.9;
    progress.epoch = 3;  // of the stream before
    QVERIFY(!readingDelayMs(figures, progress));
    progress.epoch = 4;
    figures.isMetered = false;
    QVERIFY(!readingDelayMs(figures, progress));
  }

  // While it runs, and through a change of the other settings. The request's channel is analysed first.
  void anotherChannelNeedsNoNewStream() {
    core::RingProducer producer;
    std::atomic<int> starts{0};
    RecordingSink sink;
    CaptureSession session(factoryOf([&](ScriptedBackend& backend, core::RingProducer end) {
      producer = std::move(end);
      producer.beginStream(48000, 0, core::GapReason::Device, {.sourceChannels = 2});
      backend.sayStarted(48000, true);
      ++starts;
    }));
    session.worker().addSink(&sink);
    QSignalSpy started(&session.worker(), &AnalysisWorker::streamStarted);
    audio::CaptureRequest request;
    request.channel.number = 2;
    session.start(request);
    QTRY_COMPARE(started.count(), 1);
    const auto play = [&](std::size_t frames) {
      std::vector<float> both(2 * frames);
      for (std::size_t i = 0; i < both.size(); ++i) both[i] = i % 2 == 0 ? 0.25F : 0.5F;
      const std::uint64_t before = producer.freeSamples();
      producer.push(both, 2);
      return QTest::qWaitFor([&] { return producer.freeSamples() >= before; }, 20000);
    };
    session.applySettings({.a4Hz = 443});  // without a channel
    QVERIFY(play(5120));
    session.setChannel({.number = 1});
    QMetaObject::invokeMethod(&session.worker(), &AnalysisWorker::catchUp, Qt::BlockingQueuedConnection);
    QVERIFY(play(5120));
    QMetaObject::invokeMethod(&session.worker(), &AnalysisWorker::catchUp, Qt::BlockingQueuedConnection);
    QCOMPARE(sink.frames.size(), 20U);
    QCOMPARE(sink.frames[9].hop[0], 0.5F);
    QCOMPARE(sink.frames[10].hop[0], 0.25F);
    QCOMPARE(sink.streams.size(), 1U);
    QCOMPARE(starts.load(), 1);
  }

  void aFileGoesFromSourceToSinkWithoutLosingAHop() {
    RecordingSink sink;
    CaptureSession session(factoryOf(playFile));
    session.worker().addSink(&sink);
    QSignalSpy ended(&session.worker(), &AnalysisWorker::streamEnded);
    session.start(file());
    QTRY_COMPARE(ended.count(), 1);
    QCOMPARE(ended[0][0].value<analysis::EndInfo>().timeS, 2.0);
    QCOMPARE(sink.frames.size(), kFrames / 512);
    QCOMPARE(session.lostFrames(), 0U);
    QCOMPARE(session.ringFill(), 0.0);
  }

  void statusArrivesInTheSessionsThread() {
    CaptureSession session(factoryOf(playFile));
    QList<audio::CaptureState> states;
    bool inThread = true;
    connect(
        &session, &CaptureSession::statusChanged, &session,
        [&](const audio::CaptureStatus& status) {
          states.append(status.state);
          inThread = inThread && QThread::currentThread() == session.thread();
        },
        Qt::DirectConnection);
    session.start(file());
    QTRY_VERIFY(states.contains(audio::CaptureState::Ended));
    QVERIFY(states.contains(audio::CaptureState::Running));
    QVERIFY(inThread);
    QVERIFY(session.status().state == audio::CaptureState::Ended);
  }

  // The samples are in the ring long before they have been analysed.
  void theEndIsReportedWhenTheLastSampleHasBeenAnalysed() {
    SlowSink sink;
    CaptureSession session(factoryOf(playFile));
    const auto letGo = qScopeGuard([&sink] { sink.gate.release(); });  // even if a check fails
    session.worker().addSink(&sink);
    bool inOrder = true;
    int ends = 0;
    connect(&session, &CaptureSession::statusChanged, &session, [&](const audio::CaptureStatus& status) {
      if (status.state != audio::CaptureState::Ended) return;
      ++ends;
      inOrder = inOrder && sink.hasEnded;
    });
    session.start(file());
    QTRY_VERIFY(session.status().state == audio::CaptureState::Running);
    for (int round = 0; round < 3; ++round) {  // the supervisor has taken the backend's Ended by then
      QSignalSpy listed(&session, &CaptureSession::devicesChanged);
      session.refreshDevices();
      QTRY_COMPARE(listed.count(), 1);
    }
    QVERIFY(session.status().state == audio::CaptureState::Running);
    sink.gate.release();
    QTRY_VERIFY(session.status().state == audio::CaptureState::Ended);
    QVERIFY(inOrder);
    session.start(file());
    QTRY_COMPARE(ends, 2);
  }

  void aFailureIsTheReasonOfTheEnd() {
    RecordingSink sink;
    CaptureSession session(factoryOf([](ScriptedBackend& backend, audio::StreamProducer) {
      audio::BackendEvent event;
      event.kind = audio::BackendEvent::Kind::StartFailed;
      event.error.code = audio::CaptureErrorCode::NotFound;
      backend.say(event);
    }));
    session.worker().addSink(&sink);
    session.start(file());
    QTRY_VERIFY(session.status().state == audio::CaptureState::Failed);
    QVERIFY(sink.reasons == std::vector{audio::CaptureErrorCode::NotFound});
    CaptureSession nothing([](audio::SourceKind) { return nullptr; });
    nothing.start(file());
    QTRY_VERIFY(nothing.status().state == audio::CaptureState::Failed);
  }

  void devicesAreAnswered() {
    CaptureSession session(factoryOf(playFile));
    QSignalSpy listed(&session, &CaptureSession::devicesChanged);
    session.refreshDevices();
    QTRY_COMPARE(listed.count(), 1);
    const auto devices = listed[0][0].value<QList<audio::DeviceInfo>>();
    QCOMPARE(devices.size(), 1);
    QCOMPARE(devices[0].id, std::string("test:Input"));
  }

  // A subscriber that keeps its ticket gets only one update; the analysis continues.
  void atMostOneUpdateIsInFlightToASubscriber() {
    RecordingSink sink;
    CaptureSession session(factoryOf(playFile));
    AnalysisWorker& worker = session.worker();
    worker.addSink(&sink);
    std::vector<analysis::Ticket> tickets;
    int levels = 0, quickLevels = 0;
    std::vector<core::WaveformFrame> pictures;
    const auto slow = worker.feed<core::LevelReading>().subscribe(&session, [&](const auto&, analysis::Ticket ticket) {
      ++levels;
      tickets.push_back(std::move(ticket));
    });
    const auto quick = worker.feed<core::LevelReading>().subscribe(&session, [&](const auto&, auto) { ++quickLevels; });
    const auto picture =
        worker.feed<core::WaveformFrame>().subscribe(&session,
                                                     [&](const auto& waveform, analysis::Ticket ticket) {
                                                       pictures.push_back(waveform);
                                                       tickets.push_back(std::move(ticket));
                                                     },
                                                     {.spanS = 0.02, .columns = 100});
    QSignalSpy ended(&worker, &AnalysisWorker::streamEnded);
    session.start(file());
    QTRY_COMPARE(ended.count(), 1);
    QTRY_VERIFY(levels == 1 && quickLevels >= 1 && pictures.size() == 1);
    QCOMPARE(pictures[0].columns.size(), 100U);
    QCOMPARE(sink.frames.size(), kFrames / 512);

    tickets.clear();
    session.start(file());
    QTRY_COMPARE(ended.count(), 2);
    QTRY_COMPARE(levels, 2);
    QTRY_COMPARE(pictures.size(), 2U);
  }

  // Not even updates on their way.
  void nothingComesAfterASubscriptionIsOver() {
    SlowSink sink;
    sink.gate.release();
    CaptureSession session(factoryOf(playFile));
    session.worker().addSink(&sink);
    int levels = 0;
    auto subscription =
        session.worker().feed<core::LevelReading>().subscribe(&session, [&](const auto&, auto) { ++levels; });
    session.start(file());
    while (!sink.hasEnded) QThread::yieldCurrentThread();  // the update waits in this thread's queue
    subscription.cancel();
    QTRY_VERIFY(session.status().state == audio::CaptureState::Ended);
    QCOMPARE(levels, 0);
  }

  // Each update shows the loudest sample since the previous one, over any number of hops.
  void aSlowSubscriberDoesNotMissAPeak() {
    CaptureSession session(factoryOf([](ScriptedBackend& backend, audio::StreamProducer producer) {
      producer.beginStream(48000);
      backend.sayStarted(48000, false);
      std::vector<float> samples(512 * 20, 0.01F);
      samples[512 * 8] = 1.0F;
      producer.push(samples);
      producer.finish();
      backend.say(audio::BackendEvent::Kind::Ended);
    }));
    double highest = -200;
    const auto subscription = session.worker().feed<core::LevelReading>().subscribe(
        &session, [&](const auto& level, auto) { highest = std::max(highest, level.peakDb.value_or(-200)); });
    QSignalSpy ended(&session.worker(), &AnalysisWorker::streamEnded);
    session.start(file());
    QTRY_COMPARE(ended.count(), 1);
    QTRY_VERIFY(std::abs(highest) < 0.01);
  }

  void theSignalsOfTheWorkerCarryTheNewestReadings() {
    CaptureSession session(factoryOf(playFile));
    const AnalysisWorker& worker = session.worker();
    QSignalSpy level(&worker, &AnalysisWorker::levelChanged);
    QSignalSpy pitch(&worker, &AnalysisWorker::pitchChanged);
    QSignalSpy waveform(&worker, &AnalysisWorker::waveformChanged);
    QSignalSpy ended(&worker, &AnalysisWorker::streamEnded);
    session.start(file());
    QTRY_COMPARE(ended.count(), 1);
    QTRY_VERIFY(level.count() > 0 && pitch.count() > 0 && waveform.count() > 0);
    QVERIFY(std::abs(level.back()[0].value<core::LevelReading>().peakDb.value_or(-200) + 6.02) < 0.01);
    QVERIFY(std::abs(*pitch.back()[0].value<analysis::NotedPitch>().pitch.hertz - 440) < 0.01);
    QCOMPARE(waveform.back()[0].value<core::WaveformFrame>().columns.size(), 512U);
  }

  // Qt holds a lock of the receiver meanwhile, which may also be the worker's: it has only a few locks for all objects.
  void receiversOfASignalMayEndAtAnyTime() {
    auto ring = std::make_shared<core::SpscRing>(4096);
    const AnalysisWorker worker(ring);
    std::vector<std::unique_ptr<QObject>> receivers;
    for (int i = 0; i < 1000; ++i) {
      receivers.push_back(std::make_unique<QObject>());
      connect(&worker, &AnalysisWorker::levelChanged, receivers.back().get(), [] {});
    }
    receivers.clear();
  }

  // A patient sink leaves samples waiting; the end of a capture does not lose them.
  void whatLiesInTheRingIsAnalysedOnDemand() {
    RecordingSink sink;
    core::RingProducer ring;
    CaptureSession session(factoryOf([&ring](ScriptedBackend& backend, audio::StreamProducer producer) {
      producer.beginStream(48000);
      producer.push(tests::sine(440, 48000, 512));
      ring = producer;
      backend.countDelivered(512);
      backend.sayStarted(48000, true);
    }));
    session.worker().addSink(&sink);
    session.worker().setPatience(std::chrono::hours(1));
    const auto catchUp = [&session] {
      QMetaObject::invokeMethod(&session.worker(), &AnalysisWorker::catchUp, Qt::BlockingQueuedConnection);
    };
    session.start({});
    QTRY_VERIFY(session.status().state == audio::CaptureState::Running);
    catchUp();
    QCOMPARE(sink.frames.size(), 1U);
    QCOMPARE(sink.handedOver.back(), 1U);
    const std::size_t turns = sink.handedOver.size();
    ring.push(tests::sine(440, 48000, 10240));
    catchUp();
    QCOMPARE(sink.frames.size(), 21U);
    // Twenty hops in one turn, or in two if the worker's own turn came between.
    QCOMPARE(sink.handedOver.back(), 21U);
    QVERIFY(sink.handedOver.size() <= turns + 2);
  }

  // All updates of a turn come together, at most one turn for each pace; the hops in between are merged, not lost.
  void subscribersAreUpdatedAtThePace() {
    core::RingProducer ring;
    CaptureSession session(factoryOf([&ring](ScriptedBackend& backend, audio::StreamProducer producer) {
      producer.beginStream(48000);
      ring = producer;
      backend.countDelivered(512);
      backend.sayStarted(48000, true);
    }));
    AnalysisWorker& worker = session.worker();
    constexpr int kPaceMs = 100;
    worker.setPace(std::chrono::milliseconds(kPaceMs));
    int updates = 0;
    double newestS = 0;
    const auto feed = worker.feed<core::LevelReading>().subscribe(
        this, [&](const core::LevelReading& level, const analysis::Ticket&) {
          ++updates;
          newestS = level.timeS;
        });
    session.start({});
    QTRY_VERIFY(session.status().state == audio::CaptureState::Running);
    QElapsedTimer clock;
    clock.start();
    int hops = 0;
    for (; clock.elapsed() < 1000; ++hops) {
      ring.push(tests::sine(440, 48000, 512));
      QTest::qWait(10);
    }
    const qint64 elapsedMs = clock.elapsed();
    QVERIFY2(updates <= elapsedMs / kPaceMs + 2, qPrintable(QString::number(updates)));
    QTRY_VERIFY(newestS > (hops - 1) * 512.0 / 48000);
  }

  void aSessionEndsAtOnceInAnyState() {
    { const CaptureSession never(factoryOf(playFile)); }
    for (int round = 0; round < 20; ++round) {
      CaptureSession session(factoryOf(playFile));
      session.start(file());
      if (round % 2 == 1) session.refreshDevices();
      if (round % 3 == 1) QTRY_VERIFY(session.status().state != audio::CaptureState::Idle);
    }
  }
};

QTEST_GUILESS_MAIN(TestCaptureSession)
#include "test_capturesession.moc"
