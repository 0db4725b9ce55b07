// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tuningshare.h"

#include "analysis/tuningof.h"
#include "core/tuning/decimal.h"
#include "core/tuning/scala.h"
#include "core/tuning/temperament.h"
#include "present/wholefile.h"

#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QUrl>

#include <cmath>
#include <utility>
#include <vector>

namespace tunescope::ui {

namespace {

const QString kAddress = QStringLiteral("webAddress");
constexpr int kOctaveKeys = 12;
constexpr int kMaxNameLength = 60;
constexpr int kMaxSameNames = 1000;

QString fromText(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// The scale as keys from C on, whatever its key is.
core::Scale fromC(const core::TuningSettings& tuning) {
  core::Scale scale;
  const int first = tuning.firstKey % kOctaveKeys;
  const auto centsOf = [&](int place) {
    const int degree = (place - first + kOctaveKeys) % kOctaveKeys;
    return tuning.scale.cents[std::size_t(degree)] - 100.0 * degree;
  };
  for (int place = 1; place < kOctaveKeys; ++place) scale.cents.push_back(100.0 * place + centsOf(place) - centsOf(0));
  for (int place = 0; place < kOctaveKeys && !tuning.scale.names.empty(); ++place) {
    scale.names.push_back(tuning.scale.names[std::size_t((place - first + kOctaveKeys) % kOctaveKeys)]);
  }
  return scale;
}

// A file counts octaves as it likes; what is written counts keys from C-1 on. A range by notes moves with the
// reference.
core::ScaleOrigin originFromC(const analysis::Settings& values, const core::TuningSettings& tuning) {
  core::ScaleOrigin origin = analysis::scaleOriginOf(values);
  const auto reference = analysis::scaleReferenceOf(values);
  auto* range = std::get_if<core::NoteRange>(&origin.range);
  if (range == nullptr || !reference) return origin;
  const int key = core::standardOf(*reference, tuning.scale, tuning.firstKey).midi;
  const int up = key - kOctaveKeys - (kOctaveKeys * reference->octave + reference->degree);
  range->first += up;
  if (range->last) *range->last += up;
  return origin;
}

QString fileName(QString title) {
  for (QChar& c : title) {
    if (!c.isLetterOrNumber() && c != QLatin1Char(' ') && c != QLatin1Char('-')) c = QLatin1Char('_');
  }
  title = title.simplified().left(kMaxNameLength);
  return title.isEmpty() ? QStringLiteral("tuning") : title;
}

}  // namespace

TuningShare::TuningShare(AppSettings& settings, QObject* parent)
    : QObject(parent), m_settings(settings), m_address(settings.kept(kAddress).toString()) {
  connect(&settings, &AppSettings::valuesChanged, this, [this] {
    setMessage({});
    Q_EMIT changed();
  });
}

void TuningShare::setAddress(const QString& address) {
  QUrl url(address.trimmed(), QUrl::StrictMode);
  url.setQuery(QString());
  url.setFragment(QString());
  const bool isWeb = url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http");
  const bool isEmpty = address.trimmed().isEmpty();
  if (!isEmpty && (!url.isValid() || !isWeb || url.host().isEmpty())) {
    return setMessage(tr("That is no address of a web page. Type one that begins with https://."));
  }
  setMessage({});
  m_address = isEmpty ? QString() : url.toString();
  if (!m_isPage) m_settings.keep(kAddress, isEmpty ? QVariant() : QVariant(m_address));
  Q_EMIT changed();
}

void TuningShare::setPage(const QString& address) {
  m_isPage = true;
  setAddress(address);
}

QString TuningShare::query() const {
  const analysis::Settings& values = m_settings.values();
  QStringList pairs;
  const auto add = [&pairs](const char* name, const QString& value) {
    const QByteArray keep = QByteArrayLiteral(":,/");
    pairs << QLatin1String(name) + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value, keep));
  };
  const bool hasKeymap = !values.keymap.empty();
  if (!hasKeymap && !values.reference.empty()) add("reference", fromText(values.reference));
  if (!hasKeymap && values.reference.empty() && !analysis::hasScaleReference(values)) {
    add("a4", QString::number(values.a4Hz));
  }
  const core::TuningSettings tuning = analysis::tuningSettingsOf(values);
  if (!values.scale.empty()) {
    add("scale", fromText(values.scale));
  } else if (hasKeymap) {
    add("scale", fromText(core::scaleText(analysis::tuningName(values), tuning.scale)));
  } else {
    add("temperament", fromText(values.temperament));
  }
  if (hasKeymap) {
    add("keymap", fromText(values.keymap));
  } else {
    add("key", fromText(values.key));
  }
  if (values.transposition != 0) add("transpose", QString::number(values.transposition));
  if (!values.instrument.empty()) add("instrument", fromText(values.instrument));
  if (!values.instrument.empty() && values.capo != 0) add("capo", QString::number(values.capo));
  return pairs.join(QLatin1Char('&'));
}

QString TuningShare::link() const {
  if (m_address.isEmpty() || isTooLong()) return {};
  return m_address + QLatin1Char('?') + query();
}

bool TuningShare::isTooLong() const {
  return m_address.size() + 1 + query().size() > kMaxLinkLength;
}

QString TuningShare::title() const {
  const analysis::Settings& values = m_settings.values();
  QString title = fromText(analysis::tuningName(values));
  for (const core::Temperament& each : core::temperaments()) {
    if (values.scale.empty() && each.id == values.temperament) title = fromText(each.title);
  }
  return values.key == analysis::Settings().key ? title : tr("%1 in %2").arg(title, fromText(values.key));
}

QString TuningShare::scaleFile() const {
  const analysis::Settings& values = m_settings.values();
  const core::TuningSettings tuning = analysis::tuningSettingsOf(values);
  if (!tuning.scale.isTwelveKeys() || tuning.keymap) {
    return values.scale.empty() ? fromText(core::scaleText(analysis::tuningName(values), tuning.scale))
                                : fromText(values.scale);  // with all that an .ascl says
  }
  const int key = tuning.standard.midi;
  const core::ScaleReference reference{
      .octave = key / kOctaveKeys - 1, .degree = key % kOctaveKeys, .hertz = tuning.standard.hertz};
  return fromText(core::scaleText(title().toStdString(), fromC(tuning), reference, originFromC(values, tuning)));
}

void TuningShare::setMessage(const QString& message) {
  if (std::exchange(m_message, message) != message) Q_EMIT messageChanged();
}

void TuningShare::copyLink() {
  const QString text = link();
  if (text.isEmpty()) return;
  QGuiApplication::clipboard()->setText(text);
  setMessage(tr("The link is in the clipboard."));
}

QString TuningShare::folder() {
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  return QDir(documents.isEmpty() ? QDir::homePath() : documents).filePath(QStringLiteral("Tunescope"));
}

bool TuningShare::write(const QString& name, const QString& text, QString& path) const {
  const QDir folder(TuningShare::folder());
  if (!folder.mkpath(QStringLiteral("."))) return false;
  const QFileInfo wanted(name);
  path = folder.filePath(name);
  for (int i = 2; QFileInfo::exists(path) && i < kMaxSameNames; ++i) {
    path =
        folder.filePath(QStringLiteral("%1 %2.%3").arg(wanted.completeBaseName(), QString::number(i), wanted.suffix()));
  }
  return !QFileInfo::exists(path) && !present::writeWholeFile(path, text.toStdString());
}

void TuningShare::saveFile() {
  const QString name = fileName(title());
  std::vector<std::pair<QString, QString>> files{{name + QStringLiteral(".scl"), scaleFile()}};
  const std::string& keymap = m_settings.values().keymap;
  if (!keymap.empty()) files.emplace_back(name + QStringLiteral(".kbm"), fromText(keymap));
  QString path;
  for (const auto& [file, text] : files) {
    if (m_isPage) {
      Q_EMIT saveRequested(file, text);
    } else if (!write(file, text, path)) {
      return setMessage(tr("%1 cannot be written. Look whether the folder is there and has room.").arg(path));
    }
  }
  setMessage(m_isPage ? tr("The file is in your downloads.") : tr("Saved as %1.").arg(path));
}

}  // namespace tunescope::ui
