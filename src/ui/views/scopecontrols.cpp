// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scopecontrols.h"

#include "ui/views/scopemodel.h"

#include <string_view>

namespace tunescope::ui {

namespace {

// Means nothing where one channel is drawn against the other.
bool isOfTime(const ScopeControl& control) {
  const std::string_view key = control.key;
  return key == "levelPerDivision" || key == "scale" || key == "cursors";
}

}  // namespace

int ScopeControls::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(scopeControlCount());
}

QVariant ScopeControls::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const ScopeControl& control = scopeControl(std::size_t(index.row()));
  const ScopeChoices& choices = m_scope.choices();
  const auto text = [](const char* source) { return QCoreApplication::translate("Scope", source); };
  switch (role) {
    case LabelRole:
      return text(control.label);
    case NameRole:
      return text(control.name);
    case LowerRole:
      return text(control.lowerName);
    case HigherRole:
      return text(control.higherName);
    case ValueRole:
      return control.text(choices, control.index(choices));
    case ChoiceRole:
      return control.index(choices);
    case CountRole:
      return control.count(choices);
    case ShownRole:
      return !control.isForStereo || m_scope.isStereo();
    case EnabledRole:
      return (!control.isForTrigger || m_scope.hasTrigger()) &&
             (m_scope.display() == ScopeChoices::Time || !isOfTime(control));
    default:
      return {};
  }
}

QHash<int, QByteArray> ScopeControls::roleNames() const {
  return {{LabelRole, "label"},       {NameRole, "name"},       {LowerRole, "lowerName"},
          {HigherRole, "higherName"}, {ValueRole, "valueText"}, {ChoiceRole, "choice"},
          {CountRole, "choices"},     {ShownRole, "isShown"},   {EnabledRole, "isUsed"}};
}

void ScopeControls::refresh() {
  Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

}  // namespace tunescope::ui
