// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/viewregistry.h"

#include "ui/settings/appsettings.h"

#include <iterator>

namespace tunescope::ui {

namespace {
const QString kBesideKey = QStringLiteral("beside");
}

ViewRegistry::ViewRegistry(AppSettings& settings, QObject* parent) : QAbstractListModel(parent), m_settings(settings) {
  for (int i = 0; i < count(); ++i) {
    if (settings.view() == QLatin1String(kViews[i].name)) m_currentIndex = i;
  }
  m_isBeside = settings.kept(kBesideKey).toBool();
}

void ViewRegistry::setCurrentIndex(int index) {
  if (index == m_currentIndex || index < 0 || index >= count()) return;
  m_currentIndex = index;
  m_settings.setView(currentName());
  Q_EMIT currentIndexChanged();
  Q_EMIT splitChanged();
}

void ViewRegistry::setSplittable(bool isSplittable) {
  if (isSplittable == m_isSplittable) return;
  m_isSplittable = isSplittable;
  Q_EMIT splitChanged();
}

void ViewRegistry::setBeside(bool isBeside) {
  if (isBeside == m_isBeside) return;
  m_isBeside = isBeside;
  m_settings.keep(kBesideKey, isBeside);
  Q_EMIT splitChanged();
}

QString ViewRegistry::currentName() const {
  return QLatin1String(kViews[m_currentIndex].name);
}

void ViewRegistry::show(const QString& name) {
  for (int i = 0; i < count(); ++i) {
    if (name == QLatin1String(kViews[i].name)) setCurrentIndex(i);
  }
}

int ViewRegistry::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ViewRegistry::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= count()) return {};
  const ViewRow& row = kViews[index.row()];
  switch (role) {
    case TitleRole:
      return QCoreApplication::translate("Actions", row.title);
    case KeyRole:
      return QString::number(index.row() + 1);
    case FileRole:
      return QLatin1String(row.file);
    default:
      return {};
  }
}

QHash<int, QByteArray> ViewRegistry::roleNames() const {
  return {{TitleRole, "title"}, {KeyRole, "key"}, {FileRole, "file"}};
}

}  // namespace tunescope::ui
