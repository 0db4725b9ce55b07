// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/nativebackends.h"
#include "audio/supervisor/supervisorthread.h"
#include "fakebackend.h"

#include <QTest>

#include <functional>

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;

namespace {

class Witness : public CaptureSupervisor::Listener {
 public:
  void captureStatusChanged(const CaptureStatus& status) override {
    const std::lock_guard lock(m_mutex);
    m_states.push_back(status.state);
    m_changed.notify_all();
  }
  void devicesListed(const std::vector<DeviceInfo>&, const CaptureError&) override {}

  bool waitFor(CaptureState state) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, 20s, [&] { return !m_states.empty() && m_states.back() == state; });
  }

 private:
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<CaptureState> m_states;
};

}  // namespace

class SupervisorThreadTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theDemoIsReadFromBeginningToEnd() {
    auto ring = std::make_shared<core::SpscRing>(48000);
    core::RingConsumer consumer(ring);
    Witness witness;
    CaptureSupervisor supervisor(ring, nativeBackendFactory(), witness);
    int ends = 0;
    {
      SupervisorThread thread(supervisor);
      CaptureRequest request;
      request.source = SourceKind::Demo;
      supervisor.start(request);
      thread.wake();
      QVERIFY(witness.waitFor(CaptureState::Running));
      while (consumer.waitingSamples() < 4800) std::this_thread::yield();
    }
    QVERIFY(supervisor.isSettled());
    QVERIFY(witness.waitFor(CaptureState::Idle));
    std::size_t frames = 0;
    for (;;) {
      while (const auto mark = consumer.takeMark()) ends += mark->kind == core::RingMark::Kind::End ? 1 : 0;
      float block[512];
      const std::size_t count = consumer.read(block);
      if (count == 0) break;
      frames += count;
    }
    QVERIFY(frames >= 4800);
    QCOMPARE(ends, 1);
  }

  void aBackendThatHangsDoesNotHoldTheThreadForEver() {
    auto ring = std::make_shared<core::SpscRing>(4800);
    auto hung = std::make_shared<FakeState>();
    hung->answersStop = false;
    Witness witness;
    CaptureSupervisor supervisor(
        ring, [&](SourceKind) { return std::make_unique<FakeBackend>(hung); }, witness);
    {
      SupervisorThread thread(supervisor);
      hung->run();
      supervisor.start({});
      thread.wake();
      QVERIFY(witness.waitFor(CaptureState::Running));
      hung->setHanging(true);
    }
    QVERIFY(supervisor.isSettled());
    hung->setHanging(false);
    hung->waitUntilDestroyed();
  }
};

QTEST_APPLESS_MAIN(SupervisorThreadTest)
#include "tst_supervisorthread.moc"
