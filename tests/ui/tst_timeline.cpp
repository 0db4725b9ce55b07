// SPDX-License-Identifier: GPL-3.0-or-later
// Sound files on the timeline of the window: opened, read and walked through by keys, mouse, fingers and drops.
#include "audio/wavbytes.h"
#include "ui/views/timelinemodel.h"
#include "ui/windowrig.h"

#include <QDropEvent>
#include <QFile>
#include <QMimeData>

#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <vector>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kRateHz = 48000;

void addTone(std::vector<float>& samples, double hertz, double seconds) {
  const auto count = std::size_t(seconds * kRateHz);
  samples.reserve(samples.size() + count);
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * double(i) / kRateHz;
    samples.push_back(float(0.3 * (std::sin(phase) + 0.5 * std::sin(2 * phase))));
  }
}

std::string wavOf(std::span<const float> samples) {
  WavBytes wav;
  wav.data = WavBytes::floats(samples);
  return wav.bytes();
}

}  // namespace

class TimelineTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // A4 for 2 s, 1 s of silence, C5 for 2 s and E5 for 1 s.
  void initTestCase() {
    std::vector<float> samples;
    addTone(samples, 440, 2);
    addTone(samples, 0, 1);
    addTone(samples, 523.2511, 2);
    addTone(samples, 659.2551, 1);
    QVERIFY(m_sounds.isValid());
    m_tune = write("tune.wav", wavOf(samples));
    m_other = write("other.wav", wavOf({samples.data(), std::size_t(kRateHz)}));
    m_bad = write("notes.wav", "these are words\n");
  }
  void init() {
    openWindow(m_folder, m_rig);
    sound().openPath(m_tune);
    QCOMPARE(m_rig->controller.host()->views()->currentName(), QStringLiteral("timeline"));
    QTRY_VERIFY_WITH_TIMEOUT(sound().isOpen(), 20000);
    m_pane = descendant(m_rig->window->contentItem(), QStringLiteral("timelinePane"));
    QVERIFY(m_pane && m_pane->isVisible());
    m_model = qobject_cast<TimelineModel*>(m_pane->property("timeline").value<QObject*>());
    QVERIFY(m_model && m_model->isWhole());
    QVERIFY(std::abs(m_model->seconds() - 6) < 1e-6);
  }
  void cleanup() { closeWindow(m_rig); }

  void keysZoomScrollAndGoFromNoteToNote() {
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Plus);
    QVERIFY(std::abs(m_model->spanS() - 6 / 1.25) < 1e-9);
    m_rig->press(Qt::Key_Home);
    QCOMPARE(m_model->startS(), 0.0);
    m_rig->press(Qt::Key_End);
    QVERIFY(std::abs(m_model->startS() + m_model->spanS() - 6) < 1e-9);
    m_rig->press(Qt::Key_Left);
    QVERIFY(std::abs(m_model->startS() - (6 - m_model->spanS() * 1.1)) < 1e-9);
    m_rig->press(Qt::Key_Minus);
    QVERIFY(m_model->isWhole());
    m_rig->press(Qt::Key_Right, Qt::ControlModifier);
    m_rig->press(Qt::Key_Right, Qt::ControlModifier);
    QVERIFY2(std::abs(m_model->cursorS() - 3) < 0.1, qPrintable(QString::number(m_model->cursorS())));
    m_rig->press(Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(std::abs(m_model->cursorS() - 5) < 0.1);
    m_rig->press(Qt::Key_Right, Qt::ControlModifier);  // there is none behind it
    QVERIFY(std::abs(m_model->cursorS() - 5) < 0.1);
    m_rig->press(Qt::Key_Left, Qt::ControlModifier);
    QVERIFY(std::abs(m_model->cursorS() - 3) < 0.1);
    const double before = m_model->cursorS();
    m_rig->press(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(std::abs(m_model->cursorS() - before - 0.06) < 1e-9);
    m_rig->press(Qt::Key_Return);
    QVERIFY(m_model->hasSelection());
    QVERIFY2(m_model->selectionDetail().startsWith(QStringLiteral("C5 ")), qPrintable(m_model->selectionDetail()));
    QVERIFY(std::abs(m_model->selectedFromS() - 3) < 0.1 && std::abs(m_model->selectedToS() - 5) < 0.1);
    m_rig->press(Qt::Key_Escape);
    QVERIFY(!m_model->hasSelection() && m_model->hasCursor());
    m_rig->press(Qt::Key_Escape);
    QVERIFY(!m_model->hasCursor());
    m_rig->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(m_model->selectedFromS() == 0 && std::abs(m_model->selectedToS() - 6) < 1e-9);
    QCOMPARE(m_model->selectionDetail(), QStringLiteral("Notes: 3"));
    m_rig->press(Qt::Key_0, Qt::ControlModifier);
    QVERIFY(!m_model->hasSelection());
  }

  // What is under the pointer stays there.
  void theWheelZoomsAtThePointerAndTheStripShowsAnotherPart() {
    const double x = left() + 0.7 * room();
    wheel(x, 120);
    wheel(x, 120);
    QVERIFY(std::abs(m_model->spanS() - 6 / 1.25 / 1.25) < 1e-9);
    QVERIFY2(std::abs(m_model->startS() + 0.7 * m_model->spanS() - 4.2) < 0.02,
             qPrintable(QString::number(m_model->startS())));
    const QQuickItem* strip = descendant(m_rig->window->contentItem(), QStringLiteral("timelineStrip"));
    m_rig->click(strip, {strip->width() * 0.4, 10});
    QVERIFY(std::abs(m_model->startS() + m_model->spanS() / 2 - 2.4) < 0.02);
    const QQuickItem* shown = descendant(m_rig->window->contentItem(), QStringLiteral("timelineShown"));
    QVERIFY(shown->isVisible() && std::abs((shown->x() + shown->width() / 2) / strip->width() - 0.4) < 0.01);
    for (int i = 0; i < 60; ++i) wheel(x, 120);
    QCOMPARE(m_model->spanS(), TimelineModel::kMinSpanS);
    m_rig->window->grabWindow();
  }

  void aClickReadsWhatSoundsThere() {
    const auto textAt = [this](double seconds) {
      m_rig->click(m_pane, {left() + seconds / 6 * room(), 200});
      return m_model->cursorText();
    };
    QVERIFY2(textAt(1).contains(QStringLiteral("A4 0.0 c")), qPrintable(m_model->cursorText()));
    QVERIFY2(textAt(1).startsWith(QStringLiteral("0:01.0")), qPrintable(m_model->cursorText()));
    QVERIFY(textAt(1).contains(QStringLiteral("440.0")));
    QVERIFY2(textAt(2.5).contains(QStringLiteral("no pitch")), qPrintable(m_model->cursorText()));
    QVERIFY2(textAt(4).contains(QStringLiteral("C5 0.0 c")), qPrintable(m_model->cursorText()));
    const QQuickItem* readout = descendant(m_rig->window->contentItem(), QStringLiteral("timelineReadout"));
    QVERIFY(readout->property("text").toString().startsWith(m_model->cursorText()));
    QVERIFY(m_model->cursorDetail().startsWith(QStringLiteral("RMS \u221212.")) ||
            m_model->cursorDetail().startsWith(QStringLiteral("RMS \u221213.")));
    // The tuning in force names the notes, of what was analysed before too.
    m_rig->settings.setA4Hz(442);
    QVERIFY2(textAt(1).contains(QStringLiteral("A4 \u22127.9 c")), qPrintable(m_model->cursorText()));
  }

  void aDragSelectsAndTheSelectionIsShown() {
    drag(1.0, 1.5);
    QVERIFY(m_model->hasSelection());
    QVERIFY(std::abs(m_model->selectedFromS() - 1) < 0.03 && std::abs(m_model->selectedToS() - 1.5) < 0.03);
    QVERIFY2(m_model->selectionDetail().startsWith(QStringLiteral("A4 0.0 c, 440.0")),
             qPrintable(m_model->selectionDetail()));
    const QQuickItem* selection = descendant(m_pane, QStringLiteral("timelineSelection"));
    QVERIFY(selection->isVisible() && std::abs(selection->width() - room() / 12) < 4);
    const QQuickItem* button = descendant(m_rig->window->contentItem(), QStringLiteral("timelineZoom"));
    QVERIFY(button->isEnabled());
    m_rig->click(button, {10, 10});
    QVERIFY(std::abs(m_model->spanS() - 0.55) < 0.07);
    QVERIFY(m_model->startS() < 1 && m_model->startS() > 0.9);
    const QQuickItem* whole = descendant(m_rig->window->contentItem(), QStringLiteral("timelineWhole"));
    m_rig->click(whole, {10, 10});
    QVERIFY(m_model->isWhole() && !whole->isEnabled());
    const QByteArray table = m_model->tools()->table();
    QVERIFY(table.startsWith("time_s,length_s,pitch_min_hz"));
    QVERIFY2(std::abs(table.count('\n') - 51) < 5, qPrintable(QString::number(table.count('\n'))));
    QVERIFY(table.contains(",440.0") || table.contains(",439.9"));
  }

  // A lane's curve is where its scale says: the pitch of C5 is above that of A4, and nothing in the silence.
  void thePlotShowsWhatItSays() {
    const QImage picture = m_rig->window->grabWindow();
    const QQuickItem* plot = descendant(m_pane, QStringLiteral("timelinePlot"));
    const QRgb inTune = plot->property("inTune").value<QColor>().rgb();
    const auto rowOf = [&](double seconds) {
      const QPointF at = plot->mapToScene({left() + seconds / 6 * room(), 0});
      for (int y = int(at.y()); y < int(at.y() + plot->height() * 0.6); ++y) {
        if (picture.pixel(int(at.x()), y) == inTune) return y;
      }
      return -1;
    };
    const int a4 = rowOf(1), c5 = rowOf(4), e5 = rowOf(5.5);
    QVERIFY2(a4 > 0 && c5 > 0 && c5 < a4 && e5 < c5, qPrintable(QStringLiteral("%1 %2 %3").arg(a4).arg(c5).arg(e5)));
    QVERIFY(std::abs(double(a4 - c5) / (a4 - e5) - 3.0 / 7) < 0.08);
    QCOMPARE(rowOf(2.5), -1);
  }

  void aBadFileIsRefusedAndWhatWasOpenStays() {
    sound().openPath(m_bad);
    QTRY_VERIFY(sound().isProblem());
    QVERIFY(!sound().isBusy() && sound().isOpen());
    QVERIFY2(sound().message().startsWith(QStringLiteral("notes.wav cannot be opened, because it")),
             qPrintable(sound().message()));
    QCOMPARE(sound().title(), QStringLiteral("tune.wav"));
    const QQuickItem* message = descendant(m_rig->window->contentItem(), QStringLiteral("timelineMessage"));
    QVERIFY(message->isVisible());
    QCOMPARE(sound().recent()->count(), 1);
    sound().openPath(m_sounds.filePath(QStringLiteral("none.flac")));
    QTRY_VERIFY(sound().message().contains(QStringLiteral("does not exist")));
    sound().openUrl(QUrl(QStringLiteral("https://example.org/a.wav")));
    QVERIFY(sound().message().contains(QStringLiteral("not on this computer")));
    sound().openPath(m_tune);
    QTRY_VERIFY(!sound().isBusy());
    QVERIFY(sound().message().isEmpty() && !message->isVisible());
  }

  void anAnalysisIsCancelledByItsButton() {
    std::vector<float> samples;
    addTone(samples, 440, 240);
    const QString path = write("long.wav", wavOf(samples));
    sound().openPath(path);
    const QQuickItem* progress = descendant(m_rig->window->contentItem(), QStringLiteral("timelineProgress"));
    QVERIFY(progress->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(sound().progress() > 0, 20000);
    const QQuickItem* cancel = descendant(progress, QStringLiteral("timelineCancel"));
    m_rig->click(cancel, {10, 10});
    QVERIFY(!sound().isBusy() && !progress->isVisible());
    QCOMPARE(sound().title(), QStringLiteral("tune.wav"));
    QTest::qWait(50);
    QVERIFY(m_model->isWhole() && std::abs(m_model->seconds() - 6) < 1e-6);
  }

  void soundsThatAreDroppedAreOpenedAndRemembered() {
    drop({m_other, m_tune});
    QTRY_COMPARE(sound().title(), QStringLiteral("other.wav"));
    QCOMPARE(sound().recent()->count(), 2);
    QCOMPARE(sound().recent()->firstId(), m_other);
    // They are still there in the next window.
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    const QQuickItem* recent = descendant(m_rig->window->contentItem(), QStringLiteral("timelineRecent"));
    QVERIFY(recent && recent->isVisible());
    m_rig->click(recent, {60, 20});
    QTRY_COMPARE(sound().title(), QStringLiteral("other.wav"));
    sound().forgetRecent();
    QCOMPARE(sound().recent()->count(), 0);
  }

  // Without leaving the view that is shown.
  void aFinishedRecordingOpens() {
    m_rig->controller.host()->views()->show(QStringLiteral("tuner"));
    QTRY_COMPARE(m_rig->controller.run()->state(), CaptureState::State::Listening);
    m_rig->press(Qt::Key_R, Qt::ShiftModifier);
    QVERIFY(m_rig->controller.recording()->isRecording());
    for (int i = 0; i < 10; ++i) {
      StageBackend::play(4800);
      QTest::qWait(60);
    }
    m_rig->press(Qt::Key_R, Qt::ShiftModifier);
    QTRY_COMPARE(sound().title(), QStringLiteral("capture-1.wav"));
    QVERIFY(m_model->seconds() > 0.5);
    QCOMPARE(m_rig->controller.host()->views()->currentName(), QStringLiteral("tuner"));
    QVERIFY(sound().recent()->firstId().endsWith(QStringLiteral("capture-1.wav")));
  }

  void theKeyOpensTheDialog() {
    if (qEnvironmentVariable("TUNESCOPE_PICTURES") == QLatin1String("two")) {
      QSKIP("the icons of Qt's own dialog are lost when the window closes, and the sanitizer says so");
    }
    m_rig->controller.host()->views()->show(QStringLiteral("tuner"));
    m_rig->press(Qt::Key_O, Qt::ControlModifier);
    QObject* loader = m_rig->window->findChild<QObject*>(QStringLiteral("openSoundDialog"));
    QVERIFY(loader);
    auto* dialog = loader->property("item").value<QObject*>();
    if (!dialog) QSKIP("the QML modules of Qt Quick Dialogs are not installed");
    QTRY_VERIFY(dialog->property("visible").toBool());
    QCOMPARE(dialog->property("currentFolder").toUrl(), QUrl::fromLocalFile(QFileInfo(m_tune).path()));
    const QQuickItem* row = nullptr;
    QTRY_VERIFY((row = withText(m_rig->window->contentItem(), QStringLiteral("other.wav"))));
    m_rig->click(row, {10, 10});
    m_rig->press(Qt::Key_Return);
    QTRY_COMPARE(sound().title(), QStringLiteral("other.wav"));
    QCOMPARE(m_rig->controller.host()->views()->currentName(), QStringLiteral("timeline"));
    // Escape leaves what is open.
    const QQuickItem* open = descendant(m_rig->window->contentItem(), QStringLiteral("timelineOpen"));
    m_rig->click(open, {10, 10});
    QTRY_VERIFY(dialog->property("visible").toBool());
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(!dialog->property("visible").toBool());
    QCOMPARE(sound().title(), QStringLiteral("other.wav"));
  }

 private:
  SoundFile& sound() { return *m_rig->controller.sound(); }
  double left() const { return m_pane->property("plotLeft").toDouble(); }
  double room() const { return m_pane->property("room").toDouble(); }
  QString write(const char* name, const std::string& bytes) const {
    QFile file(m_sounds.filePath(QLatin1String(name)));
    if (file.open(QIODevice::WriteOnly)) file.write(bytes.data(), qint64(bytes.size()));
    return file.fileName();
  }
  static const QQuickItem* withText(const QQuickItem* item, const QString& text) {
    for (const QQuickItem* child : item->childItems()) {
      if (child->isVisible() && child->property("text").toString() == text) return child;
      if (const QQuickItem* found = withText(child, text)) return found;
    }
    return nullptr;
  }
  void wheel(double x, int delta) const {
    const QPointF at = m_pane->mapToScene({x, 100});
    QWheelEvent event(at, m_rig->window->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }
  void drag(double fromS, double toS) const {
    const QPointF from = m_pane->mapToScene({left() + fromS / 6 * room(), 150});
    const double length = (toS - fromS) / 6 * room();
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, from.toPoint());
    for (int i = 1; i <= 20; ++i) {
      QTest::mouseMove(m_rig->window, (from + QPointF(length * i / 20, 0)).toPoint());
    }
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, (from + QPointF(length, 0)).toPoint());
  }
  void drop(const QStringList& paths) const {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint at(400, 300);
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }

  QTemporaryDir m_sounds;
  QString m_tune, m_other, m_bad;
  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  QQuickItem* m_pane = nullptr;
  TimelineModel* m_model = nullptr;
};

QTEST_MAIN(TimelineTests)
#include "tst_timeline.moc"
