// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window.h"

#include "app/displayguard.h"
#include "app/firstpaint.h"
#include "app/outputs.h"
#include "app/outside.h"
#include "app/scenegraph.h"
#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/run/signals.h"
#include "ui/audiodevicewatch.h"
#include "ui/capture/capturecontroller.h"
#include "ui/capture/framepace.h"
#include "ui/settings/appsettings.h"

#include <QFile>
#include <QGuiApplication>
#include <QIcon>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QScreen>
#include <QTimer>

#include <memory>
#include <span>
#include <variant>
#include <vector>

namespace tunescope::app {

namespace {

using cli::ExitCode;

constexpr int kWatchDevicesAfterMs = 1500;             // long after the window has been drawn
constexpr std::chrono::hours kForEver(24 * 365 * 10);  // an input that is plugged in again the next day still works
constexpr QSize kFirstSize(1280, 800);

std::variant<cli::Options, ExitCode> optionsOf(int argc, char** argv) {
  const auto parsed =
      cli::parseOptions(std::span<const char* const>(argv, std::size_t(argc)).subspan(argc > 0 ? 1 : 0));
  if (const auto* error = std::get_if<cli::UsageError>(&parsed)) {
    refuse(error->text);
    return ExitCode::Usage;
  }
  const auto& options = std::get<cli::Options>(parsed);
  if (!options.headlessOption.empty()) {
    refuse(options.headlessOption + " is for the headless mode only; add --cli, or leave it out");
    return ExitCode::Usage;
  }
  return options;
}

// The window's last place, if that is still on a screen; otherwise the middle of the first one, as large as fits.
QRect geometryFor(const QRect& remembered) {
  for (const QScreen* screen : QGuiApplication::screens()) {
    const QRect area = screen->availableGeometry();
    if (remembered.isValid() && area.intersects(remembered)) {
      QRect geometry(remembered.topLeft(), remembered.size().boundedTo(area.size()));
      geometry.moveLeft(qBound(area.left(), geometry.left(), area.right() + 1 - geometry.width()));
      geometry.moveTop(qBound(area.top(), geometry.top(), area.bottom() + 1 - geometry.height()));
      return geometry;
    }
  }
  const QScreen* screen = QGuiApplication::primaryScreen();
  if (!screen) return {QPoint(), kFirstSize};
  const QRect area = screen->availableGeometry();
  QRect geometry(QPoint(), kFirstSize.boundedTo(area.size()));
  geometry.moveCenter(area.center());
  return geometry;
}

QIcon icon() {
  QIcon icon;
  for (const char* size : {"32", "64", "128", "256"}) {
    icon.addFile(QStringLiteral(":/tunescope/icons/%1.png").arg(QLatin1String(size)));
  }
  return icon;
}

QQuickWindow* openWindow(QQmlApplicationEngine& engine, ui::CaptureController& controller) {
  engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
  engine.setInitialProperties({{QStringLiteral("controller"), QVariant::fromValue(&controller)}});
  engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Tunescope/Main.qml")));
  if (engine.rootObjects().isEmpty()) return nullptr;
  auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
  if (!window) return nullptr;
  window->setGeometry(geometryFor(controller.settings()->geometry()));
  return window;
}

// Files that are named alone are opened; with --input one is listened to instead.
bool opensFiles(const cli::Options& options) {
  return !options.inputs.empty() && options.bareInputs == options.inputs.size();
}

audio::CaptureRequest requestOf(const cli::Options& options) {
  audio::CaptureRequest request = options.request;
  if (opensFiles(options)) {
    request.source = audio::SourceKind::Device;
    request.path.clear();
  }
  request.waitForDevice = true;  // a missing input is a state on screen
  using cli::operator""_option;
  if (!options.isGiven("give-up"_option)) request.giveUpAfter = kForEver;
  if (request.source != audio::SourceKind::Device) request.realtime = true;
  return request;
}

std::unique_ptr<QGuiApplication> makeApplication(int& argc, char** argv) {
  QGuiApplication::setApplicationName(QStringLiteral("tunescope"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Tunescope"));
  QGuiApplication::setDesktopFileName(QStringLiteral("io.github.tunescope.Tunescope"));
  std::unique_ptr<QGuiApplication> app;
  {
    const DisplayGuard guard;
    app = std::make_unique<QGuiApplication>(argc, argv);
  }
  QGuiApplication::setWindowIcon(icon());
  return app;
}

void openFiles(ui::SoundFile& sound, const std::vector<std::string>& paths) {
  QStringList names;
  for (const std::string& path : paths) names << QFile::decodeName(QByteArray::fromStdString(path));
  sound.openPaths(names);
}

// A signal cannot answer the question whether to end a recording.
void closeOnSignal(const cli::Signals& signals, ui::CaptureController& controller, QQuickWindow& window) {
  QObject::connect(&signals, &cli::Signals::interrupted, &window, [&controller, &window] {
    ui::RecordingModel& recording = *controller.recording();
    if (recording.isRecording()) {
      recording.stop();
      cli::complain(recording.message().toStdString());
    }
    window.close();
  });
}

}  // namespace

int runWindow(int argc, char** argv, const audio::BackendFactory& factory) {
  const auto parsed = optionsOf(argc, argv);
  if (const auto* code = std::get_if<ExitCode>(&parsed)) return int(*code);
  const auto& options = std::get<cli::Options>(parsed);

  const std::unique_ptr<QGuiApplication> app = makeApplication(argc, argv);
  chooseSceneGraph();

  ui::AppSettings settings;
  if (!settings.problem().isEmpty()) {
    cli::complain("settings will not be kept, because their file cannot be written; open Settings (" +
                  ui::Actions::keyOf(ui::AppAction::Id::Settings).toStdString() + ") for details");
  }
  settings.overrideWith(options.settings, options.givenSettings());
  ui::CaptureController controller(factory, settings, requestOf(options));
  if (const auto makeOutput = toneOutputFactory()) controller.tone()->setOutput(makeOutput());
  controller.playback()->setOutput(makeSoundOutput());
  QQmlApplicationEngine engine;
  QQuickWindow* window = openWindow(engine, controller);
  if (!window) {
    refuse(
        "the window cannot be built, because a part of Qt Quick is missing; install the QML modules of Qt 6, "
        "or run tunescope --cli");
    return int(ExitCode::Internal);
  }
  ui::paceReadings(*window, controller.session().worker());
  const std::unique_ptr<QObject> outside = connectOutside(*window, controller);
  ui::AudioDeviceWatch watch;
  QObject::connect(&watch, &ui::AudioDeviceWatch::inputsChanged, controller.inputs(), &ui::InputChoice::refresh);
  QTimer::singleShot(kWatchDevicesAfterMs, &watch, &ui::AudioDeviceWatch::start);
  const cli::Signals signals;
  closeOnSignal(signals, controller, *window);

  paintUntilFirstFrame(*window);
  window->show();
  if (opensFiles(options)) {
    openFiles(*controller.sound(), options.inputs);
  } else if (startsAtOnce()) {
    controller.run()->start();
  }
  return QGuiApplication::exec();
}

}  // namespace tunescope::app
