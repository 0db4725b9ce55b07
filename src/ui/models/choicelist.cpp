// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/choicelist.h"

#include <algorithm>
#include <utility>

namespace tunescope::ui {

void ChoiceList::setChoices(std::vector<Choice> choices) {
  beginResetModel();
  m_choices = std::move(choices);
  select();
  endResetModel();
  Q_EMIT countChanged();
  Q_EMIT currentChanged();
}

void ChoiceList::setCurrent(const QString& id) {
  if (std::exchange(m_current, id) == id) return;
  if (count() > 0) Q_EMIT dataChanged(index(0), index(count() - 1), {IsCurrentRole});
  Q_EMIT currentChanged();
}

void ChoiceList::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  beginResetModel();
  m_filter = filter;
  select();
  endResetModel();
  Q_EMIT filterChanged();
  Q_EMIT countChanged();
  Q_EMIT currentChanged();
}

void ChoiceList::select() {
  const QStringList words = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  m_shown.clear();
  for (std::size_t i = 0; i < m_choices.size(); ++i) {
    const QString text =
        m_choices[i].id + QLatin1Char('\n') + m_choices[i].title + QLatin1Char('\n') + m_choices[i].detail;
    const bool isFound = std::all_of(words.begin(), words.end(),
                                     [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
    if (isFound) m_shown.push_back(i);
  }
}

int ChoiceList::currentIndex() const {
  const auto found =
      std::find_if(m_shown.begin(), m_shown.end(), [this](std::size_t i) { return m_choices[i].id == m_current; });
  return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int ChoiceList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ChoiceList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Choice& choice = m_choices[m_shown[std::size_t(index.row())]];
  switch (role) {
    case IdRole:
      return choice.id;
    case TitleRole:
    case Qt::DisplayRole:
      return choice.title;
    case DetailRole:
      return choice.detail;
    case IsCurrentRole:
      return choice.id == m_current;
    default:
      return {};
  }
}

QHash<int, QByteArray> ChoiceList::roleNames() const {
  return {{IdRole, "choiceId"}, {TitleRole, "title"}, {DetailRole, "detail"}, {IsCurrentRole, "isCurrent"}};
}

}  // namespace tunescope::ui
