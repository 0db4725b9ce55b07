// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/displaychoice.h"

#include "ui/settings/appsettings.h"

namespace tunescope::ui {

namespace {
const QString kDisplayKey = QStringLiteral("display");
const QString kCircularKey = QStringLiteral("strobeCircular");
const QString kScaledKey = QStringLiteral("strobeScaled");
}  // namespace

DisplayChoice::DisplayChoice(AppSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
  const QString name = settings.kept(kDisplayKey).toString();
  for (int i = 0; i < count(); ++i) {
    if (name == QLatin1String(kDisplays[i].name)) m_current = Display(i);
  }
  m_isCircular = settings.kept(kCircularKey).toBool();
  m_isScaled = settings.kept(kScaledKey).toBool();
}

void DisplayChoice::setCurrent(Display display) {
  if (display == m_current || int(display) < 0 || int(display) >= count()) return;
  m_current = display;
  m_settings.keep(kDisplayKey, currentName());
  Q_EMIT changed();
}

QStringList DisplayChoice::titles() const {
  QStringList titles;
  for (const DisplayRow& row : kDisplays) titles << QCoreApplication::translate("Actions", row.title);
  return titles;
}

void DisplayChoice::setCircular(bool isCircular) {
  if (isCircular == m_isCircular) return;
  m_isCircular = isCircular;
  m_settings.keep(kCircularKey, isCircular);
  Q_EMIT changed();
}

void DisplayChoice::setScaled(bool isScaled) {
  if (isScaled == m_isScaled) return;
  m_isScaled = isScaled;
  m_settings.keep(kScaledKey, isScaled);
  Q_EMIT changed();
}

}  // namespace tunescope::ui
