// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/spectrummodel.h"

#include "analysis/tuningof.h"
#include "present/numbertext.h"
#include "ui/models/practicenotes.h"
#include "ui/views/spectrumcurve.h"

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

constexpr double kZoomPerNotch = 0.786;  // three notches are an octave

constexpr double kSpectrumTextEveryS = 0.15;
constexpr double kSnapPosition = 0.012;  // of the width
constexpr double kMinLevelSpanDb = 6;
constexpr double kMaxRangeHz = 24000;

QString bandName(const core::FractionalBand& band) {
  const double hertz = core::nominalHz(band);
  const bool isKilo = hertz >= 1000;
  return QString::number(isKilo ? hertz / 1000 : hertz) + (isKilo ? QStringLiteral(" kHz") : QStringLiteral(" Hz"));
}

}  // namespace

SpectrumModel::SpectrumModel(QObject* parent)
    : QAbstractListModel(parent),
      m_tools({.name = QStringLiteral("spectrum"),
               .table = [this] { return table(); },
               .settings = [this] { return settings(); },
               .reset = [this] { reset(); }}) {
  connect(this, &SpectrumModel::sourceChanged, this, &SpectrumModel::subscribe);
  connect(&m_choice, &SpectrumChoice::measurementChanged, this, &SpectrumModel::restart);
  connect(&m_choice, &SpectrumChoice::changed, this, [this] {
    if (m_choice.isLog() != m_scale.isLog()) m_scale = present::FrequencyScale(m_choice.isLog(), m_rangeHz);
    Q_EMIT viewChanged();
    Q_EMIT moved();
  });
  connect(this, &SpectrumModel::viewChanged, this, [this] {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  });
}

// Has its own measurement while the view is visible.
void SpectrumModel::subscribe() {
  disconnect(m_settingsChanged);
  if (!m_controller) return;
  m_choice.setSettings(m_controller->settings());
  retune();
  if (m_isActive)
    m_settingsChanged = connect(m_controller->settings(), &AppSettings::valuesChanged, this, &SpectrumModel::retune);
  resubscribe();
}

void SpectrumModel::resubscribe() {
  m_feed.cancel();
  if (!m_tools.isPaused()) clear();
  if (!m_controller || !m_isActive) return;
  const auto isWanted = [this] { return !m_controller->run()->isStopped() && !m_tools.isPaused(); };
  analysis::AnalysisWorker& worker = m_controller->session().worker();
  if (m_choice.isBands()) {
    m_feed = worker.feed<analysis::BandsReading>().subscribe(
        this,
        [this, isWanted](const analysis::BandsReading& reading, analysis::Ticket) {
          if (isWanted()) showBands(reading);
        },
        m_choice.bands());
    return;
  }
  m_feed = worker.feed<analysis::SpectrumReading>().subscribe(
      this,
      [this, isWanted](const analysis::SpectrumReading& reading, analysis::Ticket) {
        if (isWanted()) show(reading);
      },
      m_choice.spectrum());
}

void SpectrumModel::setPicturesPerS(double perS) {
  if (std::abs(perS - m_choice.picturesPerS()) < 0.5) return;
  m_choice.setPicturesPerS(perS);
  resubscribe();
}

void SpectrumModel::retune() {
  const analysis::Settings& values = m_controller->settings()->values();
  m_tuning = core::Tuning(analysis::tuningSettingsOf(values));
  m_names = analysis::nameStyleOf(values);
  Q_EMIT viewChanged();
}

void SpectrumModel::clear() {
  beginResetModel();
  m_reading = {};
  m_bands = {};
  m_writtenAtS = -1;
  endResetModel();
  m_peakText.clear();
  placeCursor();
  Q_EMIT textChanged();
  Q_EMIT moved();
}

void SpectrumModel::restart() {
  m_tools.setPaused(false);
  resubscribe();
}

void SpectrumModel::show(const analysis::SpectrumReading& reading) {
  const int before = rowCount();
  const int after = int(std::min<std::size_t>(reading.values->partialCount, kMaxMarks));
  if (after < before) beginRemoveRows({}, after, before - 1);
  if (after > before) beginInsertRows({}, before, after - 1);
  m_reading = reading;
  if (after < before) endRemoveRows();
  if (after > before) endInsertRows();
  const double rangeHz = std::min(kMaxRangeHz, reading.values->binHz * double(reading.values->size) / 2);
  if (rangeHz > 0 && std::abs(rangeHz - m_rangeHz) > 1) {  // 0: nothing was heard yet
    m_rangeHz = rangeHz;
    m_scale = present::FrequencyScale(m_choice.isLog(), m_rangeHz);
    Q_EMIT viewChanged();
  }
  Q_EMIT moved();
  updateTexts(reading.timeS);
}

void SpectrumModel::showBands(const analysis::BandsReading& reading) {
  m_bands = reading;
  Q_EMIT moved();
  updateTexts(reading.timeS);
}

// Slowly enough to be read.
void SpectrumModel::updateTexts(double timeS) {
  if (m_writtenAtS >= 0 && timeS >= m_writtenAtS && timeS - m_writtenAtS < kSpectrumTextEveryS) return;
  m_writtenAtS = timeS;
  const auto* shown = values();
  m_peakText.clear();
  if (shown && shown->peakCount > 0) m_peakText = lineText(shown->peaks[0].bin * shown->binHz, shown->peaks[0].power);
  if (m_choice.isBands() && m_bands.count > 0) {
    const auto end = m_bands.power.begin() + std::ptrdiff_t(m_bands.count);
    const auto top = std::size_t(std::max_element(m_bands.power.begin(), end) - m_bands.power.begin());
    if (m_bands.power[top] > 0) m_peakText = bandText(m_bands.bands[top].centreHz);
  }
  placeCursor();
  if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
  Q_EMIT textChanged();
}

int SpectrumModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !values()) return 0;
  return int(std::min<std::size_t>(values()->partialCount, kMaxMarks));
}

QVariant SpectrumModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const core::NotePartial& partial = values()->partials[std::size_t(index.row())];
  switch (role) {
    case PositionRole:
      return m_scale.positionOf(partial.hertz);
    case LevelRole:
      return levelPosition(partial.power);
    case NumberRole:
      return partial.number;
    case CentsTextRole:
      return partial.number == 1 ? QString() : present::signedText(partial.cents, std::abs(partial.cents) < 10 ? 1 : 0);
    case GapRole: {  // to the partial before: whether there is room for a label
      if (index.row() == 0) return 1.0;
      const core::NotePartial& before = values()->partials[std::size_t(index.row() - 1)];
      return m_scale.positionOf(partial.hertz) - m_scale.positionOf(before.hertz);
    }
    default:
      return {};
  }
}

QHash<int, QByteArray> SpectrumModel::roleNames() const {
  return {{PositionRole, "position"},
          {LevelRole, "level"},
          {NumberRole, "number"},
          {CentsTextRole, "centsText"},
          {GapRole, "gap"}};
}

double SpectrumModel::levelPosition(double power) const {
  const double db = 10 * std::log10(std::max(power, 1e-30));
  return std::clamp((m_highDb - db) / (m_highDb - m_lowDb), 0.0, 1.0);
}

void SpectrumModel::zoom(double factor, double position) {
  m_scale.zoom(factor, position);
  placeCursor();
  Q_EMIT viewChanged();
}

void SpectrumModel::pan(double positions) {
  m_scale.pan(positions);
  placeCursor();
  Q_EMIT viewChanged();
}

void SpectrumModel::turn(double notches, double position) {
  zoom(std::pow(kZoomPerNotch, notches), position);
}

void SpectrumModel::turnLevels(double notches, double position) {
  zoomLevels(std::pow(kZoomPerNotch, notches), position);
}

void SpectrumModel::zoomLevels(double factor, double position) {
  const double fixed = m_highDb - position * (m_highDb - m_lowDb);
  const double span = std::clamp((m_highDb - m_lowDb) * factor, kMinLevelSpanDb, kMaxDb - kMinDb);
  m_highDb = std::clamp(fixed + position * span, kMinDb + span, kMaxDb);
  m_lowDb = m_highDb - span;
  placeCursor();
  Q_EMIT viewChanged();
}

void SpectrumModel::panLevels(double positions) {
  const double span = m_highDb - m_lowDb;
  m_highDb = std::clamp(m_highDb - positions * span, kMinDb + span, kMaxDb);
  m_lowDb = m_highDb - span;
  placeCursor();
  Q_EMIT viewChanged();
}

void SpectrumModel::reset() {
  m_scale = present::FrequencyScale(m_choice.isLog(), m_rangeHz);
  m_lowDb = kLowDb;
  m_highDb = kHighDb;
  setCursor(-1);
  Q_EMIT viewChanged();
}

void SpectrumModel::setCursor(double position) {
  m_wantedCursor = position < 0 ? -1 : std::min(position, 1.0);
  m_isCursorSnapping = true;
  placeCursor();
}

// At an edge it takes the axis along.
void SpectrumModel::moveCursor(double positions) {
  double wanted = m_cursor < 0 ? 0.5 : m_cursor + positions;
  m_isCursorSnapping = false;
  if (m_choice.isBands() && m_cursor >= 0) {  // to the next band
    const double widthOfBand = 1.01 * (m_scale.positionOf(2000) - m_scale.positionOf(1000)) /
                               (m_choice.mode() == SpectrumChoice::Octaves ? 1.0 : 3.0);
    wanted = m_cursor + std::copysign(widthOfBand, positions);
  }
  m_wantedCursor = std::clamp(wanted, 0.0, 1.0);
  if (m_wantedCursor < wanted || m_wantedCursor > wanted) {
    m_scale.pan(wanted - m_wantedCursor);
    Q_EMIT viewChanged();
  }
  placeCursor();
}

void SpectrumModel::toPeak(int direction) {
  if (!values()) return;
  const double from = m_cursor < 0 ? (direction > 0 ? -1 : 2) : m_cursor;
  double best = -1;
  for (const core::SpectrumPeak& peak : values()->allPeaks()) {
    const double position = m_scale.positionOf(peak.bin * values()->binHz);
    const bool isBeyond = direction > 0 ? position > from + 1e-4 : position < from - 1e-4;
    if (!isBeyond || position < 0 || position > 1) continue;
    if (best < 0 || std::abs(position - from) < std::abs(best - from)) best = position;
  }
  if (best >= 0) setCursor(best);
}

const core::SpectrumPeak* SpectrumModel::peakNear(double position) const {
  const core::SpectrumPeak* nearest = nullptr;
  double nearestAway = kSnapPosition;
  if (!values() || !m_isCursorSnapping) return nullptr;
  for (const core::SpectrumPeak& peak : values()->allPeaks()) {
    const double away = std::abs(m_scale.positionOf(peak.bin * values()->binHz) - position);
    if (away >= nearestAway) continue;
    nearest = &peak;
    nearestAway = away;
  }
  return nearest;
}

void SpectrumModel::placeCursor() {
  m_cursor = m_wantedCursor;
  m_cursorText.clear();
  if (m_cursor >= 0) {
    double hertz = m_scale.hertzAt(m_cursor);
    if (m_choice.isBands()) {
      m_cursorText = bandText(hertz);
    } else if (const core::SpectrumPeak* peak = peakNear(m_cursor)) {
      hertz = peak->bin * values()->binHz;
      m_cursor = std::clamp(m_scale.positionOf(hertz), 0.0, 1.0);
      m_cursorLevel = levelPosition(peak->power);
      m_cursorText = lineText(hertz, peak->power);
    } else {
      const double power = values() ? interpolatedPower(*values(), hertz) : 0;
      m_cursorLevel = levelPosition(power);
      m_cursorText = lineText(hertz, power);
    }
  }
  Q_EMIT cursorChanged();
}

// "440.00 Hz   A4 +0.1 c   -12.3 dB"
QString SpectrumModel::lineText(double hertz, double power) const {
  QString text = QString::fromStdString(present::hertzText(hertz));
  if (const auto note = m_tuning.nearest(hertz)) {
    text += QStringLiteral("   ") + shownNoteName(*note, m_names) + QLatin1Char(' ') +
            present::signedText(note->cents, 1) + tr(" c");
  }
  if (power > 1e-20) text += QStringLiteral("   ") + present::signedText(10 * std::log10(power), 1) + tr(" dB");
  return text;
}

// Of the band that has that frequency; the cursor goes to its middle.
QString SpectrumModel::bandText(double hertz) {
  for (std::size_t b = 0; b < m_bands.count; ++b) {
    const core::FractionalBand& band = m_bands.bands[b];
    if (hertz < band.lowHz || hertz >= band.highHz) continue;
    if (m_wantedCursor >= 0) m_cursor = std::clamp(m_scale.positionOf(band.centreHz), 0.0, 1.0);
    m_cursorLevel = levelPosition(m_bands.power[b]);
    const QString name = m_choice.mode() == SpectrumChoice::Octaves ? tr("%1 octave") : tr("%1 third");
    const QString level =
        m_bands.power[b] > 1e-20 ? present::signedText(10 * std::log10(m_bands.power[b]), 1) : QStringLiteral("\u2013");
    return name.arg(bandName(band)) + QStringLiteral("   ") + level + tr(" dB");
  }
  return QString::fromStdString(present::hertzText(hertz));
}

QByteArray SpectrumModel::table() const {
  QByteArray csv;
  const auto db = [](double power) {
    return power > 1e-20 ? QByteArray::number(10 * std::log10(power), 'f', 3) : QByteArray();
  };
  if (m_choice.isBands()) {
    csv = "centre_hz,level_db,highest_db\n";
    for (std::size_t b = 0; b < m_bands.count; ++b) {
      csv += QByteArray::number(m_bands.bands[b].centreHz, 'f', 4) + ',' + db(m_bands.power[b]) + ',' +
             db(m_bands.highest[b]) + '\n';
    }
    return csv;
  }
  csv = "frequency_hz,level_db,highest_db,noise_floor_db\n";
  if (!values()) return csv;
  for (std::size_t k = 0; k < values()->power.size(); ++k) {
    csv += QByteArray::number(double(k) * values()->binHz, 'f', 4) + ',' + db(double(values()->power[k])) + ',' +
           db(double(values()->highest[k])) + ',' + db(double(values()->floor[k])) + '\n';
  }
  return csv;
}

QJsonObject SpectrumModel::settings() const {
  QJsonObject json = m_choice.toJson();
  json.insert(QStringLiteral("lowHz"), m_scale.lowHz());
  json.insert(QStringLiteral("highHz"), m_scale.highHz());
  json.insert(QStringLiteral("lowDb"), m_lowDb);
  json.insert(QStringLiteral("highDb"), m_highDb);
  return json;
}

}  // namespace tunescope::ui
