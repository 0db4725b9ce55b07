// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/testreport.h"

#include "ui/capture/capturecontroller.h"
#include "ui/items/noteglyph.h"
#include "ui/items/scopeitem.h"

#include <QJsonDocument>
#include <QMetaEnum>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSGRendererInterface>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::app {

namespace {

constexpr qint64 kBeatMs = 10;

// Items that a view created are only visual children of others.
template <class Item>
const Item* firstIn(const QQuickItem& item) {
  for (const QQuickItem* child : item.childItems()) {
    if (const auto* found = qobject_cast<const Item*>(child)) return found;
    if (const Item* found = firstIn<Item>(*child)) return found;
  }
  return nullptr;
}

template <typename Enum>
QString nameOf(Enum value) {
  return QString::fromLatin1(QMetaEnum::fromType<Enum>().valueToKey(int(value)));
}

}  // namespace

std::unique_ptr<TestReport> TestReport::fromEnvironment(QQuickWindow& window, ui::CaptureController& controller) {
  const QString path = qEnvironmentVariable("TUNESCOPE_TEST_REPORT");
  if (path.isEmpty()) return nullptr;
  std::unique_ptr<TestReport> report(new TestReport(path, window, controller));
  return report->m_file.isOpen() ? std::move(report) : nullptr;
}

TestReport::TestReport(const QString& path, QQuickWindow& window, ui::CaptureController& controller)
    : m_file(path), m_window(window), m_controller(controller) {
  m_clock.start();
  if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return;
  // Drawn in the render thread; reported here.
  connect(&window, &QQuickWindow::frameSwapped, this, &TestReport::write, Qt::QueuedConnection);
  connect(&m_heart, &QTimer::timeout, this, &TestReport::beat);
  m_sinceBeat.start();
  m_heart.setTimerType(Qt::PreciseTimer);
  m_heart.start(kBeatMs);
}

void TestReport::beat() {
  m_mostLateMs = std::max(m_mostLateMs, m_sinceBeat.restart() - kBeatMs);
}

QJsonObject TestReport::shown() const {
  QJsonObject object;
  const ui::NoteGlyph* glyph = firstIn<ui::NoteGlyph>(*m_window.contentItem());
  const bool isShown = glyph && glyph->isVisible();
  object.insert(QStringLiteral("note"), isShown ? glyph->letter() + glyph->accidental() + glyph->octave() : QString());
  const ui::TunerModel& tuner = *m_controller.readings()->tuner();
  object.insert(QStringLiteral("presence"), nameOf(tuner.presence()));
  object.insert(QStringLiteral("tuning"), nameOf(tuner.tuning()));
  object.insert(QStringLiteral("cents"), tuner.centsText());
  object.insert(QStringLiteral("hertz"), tuner.hertzText());
  object.insert(QStringLiteral("state"), nameOf(m_controller.run()->state()));
  object.insert(QStringLiteral("sentence"), m_controller.run()->sentence());
  object.insert(QStringLiteral("action"), m_controller.run()->actionText());
  object.insert(QStringLiteral("level"), m_controller.readings()->level()->rmsText());
  object.insert(QStringLiteral("waveformColumns"), int(m_controller.readings()->waveform()->frame().columns.size()));
  const auto* scope = firstIn<ui::ScopeItem>(*m_window.contentItem());
  object.insert(QStringLiteral("scope"), scope && scope->model() ? scope->model()->stateText() : QString());
  QStringList sheets;
  for (const char* name : {"devices", "settings", "keys", "signalPath", "quit"}) {
    const auto* sheet = m_window.findChild<QObject*>(QLatin1String(name));
    if (sheet && sheet->property("opened").toBool()) sheets << QLatin1String(name);
  }
  object.insert(QStringLiteral("sheet"), sheets.join(QLatin1Char(' ')));
  object.insert(QStringLiteral("view"), m_controller.host()->views()->currentName());
  object.insert(QStringLiteral("display"), m_controller.host()->displays()->currentName());
  object.insert(QStringLiteral("isFullScreen"), m_window.visibility() == QWindow::FullScreen);
  object.insert(QStringLiteral("appearance"), nameOf(m_controller.settings()->appearance()));
  object.insert(QStringLiteral("notation"), nameOf(m_controller.settings()->notation()));
  object.insert(QStringLiteral("a4"), m_controller.settings()->a4Hz());
  object.insert(QStringLiteral("settingsProblem"), m_controller.settings()->problem());
  const ui::RecordingModel& recording = *m_controller.recording();
  object.insert(QStringLiteral("recording"), recording.isRecording() ? recording.elapsedText() : QString());
  const ui::SoundFile& sound = *m_controller.sound();
  object.insert(QStringLiteral("file"), sound.title());
  object.insert(QStringLiteral("fileMessage"), sound.message());
  object.insert(QStringLiteral("isPlaying"), m_controller.playback()->isPlaying());
  object.insert(QStringLiteral("playedS"), std::floor(m_controller.playback()->timeS() * 10) / 10);
  object.insert(QStringLiteral("inputs"), m_controller.inputs()->devices()->count());
  object.insert(QStringLiteral("width"), m_window.width());
  object.insert(QStringLiteral("height"), m_window.height());
  const bool isSoftware = m_window.rendererInterface()->graphicsApi() == QSGRendererInterface::Software;
  object.insert(QStringLiteral("sceneGraph"), isSoftware ? QStringLiteral("software") : QStringLiteral("gpu"));
  return object;
}

void TestReport::write() {
  QJsonObject object = shown();
  if (object == m_last) return;
  m_last = object;
  object.insert(QStringLiteral("ms"), m_clock.elapsed());
  object.insert(QStringLiteral("lateMs"), std::max(std::exchange(m_mostLateMs, 0), m_sinceBeat.elapsed() - kBeatMs));
  m_file.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
  m_file.flush();
}

}  // namespace tunescope::app
