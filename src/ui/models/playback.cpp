// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/playback.h"

#include "present/capturereason.h"
#include "ui/settings/appsettings.h"

#include <utility>

namespace tunescope::ui {

namespace {
const QString kLoopKey = QStringLiteral("timelineLoops");
}

Playback::Playback(AppSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_isLooping(settings.kept(kLoopKey).toBool()) {}

Playback::~Playback() = default;

void Playback::setOutput(std::unique_ptr<audio::SoundOutput> output) {
  m_output = std::move(output);
  if (m_output) m_output->setHandler([this] { follow(); });
  Q_EMIT changed();
}

void Playback::setLooping(bool isLooping) {
  if (isLooping == m_isLooping) return;
  m_isLooping = isLooping;
  m_settings.keep(kLoopKey, isLooping);
  if (m_output) m_output->setLooping(isLooping);
  Q_EMIT changed();
}

void Playback::play(audio::PlayWish wish) {
  if (!m_output) return;
  wish.isLooping = m_isLooping;
  m_timeS = wish.startS;
  m_isPlaying = m_isStarting = true;
  m_message.clear();
  m_output->play(wish);
  Q_EMIT changed();
}

void Playback::stop() {
  if (!m_output || !m_isPlaying) return;
  m_isPlaying = m_isStarting = false;
  m_output->stop();
  Q_EMIT changed();
}

// What comes after stop() belongs to what has been stopped.
void Playback::follow() {
  const audio::PlayStatus& status = m_output->status();
  if (!m_isPlaying) return;
  if (status.isPlaying) {
    m_isStarting = false;
    m_timeS = status.timeS;
    Q_EMIT moved();
    return;
  }
  if (m_isStarting && status.problem == audio::PlayStatus::Problem::None) return;  // of the one before
  m_isPlaying = m_isStarting = false;
  m_message = sentenceOf(status);
  Q_EMIT changed();
  Q_EMIT ended();
}

QString Playback::sentenceOf(const audio::PlayStatus& status) const {
  switch (status.problem) {
    case audio::PlayStatus::Problem::None:
      return {};
    case audio::PlayStatus::Problem::NoOutput:
      return tr("Nothing can be played, because this system has no sound output.");
    case audio::PlayStatus::Problem::Refused:
      return tr("The sound output cannot be opened. Check it in the system's sound settings, then play again.");
    case audio::PlayStatus::Problem::File:
      return tr("The file cannot be played, because %1.").arg(present::reasonOf(status.error.code, tr("it")));
  }
  return {};
}

}  // namespace tunescope::ui
