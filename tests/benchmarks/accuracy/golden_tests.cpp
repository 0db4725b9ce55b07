// SPDX-License-Identifier: GPL-3.0-or-later
// The short form of the accuracy bench against golden figures: no landing makes the engine worse without being seen.
// tests/golden/accuracy.csv holds each figure, which side of it is worse, and by how much it may be.
// With TUNESCOPE_WRITE_GOLDEN=1 the figures are written anew; the diff of that file is the review.
#include "bench.h"

#include <QFile>
#include <QTest>
#include <QTextStream>

using namespace tunescope::test;

namespace {

struct Golden {
  QString figure;
  double value = 0;
  QString worse;  // "less" or "more"
  double tolerance = 0;

  // How far on the wrong side, in tolerances; above 1 fails.
  double excess(double measured) const {
    return (worse == QStringLiteral("less") ? value - measured : measured - value) / tolerance;
  }
};

constexpr const char* kHeader = "figure,value,worse,tolerance";

QList<Golden> readGolden(QFile& file) {
  QList<Golden> lines;
  QTextStream stream(&file);
  stream.readLine();
  while (!stream.atEnd()) {
    const QStringList cells = stream.readLine().split(QLatin1Char(','));
    if (cells.size() != 4) continue;
    lines.append({cells[0], cells[1].toDouble(), cells[2], cells[3].toDouble()});
  }
  return lines;
}

}  // namespace

class AccuracyGoldenTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QFile file(QStringLiteral(TUNESCOPE_GOLDEN));
    QVERIFY2(file.open(QIODevice::ReadOnly), TUNESCOPE_GOLDEN);
    m_golden = readGolden(file);
    QVERIFY2(m_golden.size() > 20, "the golden file names too few figures");
    m_bench.isShort = true;
    for (const Section& section : sections()) {
      const std::string_view name(section.name);
      if (name != "real" && name != "cost") section.measure(m_bench);
    }
    summarise(m_bench);
    if (qEnvironmentVariableIsSet("TUNESCOPE_WRITE_GOLDEN")) rewrite();
  }

  void noFigureIsWorseThanItsGoldenValue_data() {
    QTest::addColumn<int>("line");
    for (int i = 0; i < m_golden.size(); ++i) QTest::newRow(qPrintable(m_golden[i].figure)) << i;
  }

  void noFigureIsWorseThanItsGoldenValue() {
    QFETCH(int, line);
    const Golden& golden = m_golden[line];
    QVERIFY2(golden.tolerance > 0, "a tolerance is above zero");
    const auto& facts = m_bench.findings.facts();
    const auto found = facts.find(golden.figure.toStdString());
    QVERIFY2(found != facts.end(), "the bench no longer measures this");
    const double excess = golden.excess(found->second);
    QVERIFY2(excess <= 1, qPrintable(QStringLiteral("%1 was %2 and is %3 now; %4 is worse, and %5 is tolerated")
                                         .arg(golden.figure)
                                         .arg(golden.value)
                                         .arg(found->second)
                                         .arg(golden.worse)
                                         .arg(golden.tolerance)));
    if (excess < -1) qInfo("better than golden: %g, was %g", found->second, golden.value);
  }

 private:
  void rewrite() {
    QFile file(QStringLiteral(TUNESCOPE_GOLDEN));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QTextStream stream(&file);
    stream << kHeader << '\n';
    for (Golden& golden : m_golden) {
      golden.value = m_bench.findings.facts().at(golden.figure.toStdString());
      stream << golden.figure << ',' << QString::number(golden.value, 'g', 6) << ',' << golden.worse << ','
             << golden.tolerance << '\n';
    }
  }

  Bench m_bench;
  QList<Golden> m_golden;
};

QTEST_APPLESS_MAIN(AccuracyGoldenTests)
#include "golden_tests.moc"
