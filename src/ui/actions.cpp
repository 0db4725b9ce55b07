// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"

#include "ui/views/displaychoice.h"
#include "ui/views/viewregistry.h"
#include "ui/windowhost.h"

#include <QCoreApplication>

#include <algorithm>

namespace tunescope::ui {

namespace {

QString actionText(const char* text) {
  return text ? QCoreApplication::translate("Actions", text) : QString();
}

std::vector<ActionRow> makeTable() {
  using Id = AppAction::Id;
  using Icon = IconItem::Icon;
  std::vector<ActionRow> rows = {
      {.id = Id::Run,
       .does = QT_TRANSLATE_NOOP("Actions", "Start or stop"),
       .keys = {"Space"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Start"),
       .tipOn = QT_TRANSLATE_NOOP("Actions", "Stop"),
       .use = QT_TRANSLATE_NOOP("Actions", "Start or stop listening"),
       .symbol = Icon::Start},
      {.id = Id::ChooseInput,
       .does = QT_TRANSLATE_NOOP("Actions", "Choose an input"),
       .keys = {"D"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Choose an input"),
       .use = QT_TRANSLATE_NOOP("Actions", "Choose an input, play the demo, see the signal path"),
       .symbol = Icon::Microphone},
      {.id = Id::OpenSound,
       .does = QT_TRANSLATE_NOOP("Actions", "Open a sound file on the timeline"),
       .keys = {"Ctrl+O"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Open a sound file"),
       .places = ActionRow::Desktop},
      {.id = Id::SetA4,
       .does = QT_TRANSLATE_NOOP("Actions", "Set A4"),
       .keys = {"A"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Set A4")},
      {.id = Id::Tuning,
       .does = QT_TRANSLATE_NOOP("Actions", "Tuning"),
       .keys = {"T"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Tuning")},
      {.id = Id::Instrument,
       .does = QT_TRANSLATE_NOOP("Actions", "Instrument"),
       .keys = {"I"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Instrument")},
      {.id = Id::Tone,
       .does = QT_TRANSLATE_NOOP("Actions", "Reference tone"),
       .keys = {"R"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Reference tone")},
      {.id = Id::ByEar,
       .does = QT_TRANSLATE_NOOP("Actions", "Tune by ear: a beat that slows to nothing"),
       .keys = {"B"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Tune by ear"),
       .tipOn = QT_TRANSLATE_NOOP("Actions", "Stop the beat")},
      {.id = Id::Piano,
       .does = QT_TRANSLATE_NOOP("Actions", "Stretch of a piano"),
       .keys = {"W"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Piano stretch")},
      {.id = Id::Intonation,
       .does = QT_TRANSLATE_NOOP("Actions", "Intonation of a fretted string"),
       .keys = {"N"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Intonation")},
      {.id = Id::Settings,
       .does = QT_TRANSLATE_NOOP("Actions", "Settings"),
       .keys = {"Ctrl+,"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Settings"),
       .use = QT_TRANSLATE_NOOP("Actions", "Set A4, note names, displays and theme"),
       .symbol = Icon::Settings},
      {.id = Id::SignalPath,
       .does = QT_TRANSLATE_NOOP("Actions", "Signal path"),
       .keys = {"S"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Signal path")},
      {.id = Id::SoundLevel,
       .does = QT_TRANSLATE_NOOP("Actions", "Calibrate the sound level"),
       .keys = {"C"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Sound level (SPL)")},
      {.id = Id::Record,
       .does = QT_TRANSLATE_NOOP("Actions", "Start or stop a recording"),
       .keys = {"Shift+R"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Record"),
       .tipOn = QT_TRANSLATE_NOOP("Actions", "Stop recording"),
       .places = ActionRow::Desktop},
      {.id = Id::Beside,
       .does = QT_TRANSLATE_NOOP("Actions", "Show the tuner beside the view"),
       .keys = {"V"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Tuner beside the view"),
       .tipOn = QT_TRANSLATE_NOOP("Actions", "The view alone"),
       .use = QT_TRANSLATE_NOOP("Actions", "Show the tuner beside the view, where there is room"),
       .symbol = Icon::Beside},
      {.id = Id::MeterScale,
       .does = QT_TRANSLATE_NOOP("Actions", "Next scale of the meters"),
       .keys = {"M"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Next scale")},
      {.id = Id::ResetMeters,
       .does = QT_TRANSLATE_NOOP("Actions", "Reset the meters"),
       .keys = {"Z"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Reset")},
      {.id = Id::PauseLoudness,
       .does = QT_TRANSLATE_NOOP("Actions", "Pause or resume integrated loudness"),
       .keys = {"Shift+Z"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Pause integrated loudness")},
      {.id = Id::PauseView,
       .does = QT_TRANSLATE_NOOP("Actions", "Pause or resume the view"),
       .keys = {"."},
       .tip = QT_TRANSLATE_NOOP("Actions", "Pause the view"),
       .use = QT_TRANSLATE_NOOP("Actions", "Pause the view; the measurement goes on"),
       .symbol = Icon::Pause},
      {.id = Id::ResetView,
       .does = QT_TRANSLATE_NOOP("Actions", "Reset the view's zoom and scales"),
       .keys = {"Ctrl+0"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Reset the view"),
       .use = QT_TRANSLATE_NOOP("Actions", "Reset the view's zoom and scales"),
       .symbol = Icon::Reset},
      {.id = Id::ExportView,
       .does = QT_TRANSLATE_NOOP("Actions", "Export the view"),
       .keys = {"Ctrl+E"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Export"),
       .use = QT_TRANSLATE_NOOP("Actions", "Save or copy the view's picture, table or settings"),
       .symbol = Icon::Export},
      {.id = Id::CopyPicture,
       .does = QT_TRANSLATE_NOOP("Actions", "Copy a picture of the view"),
       .keys = {"Ctrl+C"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Copy picture")},
      {.id = Id::Theme,
       .does = QT_TRANSLATE_NOOP("Actions", "Light or dark"),
       .keys = {"L"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Light or dark")},
      {.id = Id::FullScreen,
       .does = QT_TRANSLATE_NOOP("Actions", "Full screen"),
       .keys = {"F", "F11"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Full screen")},
      {.id = Id::Keys,
       .does = QT_TRANSLATE_NOOP("Actions", "These keys"),
       .keys = {"?", "F1"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Keys")},
      // What is open closes by itself; the action is for full screen.
      {.id = Id::Leave,
       .does = QT_TRANSLATE_NOOP("Actions", "Close, or leave full screen"),
       .keys = {"Esc"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Close"),
       .use = QT_TRANSLATE_NOOP("Actions", "Close a sheet, as a tap beside it does"),
       .symbol = Icon::Close,
       .when = ActionRow::When::FullScreen},
      {.id = Id::Quit,
       .does = QT_TRANSLATE_NOOP("Actions", "Quit"),
       .keys = {"Ctrl+Q"},
       .tip = QT_TRANSLATE_NOOP("Actions", "Quit"),
       .places = ActionRow::Desktop,
       .when = ActionRow::When::Always}};
  // The views and the tuner's displays by their places, before what concerns one of them.
  static const char* const kDigits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
  static_assert(std::size(kViews) <= std::size(kDigits));
  auto place = std::find_if(rows.begin(), rows.end(), [](const ActionRow& row) { return row.id == Id::Beside; });
  for (std::size_t i = std::size(kDisplays); i-- > 0;) {
    place = rows.insert(place, {.id = Id::ShowDisplay,
                                .does = kDisplays[i].does,
                                .keys = {kDisplays[i].key, kDisplays[i].otherKey},
                                .tip = kDisplays[i].title,
                                .view = int(i)});
  }
  for (std::size_t i = std::size(kViews); i-- > 0;) {
    place = rows.insert(
        place,
        {.id = Id::ShowView, .does = kViews[i].does, .keys = {kDigits[i]}, .tip = kViews[i].title, .view = int(i)});
  }
  return rows;
}

}  // namespace

const std::vector<ActionRow>& Actions::table() {
  static const std::vector<ActionRow> rows = makeTable();
  return rows;
}

QString Actions::keyOf(AppAction::Id id) {
  const auto& rows = table();
  const auto row = std::find_if(rows.begin(), rows.end(), [id](const ActionRow& each) { return each.id == id; });
  return row == rows.end() ? QString() : actionText(row->keys[0]);
}

Actions::Actions(const WindowHost& host, QObject* parent) : QObject(parent) {
  for (const ActionRow& row : table()) {
    m_list << new AppAction(row, host, this);
    connect(m_list.constLast(), &AppAction::triggered, this, &Actions::triggered);
  }
}

AppAction* Actions::of(AppAction::Id id) const {
  const auto found =
      std::find_if(m_list.begin(), m_list.end(), [id](const AppAction* one) { return one->kind() == id; });
  return found == m_list.end() ? nullptr : *found;
}

AppAction::AppAction(const ActionRow& row, const WindowHost& host, QObject* parent)
    : QObject(parent), m_row(row), m_host(host) {
  connect(&host, &WindowHost::changed, this, &AppAction::changed);
  connect(&host, &WindowHost::sheetOpenChanged, this, &AppAction::changed);
  connect(&host, &WindowHost::fullScreenChanged, this, &AppAction::changed);
}

AppAction::Id AppAction::kind() const {
  return m_row.id;
}

int AppAction::view() const {
  return m_row.view;
}

QString AppAction::does() const {
  return actionText(m_row.does);
}

QVariantList AppAction::keys() const {
  QVariantList keys;
  for (const char* key : m_row.keys) {
    if (key) keys << QString::fromLatin1(key);
  }
  return keys;
}

QString AppAction::key() const {
  return actionText(m_row.keys[0]);
}

QString AppAction::keysText() const {
  return m_row.keys[1] ? QCoreApplication::translate("Actions", "%1 or %2").arg(key(), actionText(m_row.keys[1]))
                       : key();
}

QString AppAction::use() const {
  return actionText(m_row.use);
}

IconItem::Icon AppAction::symbol() const {
  return m_row.symbol;
}

bool AppAction::worksInSheets() const {
  return m_row.when == ActionRow::When::Always;
}

QString AppAction::tip() const {
  return actionText(m_isOn && m_row.tipOn ? m_row.tipOn : m_row.tip);
}

bool AppAction::isOffered() const {
  return (m_row.places & (m_host.isPage() ? ActionRow::Page : ActionRow::Desktop)) != 0;
}

// Keys that are the page's around are not ours; to leave and to quit is always possible.
bool AppAction::isEnabled() const {
  switch (m_row.when) {
    case ActionRow::When::NoSheet:
      return isOffered() && m_host.hasShortcuts() && !m_host.isSheetOpen();
    case ActionRow::When::FullScreen:
      return isOffered() && m_host.isFullScreen() && !m_host.isSheetOpen();
    case ActionRow::When::Always:
      return isOffered();
  }
  return false;
}

void AppAction::setOn(bool isOn) {
  if (isOn == m_isOn) return;
  m_isOn = isOn;
  Q_EMIT changed();
}

}  // namespace tunescope::ui
