// SPDX-License-Identifier: GPL-3.0-or-later
// What the views draw, pixel by pixel, with Qt's software renderer and with OpenGL: the sound is where its scale says,
// a paused view draws nothing, and an exported picture shows what the screen shows.
#include "ui/items/imagetexture.h"
#include "ui/picturetest.h"

#include <QDir>
#include <QSGRendererInterface>
#include <QSet>

#include <atomic>
#include <cmath>
#include <functional>

using namespace tunescope;
using namespace tunescope::ui;

class ViewPicturesTest : public PictureTest {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    hasDevices = hasServer = true;
    m_folder.emplace();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->window && QTest::qWaitForWindowExposed(m_rig->window));
    m_rig->settings.setAppearance(AppSettings::Appearance::Ink);
    m_rig->controller.userFiles()->setFolder(m_folder->filePath(QStringLiteral("kept")));
    QTRY_VERIFY(m_rig->controller.run()->status().state == audio::CaptureState::Running);
  }
  void cleanup() {
    closeWindow(m_rig);
    m_folder.reset();
  }

  void theRendererIsTheOneThatWasChosen() {
    const bool isSoftware = qgetenv("QT_QUICK_BACKEND") == "software";
    QCOMPARE(m_rig->window->rendererInterface()->graphicsApi(),
             isSoftware ? QSGRendererInterface::Software : QSGRendererInterface::OpenGL);
  }

  void everyViewDrawsSomething_data() {
    QTest::addColumn<QString>("view");
    for (const ViewRow& row : kViews) QTest::newRow(row.name) << QString::fromLatin1(row.name);
  }
  void everyViewDrawsSomething() {
    QFETCH(QString, view);
    show(view);
    StageBackend::play(24000);
    const auto colours = [this] {
      const QImage image = m_rig->window->grabWindow();
      QSet<QRgb> found;
      for (int y = 0; y < image.height() - 80; y += 2) {
        for (int x = 0; x < image.width(); x += 2) found << image.pixel(x, y);
      }
      return found.size();
    };
    QTRY_VERIFY2(colours() > 8, qPrintable(QString::number(colours())));
  }

  void theScopesTraceIsAtItsLevels() {
    showScope();
    tests::chooseInScope(*m_scope, "timePerDivision", 4);
    playSine(1, 0.5, 0.5);
    const QImage picture = grab(*m_trace);
    const QRect drawn = boxOf(quarter(picture), colorOf(*m_trace, "color"));
    const double top = m_scope->choices().scale().yOf(0.5) * m_trace->height();
    const double bottom = m_scope->choices().scale().yOf(-0.5) * m_trace->height();
    QVERIFY2(std::abs(drawn.top() + 1 - top) <= 2, qPrintable(QString::number(drawn.top() - top)));
    QVERIFY2(std::abs(drawn.bottom() - bottom) <= 2, qPrintable(QString::number(drawn.bottom() - bottom)));
    QVERIFY(boxOf(picture, colorOf(*m_trace, "color")).width() > 0.97 * m_trace->width());
  }

  // 12 dB a division from 0 dBFS at the top: 6 dB below full scale is half a division below it.
  void theScopesDecibelAxisIsOfTheLevel() {
    showScope();
    tests::chooseInScope(*m_scope, "scale", 1);
    QCOMPARE(m_scope->levelLabels().constFirst(), QStringLiteral("0"));
    QCOMPARE(m_scope->levelLabels().at(1), QStringLiteral("\u221212"));
    QCOMPARE(m_scope->levelLabels().constLast(), QStringLiteral("\u221296"));
    playSine(1, 0.5, 0.5);
    const QRect drawn = boxOf(quarter(grab(*m_trace)), colorOf(*m_trace, "color"));
    const double expected = m_trace->height() / 8 * 6.02 / 12;
    QVERIFY2(std::abs(drawn.top() + 1 - expected) <= 2.5, qPrintable(QString::number(drawn.top() - expected)));
    QVERIFY(drawn.bottom() > m_trace->height() / 2);  // between two halves of the wave it falls without end
  }

  void equalChannelsAreADiagonalInXyAndUprightInTheGoniometer() {
    showScope();
    playSine(2, 0.5, 0.3);
    tests::chooseInScope(*m_scope, "display", ScopeChoices::Xy);
    playSine(2, 0.5, 0.3, 1);
    const QPointF centre(m_trace->width() / 2, m_trace->height() / 2);
    const auto check = [&](const std::function<double(double, double)>& away) {
      int count = 0;
      const QColor color = colorOf(*m_trace, "color");
      const QImage picture = grab(*m_trace);
      for (int y = 0; y < picture.height() - 60; ++y) {  // a line of text is below
        for (int x = 0; x < picture.width(); ++x) {
          if (!isNear(picture.pixelColor(x, y), color, 90)) continue;
          const double off = away(x + 0.5 - centre.x(), centre.y() - y - 0.5);
          if (std::abs(off) > 2) return -1;
          ++count;
        }
      }
      return count;
    };
    QVERIFY(check([](double x, double y) { return (x - y) / std::sqrt(2.0); }) > 40);
    tests::chooseInScope(*m_scope, "display", ScopeChoices::Goniometer);
    playSine(2, 0.5, 0.3, 2);
    QVERIFY(check([](double x, double) { return x; }) > 40);
  }

  void theSpectrumsLinesAreAtTheirFrequenciesAndLevels() {
    showSpectrum();
    const tests::StringSound sound{.hertz = 440, .inharmonicity = 0, .partials = 3};
    m_spectrum->show(tests::readingOf<analysis::SpectrumReading>(m_spectrum->choice()->spectrum(), sound));
    m_spectrum->choice()->setHasHold(false);
    m_spectrum->choice()->setHasPartials(false);
    m_spectrum->setCursor(-1);  // the pointer of a real display stands anywhere
    const QImage picture = grab(*m_area);
    const QColor color = colorOf(*trace(SpectrumTrace::Line), "color");
    for (int n = 1; n <= 2; ++n) {
      const int x = int(std::lround(m_spectrum->scale().positionOf(440.0 * n) * m_area->width()));
      const double power = std::pow(0.25 / (n * std::sqrt(n)), 2);
      const double y = m_spectrum->levelPosition(power) * m_area->height();
      constexpr int kFirst = 20;  // below the uppermost line of the grid
      const QRect tip = boxOf(picture.copy(x - 2, kFirst, 5, picture.height() - kFirst), color, 60);
      QVERIFY2(std::abs(tip.top() + kFirst - y) <= 4, qPrintable(QString::number(tip.top() + kFirst - y)));
    }
    QVERIFY(boxOf(picture, color).width() > 0.97 * m_area->width());
  }

  void theSpectrogramsToneIsInItsRowAndColumn() {
    showSpectrogram();
    addColumns(400);
    addColumns(3, 217);
    addColumns(50);
    const QImage picture = grab(*m_spectrogramItem);
    const double row = m_spectrogramItem->height() / double(core::SpectrogramRows::kCount);
    QRect bright;
    for (int y = 0; y < picture.height(); ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        if (picture.pixelColor(x, y).red() > 200) bright |= QRect(x, y, 1, 1);
      }
    }
    QVERIFY(!bright.isEmpty());
    QVERIFY2(std::abs(bright.right() + 1 - (std::floor(m_spectrogramItem->width()) - 50)) <= 1,
             qPrintable(QString::number(bright.right())));
    QCOMPARE(bright.width(), 3);
    const double y = (double(core::SpectrogramRows::kCount) - 217.5) * row;
    QVERIFY(bright.top() <= y && bright.bottom() + 1 >= y && bright.height() <= std::ceil(row) + 1);
  }

  // With the next picture the row is still there, moved by a pixel: the texture that is written again is right.
  void aTileThatGrowsIsDrawnWhole() {
    showSpectrogram();
    addColumns(300);
    for (int i = 0; i < 40; ++i) {
      addColumns(1, 217);
      m_rig->window->grabWindow();
    }
    const QImage picture = grab(*m_spectrogramItem);
    const int y = int((double(core::SpectrogramRows::kCount) - 217.5) * m_spectrogramItem->height() /
                      double(core::SpectrogramRows::kCount));
    const int right = int(std::floor(m_spectrogramItem->width()));
    for (int x = right - 40; x < right; ++x) {
      QVERIFY2(picture.pixelColor(x, y).red() > 200, qPrintable(QString::number(right - x)));
    }
    QVERIFY(picture.pixelColor(right - 42, y).red() < 150);
  }

  // The lines of the note grid follow the pitch standard.
  void theNoteGridIsOfTheTuningInForce() {
    showSpectrogram();
    addColumns(1500);
    m_spectrogram->zoomFrequency(0.1, 0.5);
    for (const double a4Hz : {440.0, 415.0}) {
      m_rig->settings.setA4Hz(a4Hz);
      m_spectrogram->scrollFrequency(
          (core::SpectrogramRows::of(a4Hz) - (m_spectrogram->lowRow() + m_spectrogram->highRow()) / 2) /
          (m_spectrogram->highRow() - m_spectrogram->lowRow()));
      const QImage picture = grab(*m_spectrogramItem);
      const double perRow = m_spectrogramItem->height() / (m_spectrogram->highRow() - m_spectrogram->lowRow());
      const int y = int(std::lround((m_spectrogram->highRow() - core::SpectrogramRows::of(a4Hz)) * perRow));
      const int x = picture.width() / 2;
      QVERIFY2(picture.pixelColor(x, y).red() > picture.pixelColor(x, y + 4).red() + 20,
               qPrintable(QString::number(y)));
      QVERIFY(picture.pixelColor(x, y).red() > picture.pixelColor(x, y - 4).red() + 20);
    }
  }

  void aPausedViewDrawsNothing_data() {
    QTest::addColumn<QString>("view");
    for (const char* view : {"scope", "spectrum", "spectrogram"}) QTest::newRow(view) << QString::fromLatin1(view);
  }
  void aPausedViewDrawsNothing() {
    QFETCH(QString, view);
    reopenWith(view);
    int frames = 0;
    connect(m_rig->window, &QQuickWindow::afterAnimating, this, [&frames] { ++frames; });
    const auto framesWhileSoundArrives = [&] {
      QTest::qWait(300);
      frames = 0;
      for (int i = 0; i < 20; ++i) {
        StageBackend::play(2400);
        QTest::qWait(50);
      }
      return frames;
    };
    QVERIFY(framesWhileSoundArrives() > 5);
    ViewTools* tools = item("viewBar")->property("tools").value<ViewTools*>();
    for (QQuickItem* bar : bars()) {
      if (bar->isVisible()) tools = bar->property("tools").value<ViewTools*>();
    }
    QVERIFY(tools && tools->name() == view);
    tools->setPaused(true);
    const int paused = framesWhileSoundArrives();
    QVERIFY2(paused <= 1, qPrintable(QString::number(paused)));
    tools->setPaused(false);
    QVERIFY(framesWhileSoundArrives() > 5);
  }

  void anExportedPictureShowsWhatTheScreenShows_data() {
    QTest::addColumn<QString>("view");
    for (const char* view : {"tuner", "scope", "strum", "practice", "spectrum", "spectrogram"}) {
      QTest::newRow(view) << QString::fromLatin1(view);
    }
  }
  void anExportedPictureShowsWhatTheScreenShows() {
    QFETCH(QString, view);
    const QQuickItem* plot = nullptr;
    if (view == QLatin1String("scope")) {
      showScope();
      playSine(1, 0.5, 0.5);
      plot = m_trace;
    } else if (view == QLatin1String("spectrum")) {
      showSpectrum();
      m_spectrum->show(tests::readingOf<analysis::SpectrumReading>(m_spectrum->choice()->spectrum(), {}));
      plot = m_area;
    } else if (view == QLatin1String("spectrogram")) {
      showSpectrogram();
      for (int i = 0; i < 30; ++i) addColumns(10, std::size_t(100 + 10 * i));
      plot = m_spectrogramItem;
    } else {
      show(view);
    }
    const QImage screen = m_rig->window->grabWindow();
    Actions& actions = *m_rig->controller.host()->actions();
    actions.of(AppAction::Id::ExportView)->trigger(Qt::ShortcutFocusReason);
    QTRY_VERIFY(m_rig->isOpen("exports"));
    m_rig->controller.viewExport()->savePicture();
    QStringList names;
    const QDir kept(m_folder->filePath(QStringLiteral("kept")));
    QTRY_VERIFY(!(names = kept.entryList({QStringLiteral("*.png")}, QDir::Files)).isEmpty());
    QVERIFY2(names[0].startsWith(view, Qt::CaseInsensitive), qPrintable(names[0]));
    const QImage picture(kept.filePath(names[0]));
    const QQuickItem* shown =
        item(qPrintable(QStringLiteral("view%1").arg(m_rig->controller.host()->views()->currentIndex())));
    QCOMPARE(picture.size(), (shown->size() * 2).toSize());
    QVERIFY(spreadOf(picture) > 0.3);
    if (!plot) return;
    const QRectF area = plot->mapRectToItem(shown, QRectF(QPointF(), plot->size()));
    const QRect inView = area.adjusted(2, 2, -2, -2).toAlignedRect();
    const QPoint inWindow = shown->mapToScene(inView.topLeft()).toPoint();
    const QImage small = picture.scaled(shown->size().toSize(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const double difference = differenceOf(small.copy(inView), screen.copy(QRect(inWindow, inView.size())));
    QVERIFY2(difference < 6, qPrintable(QString::number(difference)));
  }

  // On both renderers a pinch zooms the picture under the fingers.
  void aPinchZooms_data() { aPausedViewDrawsNothing_data(); }
  void aPinchZooms() {
    QFETCH(QString, view);
    if (view == QLatin1String("scope")) {
      showScope();
      const double before = m_scope->choices().engine.secondsPerDivision;
      pinch(*m_trace, 60, 300);
      const double closer = m_scope->choices().engine.secondsPerDivision;
      QVERIFY(closer < before);
      pinch(*m_trace, 300, 60);
      QVERIFY(m_scope->choices().engine.secondsPerDivision > closer);
    } else if (view == QLatin1String("spectrum")) {
      showSpectrum();
      const double before = m_spectrum->scale().highHz() / m_spectrum->scale().lowHz();
      pinch(*m_area, 60, 300);
      QVERIFY(m_spectrum->scale().highHz() / m_spectrum->scale().lowHz() < before / 4);
    } else {
      showSpectrogram();
      addColumns(100);
      pinch(*m_spectrogramItem, 300, 60);
      const double wider = m_spectrogram->secondsPerPixel();
      QVERIFY(m_spectrogram->columnsPerPixel() >= 2);
      pinch(*m_spectrogramItem, 60, 300);
      QVERIFY(m_spectrogram->secondsPerPixel() < wider);
    }
  }

  // Its storage is made once; without OpenGL there is nothing to keep.
  void anImageOfTheSameSizeKeepsItsTexture() {
    QQuickWindow& window = *m_rig->window;
    std::atomic<int> kept{-1}, made{-1};
    std::atomic<bool> isKeptHere{false};
    QImage image(64, 32, QImage::Format_ARGB32_Premultiplied), larger(64, 40, image.format());
    image.fill(0xff102030);
    larger.fill(0xff102030);
    connect(
        &window, &QQuickWindow::afterSynchronizing, this,
        [&] {
          if (kept >= 0) return;
          ImageTexture texture;
          UploadPixels pixels;
          const auto update = [&](const QImage& each) {
            return texture.update(window, each, QQuickWindow::TextureIsOpaque, pixels);
          };
          const QSGTexture* first = update(image);
          isKeptHere = ImageTexture::isKept(window);
          made = first->textureSize() == image.size() && update(larger)->textureSize() == larger.size();
          const QSGTexture* second = update(image);
          kept = update(image) == second;
        },
        Qt::DirectConnection);
    window.update();
    QTRY_VERIFY(kept >= 0);
    QCOMPARE(made.load(), 1);
    QCOMPARE(isKeptHere.load(), window.rendererInterface()->graphicsApi() == QSGRendererInterface::OpenGL);
    QCOMPARE(kept.load() == 1, isKeptHere.load());
  }
};

QTEST_MAIN(ViewPicturesTest)
#include "tst_viewpictures.moc"
