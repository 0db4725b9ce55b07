// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window in each state, theme and size: nothing is cut, nothing leaves the window, everything that is pressed
// is large enough. Where TUNESCOPE_GALLERY names a folder, the pictures are kept there to be looked at. Where
// TUNESCOPE_QML_DIR names a folder of modules, those are used instead of the built-in ones.
#include "support/noted.h"
#include "ui/appsettings.h"
#include "ui/capture/capturecontroller.h"
#include "ui/stage.h"

#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

void playNote(CaptureController& controller, double hertz, double sigmaCents) {
  controller.readings()->tuner()->clear();
  for (int i = 0; i < 60; ++i) {
    core::PitchReading reading;
    reading.availableS = i * 0.0107;
    reading.hertz = hertz;
    reading.sigmaCents = sigmaCents;
    reading.confidence = 0.97;
    controller.readings()->tuner()->show(tests::noted(reading));
    controller.readings()->level()->show({i * 0.0107, -21.3, -13.8, 0});
  }
  core::WaveformFrame wave;
  wave.spanS = WaveformModel::kSpanS;
  const int columns = std::max(2, controller.readings()->waveform()->columns());
  for (int k = 0; k < 80; ++k) {
    wave.columns.clear();
    wave.timeS = k * 0.016;
    for (int i = 0; i < columns; ++i) {
      const double phase = 2 * M_PI * hertz * wave.spanS * i / columns;
      const auto y = float(0.13 * std::sin(phase) + 0.06 * std::sin(2 * phase + 0.7) + 0.03 * std::sin(3 * phase + 2));
      wave.columns.push_back({y - 0.002F, y + 0.002F});
    }
    controller.readings()->waveform()->show(wave);
  }
}

const QList<QSize> kSizes = {{320, 320}, {320, 480}, {360, 640},  {640, 320},   {640, 360},
                             {820, 600}, {390, 844}, {1280, 800}, {2560, 1440}, {3840, 2160}};

}  // namespace

class Gallery : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  void everyPictureIsWhole_data() {
    QTest::addColumn<QString>("scene");
    for (const char* scene : {"intune", "sharp", "flat", "silent", "nodevice", "noserver", "picker", "keys", "settings",
                              "signalPath", "scope", "scopenodevice"}) {
      QTest::newRow(scene) << QString::fromLatin1(scene);
    }
  }
  void everyPictureIsWhole() {
    QFETCH(QString, scene);
    hasDevices = !scene.endsWith(QLatin1String("nodevice"));
    hasServer = scene != QLatin1String("noserver");
    AppSettings settings(m_folder.filePath(scene + QStringLiteral(".ini")));
    settings.setMotionReduced(true);
    audio::CaptureRequest request;
    request.waitForDevice = true;
    request.device.text = "built-in";  // a part of a name
    CaptureController controller([](audio::SourceKind) { return std::make_unique<StageBackend>(); }, settings, request);
    QQmlApplicationEngine engine;
    QStringList warnings;
    QQuickWindow* window = loadWindow(engine, controller, warnings);
    QVERIFY(window);
    controller.host()->views()->setCurrentIndex(scene.startsWith(QLatin1String("scope")) ? 1 : 0);
    controller.run()->start();
    const auto expected = !hasServer    ? CaptureState::State::Failed
                          : !hasDevices ? CaptureState::State::NoDevice
                                        : CaptureState::State::Listening;
    QTRY_COMPARE(controller.run()->state(), expected);
    for (const auto appearance : {AppSettings::Appearance::Ink, AppSettings::Appearance::Paper}) {
      settings.setAppearance(appearance);
      for (const QSize& size : kSizes) {
        window->resize(size);
        QTest::qWait(0);  // what is seen now asks for its columns
        setScene(scene, controller, *window);
        QTest::qWait(0);
        const QImage image = window->grabWindow();
        const QString name =
            QStringLiteral("%1-%2-%3x%4.png")
                .arg(scene)
                .arg(appearance == AppSettings::Appearance::Ink ? QStringLiteral("ink") : QStringLiteral("paper"))
                .arg(size.width())
                .arg(size.height());
        if (const QString folder = qEnvironmentVariable("TUNESCOPE_GALLERY"); !folder.isEmpty()) {
          image.save(folder + QLatin1Char('/') + name);
        }
        QCOMPARE(image.size(), size);
        checkNotBlank(image, name);
        checkItems(*window->contentItem(), *window, name);
        closeSheets(*window);
      }
    }
    QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(QLatin1Char('\n'))));
  }

  void sheetsAreMadeWhenTheyAreFirstOpenedAndEscapeClosesThem() {
    hasDevices = hasServer = true;
    AppSettings settings(m_folder.filePath(QStringLiteral("sheets.ini")));
    CaptureController controller([](audio::SourceKind) { return std::make_unique<StageBackend>(); }, settings, {});
    QQmlApplicationEngine engine;
    QStringList warnings;
    QQuickWindow* window = loadWindow(engine, controller, warnings);
    QVERIFY(window);
    QVERIFY(QTest::qWaitForWindowActive(window));
    const std::map<QString, Qt::Key> keys = {{QStringLiteral("devices"), Qt::Key_D},
                                             {QStringLiteral("keys"), Qt::Key_F1},
                                             {QStringLiteral("settings"), Qt::Key_A},
                                             {QStringLiteral("signalPath"), Qt::Key_S}};
    const auto sheetOf = [](const QObject* loader) { return loader->property("sheet").value<QObject*>(); };
    for (const auto& [name, key] : keys) {
      const QObject* loader = window->findChild<QObject*>(name);
      QVERIFY2(loader && !sheetOf(loader), qPrintable(name));
      QObject* first = nullptr;
      for (int time = 0; time < 2; ++time) {
        QTest::keyClick(window, key);
        QTRY_VERIFY2(loader->property("opened").toBool(), qPrintable(name));
        if (time == 0) first = sheetOf(loader);
        QCOMPARE(sheetOf(loader), first);
        QVERIFY2(hasFocus(first->property("contentItem").value<QQuickItem*>(), *window), qPrintable(name));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY2(!loader->property("isOpen").toBool(), qPrintable(name));
      }
    }
    QVERIFY2(warnings.isEmpty(), qPrintable(warnings.join(QLatin1Char('\n'))));
  }

 private:
  static bool hasFocus(const QQuickItem* item, const QQuickWindow& window) {
    const QQuickItem* focused = window.activeFocusItem();
    return item && focused && (focused == item || item->isAncestorOf(focused));
  }

  void setScene(const QString& scene, CaptureController& controller, QQuickWindow& window) {
    if (!hasDevices || !hasServer) return;
    const double hertz = scene == QLatin1String("sharp")  ? 233.0819 * std::exp2(17.4 / 1200)
                         : scene == QLatin1String("flat") ? 82.4069 * std::exp2(-8.2 / 1200)
                                                          : 440 * std::exp2(0.4 / 1200);
    playNote(controller, hertz, scene == QLatin1String("sharp") ? 2.4 : 0.045);
    if (scene == QLatin1String("silent")) controller.readings()->tuner()->rest();
    for (const char* sheet : {"picker", "keys", "settings", "signalPath"}) {
      if (scene == QLatin1String(sheet)) {
        const QString name = scene == QLatin1String("picker") ? QStringLiteral("devices") : scene;
        QObject* opening = window.findChild<QObject*>(name);
        QVERIFY(QMetaObject::invokeMethod(opening, "open"));
        QTRY_VERIFY(opening->property("opened").toBool());
      }
    }
    if (scene == QLatin1String("signalPath")) controller.signalPath()->figures()->show(longSignalPath());
    if (scene != QLatin1String("picker")) return;
    QTRY_COMPARE(controller.inputs()->devices()->count(), 3);
    QTRY_COMPARE(controller.inputs()->devices()->currentIndex(), 0);  // what is heard
    controller.inputs()->devices()->setLevel(QStringLiteral("pulse:USB Audio CODEC"), -13.0);
    controller.inputs()->devices()->setLevel(QStringLiteral("pulse:Built-in Audio Analog Stereo"), -44.0);
  }

  // Every line that there can be, as long as it gets.
  static analysis::SignalPath longSignalPath() {
    analysis::SignalPath path;
    path.status.state = audio::CaptureState::NoData;
    path.status.format.source = "Monitor of a device with quite a long name";
    path.status.format.api = "pulse";
    path.status.format.sampleRateHz = 192000;
    path.status.format.channels = 32;
    path.status.format.bufferFrames = 4096;
    path.status.abandoned = 12;
    path.status.reopened = 1234;
    path.ringFill = 1;
    path.lostFrames = 123456789;
    path.delayMs = 1234;
    path.figures.isMetered = true;
    path.figures.overruns = 12345;
    path.figures.callbacksPerSecond = 187.5;
    path.figures.callback.p50Us = 12.3;
    path.figures.callback.p999Us = 1234.5;
    path.figures.callback.maxUs = 12345.6;
    path.figures.clock = audio::ClockEstimate{.ppm = -123.456, .sigmaPpm = 0.0123, .seconds = 123456};
    return path;
  }

  static void closeSheets(QQuickWindow& window) {
    for (const char* sheet : {"devices", "keys", "settings", "signalPath"}) {
      QObject* closing = window.findChild<QObject*>(QLatin1String(sheet));
      QMetaObject::invokeMethod(closing, "close");
      QTRY_VERIFY(!closing->property("isOpen").toBool());
    }
  }

  static void checkNotBlank(const QImage& image, const QString& name) {
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
      for (int x = 0; x < image.width(); x += 3) colours.insert(image.pixel(x, y));
    }
    QVERIFY2(colours.size() > 20, qPrintable(name));
  }

  // Every text is whole and inside the window, and what is pressed is at least 44 pixels to each side.
  static void checkItems(const QQuickItem& item, const QQuickWindow& window, const QString& picture,
                         bool isScrolled = false) {
    if (!item.isVisible() || item.opacity() <= 0) return;
    const QRectF box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
    const QString what = picture + QStringLiteral(": ") + QString::fromLatin1(item.metaObject()->className()) +
                         QStringLiteral(" '") + item.property("text").toString() + QLatin1Char('\'');
    const double below = isScrolled ? 10000 : 0;  // sheets may scroll, the tuner never
    const QRectF room(-0.5, -0.5 - below, window.width() + 1, window.height() + 1 + 2 * below);
    if (item.inherits("QQuickText") && !item.property("text").toString().isEmpty()) {
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
      const QString text = item.property("text").toString();
      const bool mayElide = text.contains(QStringLiteral("Monitor of")) || text.contains(QStringLiteral("Audio"));
      QVERIFY2(mayElide || !item.property("truncated").toBool(), qPrintable(what + QStringLiteral(" is cut")));
    }
    if (item.inherits("tunescope::ui::IconItem")) {
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
    }
    if (item.inherits("QQuickAbstractButton")) {
      QVERIFY2(item.width() >= 44 && item.height() >= 44, qPrintable(what + QStringLiteral(" is too small to hit")));
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
    }
    for (const QQuickItem* child : item.childItems())
      checkItems(*child, window, picture, isScrolled || item.inherits("QQuickFlickable"));
  }

  QTemporaryDir m_folder;
};

QTEST_MAIN(Gallery)
#include "tst_gallery.moc"
