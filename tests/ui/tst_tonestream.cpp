// SPDX-License-Identifier: GPL-3.0-or-later
// What an audio sink reads of a tone: always as much as it asks for, the same in blocks of any size, and word of its
// end.
#include "ui/output/tonestream.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

QAudioFormat format(QAudioFormat::SampleFormat samples) {
  QAudioFormat format;
  format.setSampleRate(48000);
  format.setChannelCount(2);
  format.setSampleFormat(samples);
  return format;
}

core::ToneWish wish() {
  core::ToneWish wish{.timbre = core::Timbre::Organ, .levelDb = core::kMaxToneLevelDb};
  wish.add(440);
  return wish;
}

QByteArray read(ToneStream& stream, qint64 bytes, qint64 block) {
  QByteArray all;
  while (all.size() < bytes) {
    const QByteArray part = stream.read(std::min(block, bytes - all.size()));
    if (part.isEmpty()) break;
    all += part;
  }
  return all;
}

}  // namespace

class ToneStreamTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void blocksOfAnySizeGiveTheSame() {
    QByteArray first;
    for (const qint64 frames : {1, 7, 441, 1024, 8192}) {
      ToneStream stream(format(QAudioFormat::Float));
      QVERIFY(stream.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
      stream.setWish(wish());
      const QByteArray all = read(stream, 8 * 12000, 8 * frames);
      QCOMPARE(all.size(), 8 * 12000);
      if (first.isEmpty()) first = all;
      QVERIFY(all == first);
    }
  }

  void wholeNumbersAreTheFloatsRounded() {
    ToneStream floats(format(QAudioFormat::Float)), wholes(format(QAudioFormat::Int16));
    for (ToneStream* stream : {&floats, &wholes}) {
      QVERIFY(stream->open(QIODevice::ReadOnly | QIODevice::Unbuffered));
      stream->setWish(wish());
    }
    const QByteArray a = read(floats, 8 * 9600, 8 * 480), b = read(wholes, 4 * 9600, 4 * 480);
    for (int i = 0; i < 2 * 9600; ++i) {
      const float sample = reinterpret_cast<const float*>(a.constData())[i];
      QCOMPARE(int(reinterpret_cast<const qint16*>(b.constData())[i]), int(std::lround(sample * 32767)));
    }
  }

  // What an output that wakes up loses is silence.
  void itBeginsWithSilence() {
    for (const qint64 frames : {7, 480, 8192}) {
      ToneStream stream(format(QAudioFormat::Float));
      QVERIFY(stream.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
      QSignalSpy begun(&stream, &ToneStream::begun);
      stream.setWish(wish());
      const QByteArray silence = read(stream, 8 * 4799, 8 * frames);
      QCOMPARE(silence.count('\0'), silence.size());
      QCOMPARE(begun.count(), 0);
      const QByteArray sound = read(stream, 8 * 4800, 8 * frames);
      QVERIFY(sound.count('\0') < sound.size() / 2);
      QCOMPARE(begun.count(), 1);
    }
  }

  // A sink that gets nothing would stop for good.
  void silenceNeverEnds() {
    ToneStream stream(format(QAudioFormat::Float));
    QVERIFY(stream.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    QVERIFY(stream.isSequential() && stream.bytesAvailable() > 1000000);
    const QByteArray all = read(stream, 8 * 96000, 8 * 960);
    QCOMPARE(all.size(), 8 * 96000);
    QCOMPARE(all.count('\0'), all.size());
    QVERIFY(stream.bytesAvailable() > 1000000);
  }

  void theEndIsToldOnce() {
    ToneStream stream(format(QAudioFormat::Float));
    QVERIFY(stream.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    QSignalSpy faded(&stream, &ToneStream::fadedOut);
    stream.setWish(wish());
    read(stream, 8 * 48000, 8 * 480);
    QCOMPARE(faded.count(), 0);
    stream.setWish({});
    read(stream, 8 * 4800, 8 * 480);  // it has faded, but is not through the output's buffer
    QCOMPARE(faded.count(), 0);
    read(stream, 8 * 48000, 8 * 480);
    QCOMPARE(faded.count(), 1);
    stream.setWish(wish());
    stream.setWish({});
    read(stream, 8 * 48000, 8 * 480);
    QCOMPARE(faded.count(), 2);
  }
};

QTEST_GUILESS_MAIN(ToneStreamTest)
#include "tst_tonestream.moc"
