// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/audiobackend.h"
#include "fakebackend.h"
#include "support/allocationcounter.h"

#include <QTest>

#include <sys/resource.h>

using namespace tunescope;
using namespace tunescope::audio;

class AudioBackendTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aBackendThatIsIdleIsJustDestroyed() {
    auto state = std::make_shared<FakeState>();
    QVERIFY(!AudioBackend::abandon(std::make_unique<FakeBackend>(state)));
    QVERIFY(state->hasGone());
  }

  void aBackendThatHangsIsLeftBehindAndGoesWhenItCan() {
    auto state = std::make_shared<FakeState>();
    state->setHanging(true);
    QVERIFY(AudioBackend::abandon(std::make_unique<FakeBackend>(state)));
    QVERIFY(!state->hasGone());
    state->setHanging(false);
    state->waitUntilDestroyed();
  }

  void whereNoThreadIsToBeHadItIsLeftBehindForGood() {
    if (!test::AllocationCounter::isWorking()) QSKIP("a sanitizer needs the memory that this test takes away");
    std::vector<std::unique_ptr<FakeBackend>> backends;
    for (int i = 0; i < 8; ++i) {  // more than there are stacks of old threads
      auto state = std::make_shared<FakeState>();
      state->setHanging(true);
      m_leaked.push_back(state);
      backends.push_back(std::make_unique<FakeBackend>(state));
    }
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    const rlimit none{.rlim_cur = 1, .rlim_max = before.rlim_max};  // no stack for a thread
    QCOMPARE(setrlimit(RLIMIT_AS, &none), 0);
    int left = 0;
    for (auto& backend : backends) left += AudioBackend::abandon(std::move(backend)) ? 1 : 0;
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
    QCOMPARE(left, 8);
    for (const auto& state : m_leaked) QVERIFY(!state->hasGone());
    for (const auto& state : m_leaked) state->setHanging(false);
  }

 private:
  std::vector<std::shared_ptr<FakeState>> m_leaked;
};

QTEST_APPLESS_MAIN(AudioBackendTest)
#include "tst_audiobackend.moc"
