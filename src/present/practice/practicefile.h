// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/practice/practicesession.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace tunescope::present {

inline constexpr qsizetype kMaxPracticeFileBytes = qsizetype(16) * 1024 * 1024;

// A session as the JSON that docs/practice.md describes. Thread: any. Realtime-safe: no.
QByteArray practiceJson(const PracticeSession& session);

// Reads it, or says why not: "note 3 has no number 'targetHz'", without a full stop. Thread: any. Realtime-safe: no.
std::variant<PracticeSession, QString> readPractice(const QByteArray& bytes);

// A line for each note, for spreadsheets: with the keys of `--practice`. Thread: any. Realtime-safe: no.
QByteArray practiceCsv(const PracticeSession& session, double toleranceCents);

}  // namespace tunescope::present
