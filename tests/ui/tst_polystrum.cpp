// SPDX-License-Identifier: GPL-3.0-or-later
// The view of a strum's strings, by hand, and its model.
#include "core/strum/stringset.h"
#include "ui/views/polystrum.h"
#include "ui/windowrig.h"

#include <QTemporaryDir>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

analysis::StrumReading strumOf(std::span<const int> keys, const std::vector<std::optional<double>>& cents,
                               double sigmaCents = 0.1) {
  analysis::StrumReading reading;
  for (const int key : keys) {
    analysis::StringReading& string = reading.strings[reading.count];
    string.note = core::Tuning().key(key).value();
    string.cents = cents[reading.count];
    if (string.cents) string.sigmaCents = sigmaCents, string.confidence = 0.99;
    ++reading.count;
  }
  return reading;
}

QVariant value(const PolyStrum& strum, int row, PolyStrum::Role role) {
  return strum.value(row, role);
}

QStringList texts(const PolyStrum& strum, PolyStrum::Role role) {
  QStringList list;
  for (int row = 0; row < strum.count(); ++row) list << value(strum, row, role).toString();
  return list;
}

QString spaced(const QStringList& list) {
  return list.join(QLatin1Char(' '));
}

}  // namespace

class TestPolyStrum : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stringsAreNamedBeforeAStrum() {
    const PolyStrum strum;
    QVERIFY(!strum.hasStrum());
    QCOMPARE(spaced(texts(strum, PolyStrum::NameRole)), QStringLiteral("E2 A2 D3 G3 B3 E4"));
    QCOMPARE(spaced(texts(strum, PolyStrum::NumberRole)), QStringLiteral("6 5 4 3 2 1"));
    QCOMPARE(value(strum, 0, PolyStrum::HeardRole).toBool(), false);
    QCOMPARE(value(strum, 0, PolyStrum::SpokenRole).toString(), QStringLiteral("String 6, E2"));
  }

  void eachStringHasItsCentsAndItsWord() {
    PolyStrum strum;
    strum.show(strumOf(core::strumKeys("guitar"), {-7.34, 0.4, 17.25, -2.4, {}, 2.6}));
    QVERIFY(strum.hasStrum());
    QCOMPARE(spaced(texts(strum, PolyStrum::CentsTextRole)), QStringLiteral("\u22127.3 +0.4 +17.2 \u22122.4  +2.6"));
    using Tuning = PolyStrum::Tuning;
    const Tuning expected[] = {Tuning::Flat,   Tuning::InTune, Tuning::Sharp,
                               Tuning::InTune, Tuning::None,   Tuning::Sharp};
    for (int row = 0; row < 6; ++row) QCOMPARE(Tuning(value(strum, row, PolyStrum::TuningRole).toInt()), expected[row]);
    QCOMPARE(value(strum, 0, PolyStrum::SpokenRole).toString(), QStringLiteral("String 6, E2, 7 cents flat"));
    QCOMPARE(value(strum, 1, PolyStrum::SpokenRole).toString(), QStringLiteral("String 5, A2, in tune"));
    QCOMPARE(value(strum, 4, PolyStrum::SpokenRole).toString(), QStringLiteral("String 2, B3, not heard"));
  }

  void whatIsKnownBadlyHasNoWordAndNoDecimals() {
    PolyStrum strum;
    strum.show(strumOf(core::strumKeys("guitar"), {0.4, 0.4, 0.4, 0.4, 0.4, 0.4}, 3));
    QCOMPARE(value(strum, 0, PolyStrum::TuningRole).toInt(), int(PolyStrum::Tuning::None));
    QCOMPARE(value(strum, 0, PolyStrum::CentsTextRole).toString(), QStringLiteral("0"));
  }

  void anotherInstrumentForgetsTheStrum() {
    PolyStrum strum;
    strum.show(strumOf(core::strumKeys("guitar"), {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}));
    strum.setInstrument(1);
    QVERIFY(!strum.hasStrum());
    QCOMPARE(spaced(texts(strum, PolyStrum::NameRole)), QStringLiteral("E1 A1 D2 G2"));
    strum.show(strumOf(core::strumKeys("guitar"), {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}));  // on its way before the change
    QVERIFY(!strum.hasStrum());
    strum.setInstrument(7);
    QCOMPARE(strum.instrument(), 1);
  }

  void theViewShowsTheStringsAndItsButtonsChooseTheInstrument() {
    QTemporaryDir folder;
    WindowRig rig(folder.path());
    QVERIFY(rig.isReady());
    rig.controller.host()->views()->setCurrentIndex(0);
    const QQuickItem* content = rig.window->contentItem();
    rig.press(Qt::Key(Qt::Key_1 + indexOfStrum()));
    const QQuickItem* view = descendant(content, QStringLiteral("strum"));
    QVERIFY(view && view->isVisible());
    auto* strum = view->findChild<PolyStrum*>();
    QTRY_VERIFY(strum->isActive());
    const QQuickItem* hint = descendant(view, QStringLiteral("hint"));
    QCOMPARE(hint->property("text").toString(), QStringLiteral("Strum all open strings"));
    QCOMPARE(shown(view, "needle"), 0);
    strum->show(strumOf(core::strumKeys("guitar"), {-7.3, 0.4, 17.2, -2.4, {}, 60.0}));
    QTRY_COMPARE(shown(view, "needle"), 5);
    QCOMPARE(hint->property("text").toString(), QStringLiteral("Strum again after tuning"));
    rig.settings.setNotation(AppSettings::Notation::German);
    QCOMPARE(value(*strum, 4, PolyStrum::NameRole).toString(), QStringLiteral("H3"));

    const QQuickItem* buttons = descendant(view, QStringLiteral("instruments"));
    rig.click(buttons, {buttons->width() * 0.75, buttons->height() / 2});
    QCOMPARE(strum->instrument(), 1);
    QTRY_COMPARE(shown(view, "cents"), 4);
    QCOMPARE(shown(view, "needle"), 0);
    rig.press(Qt::Key_Left);
    QCOMPARE(strum->instrument(), 0);
    const auto choose = [&rig](const char* id) {
      analysis::Settings values = rig.settings.values();
      values.instrument = id;
      rig.settings.change(values, {analysis::settingIndex("instrument")});
    };
    choose("bass-5");  // the settings' instrument is the one that is strummed
    QCOMPARE(strum->instrument(), 1);
    QTRY_COMPARE(shown(view, "cents"), 5);
    QCOMPARE(spaced(texts(*strum, PolyStrum::NameRole)), QStringLiteral("H0 E1 A1 D2 G2"));
    choose("guitar-drop-d");
    QCOMPARE(strum->instrument(), 0);
    QCOMPARE(spaced(texts(*strum, PolyStrum::NameRole)), QStringLiteral("D2 A2 D3 G3 H3 E4"));
    choose("violin");  // which is not strummed: the usual guitar again
    QCOMPARE(spaced(texts(*strum, PolyStrum::NameRole)), QStringLiteral("E2 A2 D3 G3 H3 E4"));
    rig.press(Qt::Key_Escape);
    QVERIFY(view->isVisible());
    rig.press(Qt::Key_1);
    QTRY_VERIFY(!strum->isActive());  // nothing is measured that nobody sees
    QVERIFY(rig.warnings.isEmpty());
  }

 private:
  static int indexOfStrum() {
    int index = 0;
    while (std::string_view(kViews[index].name) != "strum") ++index;
    return index;
  }
  static int shown(const QQuickItem* item, const char* name) {
    int count = 0;
    countShown(item, QLatin1String(name), count);
    return count;
  }
};

QTEST_MAIN(TestPolyStrum)
#include "tst_polystrum.moc"
