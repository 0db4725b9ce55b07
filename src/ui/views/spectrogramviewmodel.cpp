// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/spectrogramviewmodel.h"

#include "analysis/tuningof.h"
#include "present/numbers.h"
#include "present/numbertext.h"
#include "ui/models/practicenotes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

namespace tunescope::ui {

using core::SpectrogramLevel;
using core::SpectrogramRows;
using core::SpectrogramStore;
using present::plainText;
using present::signedText;

namespace {

constexpr double kNotch = 1.25;  // of the wheel
constexpr double kLowestFloorDb = -120, kHighestTopDb = 0;
constexpr const char* kModeNames[] = {"octaves", "plain", "reassigned"};
constexpr const char* kDetailNames[] = {"fast", "balanced", "fine"};
constexpr const char* kMapNames[] = {"viridis", "magma", "grey"};
const QString kModeKey = QStringLiteral("spectrogramMode");
const QString kDetailKey = QStringLiteral("spectrogramDetail");
const QString kMapKey = QStringLiteral("spectrogramMap");
const QString kGridKey = QStringLiteral("spectrogramGrid");

template <std::size_t N>
int indexOf(const char* const (&names)[N], const QString& name, int otherwise) {
  const auto* found = std::find(std::begin(names), std::end(names), name.toStdString());
  return found == std::end(names) ? otherwise : int(found - std::begin(names));
}

}  // namespace

SpectrogramViewModel::SpectrogramViewModel(QObject* parent)
    : QObject(parent),
      m_tools({.name = QStringLiteral("spectrogram"),
               .table = [this] { return table(); },
               .settings = [this] { return settings(); },
               .reset = [this] { reset(); }}) {
  connect(this, &SpectrogramViewModel::sourceChanged, this, &SpectrogramViewModel::follow);
  connect(&m_tools, &ViewTools::pausedChanged, this,
          [this] { m_tools.isPaused() ? hold(m_heldEnd.value_or(double(m_store.end()))) : goLive(); });
}

void SpectrogramViewModel::follow() {
  m_feed.cancel();
  disconnect(m_settingsChanged);
  if (!m_controller) return;
  recall();
  if (!m_isActive) return;
  m_settingsChanged =
      connect(m_controller->settings(), &AppSettings::valuesChanged, this, &SpectrogramViewModel::applySettings);
  applySettings();
  subscribe();
}

// Has its own measurement while the view is visible.
void SpectrogramViewModel::subscribe() {
  m_feed.cancel();
  if (!m_controller || !m_isActive) return;
  const auto take = [this](const core::SpectrogramReading& reading, analysis::Ticket) {
    add(reading, m_sinceAdded.isValid() ? double(m_sinceAdded.elapsed()) / 1000 : 0);
  };
  m_feed = m_controller->session().worker().feed<core::SpectrogramReading>().subscribe(this, take, m_settings);
}

void SpectrogramViewModel::recall() {
  const AppSettings& settings = *m_controller->settings();
  m_settings.mode = core::SpectrogramMode(indexOf(kModeNames, settings.kept(kModeKey).toString(), mode()));
  m_settings.detail = core::SpectrogramDetail(indexOf(kDetailNames, settings.kept(kDetailKey).toString(), detail()));
  m_map = present::ColourMap(indexOf(kMapNames, settings.kept(kMapKey).toString(), map()));
  const QVariant grid = settings.kept(kGridKey);
  m_hasGrid = !grid.isValid() || grid.toBool();
}

void SpectrogramViewModel::applySettings() {
  m_tuning = core::Tuning(analysis::tuningSettingsOf(m_controller->settings()->values()));
  restyle();
}

void SpectrogramViewModel::restyle() {
  m_shownEnd = -1;
  Q_EMIT styleChanged();
  Q_EMIT moved();
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::add(const core::SpectrogramReading& reading, double pauseS) {
  m_store.add(reading, pauseS);
  m_sinceAdded.start();
  if (m_heldEnd) return tellPlace();
  const std::int64_t end = std::int64_t(m_store.end()) / columnsPerPixel();
  if (end == m_shownEnd) return;
  m_shownEnd = end;
  Q_EMIT moved();
  if (hasCursor()) Q_EMIT cursorChanged();
}

// How long ago a picture that was scrolled back is.
void SpectrogramViewModel::tellPlace() {
  if (m_tools.isPaused() || double(m_store.end()) * SpectrogramStore::kStepS < m_toldAtS + 1) return;
  m_toldAtS = double(m_store.end()) * SpectrogramStore::kStepS;
  Q_EMIT cursorChanged();
}

std::int64_t SpectrogramViewModel::endPixelColumn() const {
  if (m_heldEnd) return std::int64_t(std::floor(*m_heldEnd / columnsPerPixel()));
  return m_shownEnd >= 0 ? m_shownEnd : std::int64_t(m_store.end()) / columnsPerPixel();
}

core::NameStyle SpectrogramViewModel::names() const {
  return m_controller ? analysis::nameStyleOf(m_controller->settings()->values()) : core::NameStyle{};
}

void SpectrogramViewModel::setMode(int mode) {
  if (mode < 0 || mode >= int(std::size(kModeNames)) || mode == this->mode()) return;
  m_settings.mode = core::SpectrogramMode(mode);
  if (m_controller) m_controller->settings()->keep(kModeKey, QLatin1String(kModeNames[mode]));
  subscribe();
  restyle();
}

void SpectrogramViewModel::setDetail(int detail) {
  if (detail < 0 || detail >= int(std::size(kDetailNames)) || detail == this->detail()) return;
  m_settings.detail = core::SpectrogramDetail(detail);
  if (m_controller) m_controller->settings()->keep(kDetailKey, QLatin1String(kDetailNames[detail]));
  subscribe();
  restyle();
}

void SpectrogramViewModel::setMap(int map) {
  if (map < 0 || map >= int(std::size(kMapNames)) || map == this->map()) return;
  m_map = present::ColourMap(map);
  if (m_controller) m_controller->settings()->keep(kMapKey, QLatin1String(kMapNames[map]));
  restyle();
}

void SpectrogramViewModel::setGrid(bool hasGrid) {
  if (hasGrid == m_hasGrid) return;
  m_hasGrid = hasGrid;
  if (m_controller) m_controller->settings()->keep(kGridKey, hasGrid);
  restyle();
}

void SpectrogramViewModel::moveLevels(double floorDb, double topDb) {
  m_floorDb = std::clamp(m_floorDb + floorDb, kLowestFloorDb, m_topDb - kMinRangeDb);
  m_topDb = std::clamp(m_topDb + topDb, m_floorDb + kMinRangeDb, kHighestTopDb);
  restyle();
}

void SpectrogramViewModel::setSize(double width, double height) {
  m_width = width;
  m_height = height;
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::hold(double endColumn) {
  const double newest = double(m_store.end());
  const double oldest = std::min(newest, double(m_store.begin()) + visibleColumns());
  m_heldEnd = std::clamp(endColumn, oldest, newest);
  if (*m_heldEnd >= newest && !m_tools.isPaused()) m_heldEnd.reset();
  m_shownEnd = -1;
  Q_EMIT moved();
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::zoom(int steps) {
  const int zoom = std::clamp(m_zoom + steps, kMinZoom, kMaxZoom);
  if (zoom == m_zoom) return;
  m_zoom = zoom;
  if (m_heldEnd) hold(*m_heldEnd);
  restyle();
}

void SpectrogramViewModel::scroll(double pixels) {
  const double end = m_heldEnd ? *m_heldEnd : double(m_store.end());
  hold(end + pixels * columnsPerPixel() / pixelsPerColumn());
}

void SpectrogramViewModel::zoomFrequency(double factor, double at) {
  const double all = double(SpectrogramRows::kCount);
  const double before = m_highRow - m_lowRow;
  const double after = std::clamp(before * factor, kMinOctaves * double(SpectrogramRows::kPerOctave), all);
  const double anchor = m_highRow - at * before;
  m_lowRow = std::clamp(anchor - (1 - at) * after, 0.0, all - after);
  m_highRow = m_lowRow + after;
  restyle();
}

void SpectrogramViewModel::turnFrequency(double notches, double at) {
  zoomFrequency(std::pow(kNotch, notches), at);
}

int SpectrogramViewModel::stepsOf(double scale) const {
  return scale > 0 ? int(std::lround(-std::log2(scale))) : 0;
}

void SpectrogramViewModel::scrollFrequency(double part) {
  const double range = m_highRow - m_lowRow;
  m_lowRow = std::clamp(m_lowRow + part * range, 0.0, double(SpectrogramRows::kCount) - range);
  m_highRow = m_lowRow + range;
  restyle();
}

void SpectrogramViewModel::goLive() {
  m_heldEnd.reset();
  m_shownEnd = -1;
  if (m_tools.isPaused()) {
    m_tools.setPaused(false);  // which comes back here
    return;
  }
  Q_EMIT moved();
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::goToOldest() {
  hold(double(m_store.begin()) + visibleColumns());
}

void SpectrogramViewModel::reset() {
  m_zoom = 0;
  m_floorDb = -100;
  m_topDb = -10;
  m_lowRow = 0;
  m_highRow = double(SpectrogramRows::kCount);
  m_cursorColumn.reset();
  if (!m_tools.isPaused()) goLive();
  restyle();
}

void SpectrogramViewModel::pointAt(double x, double y) {
  if (m_width < 1 || m_height < 1) return;
  const double back = std::max(1.0, std::ceil((std::floor(m_width) - x) / pixelsPerColumn()));
  m_cursorColumn = (double(endPixelColumn()) - back) * columnsPerPixel();
  const double middle = std::floor(y) + 0.5;  // of the pixel under the pointer
  m_cursorRow = m_highRow - std::clamp(middle / m_height, 0.0, 1.0) * (m_highRow - m_lowRow);
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::movePoint(int x, int y) {
  if (!hasCursor() || cursorX() < 0 || cursorX() > m_width) pointAt(m_width / 2, m_height / 2);
  m_cursorColumn = *m_cursorColumn + x * columnsPerPixel();
  m_cursorRow = std::clamp(m_cursorRow + y, m_lowRow, m_highRow);
  Q_EMIT cursorChanged();
}

void SpectrogramViewModel::unpoint() {
  m_cursorColumn.reset();
  Q_EMIT cursorChanged();
}

double SpectrogramViewModel::cursorX() const {
  if (!m_cursorColumn) return -1;
  const double back = double(endPixelColumn()) - *m_cursorColumn / columnsPerPixel();
  return std::floor(m_width) - (back - 0.5) * pixelsPerColumn();
}

double SpectrogramViewModel::cursorY() const {
  return (m_highRow - m_cursorRow) / (m_highRow - m_lowRow) * m_height;
}

std::optional<double> SpectrogramViewModel::cursorTimeS() const {
  if (!m_cursorColumn || *m_cursorColumn < 0) return std::nullopt;
  return m_store.timeS(std::uint64_t(*m_cursorColumn));
}

std::optional<double> SpectrogramViewModel::heldEndS() const {
  if (!m_heldEnd || *m_heldEnd < 1) return std::nullopt;
  const auto lastS = m_store.timeS(std::uint64_t(*m_heldEnd) - 1);
  return lastS ? std::optional(*lastS + SpectrogramStore::kStepS) : std::nullopt;
}

QString SpectrogramViewModel::placeText() const {
  if (isLive()) return tr("Live");
  const double agoS = (double(m_store.end()) - *m_heldEnd) * SpectrogramStore::kStepS;
  if (m_tools.isPaused()) return tr("Paused");  // and no time, which would go on
  return tr("%1 s ago").arg(plainText(agoS, 0));
}

// Of the loudest of the columns behind the pixel.
QString SpectrogramViewModel::cursorText() const {
  if (!m_cursorColumn) return {};
  const double hertz = SpectrogramRows::hertzOf(m_cursorRow);
  const auto note = m_tuning.nearest(hertz);
  QString place = tr("%1 Hz").arg(plainText(hertz, hertz < 1000 ? 1 : 0));
  if (note) place += QStringLiteral("  %1 %2 c").arg(shownNoteName(*note, names()), signedText(note->cents, 0));
  const auto timeS = cursorTimeS();
  if (!timeS) return tr("nothing measured  \u00b7  %1").arg(place);
  std::array<std::uint8_t, SpectrogramRows::kCount> highest{};
  const auto first = std::uint64_t(*m_cursorColumn);
  m_store.over(first, first + std::uint64_t(columnsPerPixel()), highest);
  const auto row = std::min(highest.size() - 1, std::size_t(std::max(0.0, m_cursorRow)));
  return tr("%1 s  \u00b7  %2  \u00b7  %3 dBFS")
      .arg(plainText(*timeS, 2), place, signedText(SpectrogramLevel::dbOf(highest[row]), 1));
}

QJsonObject SpectrogramViewModel::settings() const {
  return {{QStringLiteral("mode"), QLatin1String(kModeNames[mode()])},
          {QStringLiteral("detail"), QLatin1String(kDetailNames[detail()])},
          {QStringLiteral("colourMap"), QLatin1String(kMapNames[map()])},
          {QStringLiteral("hasNoteGrid"), m_hasGrid},
          {QStringLiteral("floorDbfs"), m_floorDb},
          {QStringLiteral("topDbfs"), m_topDb},
          {QStringLiteral("lowestHz"), SpectrogramRows::hertzOf(m_lowRow)},
          {QStringLiteral("highestHz"), SpectrogramRows::hertzOf(m_highRow)},
          {QStringLiteral("secondsPerPixel"), secondsPerPixel()}};
}

// What is seen: a line for each pixel column, a column for each row.
QByteArray SpectrogramViewModel::table() const {
  const auto low = std::size_t(std::max(0.0, std::floor(m_lowRow)));
  const auto high = std::min(SpectrogramRows::kCount, std::size_t(std::ceil(m_highRow)));
  std::string text = "time_s";
  for (std::size_t row = low; row < high; ++row) {
    text += ",dbfs_at_";
    present::appendFixed(text, SpectrogramRows::hertzOf(double(row) + 0.5), 2);
    text += "_hz";
  }
  text += '\n';
  const std::int64_t end = endPixelColumn();
  const std::int64_t first = std::max<std::int64_t>(0, end - std::int64_t(m_width) / pixelsPerColumn());
  std::vector<std::uint8_t> highest(SpectrogramRows::kCount);
  for (std::int64_t pixel = first; pixel < end; ++pixel) {
    const auto column = std::uint64_t(pixel * columnsPerPixel());
    const auto timeS = m_store.timeS(column);
    if (!timeS) continue;
    m_store.over(column, column + std::uint64_t(columnsPerPixel()), highest);
    present::appendFixed(text, *timeS, 4);
    for (std::size_t row = low; row < high; ++row) {
      text += ',';
      present::appendFixed(text, SpectrogramLevel::dbOf(highest[row]), 1);
    }
    text += '\n';
  }
  return QByteArray::fromStdString(text);
}

}  // namespace tunescope::ui
