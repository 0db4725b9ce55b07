// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/a4listener.h"

#include "analysis/tuningof.h"
#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {
constexpr int kShownDecimals = 2;
constexpr double kLeastShownHz = 0.01;
}  // namespace

double A4Listener::progress() const {
  if (m_stage != Stage::Listening || m_beganS < 0) return 0;
  return std::clamp((m_nowS - m_beganS) / kListenS, 0.0, 1.0);
}

QString A4Listener::resultText() const {
  if (!m_result) return {};
  const double sigma = std::max(m_result->a4Hz * (std::exp2(m_result->sigmaCents / 1200) - 1), kLeastShownHz);
  return tr("%1 \u00B1 %2 Hz")
      .arg(present::plainText(m_result->a4Hz, kShownDecimals), present::plainText(sigma, kShownDecimals));
}

bool A4Listener::isInRange() const {
  return m_result && m_result->a4Hz >= core::kMinA4Hz && m_result->a4Hz <= core::kMaxA4Hz;
}

void A4Listener::setStage(Stage stage) {
  m_stage = stage;
  Q_EMIT changed();
}

void A4Listener::start() {
  m_fit.emplace(m_settings.soundingA4Hz());
  m_result.reset();
  m_beganS = -1;
  m_shownPercent = 0;
  setStage(Stage::Listening);
}

void A4Listener::discard() {
  m_fit.reset();
  m_result.reset();
  setStage(Stage::Idle);
}

void A4Listener::accept() {
  if (m_stage != Stage::Found || !isInRange()) return;
  analysis::Settings values = m_settings.values();
  const auto reference = core::parsePitchStandard(values.reference);
  if (reference && !m_result->isOneNote) {
    // All notes move alike, whatever they are counted from.
    const double hertz = reference->hertz * m_result->a4Hz / m_settings.soundingA4Hz();
    values.reference = core::asciiNoteName(core::spellKey(reference->midi)) + ":" +
                       QByteArray::number(hertz, 'f', kShownDecimals).toStdString();
    m_settings.change(values, {analysis::settingIndex("reference")});
  } else {
    m_settings.setA4Hz(m_result->a4Hz);
  }
  discard();
}

void A4Listener::show(const analysis::NotedPitch& noted) {
  if (m_stage != Stage::Listening) return;
  const core::PitchReading& pitch = noted.pitch;
  if (m_beganS >= 0 && pitch.availableS < m_nowS) return start();
  if (m_beganS < 0) m_beganS = pitch.availableS;
  m_nowS = pitch.availableS;
  if (pitch.hertz && pitch.sigmaCents && noted.note) {
    m_fit->add(m_nowS, *pitch.hertz, *pitch.sigmaCents, pitch.confidence, *noted.note);
  }
  if (m_nowS - m_beganS >= kListenS) {
    m_result = m_fit->result();
    return setStage(m_result ? Stage::Found : Stage::NotFound);
  }
  const int percent = int(100 * progress());
  if (std::exchange(m_shownPercent, percent) != percent) Q_EMIT changed();
}

}  // namespace tunescope::ui
