// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/web/webpage.h"

#include "app/outside.h"
#include "audio/file/soundreader.h"
#include "audio/web/microphone.h"
#include "cli/write/recordwriter.h"
#include "present/capturestate.h"
#include "ui/capture/capturecontroller.h"

#include <QFileInfo>
#include <QQuickWindow>
#include <QUrl>

#include <array>
#include <cstddef>
#include <emscripten/em_macros.h>
#include <utility>

// In wasm/bridge/library.js.
extern "C" {
void tunescopePageState(const char* word, const char* sentence);
void tunescopePageReading(const char* record);
void tunescopePageOpenFile();
void tunescopePageSaveReadings();
void tunescopePageDownload(const char* name, const char* bytes, int size);
void tunescopePageChooseText();
void tunescopePageOpenTuning();
void tunescopePageSaveText(const char* name, const char* text);
void tunescopePageAddress(char* buffer, int size);
void tunescopePageDrawn();
void tunescopePageSheet(int isOpen);
void tunescopePageRefuse(const char* sentence);
int tunescopePageHas(const char* trait);
}

namespace tunescope::app {

namespace {

constexpr std::size_t kMaxAddressBytes = 2048;
constexpr std::size_t kMaxFrames = 170000;  // half an hour at 48 kHz

}  // namespace

WebPage::WebPage(ui::CaptureController& controller) : m_controller(controller) {
  s_instance = this;
  analysis::AnalysisWorker& worker = controller.session().worker();
  worker.addSink(this);
  audio::setHiddenSamplesHandler([&worker] { worker.pull(); });
  connect(controller.run(), &ui::CaptureRun::changed, this, &WebPage::tellState);
  const ui::WindowHost* host = controller.host();
  connect(host, &ui::WindowHost::sheetOpenChanged, this, [host] { tunescopePageSheet(host->isSheetOpen() ? 1 : 0); });
  connect(controller.files(), &ui::SoundFiles::openRequested, this, [] { tunescopePageOpenFile(); });
  connect(controller.files(), &ui::SoundFiles::saveRequested, this, [] { tunescopePageSaveReadings(); });
  connectUserFiles();
  connect(controller.files(), &ui::SoundFiles::openTuningRequested, this, [] { tunescopePageOpenTuning(); });
  connectShare();
  controller.sound()->setRemembering(false);
  readTraits();
  tellState();
}

void WebPage::connectUserFiles() {
  ui::UserFiles* files = m_controller.userFiles();
  files->setPage(true);
  connect(files, &ui::UserFiles::downloadRequested, this, [](const QString& name, const QByteArray& bytes) {
    tunescopePageDownload(name.toUtf8().constData(), bytes.constData(), int(bytes.size()));
  });
  connect(files, &ui::UserFiles::chooseRequested, this, [] { tunescopePageChooseText(); });
}

void WebPage::chosen(const QString& path) {
  ui::UserFiles* files = m_controller.userFiles();
  files->give(QFileInfo(path).fileName(), ui::UserFiles::read(path));
}

void WebPage::connectShare() {
  ui::TuningShare* share = m_controller.readings()->tuning()->share();
  std::array<char, kMaxAddressBytes> address{};
  tunescopePageAddress(address.data(), int(address.size()));
  share->setPage(QString::fromUtf8(address.data()));
  connect(share, &ui::TuningShare::saveRequested, this, [](const QString& name, const QString& text) {
    tunescopePageSaveText(name.toUtf8().constData(), text.toUtf8().constData());
  });
  ui::PianoModel* piano = m_controller.readings()->piano();
  connect(piano, &ui::PianoModel::openRequested, this, [] { tunescopePageOpenTuning(); });
  connect(piano, &ui::PianoModel::saveRequested, this, [](const QString& name, const QString& text) {
    tunescopePageSaveText(name.toUtf8().constData(), text.toUtf8().constData());
  });
}

void WebPage::openTuning(const QString& path) {
  m_controller.readings()->openTuning(QUrl::fromLocalFile(path));
}

WebPage::~WebPage() {
  audio::setHiddenSamplesHandler({});
  m_controller.session().worker().removeSink(this);
  s_instance = nullptr;
}

void WebPage::streamStarted(const analysis::StreamInfo& info) {
  if (!info.isContinuation) {
    m_startS = info.startS;
    m_frames.clear();
  }
  m_stream = info;
}

void WebPage::frame(const analysis::AnalysisFrame& frame) {
  if (m_controller.run()->isPaused()) return;  // it is the page's own tone
  if (m_frames.size() == kMaxFrames) m_frames.pop_front();
  m_frames.push_back(frame);
  core::PitchReading& pitch = m_frames.back().pitch;
  pitch.timeS -= m_startS;
  pitch.availableS -= m_startS;
  m_frames.back().hop = {};
  m_frames.back().channels = {};
  m_frames.back().settings = nullptr;
  m_frames.back().tuning = nullptr;
  if (m_isListening) tunescopePageReading(newestRecord().c_str());
}

const std::string& WebPage::newestRecord() {
  m_text.clear();
  if (m_frames.empty()) {
    m_text = "null";
  } else {
    const cli::FrameKeys keys = cli::keysOf(m_controller.settings()->values());
    cli::makeJsonWriter(core::Notation::English, 0, keys)->frame(m_text, m_frames.back());
  }
  return m_text;
}

const std::string& WebPage::readings(bool asCsv) {
  const cli::FrameKeys keys = cli::keysOf(m_controller.settings()->values());
  const auto writer =
      asCsv ? cli::makeCsvWriter(core::Notation::English, keys) : cli::makeJsonWriter(core::Notation::English, 0, keys);
  m_text.clear();
  writer->header(m_text, {.source = m_controller.inputs()->sourceName().toStdString(),
                          .sampleRateHz = m_stream.sampleRateHz,
                          .hopFrames = m_stream.hopFrames,
                          .settings = m_controller.settings()->values()});
  for (const analysis::AnalysisFrame& frame : m_frames) writer->frame(m_text, frame);
  return m_text;
}

const std::string& WebPage::statistics() {
  const analysis::CaptureSession& session = m_controller.session();
  m_text = "{\"sampleRate\":" + std::to_string(m_stream.sampleRateHz) +
           ",\"lostFrames\":" + std::to_string(session.lostFrames()) +
           ",\"ringFill\":" + std::to_string(session.ringFill()) + ",\"readings\":" + std::to_string(m_frames.size()) +
           ",\"pictures\":" + std::to_string(m_pictures) + "}";
  return m_text;
}

void WebPage::start() {
  m_isPaused = false;
  m_controller.run()->start();
}
void WebPage::stop() {
  m_isPaused = false;
  m_controller.run()->stop();
}
void WebPage::muted(bool isMuted) {
  m_controller.run()->setMutedBySystem(isMuted);
}
// On the timeline a file is opened; elsewhere it is listened to.
void WebPage::playFile(const QString& path, bool atItsOwnSpeed) {
  if (m_controller.host()->views()->currentName() == QLatin1String("timeline")) {
    m_controller.sound()->openPath(path);
    return;
  }
  m_isPaused = false;
  m_controller.run()->playFile(path, atItsOwnSpeed);
}

void WebPage::readTraits() {
  m_controller.host()->setTraits({.isPage = true,
                                  .hasShortcuts = tunescopePageHas("shortcuts") != 0,
                                  .hasKeyboard = tunescopePageHas("keyboard") != 0,
                                  .isMotionReduced = tunescopePageHas("reduced-motion") != 0});
}

void WebPage::back() {
  Q_EMIT m_controller.host()->backRequested();
}

void WebPage::restored() {
  if (m_controller.run()->isWanted() && m_controller.run()->state() != ui::CaptureState::State::Ended)
    m_controller.run()->start();
}

void WebPage::hidden() {
  if (m_controller.settings()->isHiddenAllowed() || !m_controller.run()->isListening()) return;
  m_isPaused = true;
  m_controller.run()->stop();
}

void WebPage::shown() {
  if (std::exchange(m_isPaused, false) && !m_controller.run()->isWanted()) m_controller.run()->start();
}

void WebPage::allowed() {
  using State = ui::CaptureState::State;
  const State state = m_controller.run()->state();
  if (state == State::NoPermission || state == State::Dismissed) m_controller.run()->start();
}

void WebPage::drawn() {
  if (m_pictures++ == 0) tunescopePageDrawn();
}

void WebPage::tellState() {
  tunescopePageState(present::apiName(m_controller.run()->state()).toLatin1().constData(),
                     m_controller.run()->sentence().toUtf8().constData());
}

std::unique_ptr<QObject> connectOutside(QQuickWindow& window, ui::CaptureController& controller) {
  controller.files()->setOffered(true);
  auto page = std::make_unique<WebPage>(controller);
  QObject::connect(&window, &QQuickWindow::frameSwapped, page.get(), &WebPage::drawn);
  return page;
}

void refuse(const std::string& sentence) {
  tunescopePageRefuse(sentence.c_str());
}

bool startsAtOnce() {
  return tunescopePageHas("autostart") != 0;
}

}  // namespace tunescope::app

// Functions that wasm/shell/api.js calls. Returned texts are valid until the next call.
using tunescope::app::WebPage;

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* tunescopeReading() {
  return WebPage::instance() ? WebPage::instance()->newestRecord().c_str() : "null";
}
EMSCRIPTEN_KEEPALIVE const char* tunescopeStatistics() {
  return WebPage::instance() ? WebPage::instance()->statistics().c_str() : "null";
}
EMSCRIPTEN_KEEPALIVE const char* tunescopeReadings(int asCsv) {
  return WebPage::instance() ? WebPage::instance()->readings(asCsv != 0).c_str() : "";
}
EMSCRIPTEN_KEEPALIVE void tunescopeListen(int isListening) {
  if (WebPage::instance()) WebPage::instance()->setListening(isListening != 0);
}
EMSCRIPTEN_KEEPALIVE void tunescopeStart() {
  if (WebPage::instance()) WebPage::instance()->start();
}
EMSCRIPTEN_KEEPALIVE void tunescopeStop() {
  if (WebPage::instance()) WebPage::instance()->stop();
}
EMSCRIPTEN_KEEPALIVE void tunescopeAllowed() {
  if (WebPage::instance()) WebPage::instance()->allowed();
}
EMSCRIPTEN_KEEPALIVE void tunescopeRestored() {
  if (WebPage::instance()) WebPage::instance()->restored();
}
EMSCRIPTEN_KEEPALIVE void tunescopeHidden() {
  if (WebPage::instance()) WebPage::instance()->hidden();
}
EMSCRIPTEN_KEEPALIVE void tunescopeShown() {
  if (WebPage::instance()) WebPage::instance()->shown();
}
EMSCRIPTEN_KEEPALIVE void tunescopeMuted(int isMuted) {
  if (WebPage::instance()) WebPage::instance()->muted(isMuted != 0);
}
EMSCRIPTEN_KEEPALIVE void tunescopeTraitsChanged() {
  if (WebPage::instance()) WebPage::instance()->readTraits();
}
EMSCRIPTEN_KEEPALIVE void tunescopeBack() {
  if (WebPage::instance()) WebPage::instance()->back();
}
EMSCRIPTEN_KEEPALIVE void tunescopeChosen(const char* path) {
  if (WebPage::instance()) WebPage::instance()->chosen(QString::fromUtf8(path));
}
// Whether the program can read that file itself.
EMSCRIPTEN_KEEPALIVE int tunescopeCanRead(const char* path) {
  return tunescope::audio::openSoundFile(path).reader ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void tunescopeOpenTuning(const char* path) {
  if (WebPage::instance()) WebPage::instance()->openTuning(QString::fromUtf8(path));
}
EMSCRIPTEN_KEEPALIVE void tunescopePlayFile(const char* path, int atItsOwnSpeed) {
  if (WebPage::instance()) WebPage::instance()->playFile(QString::fromUtf8(path), atItsOwnSpeed != 0);
}
}
