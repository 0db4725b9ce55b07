// SPDX-License-Identifier: GPL-3.0-or-later
// Any file of settings: what cannot be read is its default, and what is set is there again after the next start.
#include "ui/settings/appsettings.h"

#include <QDir>
#include <QFile>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <unistd.h>

namespace {

using tunescope::ui::AppSettings;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const QString path = QDir::tempPath() + QStringLiteral("/settings-%1.ini").arg(::getpid());
  QFile file(path);
  require(file.open(QIODevice::WriteOnly) &&
          file.write(reinterpret_cast<const char*>(data), qint64(size)) == qint64(size));
  file.close();
  {
    AppSettings settings(path);
    require(settings.a4Hz() >= AppSettings::minA4Hz() && settings.a4Hz() <= AppSettings::maxA4Hz());
    require(settings.deviceId().size() <= 512);
    require(settings.geometry().isNull() || settings.geometry().isValid());
    settings.setA4Hz(442.5);
    settings.setNotation(AppSettings::Notation::German);
  }
  const AppSettings again(path);
  require(std::abs(again.a4Hz() - 442.5) < 1e-9 && again.notation() == AppSettings::Notation::German);
  QFile::remove(path);
  return 0;
}
