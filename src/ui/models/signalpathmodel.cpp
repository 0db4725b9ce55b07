// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/signalpathmodel.h"

#include "present/capturestate.h"
#include "present/numbertext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSysInfo>

#include <algorithm>
#include <cmath>

namespace tunescope::ui {

namespace {

using present::countText;
using present::plainText;
using present::signedText;

QString soundSystemName(const std::string& api) {
  if (api == "pulse") return QStringLiteral("PulseAudio");
  if (api == "jack") return QStringLiteral("JACK");
  if (api == "alsa") return QStringLiteral("ALSA");
  return QString::fromStdString(api);
}

QString clockText(const audio::CaptureFigures& figures) {
  if (!figures.isMetered) return SignalPathModel::tr("unknown");
  if (!figures.clock) return SignalPathModel::tr("being measured");
  const audio::ClockEstimate& clock = *figures.clock;
  // No digit finer than its uncertainty.
  const int decimals = std::clamp(int(std::ceil(-std::log10(std::max(clock.sigmaPpm, 1e-3)))) + 1, 0, 3);
  return SignalPathModel::tr("%1 ± %2 ppm over %3 s")
      .arg(signedText(clock.ppm, decimals), plainText(clock.sigmaPpm, decimals), plainText(clock.seconds, 0));
}

QString callbackText(const audio::CaptureFigures& figures) {
  const audio::CallbackMeter::Snapshot& callback = figures.callback;
  if (callback.maxUs <= 0) return SignalPathModel::tr("unknown");
  return SignalPathModel::tr("%1 µs; 99.9 %: %2 µs; maximum: %3 µs")
      .arg(plainText(callback.p50Us, 1), plainText(callback.p999Us, 1), plainText(callback.maxUs, 1));
}

QString lostText(std::uint64_t frames, double rateHz) {
  if (frames == 0) return SignalPathModel::tr("none");
  if (!(rateHz > 0)) return countText(frames);
  const double seconds = double(frames) / rateHz;
  const int decimals = seconds < 1 ? 3 : seconds < 100 ? 2 : 0;
  return SignalPathModel::tr("%1 (%2 s)").arg(countText(frames), plainText(seconds, decimals));
}

}  // namespace

void SignalPathModel::show(const analysis::SignalPath& path, double appliedPpm) {
  const audio::CaptureFormat& format = path.status.format;
  const audio::CaptureFigures& figures = path.figures;
  const QString none = tr("none");
  std::vector<Row> rows;
  const auto add = [&rows](const QString& name, const QString& value) { rows.push_back({name, value}); };
  add(tr("Input"), format.source.empty() ? none : QString::fromStdString(format.source));
  add(tr("State"), present::stateText(path.status.state));
  if (!format.api.empty()) add(tr("Sound system"), soundSystemName(format.api));
  if (format.sampleRateHz > 0) {
    QString rate = tr("%1 Hz").arg(format.sampleRateHz);
    if (format.channels > 0) {
      rate += format.channels == 1 ? tr(", 1 channel") : tr(", %1 channels").arg(format.channels);
    }
    add(tr("Sample rate"), rate);
  }
  if (format.bufferFrames > 0 && format.sampleRateHz > 0) {
    add(tr("Buffer"), tr("%1 frames, %2 ms")
                          .arg(format.bufferFrames)
                          .arg(plainText(1000.0 * format.bufferFrames / format.sampleRateHz, 1)));
  }
  add(tr("Blocks"),
      figures.isMetered ? tr("%1 a second").arg(plainText(figures.callbacksPerSecond, 1)) : tr("unknown"));
  add(tr("Callback takes"), callbackText(figures));
  add(tr("Waiting in the ring"), tr("%1 %").arg(plainText(100 * path.ringFill, 1)));
  add(tr("Lost samples"), lostText(path.lostFrames, format.sampleRateHz));
  add(tr("Overruns"), figures.overruns == 0 ? none : countText(figures.overruns));
  add(tr("Reopened"), path.status.reopened == 0 ? tr("never") : countText(path.status.reopened));
  if (path.status.abandoned > 0) add(tr("Hung calls"), countText(path.status.abandoned));
  add(tr("Device clock"), clockText(figures));
  if (std::abs(appliedPpm) > 0) add(tr("Pitch corrected by"), tr("%1 ppm").arg(signedText(appliedPpm, 3)));
  add(tr("Delay"), path.delayMs ? tr("%1 ms").arg(plainText(*path.delayMs, 0)) : tr("unknown"));
  if (rows == m_rows) return;
  const bool isSameShape = rows.size() == m_rows.size();
  if (!isSameShape) beginResetModel();
  m_rows = std::move(rows);
  if (isSameShape) {
    Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
  } else {
    endResetModel();
  }
  Q_EMIT textChanged();
}

QString SignalPathModel::text() const {
  QString text =
      QStringLiteral("Tunescope %1, Qt %2, %3\n")
          .arg(QStringLiteral(TUNESCOPE_VERSION), QString::fromLatin1(qVersion()), QSysInfo::prettyProductName());
  for (const Row& row : m_rows) text += row.name + QStringLiteral(": ") + row.value + QLatin1Char('\n');
  return text;
}

void SignalPathModel::copy() const {
  QGuiApplication::clipboard()->setText(text());
}

int SignalPathModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SignalPathModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[std::size_t(index.row())];
  if (role == NameRole) return row.name;
  if (role == ValueRole) return row.value;
  return {};
}

QHash<int, QByteArray> SignalPathModel::roleNames() const {
  return {{NameRole, "name"}, {ValueRole, "value"}};
}

}  // namespace tunescope::ui
