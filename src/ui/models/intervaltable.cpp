// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/intervaltable.h"

#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::ui {

namespace {

constexpr int kCircleKeys = 12;
constexpr int kCircleFirst = 60;
constexpr int kFifthKeys = 7, kThirdKeys = 4;
constexpr std::size_t kMaxDegreesShown = 400;  // nobody would read a longer table
const double kPureFifthCents = 1200 * std::log2(1.5);
const double kPureThirdCents = 1200 * std::log2(1.25);

QString centsText(double cents) {
  return present::signedText(std::abs(cents) < 0.005 ? 0 : cents, 2);
}

}  // namespace

void IntervalTable::setTuning(const core::TuningSettings& settings, const core::NameStyle& names) {
  beginResetModel();
  m_rows.clear();
  m_isCircle = settings.scale.isTwelveKeys() && !settings.keymap;
  if (m_isCircle) {
    addCircle(settings, names);
  } else {
    addDegrees(settings);
  }
  endResetModel();
  Q_EMIT countChanged();
}

void IntervalTable::addCircle(const core::TuningSettings& settings, const core::NameStyle& names) {
  const core::Tuning tuning(settings);
  const auto centsAt = [&tuning](int key) {
    return 1200 * std::log2(tuning.key(kCircleFirst + key)->targetHz / tuning.key(kCircleFirst)->targetHz);
  };
  for (int i = 0; i < kCircleKeys; ++i) {
    const int key = i * kFifthKeys % kCircleKeys;
    const double cents = centsAt(key);
    const double fifth = centsAt(key + kFifthKeys) - cents - kPureFifthCents;
    const core::NoteText text = core::noteText(*tuning.key(kCircleFirst + key), names);
    const QString accidental = text.accidental == core::Accidental::Sharp  ? QStringLiteral("\u266F")
                               : text.accidental == core::Accidental::Flat ? QStringLiteral("\u266D")
                                                                           : QString();
    m_rows.push_back({.note = QString::fromStdString(text.letter) + accidental,
                      .cents = present::plainText(cents, 2),
                      .deviation = centsText(cents - 100 * key),
                      .fifth = centsText(fifth),
                      .third = centsText(centsAt(key + kThirdKeys) - cents - kPureThirdCents)});
  }
}

void IntervalTable::addDegrees(const core::TuningSettings& settings) {
  const core::Scale& scale = settings.scale;
  for (std::size_t degree = 0; degree < std::min(scale.cents.size(), kMaxDegreesShown); ++degree) {
    const double cents = scale.cents[degree];
    const bool isNamed = degree < scale.names.size();
    m_rows.push_back({.note = isNamed ? QString::fromStdString(scale.names[degree]) : QString::number(degree),
                      .cents = present::plainText(cents, 2),
                      .deviation = centsText(cents - 100 * std::round(cents / 100)),
                      .fifth = {},
                      .third = {}});
  }
}

int IntervalTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant IntervalTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  constexpr double kHalfStep = std::numbers::pi / kCircleKeys;
  const Row& row = m_rows[std::size_t(index.row())];
  const double turn = 2 * kHalfStep * index.row();
  switch (role) {
    case NoteRole:
      return row.note;
    case CentsRole:
      return row.cents;
    case DeviationRole:
      return row.deviation;
    case FifthRole:
      return row.fifth;
    case ThirdRole:
      return row.third;
    case NoteXRole:
      return std::sin(turn);
    case NoteYRole:
      return -std::cos(turn);
    case FifthXRole:
      return std::sin(turn + kHalfStep);
    case FifthYRole:
      return -std::cos(turn + kHalfStep);
    default:
      return {};
  }
}

QHash<int, QByteArray> IntervalTable::roleNames() const {
  return {{NoteRole, "note"},   {CentsRole, "cents"},   {DeviationRole, "deviation"},
          {FifthRole, "fifth"}, {ThirdRole, "third"},   {NoteXRole, "noteX"},
          {NoteYRole, "noteY"}, {FifthXRole, "fifthX"}, {FifthYRole, "fifthY"}};
}

}  // namespace tunescope::ui
