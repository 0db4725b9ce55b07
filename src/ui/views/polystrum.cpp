// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/polystrum.h"

#include "core/strum/stringset.h"
#include "present/notedisplay.h"
#include "present/numbertext.h"

#include <cmath>
#include <string_view>

namespace tunescope::ui {

namespace {

constexpr double kFineSigmaCents = 0.5;  // whole cents are shown from here on
using StrumBounds = present::NoteDisplay;

// What is offered: these, or the settings' instrument of the same family.
constexpr std::array<std::string_view, 2> kFamilies = {"guitar", "bass"};

}  // namespace

PolyStrum::PolyStrum(QObject* parent) : QObject(parent) {
  for (std::size_t i = 0; i < kFamilies.size(); ++i) m_keys[i] = core::strumKeys(kFamilies[i]);
  nameStrings();
}

QList<QString> PolyStrum::instruments() {
  return {tr("Guitar"), tr("Bass")};
}

// The settings' instrument, where it is another one than before, is the one that is strummed.
void PolyStrum::takeInstrument() {
  const std::string id = m_controller ? m_controller->settings()->values().instrument : std::string();
  if (id == m_chosen) return;
  m_chosen = id;
  const std::vector<int> keys = core::strumKeys(id);
  const std::vector<int> before = m_keys[std::size_t(m_instrument)];
  int instrument = m_instrument;
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    const bool isOfFamily = !keys.empty() && id.starts_with(kFamilies[i]);
    m_keys[i] = isOfFamily ? keys : core::strumKeys(kFamilies[i]);
    if (isOfFamily) instrument = int(i);
  }
  if (instrument != m_instrument || m_keys[std::size_t(instrument)] != before) begin(instrument);
}

void PolyStrum::setController(CaptureController* controller) {
  if (controller == m_controller) return;
  if (m_controller) m_controller->settings()->disconnect(this);
  m_controller = controller;
  if (m_controller) {
    connect(m_controller->settings(), &AppSettings::valuesChanged, this, &PolyStrum::takeInstrument);
    connect(m_controller->settings(), &AppSettings::valuesChanged, this, &PolyStrum::renew);
  }
  takeInstrument();
  subscribe();
  Q_EMIT sourceChanged();
  renew();
}

void PolyStrum::setActive(bool isActive) {
  if (isActive == m_isActive) return;
  m_isActive = isActive;
  subscribe();
  Q_EMIT sourceChanged();
}

void PolyStrum::setInstrument(int instrument) {
  if (instrument == m_instrument || instrument < 0 || instrument >= int(m_keys.size())) return;
  begin(instrument);
}

void PolyStrum::begin(int instrument) {
  m_strings.begin();
  m_instrument = instrument;
  nameStrings();
  m_strings.end();
  subscribe();
  Q_EMIT instrumentChanged();
  Q_EMIT readingChanged();
}

void PolyStrum::subscribe() {
  m_feed.cancel();
  if (!m_controller || !m_isActive) return;
  const auto take = [this](const analysis::StrumReading& reading, analysis::Ticket) {
    if (!m_controller->run()->isStopped()) show(reading);
  };
  m_feed = m_controller->session().worker().feed<analysis::StrumReading>().subscribe(
      this, take, {m_keys[std::size_t(m_instrument)]});
}

// Before the first strum: only the names.
void PolyStrum::nameStrings() {
  m_hasStrum = false;
  m_reading = {};
  for (const int key : m_keys[std::size_t(m_instrument)]) {
    m_reading.strings[m_reading.count++].note = core::Tuning().key(key).value_or(core::TunedNote{});
  }
}

void PolyStrum::show(const analysis::StrumReading& reading) {
  if (reading.count != m_reading.count) return;
  m_reading = reading;
  m_hasStrum = true;
  renew();
  Q_EMIT readingChanged();
}

void PolyStrum::renew() {
  if (count() > 0) Q_EMIT m_strings.dataChanged(m_strings.index(0), m_strings.index(count() - 1));
}

double PolyStrum::toleranceCents() const {
  return m_controller ? m_controller->settings()->values().inTuneCents : analysis::Settings().inTuneCents;
}

PolyStrum::Tuning PolyStrum::tuningOf(const analysis::StringReading& string) const {
  if (!string.cents || *string.sigmaCents > StrumBounds::kMaxInTuneSigmaCents) return Tuning::None;
  if (std::abs(*string.cents) <= toleranceCents()) return Tuning::InTune;
  return *string.cents < 0 ? Tuning::Flat : Tuning::Sharp;
}

QString PolyStrum::nameOf(const analysis::StringReading& string) const {
  const auto names = m_controller ? analysis::nameStyleOf(m_controller->settings()->values()) : core::NameStyle();
  const core::NoteText text = core::noteText(string.note, names);
  const QString accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                             : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                                         : QString();
  return QString::fromStdString(text.letter) + accidental +
         QString::fromStdString(text.octaveMark).replace(QLatin1Char('-'), QChar(0x2212));
}

QString PolyStrum::spokenOf(int row) const {
  const analysis::StringReading& string = m_reading.strings[std::size_t(row)];
  const QString name = tr("String %1, %2").arg(count() - row).arg(nameOf(string));
  if (!string.cents) return m_hasStrum ? tr("%1, not heard").arg(name) : name;
  if (tuningOf(string) == Tuning::InTune) return tr("%1, in tune").arg(name);
  const QString cents = present::plainText(std::abs(*string.cents), 0);
  return *string.cents < 0 ? tr("%1, %2 cents flat").arg(name, cents) : tr("%1, %2 cents sharp").arg(name, cents);
}

QVariant PolyStrum::value(int row, int role) const {
  if (row < 0 || row >= count()) return {};
  const analysis::StringReading& string = m_reading.strings[std::size_t(row)];
  switch (role) {
    case NumberRole:
      return count() - row;
    case NameRole:
      return nameOf(string);
    case HeardRole:
      return string.cents.has_value();
    case CentsRole:
      return string.cents.value_or(0);
    case SigmaRole:
      return string.sigmaCents.value_or(0);
    case CentsTextRole:
      return string.cents ? present::signedText(*string.cents, *string.sigmaCents < kFineSigmaCents ? 1 : 0)
                          : QString();
    case TuningRole:
      return int(tuningOf(string));
    case SpokenRole:
      return spokenOf(row);
    default:
      return {};
  }
}

QHash<int, QByteArray> PolyStrum::Strings::roleNames() const {
  return {{NumberRole, "number"},    {NameRole, "name"},           {HeardRole, "isHeard"}, {CentsRole, "cents"},
          {SigmaRole, "sigmaCents"}, {CentsTextRole, "centsText"}, {TuningRole, "tuning"}, {SpokenRole, "spoken"}};
}

}  // namespace tunescope::ui
