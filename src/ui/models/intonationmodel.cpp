// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/intonationmodel.h"

#include "analysis/tuningof.h"
#include "core/tuning/instrument.h"
#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace tunescope::ui {

namespace {

struct Preset {
  const char* title;
  double mm;
  std::array<std::string_view, 3> instruments;  // whose ids begin so
};
// Makers' usual lengths: Fender 25.5 and 34 inches, Gibson 24.75 inches, the classical guitar of Torres 650 mm; the
// others vary by maker.
constexpr std::array kPresets{
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Electric, 648"), 648, {"guitar"}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Short, 628"), 628.65, {}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Classical, 650"), 650, {}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Bass, 864"), 863.6, {"bass"}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Ukulele, 380"), 380, {"ukulele"}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Mandolin, 350"), 350, {"mandolin"}},
    Preset{QT_TRANSLATE_NOOP("tunescope::ui::IntonationModel", "Banjo, 670"), 670, {"banjo"}}};

constexpr double kStringCents = 250;  // that an open string may be off: it may not be tuned yet
constexpr double kGoodCents = 1;
const QString kScaleKey = QStringLiteral("intonation/scaleMm");

double centsBetween(double hertz, double fromHz) {
  return 1200 * std::log2(hertz / fromHz);
}

}  // namespace

IntonationModel::IntonationModel(QObject* parent) : QObject(parent) {}

void IntonationModel::setController(CaptureController* controller) {
  if (controller == m_controller) return;
  if (m_controller) m_controller->settings()->disconnect(this);
  m_controller = controller;
  if (m_controller) {
    connect(m_controller->settings(), &AppSettings::valuesChanged, this, &IntonationModel::follow);
    const double kept = m_controller->settings()->kept(kScaleKey).toDouble();
    if (kept >= core::kMinScaleMm && kept <= core::kMaxScaleMm) m_scaleMm = kept;
    follow();
  }
  subscribe();
  Q_EMIT sourceChanged();
}

void IntonationModel::setActive(bool isActive) {
  if (isActive == m_isActive) return;
  m_isActive = isActive;
  m_note.reset();
  subscribe();
  Q_EMIT sourceChanged();
}

// Another instrument has other strings, and perhaps another length.
void IntonationModel::follow() {
  const std::string& instrument = m_controller->settings()->values().instrument;
  if (instrument == m_instrument) return;
  m_instrument = instrument;
  const auto found = std::ranges::find_if(kPresets, [&](const Preset& preset) {
    return std::ranges::any_of(preset.instruments,
                               [&](std::string_view id) { return !id.empty() && instrument.starts_with(id); });
  });
  if (found != kPresets.end() && !m_controller->settings()->kept(kScaleKey).isValid()) m_scaleMm = found->mm;
  m_string = strings().isEmpty() ? -1 : 0;
  redo(Open);
  Q_EMIT sourceChanged();
}

void IntonationModel::subscribe() {
  m_feed.cancel();
  if (!m_controller || !m_isActive) return;
  m_feed = m_controller->session().worker().feed<analysis::NotedPitch>().subscribe(
      this, [this](const analysis::NotedPitch& noted, analysis::Ticket) {
        if (!m_controller->run()->isStopped()) show(noted);
      });
}

QStringList IntonationModel::strings() const {
  return m_controller ? m_controller->readings()->instrument()->stringNames() : QStringList();
}

void IntonationModel::setString(int place) {
  if (place == m_string || place < -1 || place >= strings().size()) return;
  m_string = place;
  redo(Open);
}

void IntonationModel::setScaleMm(double scaleMm) {
  if (!(scaleMm >= core::kMinScaleMm && scaleMm <= core::kMaxScaleMm) || scaleMm == m_scaleMm) return;
  m_scaleMm = scaleMm;
  if (m_controller) m_controller->settings()->keep(kScaleKey, scaleMm);
  Q_EMIT changed();
}

QStringList IntonationModel::presets() {
  QStringList titles;
  for (const Preset& preset : kPresets) titles << tr(preset.title);
  return titles;
}

int IntonationModel::preset() const {
  for (std::size_t i = 0; i < kPresets.size(); ++i) {
    if (std::abs(kPresets[i].mm - m_scaleMm) < 0.05) return int(i);
  }
  return -1;
}

void IntonationModel::choosePreset(int preset) {
  if (preset >= 0 && preset < int(kPresets.size())) setScaleMm(kPresets[std::size_t(preset)].mm);
}

void IntonationModel::redo(int step) {
  if (step < Open || step > Fretted) return;
  for (int later = step; later <= Fretted; ++later) m_pitches[std::size_t(later)].reset();
  m_step = step;
  if (step <= Harmonic) m_isHarmonicSkipped = false;
  m_problem.clear();
  m_note.reset();
  Q_EMIT changed();
  Q_EMIT progressChanged();
}

void IntonationModel::skipHarmonic() {
  if (m_step != Harmonic || !m_pitches[Open]) return;
  m_pitches[Harmonic] = core::octaveOf(*m_pitches[Open], m_openInharmonicity);
  m_isHarmonicSkipped = true;
  m_step = Fretted;
  m_problem.clear();
  m_note.reset();
  Q_EMIT changed();
}

void IntonationModel::show(const analysis::NotedPitch& noted) {
  if (m_step == Done) return;
  switch (m_note.add(noted.pitch)) {
    case core::SteadyNote::State::Taken:
      take();
      break;
    case core::SteadyNote::State::TooShort:
      m_problem = tr("That was too short. Let it ring for a second.");
      Q_EMIT changed();
      break;
    case core::SteadyNote::State::Unsteady:
      m_problem = tr("The pitch moved. Play it again, less hard.");
      Q_EMIT changed();
      break;
    default:
      break;
  }
  Q_EMIT progressChanged();
}

void IntonationModel::take() {
  const core::MeasuredPitch pitch = m_note.pitch();
  m_problem = problemOf(pitch);
  if (m_problem.isEmpty()) {
    m_pitches[std::size_t(m_step)] = pitch;
    if (m_step == Open) m_openInharmonicity = m_note.inharmonicity();
    ++m_step;
  }
  Q_EMIT changed();
}

std::optional<double> IntonationModel::targetHz() const {
  if (!m_controller || m_string < 0) return std::nullopt;
  const analysis::Settings& values = m_controller->settings()->values();
  const auto instrument = core::instrumentOf(values.instrument);
  if (!instrument) return std::nullopt;
  const auto all = core::stringsOf(*instrument);
  if (m_string >= int(all.size())) return std::nullopt;
  const int midi = all[std::size_t(m_string)].midi.front() + int(std::lround(values.capo));
  return analysis::a4HzOf(values) * std::exp2((midi - 69) / 12.0);
}

// A note that cannot be the one that is waited for.
QString IntonationModel::problemOf(const core::MeasuredPitch& pitch) const {
  if (m_step == Open) {
    const auto target = targetHz();
    if (!target || std::abs(centsBetween(pitch.hertz, *target)) <= kStringCents) return {};
    return tr("That was not the string %1. Play it open, or choose another string.").arg(strings().value(m_string));
  }
  const double cents = centsBetween(pitch.hertz, 2 * m_pitches[Open]->hertz);
  if (std::abs(cents) <= core::kMaxIntonationCents) return {};
  if (std::abs(cents + 1200) <= core::kMaxIntonationCents) {
    return m_step == Harmonic ? tr("That was the open string. Touch it lightly over the 12th fret.")
                              : tr("That was the open string. Press it behind the 12th fret.");
  }
  return tr("That was not an octave over the open string. Play it again.");
}

QString IntonationModel::instruction() const {
  const QString name = strings().value(m_string);
  switch (m_step) {
    case Open:
      return name.isEmpty() ? tr("Play one string open.") : tr("Play the string %1 open.").arg(name);
    case Harmonic:
      return tr("Touch it lightly over the 12th fret, and play the harmonic.");
    case Fretted:
      return tr("Press it at the 12th fret as you do when you play, and play the note.");
    default:
      return {};
  }
}

QStringList IntonationModel::steps() const {
  const QStringList names{tr("Open string"), m_isHarmonicSkipped ? tr("Octave of the open string") : tr("Harmonic"),
                          tr("12th fret")};
  QStringList lines;
  for (int i = Open; i <= Fretted; ++i) {
    const auto& pitch = m_pitches[std::size_t(i)];
    lines << (pitch ? tr("%1: %2 Hz \u00B1 %3 cents")
                          .arg(names[i], present::plainText(pitch->hertz, 2), present::plainText(pitch->sigmaCents, 2))
                    : tr("%1: not yet").arg(names[i]));
  }
  return lines;
}

std::optional<core::Intonation> IntonationModel::result() const {
  if (!m_pitches[Harmonic] || !m_pitches[Fretted]) return std::nullopt;
  return core::intonationOf(*m_pitches[Harmonic], *m_pitches[Fretted], m_scaleMm);
}

QString IntonationModel::difference() const {
  const auto found = result();
  if (!found) return {};
  const QString cents = present::plainText(std::abs(found->cents), 1);
  const QString sigma = present::plainText(std::max(0.1, found->sigmaCents), 1);
  return found->cents < 0 ? tr("The fretted note is %1 cents flat, \u00B1 %2").arg(cents, sigma)
                          : tr("The fretted note is %1 cents sharp, \u00B1 %2").arg(cents, sigma);
}

bool IntonationModel::isGood() const {
  const auto found = result();
  return found && std::abs(found->cents) <= std::max(kGoodCents, 2 * found->sigmaCents);
}

QString IntonationModel::advice() const {
  const auto found = result();
  if (!found) return {};
  if (isGood()) return tr("Good. Leave the saddle where it is.");
  const QString mm = present::plainText(std::abs(found->saddleMm), 1);
  const QString sigma = present::plainText(std::max(0.1, found->sigmaMm), 1);
  return found->saddleMm > 0 ? tr("Move the saddle %1 mm away from the nut, \u00B1 %2 mm.").arg(mm, sigma)
                             : tr("Move the saddle %1 mm towards the nut, \u00B1 %2 mm.").arg(mm, sigma);
}

}  // namespace tunescope::ui
