// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuningeditor.h"

#include "analysis/tuningof.h"
#include "core/tuning/decimal.h"
#include "core/tuning/scala.h"
#include "core/tuning/temperament.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

using analysis::settingIndex;

constexpr int kReferenceDecimals = 6;

int placeOf(int key) {
  return (key % TuningEditor::kNotes + TuningEditor::kNotes) % TuningEditor::kNotes;
}

QString letterOf(int place, const analysis::Settings& values) {
  const int written = place + analysis::transpositionOf(values);
  const core::NoteText text = core::noteText(core::spellKey(60 + written), analysis::nameStyleOf(values));
  const QString accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                             : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                                         : QString();
  return QString::fromStdString(text.letter) + accidental;
}

// A field shows hundredths; what was computed more finely stays as it is.
double roundedCents(double cents) {
  return std::round(cents * 100) / 100;
}

}  // namespace

TuningEditor::TuningEditor(AppSettings& settings, QObject* parent) : QAbstractListModel(parent), m_settings(settings) {
  connect(&settings, &AppSettings::valuesChanged, this, &TuningEditor::follow);
  follow();
}

bool TuningEditor::isOfTwelve() const {
  const core::TuningSettings tuning = analysis::tuningSettingsOf(m_settings.values());
  return tuning.scale.isTwelveKeys() && !tuning.keymap;
}

void TuningEditor::follow() {
  const core::TuningSettings tuning = analysis::tuningSettingsOf(m_settings.values());
  m_reference = placeOf(tuning.standard.midi);
  m_offsets = {};
  if (tuning.scale.isTwelveKeys() && !tuning.keymap) {
    const auto offOf = [&tuning](int place) {
      const int degree = placeOf(place - tuning.firstKey);
      return tuning.scale.cents[std::size_t(degree)] - 100.0 * degree;
    };
    for (int place = 0; place < kNotes; ++place) m_offsets[std::size_t(place)] = offOf(place) - offOf(m_reference);
  }
  Q_EMIT dataChanged(index(0), index(kNotes - 1));
  Q_EMIT changed();
}

QString TuningEditor::name() const {
  const analysis::Settings& values = m_settings.values();
  if (!values.scale.empty()) return QString::fromStdString(analysis::tuningName(values));
  if (!isOfTwelve()) return tr("My tuning");
  for (const core::Temperament& each : core::temperaments()) {
    if (each.id != values.temperament) continue;
    const bool isEqual = &each == core::temperaments().data();
    return isEqual ? tr("My tuning")
                   : tr("%1, changed").arg(QString::fromUtf8(each.title.data(), qsizetype(each.title.size())));
  }
  return tr("My tuning");
}

void TuningEditor::setName(const QString& name) {
  const QString wanted = name.simplified();
  if (!wanted.isEmpty() && wanted != this->name()) apply(m_offsets, wanted);
}

QString TuningEditor::referenceName() const {
  return letterOf(m_reference, m_settings.values());
}

void TuningEditor::setCents(int place, double cents) {
  if (place < 0 || place >= kNotes || place == m_reference || std::isnan(cents)) return;
  Offsets offsets = m_offsets;
  offsets[std::size_t(place)] = roundedCents(std::clamp(cents, -maxCents(), maxCents()));
  apply(offsets, name());
}

void TuningEditor::apply(const Offsets& offsets, const QString& name) {
  analysis::Settings values = m_settings.values();
  const core::TuningSettings tuning = analysis::tuningSettingsOf(values);
  core::Scale scale;
  const int first = placeOf(tuning.firstKey);
  for (int degree = 1; degree < kNotes; ++degree) {
    scale.cents.push_back(100.0 * degree + offsets[std::size_t(placeOf(first + degree))] - offsets[std::size_t(first)]);
  }
  // The pitch that the file before had by itself stays.
  if (analysis::hasScaleReference(values) && values.reference.empty()) {
    values.reference = core::asciiNoteName(core::spellKey(tuning.standard.midi)) + ":" +
                       core::fixedDecimal(tuning.standard.hertz, kReferenceDecimals);
  }
  values.scale = core::scaleText(name.toStdString(), scale);
  values.keymap.clear();
  m_settings.change(values, {settingIndex("scale"), settingIndex("keymap"), settingIndex("reference")});
}

QVariant TuningEditor::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= kNotes) return {};
  switch (role) {
    case NoteRole:
      return letterOf(index.row(), m_settings.values());
    case CentsRole:
      return roundedCents(m_offsets[std::size_t(index.row())]);
    case IsReferenceRole:
      return index.row() == m_reference;
    default:
      return {};
  }
}

QHash<int, QByteArray> TuningEditor::roleNames() const {
  return {{NoteRole, "note"}, {CentsRole, "cents"}, {IsReferenceRole, "isReference"}};
}

}  // namespace tunescope::ui
