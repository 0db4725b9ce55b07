// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/metersmodel.h"

#include "present/numbertext.h"
#include "ui/views/meterstable.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tunescope::ui {

namespace {

using MeterKind = present::MeterScale::Kind;

constexpr double kReadingEveryS = 0.03;
constexpr double kMeterTextEveryS = 0.15;
constexpr double kSettleS = 0.3;                                    // after a change of the scale
constexpr const char* kFamilyNames[] = {"peak", "vu", "ppm", "k"};  // in the settings
const QString kMeterKey = QStringLiteral("meter");
constexpr const analysis::Setting& kPpmRow = analysis::kSettings[analysis::settingIndex("ppm")];
constexpr const analysis::Setting& kKRow = analysis::kSettings[analysis::settingIndex("k")];

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
  connect(this, &MetersModel::sourceChanged, this, &MetersModel::subscribe);
  connect(&m_tools, &ViewTools::pausedChanged, this, &MetersModel::resume);
}

// Has its own measurement while the view is visible.
void MetersModel::subscribe() {
  m_feed.cancel();
  disconnect(m_rested);
  disconnect(m_settingsChanged);
  if (!m_controller) return;
  const QString meter = m_controller->settings()->kept(kMeterKey).toString();
  const auto* name = std::find(std::begin(kFamilyNames), std::end(kFamilyNames), meter.toStdString());
  if (name != std::end(kFamilyNames)) m_family = int(name - std::begin(kFamilyNames));
  applyScale();
  if (!m_isActive) return;
  m_settingsChanged = connect(m_controller->settings(), &AppSettings::valuesChanged, this, &MetersModel::applyScale);
  connect(m_controller->soundLevel(), &SoundLevel::changed, this, &MetersModel::textChanged, Qt::UniqueConnection);
  m_rested = connect(m_controller->run(), &CaptureRun::rested, this, &MetersModel::rest);
  const auto take = [this](const core::MetersReading& reading, analysis::Ticket) {
    if (!m_controller->run()->isStopped()) show(reading);
  };
  m_feed =
      m_controller->session().worker().feed<core::MetersReading>().subscribe(this, take, {.intervalS = kReadingEveryS});
}

// What was measured over all of the sound stays to be read; what is of a moment goes.
void MetersModel::rest() {
  m_isOver = m_tools.isPaused();
  if (m_isOver) return;
  beginResetModel();
  m_reading.loudness.momentary.reset();
  m_reading.loudness.shortTerm.reset();
  m_reading.correlation.reset();
  m_reading.weightedDb.reset();
  for (core::ChannelMeters& channel : m_reading.perChannel) {
    const std::uint64_t clips = channel.clips;
    channel = {};
    channel.clips = clips;
  }
  m_written = m_reading;
  m_writtenAtS = -1;
  m_bars = {};
  endResetModel();
  Q_EMIT channelsChanged();
  Q_EMIT moved();
  Q_EMIT textChanged();
}

void MetersModel::resume() {
  if (m_isOver && !m_tools.isPaused()) rest();
}

void MetersModel::clear() {
  beginResetModel();
  m_reading = m_written = {};
  m_writtenAtS = -1;
  m_bars = {};
  endResetModel();
  Q_EMIT channelsChanged();
  Q_EMIT moved();
  Q_EMIT textChanged();
}

void MetersModel::reset() {
  subscribe();
  clear();
}

void MetersModel::show(const core::MetersReading& reading) {
  if (m_tools.isPaused()) return;
  const double elapsedS = std::clamp(reading.timeS - m_reading.timeS, 0.0, 1.0);
  const bool hasOtherRows = reading.channelCount != m_reading.channelCount;
  if (hasOtherRows) beginResetModel();
  m_reading = reading;
  if (hasOtherRows) endResetModel();
  if (hasOtherRows) Q_EMIT channelsChanged();
  moveBars(elapsedS);
  Q_EMIT moved();
  const bool isTextDue = m_writtenAtS < 0 || reading.timeS < m_writtenAtS || hasOtherRows ||
                         reading.timeS - m_writtenAtS >= kMeterTextEveryS;
  if (isTextDue) {
    m_written = reading;
    m_writtenAtS = reading.timeS;
    Q_EMIT textChanged();
  }
  if (channelCount() > 0) {
    static const QList<int> moving{PositionRole, HeldRole};
    static const QList<int> all{PositionRole, HeldRole, ValueRole, LevelsRole, OffsetRole, ClipsRole};
    Q_EMIT dataChanged(index(0), index(channelCount() - 1), isTextDue ? all : moving);
  }
}

// The programme and volume meters have their own ballistics; peaks fall like a programme meter of type I.
void MetersModel::moveBars(double elapsedS) {
  for (int i = 0; i < channelCount(); ++i) {
    const core::ChannelMeters& meters = m_reading.perChannel[std::size_t(i)];
    Bar& bar = m_bars[std::size_t(i)];
    const double position = m_scale.positionOf(m_scale.valueOf(meters));
    const bool falls = m_family == Peak && position < bar.position;
    bar.position = falls ? std::max(position, bar.position - elapsedS * 0.18) : position;
    const double highest = std::max(bar.position, m_scale.positionOf(m_scale.peakOf(meters)));
    if (highest >= bar.held || m_reading.timeS < m_settledAtS) {  // readings of another scale are still on their way
      bar.held = highest;
      bar.heldAtS = m_reading.timeS;
    } else if (m_reading.timeS - bar.heldAtS > kHoldS) {
      bar.held = std::max(highest, bar.held - kFallPerS * elapsedS);
    }
  }
}

int MetersModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : channelCount();
}

QVariant MetersModel::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= channelCount()) return {};
  const auto channel = std::size_t(index.row());
  const core::ChannelMeters& written = m_written.perChannel[channel];
  switch (role) {
    case NameRole:
      return channelCount() == 2 ? (channel == 0 ? tr("L") : tr("R")) : QString::number(channel + 1);
    case PositionRole:
      return m_bars[channel].position;
    case HeldRole:
      return m_bars[channel].held;
    case ValueRole:
      return m_scale.textOf(m_scale.valueOf(written));
    case LevelsRole:
      return tr("RMS %1  \u00b7  TP %2  \u00b7  crest %3")
          .arg(levelText(written.rmsDb), levelText(written.truePeakDb),
               written.crestDb ? present::plainText(*written.crestDb, 1) : levelText({}));
    case OffsetRole:
      return tr("DC %1").arg(levelText(written.dcDb, 0));
    case ClipsRole:
      return int(std::min<std::uint64_t>(written.clips, 999999));
    default:
      return {};
  }
}

QHash<int, QByteArray> MetersModel::roleNames() const {
  return {{NameRole, "name"},     {PositionRole, "position"}, {HeldRole, "held"},  {ValueRole, "value"},
          {LevelsRole, "levels"}, {OffsetRole, "offset"},     {ClipsRole, "clips"}};
}

QString MetersModel::momentaryText() const {
  return levelText(m_written.loudness.momentary);
}
QString MetersModel::shortTermText() const {
  return levelText(m_written.loudness.shortTerm);
}
QString MetersModel::integratedText() const {
  return levelText(m_written.loudness.integrated);
}

QString MetersModel::detailText() const {
  const core::LoudnessReading& loudness = m_written.loudness;
  const QString range = loudness.range ? present::plainText(*loudness.range, 1) : QStringLiteral("\u2013");
  return tr("Range %1 LU   max M %2   max S %3 LUFS   max true peak %4 dBTP")
      .arg(range, levelText(loudness.maxMomentary), levelText(loudness.maxShortTerm),
           levelText(m_written.maxTruePeakDb));
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
  return {tr("Peak"), tr("VU"), tr("PPM"), tr("K")};
}

QStringList MetersModel::variants() const {
  if (m_family == Ppm) return {tr("I (DIN)"), tr("IIa (BBC)"), tr("IIb (EBU)")};
  if (m_family == K) return {tr("K-12"), tr("K-14"), tr("K-20")};
  return {};
}

int MetersModel::variant() const {
  if (!m_controller) return 0;
  const analysis::Settings& values = m_controller->settings()->values();
  return m_family == Ppm ? int(values.ppm) : m_family == K ? int(values.kScale) : 0;
}

QString MetersModel::scaleName() const {
  const QStringList names = variants();
  if (m_family == Ppm) return tr("PPM %1").arg(names[variant()]);
  return names.isEmpty() ? families()[m_family] : names[variant()];
}

void MetersModel::applyScale() {
  const auto first = m_family == Peak  ? MeterKind::Peak
                     : m_family == Vu  ? MeterKind::Vu
                     : m_family == Ppm ? MeterKind::PpmDin
                                       : MeterKind::K12;
  m_scale = present::MeterScale(MeterKind(int(first) + variant()));
  m_bars = {};
  m_settledAtS = m_reading.timeS + kSettleS;
  Q_EMIT scaleChanged();
}

void MetersModel::chooseFamily(int family) {
  if (family == m_family || family < Peak || family > K || !m_controller) return;
  m_family = family;
  m_controller->settings()->keep(kMeterKey, QLatin1String(kFamilyNames[family]));
  applyScale();
}

void MetersModel::chooseVariant(int variant) {
  if (!m_controller || variant < 0 || variant >= variants().size()) return;
  m_controller->settings()->setChoice(m_family == Ppm ? kPpmRow : kKRow, variant);
  applyScale();
}

void MetersModel::nextScale() {
  if (variant() + 1 < variants().size()) {
    chooseVariant(variant() + 1);
    return;
  }
  chooseFamily((m_family + 1) % int(std::size(kFamilyNames)));
  chooseVariant(0);
}

QJsonObject MetersModel::settingsText() const {
  if (!m_controller) return {};
  const SoundLevel& level = *m_controller->soundLevel();
  return {{QStringLiteral("scale"), scaleName()},
          {QStringLiteral("unit"), unit()},
          {QStringLiteral("vuReferenceDbfs"), core::kVuReferenceDb},
          {QStringLiteral("loudnessTargetLufs"), -23},
          {QStringLiteral("soundLevelWeighting"), level.weightingText()},
          {QStringLiteral("soundLevelCalibration"), level.calibrationText()},
          {QStringLiteral("microphone"), level.micName()}};
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
