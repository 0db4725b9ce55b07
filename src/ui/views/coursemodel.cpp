// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/coursemodel.h"

#include "present/numbertext.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

constexpr double kWholeCents = 20;  // from here on without decimals

QString centsText(double cents) {
  const int decimals = std::abs(cents) < kWholeCents ? 1 : 0;
  const QString number = present::plainText(std::abs(cents), decimals);
  const bool isZero = number.count(QLatin1Char('0')) + number.count(QLatin1Char('.')) == number.size();
  return (isZero ? QString() : cents < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + number;
}

}  // namespace

void CourseModel::setController(CaptureController* controller) {
  if (controller == m_controller) return;
  if (m_controller) m_controller->readings()->instrument()->disconnect(this);
  m_controller = controller;
  if (m_controller) {
    InstrumentModel* instrument = m_controller->readings()->instrument();
    connect(instrument, &InstrumentModel::changed, this, &CourseModel::followInstrument);
    connect(instrument, &InstrumentModel::stringChanged, this, [this, instrument] {
      if (instrument->sounding() < 0) setText({});
    });
  }
  followInstrument();
  Q_EMIT changed();
}

void CourseModel::setActive(bool isActive) {
  if (std::exchange(m_isActive, isActive) == isActive) return;
  subscribe();
  Q_EMIT changed();
}

void CourseModel::followInstrument() {
  m_courses.courses = m_controller ? m_controller->readings()->instrument()->courses()
                                   : std::vector<analysis::CourseParameters::Course>();
  m_names = m_controller ? m_controller->readings()->instrument()->stringNames() : QStringList();
  const bool hasCourse = std::ranges::any_of(m_courses.courses, [](const auto& each) { return each.upperHz > 0; });
  if (!hasCourse) m_courses.courses.clear();
  setText({});
  subscribe();
  Q_EMIT changed();
}

void CourseModel::subscribe() {
  m_feed.cancel();
  if (!m_controller || !m_isActive || !hasCourses()) return;
  const auto take = [this](const analysis::CourseReading& reading, analysis::Ticket) {
    if (m_controller->run()->isShown()) show(reading);
  };
  m_feed = m_controller->session().worker().feed<analysis::CourseReading>().subscribe(this, take, m_courses);
}

void CourseModel::setText(const QString& text) {
  if (std::exchange(m_text, text) != text) Q_EMIT changed();
}

void CourseModel::show(const analysis::CourseReading& reading) {
  setText(textOf(reading));
}

QString CourseModel::textOf(const analysis::CourseReading& reading) const {
  using State = analysis::CourseReading::State;
  const QString name = m_names.value(m_names.size() - reading.string);
  if (reading.state == State::Listening) return tr("%1: let both strings ring.").arg(name);
  if (reading.state == State::One) {
    const double beats = std::max(reading.minBeatsPerS, 0.1);
    return tr("%1: no beat faster than %2 a second. In tune with each other, or only one sounds.")
        .arg(name, present::plainText(beats, 1));
  }
  const QString beats = present::plainText(reading.beatsPerS, 1);
  if (reading.beatsPerS < analysis::kMinCourseBeatsPerS)
    return tr("%1: %2 beats a second. A single string may beat so slowly by itself.").arg(name, beats);
  const QString first = centsText(reading.cents[0]);
  const QString second = centsText(reading.cents[1]);
  if (!reading.isOctave) return tr("%1: %2 and %3 cents, %4 beats a second").arg(name, first, second, beats);
  if (!reading.isKnown) return tr("%1: %2 beats a second. Which string is off cannot be told.").arg(name, beats);
  const QStringList names = name.split(QLatin1Char(' '));
  return tr("%1 %2 and %3 %4 cents, %5 beats a second").arg(names.value(0), first, names.value(1), second, beats);
}

}  // namespace tunescope::ui
