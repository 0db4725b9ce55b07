// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuninglink.h"

#include "analysis/tuningof.h"

#include <QCoreApplication>
#include <QUrlQuery>

#include <cmath>
#include <string>

namespace tunescope::ui {

namespace {

QString linkText(const char* text) {
  return QCoreApplication::translate("TuningLink", text);
}

// False: the row has no such value.
bool takeValue(const analysis::Setting& row, const QString& text, analysis::Settings& values) {
  if (row.number == nullptr) return analysis::setWord(row, values, text.toStdString());
  bool isNumber = false;
  const double number = text.toDouble(&isNumber);
  const bool isWhole = !row.range.isWhole || std::floor(number) == number;
  if (!isNumber || !isWhole || !(number >= row.range.min && number <= row.range.max)) return false;
  values.*row.number = number;
  return true;
}

// The link's keyboard map does not fit its scale or temperament. Empty: it does, or there is none.
QString keymapMessage(const analysis::Settings& values) {
  const auto problem = analysis::keymapProblemOf(values, values.keymap);
  if (!problem) return {};
  const QString reason = QString::fromStdString(problem->reason);
  return problem->line > 0
             ? linkText("The link cannot be used. Its keyboard map, line %1: %2.").arg(problem->line).arg(reason)
             : linkText("The link cannot be used. Its keyboard map: %1.").arg(reason);
}

}  // namespace

QString takeLink(const QUrl& url, analysis::Settings& values) {
  const QUrlQuery query(url);
  analysis::Settings given;
  analysis::SettingSet rows;
  for (const std::size_t index : kLinkedRows) {
    const analysis::Setting& row = analysis::kSettings[index];
    const QString key = QString::fromUtf8(row.name.data(), qsizetype(row.name.size()));
    if (!query.hasQueryItem(key)) continue;
    if (!takeValue(row, query.queryItemValue(key, QUrl::FullyDecoded), given)) {
      return linkText("The link cannot be used: it has no valid value for \"%1\".").arg(key);
    }
    rows.set(index);
  }
  if (rows.none()) return linkText("The link has no tuning. Copy one from \"Save and share\" of the Tuning sheet.");
  analysis::Settings next = values;
  analysis::SettingSet linked;
  for (const std::size_t index : kLinkedRows) linked.set(index);
  analysis::overlay(next, analysis::Settings(), linked);
  analysis::overlay(next, given, rows);
  if (QString message = keymapMessage(next); !message.isEmpty()) return message;
  values = next;
  return {};
}

}  // namespace tunescope::ui
