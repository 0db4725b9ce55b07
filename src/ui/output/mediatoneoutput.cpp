// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/output/mediatoneoutput.h"

#include "ui/output/toneplayer.h"

#include <QMediaDevices>
#include <QThread>

namespace tunescope::ui {

namespace {

constexpr unsigned long kMaxWaitMs = 2000;  // for a sound system that does not answer

class MediaToneOutput final : public QObject, public audio::ToneOutput {
 public:
  MediaToneOutput() : m_thread(new QThread), m_player(new TonePlayer) {
    m_thread->setObjectName(QStringLiteral("tone"));
    m_player->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_player, &QObject::deleteLater);
    // Direct: this thread may already wait for that one.
    connect(m_player, &TonePlayer::finished, m_thread, &QThread::quit, Qt::DirectConnection);
    connect(m_player, &TonePlayer::statusChanged, this, [this](bool isSounding, int problem, double sampleRateHz) {
      setStatus({isSounding, audio::ToneStatus::Problem(problem), sampleRateHz});
    });
    m_thread->start();
  }
  // A thread that hangs in a sound system is left behind: it cannot be ended.
  ~MediaToneOutput() override {
    disconnect(m_player, nullptr, this, nullptr);
    QMetaObject::invokeMethod(m_player, &TonePlayer::finish);
    if (m_thread->wait(kMaxWaitMs)) delete m_thread;
  }
  MediaToneOutput(const MediaToneOutput&) = delete;
  MediaToneOutput& operator=(const MediaToneOutput&) = delete;

  void play(const core::ToneWish& wish) override {
    // Qt Multimedia lists devices in the main thread. The tone that sounds stays where it is.
    if (wish.isAudible() && !status().isSounding) m_default = QMediaDevices::defaultAudioOutput();
    QMetaObject::invokeMethod(m_player, [player = m_player, wish, output = m_default] { player->play(wish, output); });
  }

 private:
  QThread* m_thread;
  TonePlayer* m_player;
  QAudioDevice m_default;
};

}  // namespace

std::unique_ptr<audio::ToneOutput> makeMediaToneOutput() {
  return std::make_unique<MediaToneOutput>();
}

}  // namespace tunescope::ui
