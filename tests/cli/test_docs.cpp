// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of docs/cli.md and docs/web.md list the options that there are, with the limits that they have.
#include "cli/options/optiontable.h"
#include "cli/write/numbers.h"

#include <QFile>
#include <QTest>

#include <map>

using namespace tunescope;

namespace {

QString contentOf(const char* name) {
  QFile file(QStringLiteral(TUNESCOPE_DOCS "/") + QLatin1String(name));
  if (!file.open(QIODevice::ReadOnly)) qFatal("docs/%s cannot be read", name);
  return QString::fromUtf8(file.readAll());
}

// The text of each table row that begins with an option, by its first code span: "--a4 HZ".
std::multimap<QString, QString> rowsOfOptions() {
  std::multimap<QString, QString> rows;
  for (QString line : contentOf("cli.md").split(QLatin1Char('\n'))) {
    if (!line.startsWith(QStringLiteral("| `--"))) continue;
    line.replace(QStringLiteral("\\|"), QStringLiteral("|"));
    rows.emplace(line.section(QLatin1Char('`'), 1, 1), line);
  }
  return rows;
}

QString text(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString number(double value) {
  std::string digits;
  cli::appendShortest(digits, value);
  return QString::fromStdString(digits);
}

}  // namespace

class TestDocs : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyOptionHasOneRow() {
    auto rows = rowsOfOptions();
    for (const cli::OptionSpec& option : cli::kOptions) {
      const QString title = QStringLiteral("--") + text(option.name) +
                            (option.value.empty() ? QString() : QLatin1Char(' ') + text(option.value));
      QVERIFY2(rows.count(title) == 1, qPrintable(title));
      rows.erase(title);
    }
    for (const auto& [title, row] : rows) QFAIL(qPrintable(title + QStringLiteral(" is no option")));
  }

  void everySettingHasItsLimits() {
    const auto rows = rowsOfOptions();
    const analysis::Settings defaults;
    for (const analysis::Setting& setting : analysis::kSettings) {
      const bool isSwitch = setting.valueName.empty();
      const auto title = QStringLiteral("--%1 %2").arg(text(setting.name), text(setting.valueName)).trimmed();
      const auto found = rows.find(title);
      QVERIFY2(found != rows.end(), qPrintable(title));
      if (isSwitch) continue;
      const QString& row = found->second;
      if (setting.number != nullptr) {
        const QString range = QStringLiteral("%1 to %2").arg(number(setting.range.min), number(setting.range.max));
        QVERIFY2(row.contains(range), qPrintable(row));
        QVERIFY2(row.contains(QStringLiteral("(default %1)").arg(number(defaults.*setting.number))), qPrintable(row));
        continue;
      }
      for (const std::string_view word : setting.words) {
        const bool isUnsayable = !setting.defaultText.empty() && word == setting.words.front();
        QVERIFY2(isUnsayable || row.contains(text(word)), qPrintable(row));
      }
      const auto standard = setting.defaultText.empty() ? wordOf(setting, defaults) : setting.defaultText;
      const QString written = QStringLiteral("(default");
      QVERIFY2(row.contains(text(standard)) && row.contains(written), qPrintable(row));
    }
  }

  void theAddressIsDescribed() {
    const QString web = contentOf("web.md");
    for (const cli::OptionSpec& option : cli::kOptions) {
      const QString key =
          QStringLiteral("`?%1%2").arg(text(option.name), QLatin1String(option.value.empty() ? "`" : "="));
      QVERIFY2(web.contains(key) == option.isInAddress, qPrintable(key));
    }
  }
};

QTEST_APPLESS_MAIN(TestDocs)
#include "test_docs.moc"
