// SPDX-License-Identifier: GPL-3.0-or-later
// Tunings of the user's own: edited, named, undone, saved and shared; A4 by listening and by the air.
#include "analysis/tuningof.h"
#include "ui/tuningrig.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QTest>
#include <QUrlQuery>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

class TuningEditing : public TuningRig {
  Q_OBJECT

 private Q_SLOTS:
  void init() { begin(); }
  void cleanup() { end(); }

  void aNoteIsEditedNamedUndoneAndSaved() {
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(tabTo("tuning", "editTuning"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("editor"));
    select();
    m_rig->type("Sweet one");
    m_rig->press(Qt::Key_Tab);
    QCOMPARE(tuning().title(), QStringLiteral("Sweet one"));
    QVERIFY(tabTo("editor", "cents4"));  // E
    m_rig->type("-2.3");
    m_rig->press(Qt::Key_Return);
    const auto centsOf = [this](int key) {
      const core::Tuning made(analysis::tuningSettingsOf(m_rig->settings.values()));
      return 1200 * std::log2(made.key(key)->targetHz / 440) - 100 * (key - 69);
    };
    QVERIFY2(std::abs(centsOf(64) + 2.3) < 1e-4, qPrintable(QString::number(centsOf(64))));
    QVERIFY(std::abs(centsOf(52) + 2.3) < 1e-4 && std::abs(centsOf(60)) < 1e-4 && std::abs(centsOf(69)) < 1e-9);
    QVERIFY(tabTo("editor", "cents0"));  // C, the scale's own first note
    m_rig->press(Qt::Key_Up);
    QVERIFY(std::abs(centsOf(60) - 1) < 1e-4 && std::abs(centsOf(64) + 2.3) < 1e-4);
    QVERIFY(tabTo("editor", "undoTuning"));
    m_rig->press(Qt::Key_Return);
    QVERIFY(std::abs(centsOf(60)) < 1e-4 && std::abs(centsOf(64) + 2.3) < 1e-4);
    QVERIFY(tabTo("editor", "saveTuning"));
    m_rig->press(Qt::Key_Space);
    QVERIFY2(text("editor", "shareMessage").contains(QStringLiteral("Sweet one.scl")),
             qPrintable(text("editor", "shareMessage")));
    const QString path = TuningShare::folder() + QStringLiteral("/Sweet one.scl");
    const std::string before = m_rig->settings.values().scale;
    tuning().reset();
    QVERIFY(tuning().isPlain());
    QVERIFY(tuning().openFile(QUrl::fromLocalFile(path)));
    QVERIFY(std::abs(centsOf(64) + 2.3) < 1e-4 && std::abs(centsOf(69)) < 1e-9);
    QCOMPARE(tuning().title(), QStringLiteral("Sweet one"));
    tuning().undo()->undo();
    tuning().undo()->undo();
    QCOMPARE(m_rig->settings.values().scale, before);
    tuning().share()->saveFile();  // the first one stays
    QVERIFY(QFileInfo::exists(TuningShare::folder() + QStringLiteral("/Sweet one 2.scl")));
  }

  void theReferenceAndAKeyStayWhileNotesAreEdited() {
    tuning().choose(QStringLiteral("werckmeister-3"));
    tuning().setKey(2);
    QVERIFY(tuning().setReference(QStringLiteral("C4"), 256));
    const core::Tuning before(analysis::tuningSettingsOf(m_rig->settings.values()));
    tuning().editor()->setCents(7, 5);
    const core::Tuning after(analysis::tuningSettingsOf(m_rig->settings.values()));
    for (int key = 60; key < 72; ++key) {
      const double cents = 1200 * std::log2(after.key(key)->targetHz / before.key(key)->targetHz);
      const bool isG = key == 67;
      QVERIFY2(isG ? std::abs(after.key(key)->targetHz - 256 * std::exp2(705 / 1200.0)) < 1e-3 : std::abs(cents) < 1e-4,
               qPrintable(QString::number(key)));
    }
    tuning().editor()->setCents(0, 30);  // the reference has none
    QCOMPARE(
        1200 * std::log2(core::Tuning(analysis::tuningSettingsOf(m_rig->settings.values())).key(60)->targetHz / 256),
        0.0);
    QVERIFY(tuning().openFile(url("five.scl")));
    QVERIFY(!tuning().editor()->isOfTwelve());
    tuning().editor()->setCents(1, 4);
    QVERIFY(tuning().editor()->isOfTwelve());
    tuning().undo()->undo();
    QCOMPARE(tuning().title(), QStringLiteral("Five equal steps"));
  }

  void aLinkOpensTheSameTuning() {
    TuningShare& share = *tuning().share();
    QVERIFY(share.link().isEmpty());
    m_rig->press(Qt::Key_T);
    QTRY_VERIFY(m_rig->isOpen("tuning"));
    QVERIFY(tabTo("tuning", "webAddress"));
    QVERIFY(text("tuning", "webAddressHint").contains(QStringLiteral("Type the address")));
    m_rig->type("tuner");
    m_rig->press(Qt::Key_Tab);
    QVERIFY(text("tuning", "shareMessage").contains(QStringLiteral("https://")));
    share.setAddress(QStringLiteral("https://tuner.example/app/?x=1#y"));
    QCOMPARE(share.address(), QStringLiteral("https://tuner.example/app/"));
    QVERIFY(text("tuning", "webAddressHint").isEmpty());
    tuning().choose(QStringLiteral("vallotti"));
    tuning().setKey(2);
    QCOMPARE(share.link(), QStringLiteral("https://tuner.example/app/?a4=440&temperament=vallotti&key=D"));
    QVERIFY(tuning().setReference(QStringLiteral("C4"), 256));
    tuning().editor()->setCents(4, -12.5);
    checkLink();
    QVERIFY(tuning().openFile(url("map.kbm")));
    checkLink();
    QVERIFY(tabTo("tuning", "copyLink"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(QGuiApplication::clipboard()->text(), share.link());
    const AppSettings again(m_folder->path() + QStringLiteral("/settings.ini"));
    QCOMPARE(again.kept(QStringLiteral("webAddress")).toString(), share.address());
  }

  void a4IsSetByListening() {
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    QVERIFY(tabTo("settings", "openA4"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("a4Sheet"));
    m_rig->press(Qt::Key_Return);
    A4Listener& listener = *tuning().listener();
    QCOMPARE(listener.stage(), A4Listener::Stage::Listening);
    hear(443.21, 5);
    QVERIFY(std::abs(listener.progress() - 0.5) < 0.01);
    hear(443.21, 6);
    QCOMPARE(listener.stage(), A4Listener::Stage::Found);
    QCOMPARE(text("a4Sheet", "a4Result"), QStringLiteral("A4 = 443.21 \u00B1 0.01 Hz"));
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);  // nothing changes by itself
    QVERIFY(tabTo("a4Sheet", "acceptA4"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.a4Hz(), 443.21);
    QVERIFY(tabTo("a4Sheet", "undoTuning"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.a4Hz(), 440.0);
    listener.start();
    hear(460, 0.5);
    hear(0, 11);
    QCOMPARE(listener.stage(), A4Listener::Stage::NotFound);
    QVERIFY(text("a4Sheet", "a4Hint").contains(QStringLiteral("Too little")));
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("a4Sheet"));
  }

  void organPipesFollowTheAir() {
    m_rig->press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("settings"));
    QVERIFY(tabTo("settings", "openA4"));
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isOpen("a4Sheet"));
    QVERIFY(tabTo("a4Sheet", "toCelsius"));
    m_rig->type("28");
    m_rig->press(Qt::Key_Return);
    QVERIFY2(text("a4Sheet", "airText").contains(QStringLiteral("445.96")), qPrintable(text("a4Sheet", "airText")));
    QVERIFY(tabTo("a4Sheet", "useAir"));
    m_rig->press(Qt::Key_Return);
    QCOMPARE(m_rig->settings.a4Hz(), 445.96);
  }

 private:
  // Whoever opens the link has the same notes, whatever was remembered there.
  void checkLink() {
    const QString link = tuning().share()->link();
    std::vector<std::string> pairs;
    for (const auto& [key, value] : QUrlQuery(QUrl(link)).queryItems(QUrl::FullyDecoded)) {
      pairs.push_back(key.toStdString() + "=" + value.toStdString());
    }
    analysis::Settings theirs;
    theirs.reference = "A4:400";
    theirs.key = "B";
    theirs.temperament = "pythagorean";
    analysis::SettingSet rows;
    analysis::Settings given;
    for (const std::string& pair : pairs) {
      const auto found = std::find_if(analysis::kSettings.begin(), analysis::kSettings.end(),
                                      [&](const auto& row) { return pair.starts_with(std::string(row.name) + "="); });
      QVERIFY2(found != analysis::kSettings.end() && found->isInAddress, pair.c_str());
      const std::string value = pair.substr(found->name.size() + 1);
      if (found->number != nullptr) given.*found->number = std::stod(value);
      if (found->number == nullptr) QVERIFY2(analysis::setWord(*found, given, value), pair.c_str());
      rows.set(std::size_t(found - analysis::kSettings.begin()));
    }
    analysis::overlay(theirs, given, rows);
    const core::Tuning here(analysis::tuningSettingsOf(m_rig->settings.values()));
    const core::Tuning there(analysis::tuningSettingsOf(theirs));
    for (int key = 48; key < 80; ++key) {
      const double cents = 1200 * std::log2(there.key(key)->targetHz / here.key(key)->targetHz);
      QVERIFY2(std::abs(cents) < 1e-3, qPrintable(QStringLiteral("%1: %2").arg(key).arg(cents)));
    }
  }
  // To the listener, as the worker's readings come.
  void hear(double hertz, double seconds) {
    const core::Tuning made(analysis::tuningSettingsOf(m_rig->settings.values()));
    for (double s = 0; s < seconds; s += 0.01) {
      m_heardS += 0.01;
      analysis::NotedPitch noted;
      noted.pitch.availableS = m_heardS;
      if (hertz > 0) {
        noted.pitch.hertz = hertz;
        noted.pitch.sigmaCents = 0.05;
        noted.pitch.confidence = 0.99;
        noted.note = made.nearest(hertz);
      }
      tuning().listener()->show(noted);
    }
  }

  double m_heardS = 0;
};

QTEST_MAIN(TuningEditing)
#include "tst_tuningeditor.moc"
