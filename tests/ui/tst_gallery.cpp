// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window in each state, theme and size: nothing is cut, nothing leaves the window, everything that is pressed
// is large enough. Where TUNESCOPE_GALLERY names a folder, the pictures are kept there to be looked at. Where
// TUNESCOPE_QML_DIR names a folder of modules, those are used instead of the built-in ones.
#include "support/noted.h"
#include "ui/practicesessions.h"
#include "ui/scopescene.h"
#include "ui/settings/appsettings.h"
#include "ui/soundscene.h"
#include "ui/spectrumscenes.h"
#include "ui/stage.h"
#include "ui/stringscenes.h"
#include "ui/timescenes.h"
#include "ui/tonescene.h"
#include "ui/views/metersmodel.h"
#include "ui/views/strobemodel.h"
#include "ui/windowrig.h"

#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

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

int indexOfView(const char* name) {
  const auto* row =
      std::ranges::find_if(kViews, [name](const ViewRow& view) { return std::string_view(view.name) == name; });
  return int(row - std::begin(kViews));
}

const QList<QSize> kSizes = {{320, 320}, {320, 480}, {360, 640},  {640, 320},   {640, 360},
                             {820, 600}, {390, 844}, {1280, 800}, {2560, 1440}, {3840, 2160}};

// What is laid out does not depend on the colours, and so the second appearance is looked at in two sizes.
// TUNESCOPE_PICTURES=few: the first in four (a second system); =two: the first in two, the second not at all
// (sanitizers).
bool isLookedAt(AppSettings::Appearance appearance, QSize size) {
  static const QString amount = qEnvironmentVariable("TUNESCOPE_PICTURES");
  static const QList<QSize> kFew = {{320, 320}, {390, 844}, {640, 360}, {1280, 800}};
  static const QList<QSize> kTwo = {{320, 320}, {1280, 800}};
  if (amount == QLatin1String("two")) return appearance == AppSettings::Appearance::Ink && kTwo.contains(size);
  if (amount != QLatin1String("few") && qEnvironmentVariableIsSet("TUNESCOPE_GALLERY")) return true;
  if (appearance == AppSettings::Appearance::Paper) return kTwo.contains(size);
  return amount != QLatin1String("few") || kFew.contains(size);
}

}  // namespace

class Gallery : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  void everyPictureIsWhole_data() {
    QTest::addColumn<QString>("scene");
    const QByteArray scenes =
        "intune sharp flat silent nodevice noserver picker keys settings signalPath scope scopenodevice "
        "scopecursors scopestereo scopexy scopegonio scopepaused scoperoll "
        "strobe strobecircle history projector ghost meters metersvu metersppm metersk metersexport meterssaved "
        "metersbeside "
        "strum strumwaiting "
        "spectrum spectrumthirds spectrumlinear spectrumidle timeline sound soundselected soundidle soundbad "
        "spectrogram spectrogramidle "
        "practice practiceempty practicetime practicecompared practicelist practicefiles tuning editor "
        "a4Sheet instrument tone tonescale piano pianoused "
        "stretchFilesSheet intonation intonationdone soundLevel";
    for (const QByteArray& scene : scenes.split(' ')) QTest::newRow(scene.constData()) << QString::fromLatin1(scene);
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
    controller.host()->views()->setCurrentIndex(indexOfView(viewOf(scene)));
    chooseDisplay(scene, *controller.host()->displays());
    controller.run()->start();
    const auto expected = !hasServer    ? CaptureState::State::Failed
                          : !hasDevices ? CaptureState::State::NoDevice
                                        : CaptureState::State::Listening;
    QTRY_COMPARE(controller.run()->state(), expected);
    for (const auto appearance : {AppSettings::Appearance::Ink, AppSettings::Appearance::Paper}) {
      settings.setAppearance(appearance);
      for (const QSize& size : kSizes) {
        if (!isLookedAt(appearance, size)) continue;
        window->resize(size);
        QTest::qWait(0);  // what is seen now asks for its columns
        setScene(scene, controller, *window);
        QTest::qWait(0);
        // Lists that the new size uncovers get their rows with the first frame, and these their places with the next.
        window->grabWindow();
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
                                             {QStringLiteral("tone"), Qt::Key_R},
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
  static void chooseDisplay(const QString& scene, DisplayChoice& displays) {
    using Shown = DisplayChoice::Display;
    displays.setCircular(scene == QLatin1String("strobecircle"));
    displays.setCurrent(scene.startsWith(QLatin1String("strobe")) ? Shown::Strobe
                        : scene == QLatin1String("history")       ? Shown::History
                        : scene == QLatin1String("projector")     ? Shown::Projector
                                                                  : Shown::Needle);
  }
  static void showStrobe(const QQuickWindow& window) {
    core::StrobeReading reading;
    reading.targetHz = 440;
    for (std::size_t i = 0; i < reading.rings.size(); ++i) {
      const int n = core::StrobeReading::kPartials[i];
      reading.rings[i] = {.partial = n, .turns = 0.12 * n, .turnsPerS = 0.1 * n, .contrast = i == 3 ? 0.4 : 0.98};
    }
    const QQuickItem* panel = descendant(window.contentItem(), QStringLiteral("strobePanel"));
    panel->findChild<StrobeModel*>(QStringLiteral("strobeModel"))->show(reading);
  }
  // A minute with two notes, a gap and some vibrato.
  static void fillHistory(HistoryModel& history) {
    TunerModel tuner;
    for (double t = 1; t < 61; t += 0.02) {
      core::PitchReading reading;
      reading.availableS = t;
      const bool isSecond = t > 33;
      if (t < 28 || t > 31) {
        const double cents = isSecond ? 8 * std::exp((33 - t) / 6) + 2 * std::sin(2 * M_PI * t / 1.7) : -9 + t * 0.4;
        reading.hertz = (isSecond ? 440 : 329.6276) * std::exp2(cents / 1200);
        reading.sigmaCents = t < 12 ? 1.2 : 0.1;
        reading.confidence = 0.97;
      }
      tuner.show(tests::noted(reading));
      history.add(t, tuner);
    }
  }
  static bool hasFocus(const QQuickItem* item, const QQuickWindow& window) {
    const QQuickItem* focused = window.activeFocusItem();
    return item && focused && (focused == item || item->isAncestorOf(focused));
  }

  static const char* viewOf(const QString& scene) {
    if (scene == QLatin1String("timeline")) return "history";
    if (scene.startsWith(QLatin1String("sound")) && scene != QLatin1String("soundLevel")) return "timeline";
    for (const char* view : {"scope", "meters", "strum", "practice", "spectrum", "spectrogram"}) {
      if (scene.startsWith(QLatin1String(view))) return view;
    }
    return "tuner";
  }

  // Two channels, or of the programme meters eight: loud, quiet and clipped ones.
  static void showMeters(const QString& scene, const QQuickWindow& window) {
    const QQuickItem* bars = descendant(window.contentItem(), QStringLiteral("meterBars"));
    QVERIFY(bars);
    auto* model = qobject_cast<MetersModel*>(bars->property("meters").value<QObject*>());
    QVERIFY(model);
    model->chooseFamily(scene == QLatin1String("metersppm")  ? MetersModel::Ppm
                        : scene == QLatin1String("metersk")  ? MetersModel::K
                        : scene == QLatin1String("metersvu") ? MetersModel::Vu
                                                             : MetersModel::Level);
    MetersLoudness& loudness = *model->loudness();
    if (scene == QLatin1String("metersvu") && loudness.isIntegrating()) {
      loudness.chooseScale();
      loudness.chooseUnit();
      loudness.setIntegrating(false);
    }
    core::MetersReading reading;
    reading.timeS = 10;
    reading.loudness = {-21.4, -22.9, -23.1, 6.4, -17.2, -19.8, 754};
    reading.correlation = 0.71;
    reading.maxTruePeakDb = -0.3;
    reading.channelCount = scene == QLatin1String("metersppm") ? 8 : 2;
    for (std::size_t i = 0; i < reading.channelCount; ++i) {
      const double loud = i % 3 == 0 ? 5.5 : -4.0 * double(i);
      reading.perChannel[i] = {-24 + loud, -13 + loud, -12.8 + loud,         loud, loud + 4, loud,
                               -71,        11.2,       i % 3 == 0 ? 12U : 0U};
    }
    model->show(reading);
    for (core::ChannelMeters& channel : reading.perChannel) {  // below what is held
      for (auto member : {&core::ChannelMeters::truePeakDb, &core::ChannelMeters::ppmDb, &core::ChannelMeters::kDb,
                          &core::ChannelMeters::peakDb}) {
        if (channel.*member) *(channel.*member) -= 4;
      }
    }
    reading.timeS += 0.5;
    model->show(reading);
    if (scene == QLatin1String("meterssaved")) model->tools()->setPaused(true);
  }
  static void showExport(const QString& scene, CaptureController& controller, const QQuickWindow& window) {
    QQuickItem* bar = descendant(window.contentItem(), QStringLiteral("viewBar"));
    QVERIFY(bar);
    controller.userFiles()->setFolder(QStringLiteral("/proc/Documents/Tunescope"));  // nobody may write there
    QVERIFY(QMetaObject::invokeMethod(bar, "aim"));
    if (scene == QLatin1String("meterssaved")) controller.viewExport()->saveTable();
  }

  static void showPractice(const QString& scene, CaptureController& controller, const QQuickWindow& window) {
    PracticeModel& practice = *controller.practice();
    practice.files()->userFiles()->setFolder(QStringLiteral("Documents/Tunescope"));
    if (scene == QLatin1String("practiceempty")) return;
    if (!practice.hasNotes()) practice.replace(tests::scaleSession(0, 29));
    if (scene == QLatin1String("practicecompared")) practice.compare(tests::scaleSession(-4, 28));
    descendant(window.contentItem(), QStringLiteral("practiceKinds"))
        ->setProperty("wanted", scene == QLatin1String("practicetime")   ? 1
                                : scene == QLatin1String("practicelist") ? 2
                                                                         : 0);
  }

  void setScene(const QString& scene, CaptureController& controller, QQuickWindow& window) {
    if (!hasDevices || !hasServer) return;
    if (scene.startsWith(QLatin1String("meters"))) showMeters(scene, window);
    controller.host()->views()->setBeside(scene == QLatin1String("metersbeside"));
    if (scene == QLatin1String("metersexport") || scene == QLatin1String("meterssaved"))
      showExport(scene, controller, window);
    if (scene.startsWith(QLatin1String("spectrum"))) tests::showSpectrum(scene, window);
    if (scene == QLatin1String("spectrogram")) tests::showSpectrogram(window);
    if (scene == QLatin1String("timeline")) tests::showTimeline(controller);
    if (scene.startsWith(QLatin1String("sound"))) tests::showSound(scene, m_folder.path(), controller, window);
    if (scene == QLatin1String("tuning") || scene == QLatin1String("editor")) tuneToVallotti(controller);
    if (scene == QLatin1String("a4Sheet")) hearAFork(*controller.readings()->tuning()->listener());
    if (scene == QLatin1String("instrument")) {
      controller.readings()->instrument()->add(QStringLiteral("My lute: G2 C3+C4 F3 A3"));
    }
    const double hertz = scene == QLatin1String("sharp")  ? 233.0819 * std::exp2(17.4 / 1200)
                         : scene == QLatin1String("flat") ? 82.4069 * std::exp2(-8.2 / 1200)
                                                          : 440 * std::exp2(0.4 / 1200);
    playNote(controller, hertz, scene == QLatin1String("sharp") ? 2.4 : 0.045);
    if (scene == QLatin1String("ghost")) controller.readings()->tuner()->rest();
    if (scene.startsWith(QLatin1String("strobe"))) showStrobe(window);
    if (scene == QLatin1String("history")) fillHistory(*controller.readings()->history());
    if (scene == QLatin1String("strum")) tests::strumTheStrings(window);
    if (scene.startsWith(QLatin1String("scope"))) tests::showScope(scene, window);
    if (scene.startsWith(QLatin1String("practice"))) showPractice(scene, controller, window);
    if (scene == QLatin1String("silent")) controller.readings()->tuner()->rest();
    if (scene.startsWith(QLatin1String("tone"))) playChord(controller, scene == QLatin1String("tonescale"));
    for (const char* sheet :
         {"picker", "keys", "settings", "signalPath", "practicefiles", "tuning", "editor", "a4Sheet", "instrument",
          "tone", "piano", "stretchFilesSheet", "intonation", "tonescale", "metersexport", "soundLevel"}) {
      if (scene == QLatin1String(sheet)) {
        const QString name = scene == QLatin1String("picker")          ? QStringLiteral("devices")
                             : scene == QLatin1String("practicefiles") ? QStringLiteral("practiceFiles")
                             : scene == QLatin1String("metersexport")  ? QStringLiteral("exports")
                             : scene == QLatin1String("tonescale")     ? QStringLiteral("tone")
                                                                       : scene;
        QObject* opening = window.findChild<QObject*>(name);
        QVERIFY(QMetaObject::invokeMethod(opening, "open"));
        QTRY_VERIFY(opening->property("opened").toBool());
      }
    }
    tests::showPiano(scene, *controller.readings()->piano());
    if (scene.startsWith(QLatin1String("intonation"))) tests::playTheString(scene, controller, window);
    if (scene == QLatin1String("signalPath")) controller.signalPath()->figures()->show(longSignalPath());
    if (scene != QLatin1String("picker")) return;
    QTRY_COMPARE(controller.inputs()->devices()->count(), 3);
    QTRY_COMPARE(controller.inputs()->devices()->currentIndex(), 0);  // what is heard
    controller.inputs()->devices()->setLevel(QStringLiteral("pulse:USB Audio CODEC"), -13.0);
    controller.inputs()->devices()->setLevel(QStringLiteral("pulse:Built-in Audio Analog Stereo"), -44.0);
  }

  static void tuneToVallotti(CaptureController& controller) {
    TuningModel& tuning = *controller.readings()->tuning();
    tuning.choose(QStringLiteral("vallotti"));
    tuning.share()->setAddress(QStringLiteral("https://tuner.example/app/"));
    tuning.editor()->setCents(4, -7.8);
  }

  static void hearAFork(A4Listener& listener) {
    listener.start();
    const core::Tuning tuning = core::Tuning::equal(440);
    for (double t = 0; t < 11; t += 0.01) {
      core::PitchReading reading;
      reading.availableS = t;
      reading.hertz = 442.37;
      reading.sigmaCents = 0.1;
      reading.confidence = 0.99;
      listener.show({reading, tuning.nearest(442.37)});
    }
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
    for (const char* sheet :
         {"devices", "keys", "settings", "signalPath", "practiceFiles", "tuning", "editor", "a4Sheet", "instrument",
          "tone", "piano", "stretchFilesSheet", "intonation", "exports", "soundLevel"}) {
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
                         QSizeF beyond = {0, 0}) {
    if (!item.isVisible() || item.opacity() <= 0) return;
    const QRectF box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
    const QString what = picture + QStringLiteral(": ") + QString::fromLatin1(item.metaObject()->className()) +
                         QStringLiteral(" '") + item.property("text").toString() + QLatin1Char('\'');
    // Sheets and the scope's controls may scroll, the tuner never.
    const QRectF room =
        QRectF(QPointF(), window.size())
            .adjusted(-0.5 - beyond.width(), -0.5 - beyond.height(), 0.5 + beyond.width(), 0.5 + beyond.height());
    if (item.inherits("QQuickText") && !item.property("text").toString().isEmpty()) {
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
      const QString text = item.property("text").toString();
      const bool mayElide = QRegularExpression(QStringLiteral("Monitor of|Audio|\\.wav$")).match(text).hasMatch();
      QVERIFY2(mayElide || !item.property("truncated").toBool(), qPrintable(what + QStringLiteral(" is cut")));
    }
    if (item.inherits("tunescope::ui::IconItem")) {
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
    }
    if (item.inherits("QQuickAbstractButton")) {
      QVERIFY2(item.width() >= 44 && item.height() >= 44, qPrintable(what + QStringLiteral(" is too small to hit")));
      QVERIFY2(room.contains(box), qPrintable(what + QStringLiteral(" leaves the window")));
    }
    if (item.inherits("QQuickFlickable")) {
      const bool isSideways = item.property("contentWidth").toDouble() > item.width();
      const bool isUpright = !isSideways || item.inherits("QQuickListView") ||  // whose contents may lag behind it
                             item.property("contentHeight").toDouble() > item.height();
      beyond = {isSideways ? 10000 : beyond.width(), isUpright ? 10000 : beyond.height()};
    }
    for (const QQuickItem* child : item.childItems()) checkItems(*child, window, picture, beyond);
  }

  QTemporaryDir m_folder;
};

QTEST_MAIN(Gallery)
#include "tst_gallery.moc"
