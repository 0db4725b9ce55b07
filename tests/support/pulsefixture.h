// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>
#include <span>
#include <sys/prctl.h>
#include <vector>

// A PulseAudio of a test's own, in this process's environment, with a null sink "tone" (TuneSink, 48 kHz, stereo,
// float): what is played into it is heard at the input "Monitor of TuneSink". It can be killed and started again. The
// shell's way to the same is tests/support/with-pulse. One at a time. Needs: pulseaudio, pulseaudio-utils.
class PulseServer {
 public:
  PulseServer() {
    m_folder.setAutoRemove(true);
    const QString home = m_folder.filePath(QStringLiteral("home"));
    QDir().mkpath(home + QStringLiteral("/.config/pulse"));
    QDir().mkpath(m_folder.filePath(QStringLiteral("run")));
    QFile::setPermissions(m_folder.filePath(QStringLiteral("run")),
                          QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QFile config(home + QStringLiteral("/.config/pulse/client.conf"));
    if (config.open(QIODevice::WriteOnly)) config.write("autospawn = no\nenable-shm = no\n");
    for (const char* name : {"DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK", "PULSE_SOURCE", "PULSE_RUNTIME_PATH",
                             "PULSE_CLIENTCONFIG", "XDG_CONFIG_HOME", "DISPLAY"}) {
      qunsetenv(name);
    }
    qputenv("HOME", home.toUtf8());
    qputenv("XDG_RUNTIME_DIR", m_folder.filePath(QStringLiteral("run")).toUtf8());
    qputenv("PULSE_SERVER", QByteArray("unix:") + socket().toUtf8());
  }

  ~PulseServer() {
    stopPlayers();
    end(m_server);
  }
  PulseServer(const PulseServer&) = delete;
  PulseServer& operator=(const PulseServer&) = delete;

  // A test may skip only where it is not: where it is, and does not start, something is wrong.
  static bool isInstalled() { return !QStandardPaths::findExecutable(QStringLiteral("pulseaudio")).isEmpty(); }

  bool start() {
    QFile::remove(socket());
    m_server =
        launch(QStringLiteral("pulseaudio"),
               {QStringLiteral("-n"), QStringLiteral("--daemonize=no"), QStringLiteral("--use-pid-file=no"),
                QStringLiteral("--exit-idle-time=-1"), QStringLiteral("--realtime=no"),
                QStringLiteral("--high-priority=no"), QStringLiteral("--disable-shm=yes"),
                QStringLiteral("--log-target=stderr"), QStringLiteral("--log-level=error"), QStringLiteral("-L"),
                QStringLiteral("module-native-protocol-unix auth-anonymous=1 socket=") + socket(), QStringLiteral("-L"),
                QStringLiteral("module-null-sink sink_name=tone rate=48000 channels=2 format=float32le "
                               "sink_properties=device.description=TuneSink")});
    const bool isUp = QTest::qWaitFor([this] { return pactl({"info"}); }, 10000);
    if (!isUp) return false;
    // Silence all the time keeps the monitor running: without it a capture begins 1.5 s late.
    m_players.push_back(launch(QStringLiteral("pacat"), playArguments("20") << QStringLiteral("/dev/zero")));
    return QTest::qWaitFor(
        [this] {
          return pactlOutput({"list", "short", "sink-inputs"}).contains("float32le");
        },
        10000);
  }

  // As a crash would: no one is notified.
  void kill() {
    if (m_server) m_server->kill();
    end(m_server);
    stopPlayers();
  }

  // Plays stereo frames into TuneSink, beside what plays already; returns at once.
  bool play(std::span<const float> stereo) {
    const QString path = m_folder.filePath(QStringLiteral("sound%1.raw").arg(m_players.size()));
    QFile file(path);
    const auto bytes = static_cast<qint64>(stereo.size_bytes());
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char*>(stereo.data()), bytes) != bytes) {
      return false;
    }
    file.close();
    m_players.push_back(launch(QStringLiteral("pacat"), playArguments("500") << path));
    return m_players.back()->state() == QProcess::Running;
  }

  bool pactl(const std::vector<const char*>& arguments) {
    QProcess process;
    return runPactl(process, arguments) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
  }

  QByteArray pactlOutput(const std::vector<const char*>& arguments) {
    QProcess process;
    return runPactl(process, arguments) ? process.readAllStandardOutput() : QByteArray();
  }

 private:
  QString socket() const { return m_folder.filePath(QStringLiteral("native")); }

  // Latency in ms: what keeps the monitor lively wants it short, what must not be interrupted wants it long.
  static QStringList playArguments(const char* latency) {
    return {QStringLiteral("--raw"),         QStringLiteral("--latency-msec=") + QString::fromUtf8(latency),
            QStringLiteral("--device=tone"), QStringLiteral("--rate=48000"),
            QStringLiteral("--channels=2"),  QStringLiteral("--format=float32le")};
  }

  static std::unique_ptr<QProcess> launch(const QString& program, const QStringList& arguments) {
    auto process = std::make_unique<QProcess>();
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });  // never outlives the test
    process->start(program, arguments);
    process->waitForStarted();
    return process;
  }

  static bool runPactl(QProcess& process, const std::vector<const char*>& arguments) {
    QStringList list;
    for (const char* argument : arguments) list << QString::fromUtf8(argument);
    process.start(QStringLiteral("pactl"), list);
    return process.waitForFinished(10000);
  }

  static void end(std::unique_ptr<QProcess>& process) {
    if (!process) return;
    process->terminate();
    if (!process->waitForFinished(3000)) process->kill();
    process->waitForFinished();
    process.reset();
  }

  void stopPlayers() {
    for (auto& player : m_players) end(player);
    m_players.clear();
  }

  QTemporaryDir m_folder;
  std::unique_ptr<QProcess> m_server;
  std::vector<std::unique_ptr<QProcess>> m_players;
};

// What this process holds, to see leaks.
struct ProcessFigures {
  int threads = 0;
  int descriptors = 0;
  int residentKb = 0;
};

inline ProcessFigures processFigures() {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QString text = QString::fromUtf8(file.readAll());
  const auto number = [&text](const char* key) {
    const QRegularExpression line(QString::fromUtf8(key) + QStringLiteral(R"(:\s+(\d+))"));
    return line.match(text).captured(1).toInt();
  };
  const auto descriptors = static_cast<int>(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries).size());
  return {.threads = number("Threads"), .descriptors = descriptors, .residentKb = number("VmRSS")};
}
