// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/mediasoundoutput.h"

#include "ui/output/fileplayer.h"

#include <QMediaDevices>
#include <QThread>

namespace tunescope::ui {

namespace {

constexpr unsigned long kLongestWaitMs = 2000;  // for a sound system that does not answer

class MediaSoundOutput final : public QObject, public audio::SoundOutput {
 public:
  MediaSoundOutput() : m_thread(new QThread), m_player(new FilePlayer) {
    m_thread->setObjectName(QStringLiteral("playback"));
    m_player->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_player, &QObject::deleteLater);
    connect(m_player, &FilePlayer::statusChanged, this, [this](const audio::PlayStatus& status) { setStatus(status); });
    m_thread->start();
  }
  // A thread that hangs in a sound system is left behind: it cannot be ended.
  ~MediaSoundOutput() override {
    disconnect(m_player, nullptr, this, nullptr);
    QMetaObject::invokeMethod(m_player, [player = m_player, thread = m_thread] {
      player->stop();
      thread->quit();
    });
    if (m_thread->wait(kLongestWaitMs)) delete m_thread;
  }
  MediaSoundOutput(const MediaSoundOutput&) = delete;
  MediaSoundOutput& operator=(const MediaSoundOutput&) = delete;

  void play(const audio::PlayWish& wish) override {
    // Qt Multimedia lists devices in the main thread.
    const QAudioDevice output = QMediaDevices::defaultAudioOutput();
    QMetaObject::invokeMethod(m_player, [player = m_player, wish, output] { player->play(wish, output); });
  }
  void setLooping(bool isLooping) override {
    QMetaObject::invokeMethod(m_player, [player = m_player, isLooping] { player->setLooping(isLooping); });
  }
  void stop() override {
    QMetaObject::invokeMethod(m_player, [player = m_player] { player->stop(); });
  }

 private:
  QThread* m_thread;
  FilePlayer* m_player;
};

}  // namespace

std::unique_ptr<audio::SoundOutput> makeMediaSoundOutput() {
  return std::make_unique<MediaSoundOutput>();
}

}  // namespace tunescope::ui
