// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/spectrumchoice.h"

namespace tunescope::ui {

namespace {

constexpr std::array<std::size_t, 8> kSizes = {512, 1024, 2048, 4096, 8192, 16384, 32768, 65536};
constexpr std::array<double, 5> kTimeConstantsS = {0, 0.125, 1, 10, 0};
constexpr int kAveragingOff = 0, kAveragingMean = 4;
constexpr std::array kKeys = {"spectrumMode",      "spectrumAxis", "spectrumSize",  "spectrumWindow",
                              "spectrumAveraging", "spectrumHold", "spectrumFloor", "spectrumPartials"};

const core::SpectrumWindowShape& shapeAt(int index) {
  return core::spectrumWindows()[std::size_t(index)];
}

QString titleOf(const core::SpectrumWindowShape& shape) {
  return QString::fromUtf8(shape.title.data(), qsizetype(shape.title.size()));
}

}  // namespace

int SpectrumChoice::countOf(Value value) {
  switch (value) {
    case ModeValue:
      return 3;
    case SizeValue:
      return int(kSizes.size());
    case WindowValue:
      return int(core::spectrumWindows().size());
    case AveragingValue:
      return int(kTimeConstantsS.size());
    default:
      return 2;
  }
}

void SpectrumChoice::setSettings(AppSettings* settings) {
  m_settings = settings;
  if (!settings) return;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const QVariant kept = settings->kept(QString::fromLatin1(kKeys[i]));
    bool isNumber = false;
    const int index = kept.toInt(&isNumber);
    if (isNumber && index >= 0 && index < countOf(Value(i))) m_values[i] = index;
  }
  Q_EMIT changed();
}

void SpectrumChoice::set(Value value, int index) {
  if (index < 0 || index >= countOf(value) || index == m_values[value]) return;
  m_values[value] = index;
  if (m_settings) m_settings->keep(QString::fromLatin1(kKeys[value]), index);
  Q_EMIT changed();
  if (value == ModeValue || value == SizeValue || value == WindowValue || value == AveragingValue)
    Q_EMIT measurementChanged();
}

QStringList SpectrumChoice::sizes() const {
  QStringList texts;
  for (const std::size_t size : kSizes) texts << (size < 1024 ? QString::number(size) : tr("%1k").arg(size / 1024));
  return texts;
}

QStringList SpectrumChoice::windows() const {
  QStringList texts;
  for (const core::SpectrumWindowShape& shape : core::spectrumWindows()) texts << titleOf(shape);
  return texts;
}

QString SpectrumChoice::text() const {
  const QString average = averaging() == kAveragingOff ? tr("no averaging") : averagings().at(averaging()).toLower();
  if (isBands()) return tr("IEC 61260-1 class 1, %1").arg(average);
  return tr("%1, %2 samples, %3").arg(titleOf(shapeAt(window()))).arg(kSizes[std::size_t(size())]).arg(average);
}

analysis::SpectrumTiming SpectrumChoice::timing() const {
  using Average = core::SpectrumAverage::Mode;
  return {.isDisplay = true,
          .averaging = averaging() == kAveragingOff    ? Average::None
                       : averaging() == kAveragingMean ? Average::Linear
                                                       : Average::Exponential,
          .timeConstantS = kTimeConstantsS[std::size_t(averaging())],
          .pictureS = 1 / m_picturesPerS};
}

analysis::SpectrumParameters SpectrumChoice::spectrum() const {
  return {.size = kSizes[std::size_t(size())], .window = shapeAt(window()).window, .timing = timing()};
}

analysis::BandsParameters SpectrumChoice::bands() const {
  return {.fraction = mode() == Octaves ? core::BandFraction::Octave : core::BandFraction::Third, .timing = timing()};
}

QJsonObject SpectrumChoice::toJson() const {
  const std::string_view id = shapeAt(window()).id;
  return {{QStringLiteral("mode"), mode() == Lines     ? QStringLiteral("spectrum")
                                   : mode() == Octaves ? QStringLiteral("octaves")
                                                       : QStringLiteral("thirds")},
          {QStringLiteral("frequencyAxis"), isLog() ? QStringLiteral("logarithmic") : QStringLiteral("linear")},
          {QStringLiteral("fftSamples"), int(kSizes[std::size_t(size())])},
          {QStringLiteral("window"), QString::fromLatin1(id.data(), qsizetype(id.size()))},
          {QStringLiteral("averaging"), averaging() == kAveragingOff    ? QStringLiteral("none")
                                        : averaging() == kAveragingMean ? QStringLiteral("linear")
                                                                        : QStringLiteral("exponential")},
          {QStringLiteral("timeConstantS"), kTimeConstantsS[std::size_t(averaging())]},
          {QStringLiteral("peakHold"), hasHold()},
          {QStringLiteral("noiseFloor"), hasFloor()},
          {QStringLiteral("partials"), hasPartials()}};
}

}  // namespace tunescope::ui
