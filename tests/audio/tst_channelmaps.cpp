// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/rtaudiobackend.h"
#include "backenddriver.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <csignal>
#include <sys/prctl.h>

// Inputs with many channels, unusual channel maps and unusual rates, through RtAudio from a PulseAudio or PipeWire that
// tests/support/with-pulse or with-pipewire runs: each channel arrives as the device has it, bit for bit. A few of
// them; every combination when TUNESCOPE_LONG_TESTS is set.

using namespace tunescope;
using namespace tunescope::audio;
using namespace std::chrono_literals;
using Kind = BackendDriver::Kind;

namespace {

constexpr std::size_t kPeriodFrames = 480;
constexpr std::size_t kCheckedFrames = 10 * kPeriodFrames;
constexpr unsigned kMix = 0;  // in place of a channel's number

bool runsAll() {
  return !qEnvironmentVariableIsEmpty("TUNESCOPE_LONG_TESTS");
}

bool isPipeWire() {
  return qEnvironmentVariableIsSet("TUNESCOPE_PIPEWIRE_PID");
}

QByteArray pactl(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral("pactl"), arguments);
  return process.waitForFinished() && process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

// A tone of its own for each channel, counted from 1, repeating after kPeriodFrames.
float toneValue(unsigned channel, std::size_t frame) {
  const double phase = 2 * M_PI * static_cast<double>(channel) * static_cast<double>(frame) / kPeriodFrames;
  return static_cast<float>(0.5 * std::sin(phase + channel));
}

// A period of the expected sound of the channel, or of the mean of all channels.
std::vector<float> expectedPeriod(unsigned channel, unsigned channels) {
  std::vector<float> period;
  for (std::size_t frame = 0; frame < kPeriodFrames; ++frame) {
    double sum = 0;
    for (unsigned i = 1; i <= channels; ++i) sum += toneValue(i, frame);
    period.push_back(channel == kMix ? static_cast<float>(sum * (1.0 / channels)) : toneValue(channel, frame));
  }
  return period;
}

std::vector<float> interleavedTones(unsigned channels, std::size_t frames) {
  std::vector<float> interleaved;
  interleaved.reserve(frames * channels);
  for (std::size_t frame = 0; frame < frames; ++frame) {
    for (unsigned channel = 1; channel <= channels; ++channel) interleaved.push_back(toneValue(channel, frame));
  }
  return interleaved;
}

// Whether the newest samples are repetitions of that period, exactly.
bool endsWithPeriod(const std::vector<float>& samples, const std::vector<float>& period) {
  if (samples.size() < kCheckedFrames) return false;
  const auto newest = samples.end() - kCheckedFrames;
  for (std::size_t start = 0; start < kPeriodFrames; ++start) {
    std::size_t i = 0;
    while (i < kCheckedFrames && newest[i] == period[(start + i) % kPeriodFrames]) ++i;
    if (i == kCheckedFrames) return true;
  }
  return false;
}

// Whether the newest samples are only that tone, within the limits of the server's resampling.
bool endsWithTone(const std::vector<float>& samples, double hz, double rateHz) {
  const auto frames = static_cast<std::size_t>(std::lround(12 * rateHz / hz));
  if (samples.size() < frames) return false;
  const auto newest = samples.end() - static_cast<std::ptrdiff_t>(frames);
  std::complex<double> sum;
  double power = 0;
  for (std::size_t i = 0; i < frames; ++i) {
    const double value = newest[static_cast<std::ptrdiff_t>(i)];
    sum += std::polar(value, -2 * M_PI * hz / rateHz * static_cast<double>(i));
    power += value * value;
  }
  return power > 0.1 * static_cast<double>(frames) &&
         2 * std::norm(sum) / (power * static_cast<double>(frames)) > 0.999;
}

QByteArray auxMap(unsigned channels) {
  QByteArray map;
  for (unsigned i = 0; i < channels; ++i) map += (i == 0 ? "aux" : ",aux") + QByteArray::number(i);
  return map;
}

// A null sink whose monitor has a different tone on each channel.
class ToneDevice {
 public:
  ToneDevice(unsigned channels, const QByteArray& map, unsigned rateHz) {
    QStringList arguments{QStringLiteral("load-module"),
                          QStringLiteral("module-null-sink"),
                          QStringLiteral("sink_name=tones"),
                          QStringLiteral("format=float32le"),
                          QStringLiteral("sink_properties=device.description=Tones"),
                          QStringLiteral("channels=%1").arg(channels),
                          QStringLiteral("rate=%1").arg(rateHz)};
    if (!map.isEmpty()) arguments << QStringLiteral("channel_map=") + QString::fromLatin1(map);
    m_module = QString::fromLatin1(pactl(arguments).trimmed());
    if (!m_module.isEmpty()) play(channels, rateHz);
  }
  ~ToneDevice() {
    m_player.kill();
    m_player.waitForFinished();
    if (!m_module.isEmpty()) pactl({QStringLiteral("unload-module"), m_module});
  }
  ToneDevice(const ToneDevice&) = delete;
  ToneDevice& operator=(const ToneDevice&) = delete;

  bool isPlaying() const { return m_player.state() == QProcess::Running; }

 private:
  // Over and over. With the device's own channel map: libpulse has no default for most numbers of channels.
  void play(unsigned channels, unsigned rateHz) {
    QFile file(m_folder.filePath(QStringLiteral("tones.raw")));
    const std::vector<float> tones = interleavedTones(channels, 100 * kPeriodFrames);
    const auto bytes = static_cast<qint64>(tones.size() * sizeof(float));
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char*>(tones.data()), bytes) != bytes) {
      return;
    }
    file.close();
    const QString command = QStringLiteral(
        "exec pacat --raw --latency-msec=200 --device=tones --format=float32le \"${@:2}\" "
        "< <(while cat \"$1\"; do :; done)");
    m_player.setStandardOutputFile(QProcess::nullDevice());
    m_player.setStandardErrorFile(QProcess::nullDevice());
    m_player.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_player.start(QStringLiteral("bash"),
                   {QStringLiteral("-c"), command, QStringLiteral("bash"), file.fileName(),
                    QStringLiteral("--rate=%1").arg(rateHz), QStringLiteral("--channels=%1").arg(channels),
                    QStringLiteral("--channel-map=") + QString::fromLatin1(channelMap())});
    m_player.waitForStarted();
  }

  static QByteArray channelMap() {
    bool isOurs = false;
    for (const QByteArray& line : pactl({QStringLiteral("list"), QStringLiteral("sinks")}).split('\n')) {
      const QByteArray trimmed = line.trimmed();
      if (trimmed.startsWith("Name: ")) isOurs = trimmed == "Name: tones";
      if (isOurs && trimmed.startsWith("Channel Map: ")) return trimmed.mid(13);
    }
    return {};
  }

  QString m_module;
  QTemporaryDir m_folder;
  QProcess m_player;
};

CaptureRequest request(unsigned channel) {
  CaptureRequest wish;
  wish.device = {.api = "pulse", .text = "Tones"};
  wish.channel = {.mix = channel == kMix, .number = channel == kMix ? 1 : channel};
  return wish;
}

// The channels to listen to: all, or the mean, the first, one in the middle and the last.
std::vector<unsigned> checkedChannels(unsigned channels) {
  std::vector<unsigned> checked{kMix, 1};
  for (unsigned channel = 2; channel <= channels; ++channel) {
    if (runsAll() || channels <= 6 || channel == channels || channel == channels / 2) checked.push_back(channel);
  }
  return checked;
}

}  // namespace

class ChannelMapsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyChannelIsTheDevicesOwn_data() {
    QTest::addColumn<unsigned>("channels");
    QTest::addColumn<QByteArray>("map");
    for (const unsigned channels : {1U, 2U, 4U, 6U, 8U, 18U, 32U}) {
      const bool isOrdinary = channels == 2 || channels == 8 || channels == 32;
      if (!isOrdinary && !runsAll()) continue;
      if (runsAll()) QTest::addRow("%u channels, default map", channels) << channels << QByteArray();
      QTest::addRow("%u channels, aux", channels) << channels << auxMap(channels);
    }
    QTest::addRow("quad") << 4U << QByteArray("front-left,front-right,rear-left,rear-right");
    QTest::addRow("surround-51") << 6U << QByteArray("front-left,front-right,rear-left,rear-right,front-center,lfe");
    QTest::addRow("stereo reversed") << 2U << QByteArray("front-right,front-left");
  }

  void everyChannelIsTheDevicesOwn() {
    QFETCH(unsigned, channels);
    QFETCH(QByteArray, map);
    const ToneDevice device(channels, map, 48000);
    QVERIFY(device.isPlaying());
    for (const unsigned channel : checkedChannels(channels)) {
      const std::vector<float> period = expectedPeriod(channel, channels);
      const std::string mismatch = captureMismatch(
          channel, 48000, [&](const std::vector<float>& samples) { return endsWithPeriod(samples, period); });
      QVERIFY2(mismatch.empty(), mismatch.c_str());
    }
  }

  // Of 18 channels it is in another group of the frames.
  void anotherChannelIsAnalysedInTheSameStream() {
    for (const unsigned channels : {2U, 18U}) {
      const ToneDevice device(channels, auxMap(channels), 48000);
      QVERIFY(device.isPlaying());
      BackendDriver driver(makeRtAudioBackend(), 192000);
      driver.start(request(1));
      QVERIFY(driver.pumpUntil([&] { return endsWithPeriod(driver.samples, expectedPeriod(1, channels)); }));
      driver.setChannel({.number = channels});
      QVERIFY(driver.pumpUntil([&] { return endsWithPeriod(driver.samples, expectedPeriod(channels, channels)); }));
      const auto starts = std::ranges::count(driver.marks, tunescope::core::RingMark::Kind::StreamStart,
                                             [](const tunescope::core::RingMark& mark) { return mark.kind; });
      QCOMPARE(starts, 1);
      QCOMPARE(driver.layout.firstChannel, channels == 2 ? 1U : 11U);
    }
  }

  void everyRateOpens_data() {
    QTest::addColumn<unsigned>("rateHz");
    QTest::addColumn<unsigned>("openedHz");
    for (const unsigned rateHz : {11025U, 88200U, 176400U}) QTest::addRow("%u Hz", rateHz) << rateHz << rateHz;
    // Beyond what the analysis accepts: the nearest rate that RtAudio and the analysis both know.
    QTest::addRow("4000 Hz") << 4000U << 8000U;
    QTest::addRow("384000 Hz") << 384000U << 192000U;
    if (!runsAll()) return;
    QTest::addRow("5512 Hz") << 5512U << 8000U;
    QTest::addRow("352800 Hz") << 352800U << 192000U;
    for (const unsigned rateHz :
         {8000U, 12000U, 16000U, 22050U, 24000U, 32000U, 37800U, 44100U, 48000U, 64000U, 96000U, 128000U, 192000U}) {
      QTest::addRow("%u Hz", rateHz) << rateHz << rateHz;
    }
  }

  void everyRateOpens() {
    QFETCH(unsigned, rateHz);
    QFETCH(unsigned, openedHz);
    constexpr unsigned kChannel = 2;
    const ToneDevice device(2, auxMap(2), rateHz);
    QVERIFY(device.isPlaying());
    // PipeWire resamples all sound of a null sink to the rate of its graph.
    const bool isExact = rateHz == openedHz && !isPipeWire();
    const double toneHz = kChannel * static_cast<double>(rateHz) / kPeriodFrames;
    const std::string mismatch = captureMismatch(kChannel, openedHz, [&](const std::vector<float>& samples) {
      return isExact ? endsWithPeriod(samples, expectedPeriod(kChannel, 2)) : endsWithTone(samples, toneHz, openedHz);
    });
    QVERIFY2(mismatch.empty(), mismatch.c_str());
  }

 private:
  // Why the capture of that channel is wrong; empty if it is right.
  template <class IsRight>
  static std::string captureMismatch(unsigned channel, double rateHz, IsRight isRight) {
    const std::string which = channel == kMix ? "the mean: " : "channel " + std::to_string(channel) + ": ";
    BackendDriver driver(makeRtAudioBackend(), 192000);
    driver.start(request(channel));
    if (!driver.waitFor(Kind::Started)) {
      return which + "it does not open: " + (driver.events.empty() ? "" : driver.events.back().error.detail);
    }
    const double openedHz = driver.find(Kind::Started)->format.sampleRateHz;
    if (openedHz != rateHz) return which + "it runs at " + std::to_string(openedHz) + " Hz";
    return driver.pumpUntil([&] { return isRight(driver.samples); }) ? ""
                                                                     : which + "it is not its tone and nothing else";
  }
};

QTEST_GUILESS_MAIN(ChannelMapsTest)
#include "tst_channelmaps.moc"
