// SPDX-License-Identifier: GPL-3.0-or-later
// Options of the command line reach the capture and the analysis.
#include "audio/audiobackend.h"
#include "audio/supervisor/eventqueue.h"
#include "ui/capture/capturecontroller.h"
#include "ui/settings/appsettings.h"
#include "ui/settings/inputmemory.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kRateHz = 48000;
constexpr int kBlockFrames = 512;

// The backends' requests; the supervisor's thread starts them.
struct Wishes {
  std::mutex mutex;
  std::vector<audio::DeviceMatch> devices;
  std::vector<audio::CaptureRequest> requests;

  audio::CaptureRequest newest() {
    const std::lock_guard lock(mutex);
    return requests.empty() ? audio::CaptureRequest() : requests.back();
  }

  std::vector<audio::DeviceMatch> all() {
    const std::lock_guard lock(mutex);
    return devices;
  }
};

// Sends a tone of 6000 Hz: some of it at once, and as an input a piece more at each call for events.
class ToneBackend final : public audio::AudioBackend {
 public:
  explicit ToneBackend(std::shared_ptr<Wishes> wishes) : m_wishes(std::move(wishes)) {}

  void requestDevices() override { m_events.post(audio::BackendEvent::Kind::DevicesListed); }
  void start(const audio::CaptureRequest& request, audio::StreamProducer producer) override {
    m_producer = std::move(producer);
    {
      const std::lock_guard lock(m_wishes->mutex);
      m_wishes->devices.push_back(request.device);
      m_wishes->requests.push_back(request);
    }
    audio::CaptureFormat format;
    format.sampleRateHz = kRateHz;
    m_events.postStarted(format);
    m_producer.beginStream(kRateHz);
    for (int i = 0; i < 20; ++i) push();
    m_pieces = request.source == audio::SourceKind::Device ? 200 : 0;
    if (m_pieces > 0) return;
    m_producer.finish();
    m_events.post(audio::BackendEvent::Kind::Ended);
  }
  void stop() override {
    m_pieces = 0;
    m_events.post(audio::BackendEvent::Kind::Stopped);
  }
  std::optional<audio::BackendEvent> takeEvent() override {
    if (m_pieces > 0) push();
    m_pieces = std::max(0, m_pieces - 1);
    return m_events.take();
  }
  std::uint64_t deliveredFrames() const noexcept override { return m_frames; }
  bool isIdle() const noexcept override { return true; }

 private:
  void push() {
    std::vector<float> block(kBlockFrames);
    for (float& sample : block) sample = 0.5F * float(std::sin(2 * M_PI * 6000 * double(m_frames++) / kRateHz));
    m_producer.push(block);
  }

  std::shared_ptr<Wishes> m_wishes;
  audio::EventQueue m_events;
  core::RingProducer m_producer;
  std::uint64_t m_frames = 0;
  int m_pieces = 0;  // to come
};

// Says why it cannot start.
class RefusingBackend final : public audio::AudioBackend {
 public:
  explicit RefusingBackend(audio::CaptureErrorCode code) : m_code(code) {}
  void requestDevices() override { m_events.post(audio::BackendEvent::Kind::DevicesListed); }
  void start(const audio::CaptureRequest&, audio::StreamProducer) override {
    m_events.post(audio::BackendEvent::Kind::StartFailed, {.code = m_code, .device = {}, .detail = {}});
  }
  void stop() override { m_events.post(audio::BackendEvent::Kind::Stopped); }
  std::optional<audio::BackendEvent> takeEvent() override { return m_events.take(); }
  std::uint64_t deliveredFrames() const noexcept override { return 0; }
  bool isIdle() const noexcept override { return true; }

 private:
  audio::CaptureErrorCode m_code;
  audio::EventQueue m_events;
};

// Nothing ever answers, and its thread is in no hurry to end.
class HangingBackend final : public audio::AudioBackend {
 public:
  static constexpr std::chrono::milliseconds kHangs{2500};

  ~HangingBackend() override { std::this_thread::sleep_for(kHangs); }
  void requestDevices() override {}
  void start(const audio::CaptureRequest&, audio::StreamProducer) override {}
  void stop() override {}
  std::optional<audio::BackendEvent> takeEvent() override { return std::nullopt; }
  std::uint64_t deliveredFrames() const noexcept override { return 0; }
  bool isIdle() const noexcept override { return false; }
};

// As --max-hz 8000 does.
void searchUpTo8kHz(AppSettings& settings) {
  analysis::SettingSet rows;
  rows.set(analysis::settingIndex("max-hz"));
  settings.overrideWith(analysis::Settings{{.maxHz = 8000}}, rows);
}

}  // namespace

class TestCaptureController : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theApiAskedForHoldsForEveryInput() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("api.ini")));
    settings.setDeviceId(QStringLiteral("pulse:Remembered"));
    const auto wishes = std::make_shared<Wishes>();
    audio::CaptureRequest request;
    request.device.api = "alsa";
    CaptureController controller([&](audio::SourceKind) { return std::make_unique<ToneBackend>(wishes); }, settings,
                                 request);
    controller.run()->start();
    QTRY_COMPARE(wishes->all().size(), 1U);
    QCOMPARE(wishes->all()[0].api, std::string("alsa"));
    QCOMPARE(wishes->all()[0].text, std::string());
    controller.inputs()->choose(QStringLiteral("alsa:Other"));
    QTRY_COMPARE(wishes->all().size(), 2U);
    QCOMPARE(wishes->all()[1].api, std::string("alsa"));
    QCOMPARE(wishes->all()[1].text, std::string("alsa:Other"));
  }

  void whatWasAskedOfTheDeviceHoldsAlsoAfterTheDemo() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("demo.ini")));
    const auto wishes = std::make_shared<Wishes>();
    audio::CaptureRequest request;
    request.device.text = "Scarlett";
    request.channel = {.number = 2};
    request.rateHz = 96000;
    CaptureController controller([&](audio::SourceKind) { return std::make_unique<ToneBackend>(wishes); }, settings,
                                 request);
    controller.run()->start();
    QTRY_COMPARE(wishes->all().size(), 1U);
    controller.run()->playDemo();
    QTRY_COMPARE(wishes->all().size(), 2U);
    QVERIFY(wishes->newest().source == audio::SourceKind::Demo);
    QTRY_COMPARE(controller.run()->action(), CaptureState::Action::PlayAgain);
    controller.inputs()->choose(QStringLiteral("test:Other"));
    QTRY_COMPARE(wishes->all().size(), 3U);
    QCOMPARE(wishes->newest().device.text, std::string("test:Other"));
    QVERIFY(wishes->newest().channel.number == 2 && wishes->newest().rateHz == 96000);
  }

  void aClockIsTheInputsAndNotTheDemos() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("clock.ini")));
    rememberClockPpm(settings, QStringLiteral(":"), -80);  // of the input without a name
    const auto wishes = std::make_shared<Wishes>();
    CaptureController controller([&](audio::SourceKind) { return std::make_unique<ToneBackend>(wishes); }, settings,
                                 {});
    controller.run()->start();
    QTRY_COMPARE(controller.signalPath()->clockActionText(), QStringLiteral("Stop correcting the clock"));
    controller.run()->playDemo();
    QCOMPARE(controller.signalPath()->clockActionText(), QString());
  }

  // Each call of the sound system hangs for longer than its deadline: starting, stopping and choosing return at once,
  // and whoever is at the window notices nothing. How long the event loop stood still is printed.
  void aSoundSystemThatHangsNeverHoldsUpTheWindow() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("hangs.ini")));
    CaptureController controller([](audio::SourceKind) { return std::make_unique<HangingBackend>(); }, settings, {});
    QElapsedTimer clock;
    qint64 longestMs = 0;
    QTimer pulse;
    pulse.setTimerType(Qt::PreciseTimer);
    connect(&pulse, &QTimer::timeout, this, [&] { longestMs = std::max(longestMs, clock.restart()); });
    clock.start();
    pulse.start(5);
    controller.inputs()->setOpen(true);
    controller.signalPath()->setOpen(true);
    controller.run()->start();
    QTest::qWait(300);
    controller.inputs()->choose(QStringLiteral("test:Other"));
    QTest::qWait(300);
    controller.run()->stop();
    controller.inputs()->refresh();
    QTest::qWait(300);
    controller.inputs()->setOpen(false);
    qInfo("the event loop stood still for %lld ms at most", static_cast<long long>(longestMs));
    QVERIFY(longestMs < HangingBackend::kHangs.count() / 2);
  }

  void whatHasEndedIsPlayedAgain() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("ended.ini")));
    const auto wishes = std::make_shared<Wishes>();
    audio::CaptureRequest request;
    request.source = audio::SourceKind::File;
    CaptureController controller([&](audio::SourceKind) { return std::make_unique<ToneBackend>(wishes); }, settings,
                                 request);
    controller.run()->start();
    QVERIFY(controller.run()->isStarted());
    QTRY_COMPARE(controller.run()->state(), CaptureState::State::Ended);
    QCOMPARE(controller.run()->action(), CaptureState::Action::PlayAgain);
    QVERIFY(!controller.run()->isStarted());
    controller.run()->toggle();
    QTRY_COMPARE(wishes->all().size(), 2U);
    QTRY_COMPARE(controller.run()->state(), CaptureState::State::Ended);
    controller.run()->act();
    QTRY_COMPARE(wishes->all().size(), 3U);
  }

  // Whatever had been drawn when the stream stopped: the worker must not wait for a frame that was dropped.
  void theWaveformIsBackAfterStopAndStart() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("waveform.ini")));
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    controller.readings()->waveform()->setColumns(100);  // as an item would that is not drawn yet
    for (int i = 0; i < 3; ++i) {
      controller.run()->start();
      QTRY_COMPARE(controller.readings()->waveform()->frame().columns.size(), std::size_t(100));
      controller.run()->stop();
      QVERIFY(controller.readings()->waveform()->frame().columns.empty());
    }
  }

  void nothingOfTheLastNoteStaysUnderAnError() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("error.ini")));
    searchUpTo8kHz(settings);
    std::atomic<bool> isThere{true};
    CaptureController controller(
        [&](audio::SourceKind) -> std::unique_ptr<audio::AudioBackend> {
          if (!isThere) return std::make_unique<RefusingBackend>(audio::CaptureErrorCode::NoDevices);
          return std::make_unique<ToneBackend>(std::make_shared<Wishes>());
        },
        settings, {});
    controller.readings()->tuner()->setHoldMs(600000);
    controller.run()->start();
    QTRY_COMPARE(controller.readings()->tuner()->presence(), TunerModel::Presence::Sounding);
    controller.run()->stop();
    QCOMPARE(controller.readings()->tuner()->presence(), TunerModel::Presence::Ghost);
    isThere = false;
    controller.run()->start();
    QTRY_VERIFY(controller.run()->isProblem());
    QCOMPARE(controller.readings()->tuner()->presence(), TunerModel::Presence::Resting);
    QVERIFY(controller.readings()->tuner()->letter().isEmpty() &&
            controller.readings()->tuner()->centsText().isEmpty());
  }

  // The button at the foot says "Start" wherever only a start helps.
  void whatCannotListenIsNotStarted_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<CaptureState::State>("state");
    using audio::CaptureErrorCode;
    using State = CaptureState::State;
    QTest::newRow("blocked") << int(CaptureErrorCode::PageBlocked) << State::NoPermission;
    QTest::newRow("not permitted") << int(CaptureErrorCode::Unreadable) << State::NoPermission;
    QTest::newRow("dismissed") << int(CaptureErrorCode::Dismissed) << State::Dismissed;
    QTest::newRow("insecure") << int(CaptureErrorCode::Insecure) << State::Insecure;
    QTest::newRow("no device") << int(CaptureErrorCode::NoDevices) << State::NoDevice;
  }
  void whatCannotListenIsNotStarted() {
    QFETCH(const int, code);
    QFETCH(const CaptureState::State, state);
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("refused.ini")));
    audio::CaptureRequest request;
    request.waitForDevice = true;
    CaptureController controller(
        [code](audio::SourceKind) { return std::make_unique<RefusingBackend>(audio::CaptureErrorCode(code)); },
        settings, request);
    QVERIFY(!controller.run()->isWanted());
    controller.run()->start();
    QTRY_COMPARE(controller.run()->state(), state);
    QVERIFY(!controller.run()->isStarted());
    QVERIFY(controller.run()->isWanted());
  }

  void aPageWaitsForItsUserAndSaysWhy() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("page.ini")));
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    QVERIFY(!controller.run()->isProblem());
    controller.host()->setTraits({.isPage = true});
    QVERIFY(controller.run()->isProblem());
    QVERIFY(controller.run()->sentence().contains(QStringLiteral("needs the microphone")));
    controller.run()->start();
    QTRY_VERIFY(!controller.run()->isProblem());
    controller.run()->stop();
    QVERIFY2(!controller.run()->isProblem(), "it has been allowed before");
  }

  void theNotationOfTheSettingsIsShown() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("notation.ini")));
    settings.setNotation(AppSettings::Notation::Latin);
    searchUpTo8kHz(settings);
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    controller.run()->start();
    QTRY_COMPARE(controller.readings()->tuner()->noteName(), QStringLiteral("Fa#8"));
    settings.setNotation(AppSettings::Notation::German);
    QCOMPARE(controller.readings()->tuner()->noteName(), QStringLiteral("F#8"));
  }

  void aRecordingHasWhatWasChangedWhileItRan() {
    const QTemporaryDir folder;
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", folder.path().toLocal8Bit());  // where the music is
    AppSettings settings(folder.filePath(QStringLiteral("record.ini")));
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    controller.run()->start();
    QTRY_COMPARE(controller.run()->state(), CaptureState::State::Listening);
    controller.toggleRecording();
    const QString path = controller.recording()->message().section(QStringLiteral(" to "), 1);
    settings.setA4Hz(443);
    controller.inputs()->choose(QStringLiteral("test:Other"));  // a new stream, to which the recording holds
    QTRY_VERIFY(QFile::exists(path + QStringLiteral("/capture-1.wav")));
    controller.toggleRecording();
    QTRY_COMPARE(analysis::recordedSettings(path).size(), 2U);
    QCOMPARE(analysis::recordedSettings(path).back().settings.a4Hz, 443.0);
    qputenv("HOME", home);
  }

  void eachKindOfSourceHasItsOwnIcon() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("sign.ini")));
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    QCOMPARE(controller.inputs()->symbol(), IconItem::Icon::Microphone);
    controller.run()->playFile(QStringLiteral("/tmp/a.wav"), true);
    QCOMPARE(controller.inputs()->symbol(), IconItem::Icon::File);
    controller.run()->playDemo();
    QCOMPARE(controller.inputs()->symbol(), IconItem::Icon::Note);
    controller.inputs()->choose(QString());
    QCOMPARE(controller.inputs()->symbol(), IconItem::Icon::Microphone);
  }

  void theRangeAskedForIsListenedTo() {
    const QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("range.ini")));
    searchUpTo8kHz(settings);
    CaptureController controller(
        [](audio::SourceKind) { return std::make_unique<ToneBackend>(std::make_shared<Wishes>()); }, settings, {});
    controller.run()->start();
    QTRY_COMPARE(controller.readings()->tuner()->noteName(), QStringLiteral("F#8"));
  }
};

QTEST_GUILESS_MAIN(TestCaptureController)
#include "tst_capturecontroller.moc"
