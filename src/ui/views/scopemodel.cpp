// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scopemodel.h"

#include "present/numbertext.h"
#include "present/scopetable.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::ui {

namespace {

constexpr double kStateEveryS = 0.25;
constexpr double kMinXyRange = 1e-4;
constexpr double kXyFill = 0.85;     // of the half height by the loudest point
constexpr double kXyFallPerS = 0.5;  // of the range, in e-foldings
const QString kScopeKey = QStringLiteral("scope");

}  // namespace

ScopeModel::ScopeModel(QObject* parent)
    : QObject(parent),
      m_tools({.name = QStringLiteral("scope"),
               .table = [this] { return table(); },
               .settings = [this] { return settingsJson(); },
               .reset = [this] { reset(); }}) {
  m_picture.reserve();
  connect(this, &ScopeModel::sourceChanged, this, &ScopeModel::subscribe);
  connect(&m_tools, &ViewTools::pausedChanged, this, [this] { setPaused(m_tools.isPaused()); });
}

ScopeModel::~ScopeModel() = default;

void ScopeModel::load() {
  if (std::exchange(m_isLoaded, true)) return;
  const QString text = m_controller->settings()->kept(kScopeKey).toString();
  readJson(QJsonDocument::fromJson(text.toUtf8()).object(), m_choices);
  m_cursors.place();
}

void ScopeModel::subscribe() {
  m_feed.cancel();
  m_ticket.acknowledge();
  disconnect(m_rested);
  if (!m_controller) return;
  load();
  apply(false);
  if (!m_isActive) {
    // A paused one keeps what it shows.
    if (!m_tools.isPaused()) m_link->with([](core::ScopeEngine& engine) { engine.release(); });
    return;
  }
  m_rested = connect(m_controller->run(), &CaptureRun::changed, this, [this] { refreshState(); });
  const auto take = [this](const core::ScopeSweep& sweep, analysis::Ticket ticket) { show(sweep, std::move(ticket)); };
  m_feed = m_controller->session().worker().feed<core::ScopeSweep>().subscribe(this, take, {.link = m_link});
}

void ScopeModel::show(const core::ScopeSweep& sweep, analysis::Ticket ticket) {
  if (m_tools.isPaused()) return;
  const std::size_t inputs = std::exchange(m_sweep, sweep).inputChannels;
  takePicture();
  m_ticket = std::move(ticket);
  Q_EMIT drawn();
  if (inputs != sweep.inputChannels) {
    m_controls.refresh();
    Q_EMIT changed();
  }
  const bool isDue = std::abs(sweep.timeS - m_stateAtS) >= kStateEveryS;
  if (sweep.state != m_shownState || inputs != sweep.inputChannels || isDue) refreshState();
}

void ScopeModel::takePicture() {
  m_link->with([this](core::ScopeEngine& engine) { m_picture = engine.picture(); });
  ++m_pictureNumber;
  double reach = kMinXyRange;
  for (const core::ScopePoint& point : m_picture.points) {
    reach = std::max(reach, double(std::max(std::abs(point.x), std::abs(point.y))));
  }
  // The goniometer turns the square: its corners must fit too.
  if (m_choices.display == ScopeChoices::Goniometer) reach *= std::sqrt(2.0);
  const double fall = std::exp(-kXyFallPerS * m_choices.engine.pictureEveryS);
  m_xyRange = std::max(reach / kXyFill, m_xyRange * fall);
}

void ScopeModel::acknowledge(double picturesPerS) {
  m_ticket.acknowledge();
  if (std::abs(m_choices.engine.pictureEveryS * picturesPerS - 1) < 1e-6) return;
  m_choices.engine.pictureEveryS = 1 / picturesPerS;
  m_link->with([this](core::ScopeEngine& engine) { engine.setSettings(m_choices.engine); });
}

// Choices apply at once also to a sweep that stands.
void ScopeModel::apply(bool isRemembered) {
  core::ScopeSettings settings = m_choices.engine;
  if (!isStereo()) settings.source = 0;
  m_link->with([&](core::ScopeEngine& engine) { engine.setSettings(settings); });
  ++m_series;
  if (isRemembered && m_controller) {
    const QByteArray text = QJsonDocument(toJson(m_choices)).toJson(QJsonDocument::Compact);
    m_controller->settings()->keep(kScopeKey, QString::fromUtf8(text));
  }
  m_controls.refresh();
  m_cursors.refresh();
  if (m_pictureNumber > 0) redraw(m_picture.triggerS);
  Q_EMIT changed();
  Q_EMIT stateChanged();
}

void ScopeModel::redraw(double triggerS) {
  m_link->with([triggerS](core::ScopeEngine& engine) { engine.redraw(triggerS); });
  ++m_series;
  takePicture();
  m_cursors.refresh();
  Q_EMIT drawn();
}

void ScopeModel::setPaused(bool isPaused) {
  m_link->with([isPaused](core::ScopeEngine& engine) { engine.setFrozen(isPaused); });
  if (!m_isActive && !isPaused) m_link->with([](core::ScopeEngine& engine) { engine.release(); });
  refreshState();
}

bool ScopeModel::canStep() const {
  return m_tools.isPaused() || (m_controller && !(m_controller->run()->isShown() && m_controller->run()->isStarted()));
}

void ScopeModel::scroll(double share) {
  if (!canStep() || !std::isfinite(share)) return;
  double triggerS = m_picture.triggerS + share * m_picture.spanS;
  m_link->with([&](core::ScopeEngine& engine) {
    if (!(engine.sweep().sampleRateHz > 0)) return;
    const double oldestS = double(engine.memory().begin()) / engine.sweep().sampleRateHz;
    const double newestS = double(engine.memory().end()) / engine.sweep().sampleRateHz;
    triggerS = std::clamp(triggerS, oldestS, std::max(oldestS, newestS));
  });
  redraw(triggerS);
  refreshState();
}

void ScopeModel::step(int direction) {
  if (!canStep()) return;
  const double fromS = m_picture.triggerS;
  const auto other = m_link->with([&](core::ScopeEngine& engine) { return engine.neighbour(fromS, direction); });
  if (!other) return;
  redraw(*other);
  refreshState();
}

void ScopeModel::arm() {
  m_link->with([](core::ScopeEngine& engine) { engine.arm(); });
  m_tools.setPaused(false);
}

void ScopeModel::force() {
  m_link->with([](core::ScopeEngine& engine) { engine.force(); });
  m_tools.setPaused(false);
}

void ScopeModel::reset() {
  const double everyS = m_choices.engine.pictureEveryS;
  const std::size_t columns = m_choices.engine.columns;
  m_choices = {};
  m_choices.engine.pictureEveryS = everyS;
  m_choices.engine.columns = columns;
  m_xyRange = 1;
  apply();
}

void ScopeModel::setColumns(int columns) {
  if (columns == int(m_choices.engine.columns)) return;
  m_choices.engine.columns = std::size_t(columns);
  apply(false);
}

std::optional<double> ScopeModel::valueAt(double seconds, std::size_t trace) const {
  return m_link->with([&](core::ScopeEngine& engine) -> std::optional<double> {
    const core::ScopeMemory& memory = engine.memory();
    const double frame = seconds * m_picture.sampleRateHz;
    if (trace >= memory.channels() || frame < double(memory.begin()) || frame >= double(memory.end())) return {};
    return double(memory.valueAt(trace, frame));
  });
}

const analysis::Settings& ScopeModel::settings() const {
  static const analysis::Settings defaults;
  return m_controller ? m_controller->settings()->values() : defaults;
}

ScopeImage::Look ScopeModel::look() const {
  return {.scale = m_choices.scale(),
          .isXy = display() != ScopeChoices::Time,
          .isTurned = display() == ScopeChoices::Goniometer,
          .xyRange = m_xyRange};
}

QByteArray ScopeModel::table() const {
  // Formatting takes longer than a copy; the worker waits for the copy only.
  const core::ScopeMemory memory = m_link->with([](core::ScopeEngine& engine) { return engine.memory(); });
  return present::scopeTable(memory, m_picture, m_cursors.zeroS());
}

QJsonObject ScopeModel::settingsJson() const {
  QJsonObject json;
  for (std::size_t i = 0; i < scopeControlCount(); ++i) {
    const ScopeControl& control = scopeControl(i);
    json[QLatin1String(control.key)] = control.text(m_choices, control.index(m_choices));
  }
  json[QStringLiteral("triggerLevelFs")] = m_choices.engine.trigger.level;
  json[QStringLiteral("secondsPerDivision")] = m_choices.engine.secondsPerDivision;
  json[QStringLiteral("sampleRateHz")] = m_picture.sampleRateHz;
  return json;
}

}  // namespace tunescope::ui
