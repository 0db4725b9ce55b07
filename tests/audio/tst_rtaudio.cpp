// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/rtaudioapi.h"
#include "audio/rtaudio/rtaudiobackend.h"
#include "backenddriver.h"

#include <QTest>

#include <algorithm>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// The answers of the RtAudio backend without a sound server, or with one that never answers. Needs no sound system.

using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = BackendDriver::Kind;

namespace {

// Accepts connections to a server's socket and never answers.
class DumbServer {
 public:
  explicit DumbServer(const QByteArray& path) : m_socket(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy_n(path.constData(), std::min<std::size_t>(path.size(), sizeof(address.sun_path) - 1), address.sun_path);
    m_isUp = ::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
             ::listen(m_socket, 16) == 0;
  }
  ~DumbServer() { hangUp(); }
  DumbServer(const DumbServer&) = delete;
  DumbServer& operator=(const DumbServer&) = delete;

  bool isUp() const { return m_isUp; }

  // Until a client has connected.
  bool answerOne() {
    m_client = ::accept(m_socket, nullptr, nullptr);
    return m_client >= 0;
  }

  // The hanging queries fail.
  void hangUp() {
    for (int* descriptor : {&m_client, &m_socket}) {
      if (*descriptor >= 0) ::close(std::exchange(*descriptor, -1));
    }
  }

 private:
  int m_socket;
  int m_client = -1;
  bool m_isUp = false;
};

bool hasApi(const std::string& name) {
  const std::vector<std::string> apis = rt::compiledApis();
  return std::ranges::find(apis, name) != apis.end();
}

}  // namespace

class RtAudioTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_folder->path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", m_folder->path().toUtf8());
    qputenv("JACK_NO_START_SERVER", "1");
    qputenv("ALSA_CONFIG_PATH", "/dev/null");  // its default may lead to PulseAudio again
    qputenv("PULSE_SERVER", "unix:" + socket());
  }

  void withoutAServerItIsSaidThatItCannotBeReached_data() {
    QTest::addColumn<QString>("api");
    QTest::addRow("pulse") << QStringLiteral("pulse");
    QTest::addRow("jack") << QStringLiteral("jack");
  }

  void withoutAServerItIsSaidThatItCannotBeReached() {
    QFETCH(QString, api);
    if (!hasApi(api.toStdString())) QSKIP("this RtAudio does not have that API");
    BackendDriver lister(makeRtAudioBackend(api.toStdString()));
    lister.backend().requestDevices();
    QVERIFY(lister.pumpUntil([&] { return !lister.events.empty(); }));
    QVERIFY(lister.find(Kind::DevicesFailed));
    QCOMPARE(lister.errorCode(), CaptureErrorCode::Unreachable);
    CaptureRequest wish;
    wish.device.api = api.toStdString();
    BackendDriver driver(makeRtAudioBackend());
    driver.start(wish);
    QVERIFY(driver.waitForEnd());
    QVERIFY(driver.find(Kind::StartFailed));
    QCOMPARE(driver.errorCode(), CaptureErrorCode::Unreachable);
  }

  void aQuestionThatHangsHoldsUpOnlyItsOwnApi() {
    if (!hasApi("pulse") || !hasApi("alsa")) QSKIP("this RtAudio does not have both APIs");
    DumbServer server(socket());
    QVERIFY(server.isUp());
    BackendDriver hanging(makeRtAudioBackend("pulse"));
    hanging.backend().requestDevices();
    QVERIFY(server.answerOne());

    BackendDriver other(makeRtAudioBackend("alsa"));
    other.backend().requestDevices();
    QVERIFY(other.pumpUntil([&] { return !other.events.empty(); }));
    QVERIFY(other.errorCode() != CaptureErrorCode::TimedOut);

    BackendDriver same(makeRtAudioBackend("pulse"));
    same.backend().requestDevices();
    QVERIFY(same.pumpUntil([&] { return !same.events.empty(); }));
    QVERIFY(same.find(Kind::DevicesFailed));
    QCOMPARE(same.errorCode(), CaptureErrorCode::TimedOut);

    hanging.pump();
    QVERIFY(hanging.events.empty());
    server.hangUp();
    QVERIFY(hanging.waitFor(Kind::DevicesFailed));
    QCOMPARE(hanging.errorCode(), CaptureErrorCode::Unreachable);
  }

  void aDeviceThatDoesNotOpenIsBusyOrRefused() {
    QCOMPARE(rt::openingErrorCode("RtApiAlsa: pcm device (hw:0,0) busy, Device or resource busy."),
             CaptureErrorCode::Busy);
    QCOMPARE(rt::openingErrorCode("RtApiPulse::probeDeviceOpen: error connecting input to PulseAudio server."),
             CaptureErrorCode::Refused);
    QCOMPARE(rt::openingErrorCode({}), CaptureErrorCode::Refused);
  }

 private:
  QByteArray socket() const { return m_folder->filePath(QStringLiteral("native")).toUtf8(); }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(RtAudioTest)
#include "tst_rtaudio.moc"
