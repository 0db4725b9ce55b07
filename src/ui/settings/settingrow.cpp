// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingrow.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

void SettingRow::setSettings(AppSettings* settings) {
  if (settings == m_settings) return;
  if (m_settings) disconnect(m_settings, nullptr, this, nullptr);
  m_settings = settings;
  if (m_settings) connect(m_settings, &AppSettings::valuesChanged, this, &SettingRow::valueChanged);
  Q_EMIT rowChanged();
  Q_EMIT valueChanged();
}

void SettingRow::setName(const QString& name) {
  if (name == m_name) return;
  m_name = name;
  const std::string wanted = name.toStdString();
  const auto found = std::find_if(analysis::kSettings.begin(), analysis::kSettings.end(),
                                  [&wanted](const analysis::Setting& row) { return row.name == wanted; });
  m_row = found == analysis::kSettings.end() ? nullptr : &*found;
  if (m_row == nullptr) qWarning("No setting has the name \"%s\"", wanted.c_str());
  Q_EMIT rowChanged();
  Q_EMIT valueChanged();
}

double SettingRow::number() const {
  return isNumber() ? m_settings->values().*m_row->number : 0;
}

void SettingRow::setNumber(double number) {
  if (isNumber()) m_settings->setNumber(*m_row, number);
}

int SettingRow::choice() const {
  return isChoice() ? int(m_row->choice.value(m_settings->values())) : -1;
}

void SettingRow::setChoice(int choice) {
  if (isChoice() && choice >= 0 && choice < int(m_row->words.size())) m_settings->setChoice(*m_row, choice);
}

double SettingRow::initial() const {
  return isNumber() ? analysis::Settings().*m_row->number : 0;
}

int SettingRow::factor() const {
  return m_row ? int(std::lround(std::pow(10.0, m_row->range.decimals))) : 1;
}

QString SettingRow::unit() const {
  return m_row ? QString::fromUtf8(m_row->range.unit.data(), qsizetype(m_row->range.unit.size())) : QString();
}

}  // namespace tunescope::ui
