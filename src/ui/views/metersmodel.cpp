// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/metersmodel.h"

#include "present/numbertext.h"
#include "ui/views/meterstable.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>

namespace tunescope::ui {

namespace {

using MeterKind = present::MeterScale::Kind;

constexpr double kReadingEveryS = 0.03;
constexpr double kMeterTextEveryS = 0.15;
constexpr double kSettleS = 0.3;                                             // after a change of the scale
constexpr const char* kFamilyNames[] = {"level", "peak", "vu", "ppm", "k"};  // in the settings
struct Hold {
  double seconds;
  const char* name;  // in the settings
};
constexpr Hold kHolds[] = {{1.5, "1.5"}, {5, "5"}, {std::numeric_limits<double>::infinity(), "reset"}};
const QString kMeterKey = QStringLiteral("meter");
const QString kHoldKey = QStringLiteral("meterHold");
constexpr const analysis::Setting& kPpmRow = analysis::kSettings[analysis::settingIndex("ppm")];
constexpr const analysis::Setting& kKRow = analysis::kSettings[analysis::settingIndex("k")];
constexpr const analysis::Setting& kVuRow = analysis::kSettings[analysis::settingIndex("vu")];
constexpr double kSmpteVuDbfs = -20;

QString levelText(const std::optional<double>& level, int decimals = 1) {
  return level ? present::signedText(*level, decimals) : QStringLiteral("\u2013");
}

}  // namespace

MetersModel::MetersModel(QObject* parent)
    : QAbstractListModel(parent),
      m_tools({.name = QStringLiteral("meters"),
               .table = [this] { return metersTable(m_written, spl()); },
               .settings = [this] { return settingsText(); },
               .reset = {}}) {
  connect(this, &MetersModel::sourceChanged, this, &MetersModel::followSource);
  connect(&m_tools, &ViewTools::pausedChanged, this, &MetersModel::resume);
}

// The measurement begins when the view is first shown, and goes on when it is left.
void MetersModel::followSource() {
  disconnect(m_rested);
  disconnect(m_settingsChanged);
  if (!m_controller) return;
  AppSettings* settings = m_controller->settings();
  if (!m_isMeasuring) recall(*settings);
  m_loudness.control()->isShown.store(m_isActive);
  m_settingsChanged = connect(settings, &AppSettings::valuesChanged, this, &MetersModel::applySettings);
  m_rested = connect(m_controller->run(), &CaptureRun::rested, this, &MetersModel::rest);
  if (!m_isActive) return;
  connect(m_controller->soundLevel(), &SoundLevel::changed, this, &MetersModel::textChanged, Qt::UniqueConnection);
  if (!m_isMeasuring) subscribe();
  Q_EMIT moved();
  showText(true);
}

void MetersModel::recall(AppSettings& settings) {
  m_loudness.setSettings(&settings);
  const std::string meter = settings.kept(kMeterKey).toString().toStdString();
  const auto* name = std::find(std::begin(kFamilyNames), std::end(kFamilyNames), meter);
  if (name != std::end(kFamilyNames)) m_family = int(name - std::begin(kFamilyNames));
  const std::string hold = settings.kept(kHoldKey).toString().toStdString();
  for (int i = 0; i < int(std::size(kHolds)); ++i) m_hold = hold == kHolds[i].name ? i : m_hold;
  applyScale();
}

void MetersModel::subscribe() {
  m_feed.cancel();
  m_isMeasuring = true;
  const auto take = [this](const core::MetersReading& reading, analysis::Ticket) {
    if (!m_controller->run()->isStopped()) show(reading);
  };
  m_feed = m_controller->session().worker().feed<core::MetersReading>().subscribe(
      this, take, {.intervalS = kReadingEveryS, .control = m_loudness.control()});
}

// What was measured over all of the sound stays to be read; what is of a moment goes.
void MetersModel::rest() {
  m_isOver = m_tools.isPaused();
  if (m_isOver) return;
  core::MetersReading reading = m_reading;
  reading.loudness.momentary.reset();
  reading.loudness.shortTerm.reset();
  reading.correlation.reset();
  reading.weightedDb.reset();
  for (core::ChannelMeters& channel : reading.perChannel) {
    const std::uint64_t clips = channel.clips;
    channel = {};
    channel.clips = clips;
  }
  std::isinf(kHolds[m_hold].seconds) ? m_bars.rest() : m_bars.clear();
  replace(reading);
}

void MetersModel::resume() {
  if (m_isOver && !m_tools.isPaused()) rest();
}

void MetersModel::reset() {
  if (m_isMeasuring) subscribe();
  m_bars.clear();
  m_settledAtS = 0;
  m_clipsSeen = {};
  replace({});
}

void MetersModel::resetClips() {
  for (int i = 0; i < channelCount(); ++i) m_clipsSeen[std::size_t(i)] = m_reading.perChannel[std::size_t(i)].clips;
  if (channelCount() > 0) Q_EMIT dataChanged(index(0), index(channelCount() - 1), {ClipsRole});
}

// All of it changes at once.
void MetersModel::replace(const core::MetersReading& reading) {
  beginResetModel();
  m_reading = m_written = reading;
  m_writtenAtS = -1;
  endResetModel();
  m_loudness.move(reading.loudness);
  m_loudness.write(reading);
  Q_EMIT channelsChanged();
  Q_EMIT moved();
  Q_EMIT textChanged();
}

void MetersModel::show(const core::MetersReading& reading) {
  if (m_tools.isPaused()) return;
  if (reading.timeS < m_reading.timeS) m_settledAtS = 0;  // time begins again with a capture
  const double elapsedS = std::clamp(reading.timeS - m_reading.timeS, 0.0, 1.0);
  const bool hasOtherRows = reading.channelCount != m_reading.channelCount;
  const bool isTextDue = m_writtenAtS < 0 || reading.timeS < m_writtenAtS || hasOtherRows ||
                         reading.timeS - m_writtenAtS >= kMeterTextEveryS;
  count(reading);
  if (hasOtherRows) beginResetModel();
  m_reading = reading;
  if (hasOtherRows) endResetModel();
  m_bars.move(reading, m_scale, elapsedS, kHolds[m_hold].seconds, m_settledAtS);
  if (!m_isActive) return;
  if (hasOtherRows) Q_EMIT channelsChanged();
  m_loudness.move(reading.loudness);
  Q_EMIT moved();
  if (isTextDue) {
    showText(hasOtherRows);
  } else if (channelCount() > 0) {
    static const QList<int> moving{PositionRole, PeakRole, HeldRole};
    Q_EMIT dataChanged(index(0), index(channelCount() - 1), moving);
  }
}

void MetersModel::showText(bool isOfNewRows) {
  m_written = m_reading;
  m_writtenAtS = m_reading.timeS;
  m_loudness.write(m_written);
  if (isOfNewRows) Q_EMIT channelsChanged();
  Q_EMIT textChanged();
  if (channelCount() > 0) Q_EMIT dataChanged(index(0), index(channelCount() - 1));
}

// A new stream counts its clips from zero.
void MetersModel::count(const core::MetersReading& reading) {
  for (std::size_t i = 0; i < reading.channelCount; ++i) {
    if (reading.perChannel[i].clips < m_reading.perChannel[i].clips) m_clipsSeen[i] = 0;
  }
}

int MetersModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : channelCount();
}

QVariant MetersModel::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= channelCount()) return {};
  const auto channel = std::size_t(index.row());
  const core::ChannelMeters& written = m_written.perChannel[channel];
  const QString crest = written.crestDb ? present::plainText(*written.crestDb, 1) : levelText({});
  switch (role) {
    case NameRole:
      return channelCount() == 2 ? (channel == 0 ? tr("L") : tr("R")) : QString::number(channel + 1);
    case PositionRole:
      return m_scale.positionOf(m_bars[channel].value);
    case PeakRole:
      return m_scale.positionOf(m_bars[channel].peak);
    case HeldRole:
      return m_scale.positionOf(m_bars[channel].held);
    case ValueRole:
      return m_scale.textOf(m_scale.valueOf(written));
    case LevelsRole:
      if (m_family == Level) {
        return tr("peak %1  \u00b7  TP %2  \u00b7  crest %3")
            .arg(heldText(channel), levelText(written.truePeakDb), crest);
      }
      return tr("RMS %1  \u00b7  TP %2  \u00b7  crest %3")
          .arg(levelText(written.rmsDb), levelText(written.truePeakDb), crest);
    case OffsetRole:
      return tr("DC %1").arg(levelText(written.dcDb, 0));
    case ClipsRole:
      return int(std::min<std::uint64_t>(written.clips - std::min(written.clips, m_clipsSeen[channel]), 999999));
    default:
      return {};
  }
}

QHash<int, QByteArray> MetersModel::roleNames() const {
  return {{NameRole, "name"},   {PositionRole, "position"}, {PeakRole, "peak"},     {HeldRole, "held"},
          {ValueRole, "value"}, {LevelsRole, "levels"},     {OffsetRole, "offset"}, {ClipsRole, "clips"}};
}

// A dash below the scale: in silence, the held peak falls without end.
QString MetersModel::heldText(std::size_t channel) const {
  const double held = m_bars[channel].held;
  return levelText(m_scale.positionOf(held) > 0 ? std::optional(held) : std::nullopt);
}

QString MetersModel::correlationText() const {
  return levelText(m_written.correlation, 2);
}

std::optional<double> MetersModel::spl() const {
  return m_controller ? m_controller->soundLevel()->splOf(m_written) : std::nullopt;
}

QString MetersModel::splWeighting() const {
  return m_controller ? m_controller->soundLevel()->weightingText() : QString();
}

QString MetersModel::splText() const {
  if (!m_controller || !m_controller->soundLevel()->isCalibrated()) return {};
  const auto level = spl();
  return level ? present::plainText(*level, 1) : levelText({});
}

QStringList MetersModel::families() const {
  return {tr("Level"), tr("Peak"), tr("VU"), tr("PPM"), tr("K")};
}

// Of the EBU and of SMPTE, and another one that was set.
QList<double> MetersModel::vuZeros() const {
  QList<double> zeros{core::kAlignmentDb, kSmpteVuDbfs};
  if (!zeros.contains(m_vuZeroDbfs)) zeros << m_vuZeroDbfs;
  return zeros;
}

QStringList MetersModel::variants() const {
  if (m_family == Ppm) return {tr("I (DIN)"), tr("IIa (BBC)"), tr("IIb (EBU)")};
  if (m_family == K) return {tr("K-12"), tr("K-14"), tr("K-20")};
  if (m_family != Vu) return {tr("Hold 1.5 s"), tr("Hold 5 s"), tr("Hold until reset")};
  QStringList names;
  for (const double zero : vuZeros())
    names << tr("0 VU = %1 dBFS").arg(present::signedText(zero, zero == std::round(zero) ? 0 : 1));
  return names;
}

int MetersModel::variant() const {
  if (m_family == Level || m_family == Peak) return m_hold;
  if (m_family == Vu) return int(vuZeros().indexOf(m_vuZeroDbfs));
  if (!m_controller) return 0;
  const analysis::Settings& values = m_controller->settings()->values();
  return m_family == Ppm ? int(values.ppm) : int(values.kScale);
}

QString MetersModel::scaleName() const {
  if (m_family == Ppm) return tr("PPM %1").arg(variants()[variant()]);
  return m_family == K ? variants()[variant()] : families()[m_family];
}

// Only what the meters obey: readings of other settings have nothing to settle.
void MetersModel::applySettings() {
  const auto before = m_scale.kind();
  const double zeroBefore = m_vuZeroDbfs;
  if (kindNow() != before || m_controller->settings()->values().vuZeroDbfs != zeroBefore) applyScale();
}

MeterKind MetersModel::kindNow() const {
  switch (m_family) {
    case Level:
      return MeterKind::Level;
    case Peak:
      return MeterKind::Peak;
    case Vu:
      return MeterKind::Vu;
    case Ppm:
      return MeterKind(int(MeterKind::PpmDin) + variant());
    default:
      return MeterKind(int(MeterKind::K12) + variant());
  }
}

void MetersModel::applyScale() {
  m_vuZeroDbfs = m_controller->settings()->values().vuZeroDbfs;
  m_scale = present::MeterScale(kindNow(), m_vuZeroDbfs);
  m_bars.clear();
  m_settledAtS = m_reading.timeS + kSettleS;
  Q_EMIT scaleChanged();
}

void MetersModel::chooseFamily(int family) {
  if (family == m_family || family < Level || family > K || !m_controller) return;
  m_family = family;
  m_controller->settings()->keep(kMeterKey, QLatin1String(kFamilyNames[family]));
  applyScale();
}

void MetersModel::chooseVariant(int variant) {
  if (!m_controller || variant < 0 || variant >= variants().size()) return;
  AppSettings& settings = *m_controller->settings();
  if (m_family == Vu) settings.setNumber(kVuRow, vuZeros()[variant]);
  if (m_family == Ppm) settings.setChoice(kPpmRow, variant);
  if (m_family == K) settings.setChoice(kKRow, variant);
  if (m_family == Level || m_family == Peak) {
    m_hold = variant;
    settings.keep(kHoldKey, QLatin1String(kHolds[variant].name));
  }
  applyScale();
}

// Times to hold and the level of 0 VU are no scales.
void MetersModel::nextScale() {
  const bool hasScales = m_family == Ppm || m_family == K;
  if (hasScales && variant() + 1 < variants().size()) {
    chooseVariant(variant() + 1);
    return;
  }
  chooseFamily((m_family + 1) % int(std::size(kFamilyNames)));
  if (m_family == Ppm || m_family == K) chooseVariant(0);
}

QJsonObject MetersModel::settingsText() const {
  if (!m_controller) return {};
  const SoundLevel& level = *m_controller->soundLevel();
  QJsonObject text = m_loudness.settingsText();
  text[QStringLiteral("scale")] = scaleName();
  text[QStringLiteral("unit")] = unit();
  text[QStringLiteral("peakHold")] = QLatin1String(kHolds[m_hold].name);
  text[QStringLiteral("vuZeroDbfs")] = m_vuZeroDbfs;
  text[QStringLiteral("soundLevelWeighting")] = level.weightingText();
  text[QStringLiteral("soundLevelCalibration")] = level.calibrationText();
  text[QStringLiteral("microphone")] = level.micName();
  return text;
}

QList<double> MetersModel::markPositions() const {
  QList<double> positions;
  for (const auto& mark : m_scale.marks()) positions << m_scale.positionOf(mark.db);
  return positions;
}

QStringList MetersModel::markLabels() const {
  QStringList labels;
  for (const auto& mark : m_scale.marks()) labels << mark.label;
  return labels;
}

double MetersModel::cautionPosition() const {
  return m_scale.cautionDb() > 100 ? 1 : m_scale.positionOf(m_scale.cautionDb());
}
double MetersModel::dangerPosition() const {
  return m_scale.dangerDb() > 100 ? 1 : m_scale.positionOf(m_scale.dangerDb());
}

}  // namespace tunescope::ui
