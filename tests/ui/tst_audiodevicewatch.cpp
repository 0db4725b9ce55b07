// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audiodevicewatch.h"

#include <QtTest>

using tunescope::ui::AudioDeviceWatch;

namespace {

QStringList messages;

void keep(QtMsgType, const QMessageLogContext&, const QString& text) {
  messages << text;
}

}  // namespace

class AudioDeviceWatchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withoutASoundServerNothingIsWrittenAboutIt() {
    qputenv("PULSE_SERVER", "unix:/nowhere/at/all");
    qputenv("PULSE_CLIENTCONFIG", "/dev/null");
    const QtMessageHandler before = qInstallMessageHandler(keep);
    {
      AudioDeviceWatch watch;
      watch.start();
      watch.start();  // once is enough
      qWarning("PulseAudioService: this is how it speaks");
      qWarning("something else");
    }
    qWarning("PulseAudioService: not ours any more");
    qInstallMessageHandler(before);
    messages.removeIf([](const QString& text) { return text.startsWith(QLatin1String("QStandardPaths")); });
    QCOMPARE(messages,
             QStringList({QStringLiteral("something else"), QStringLiteral("PulseAudioService: not ours any more")}));
  }
};

QTEST_GUILESS_MAIN(AudioDeviceWatchTest)
#include "tst_audiodevicewatch.moc"
