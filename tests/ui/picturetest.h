// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/items/imagenode.h"
#include "ui/items/spectrogramitem.h"
#include "ui/items/spectrumtrace.h"
#include "ui/pixels.h"
#include "ui/scopescene.h"
#include "ui/spectrumscenes.h"
#include "ui/windowrig.h"

#include <QImage>

#include <cmath>
#include <functional>
#include <numbers>
#include <optional>
#include <vector>

// A window whose views are shown with known sounds, and what their pixels are.
class PictureTest : public QObject {
 protected:
  void show(const QString& view) {
    m_rig->controller.host()->views()->show(view);
    m_rig->window->grabWindow();
  }
  // As the only view that was shown.
  void reopenWith(const QString& view) {
    m_rig->settings.setView(view);
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->window && QTest::qWaitForWindowExposed(m_rig->window));
    QTRY_VERIFY(m_rig->controller.run()->status().state == tunescope::audio::CaptureState::Running);
  }
  void showScope() {
    show(QStringLiteral("scope"));
    m_trace = item("scopeTrace");
    m_scope = tunescope::tests::scopeIn(*m_rig->window);
    QVERIFY(m_trace && m_scope);
  }
  void showSpectrum() {
    show(QStringLiteral("spectrum"));
    const QQuickItem* plot = item("spectrumPlot");
    QVERIFY(plot);
    m_spectrum = plot->property("spectrum").value<tunescope::ui::SpectrumModel*>();
    m_area = trace(tunescope::ui::SpectrumTrace::Line);
    QVERIFY(m_spectrum && m_area);
    // It subscribes again once it knows how many pictures the window draws.
    const double perS = tunescope::ui::picturesPerS(*m_rig->window);
    QTRY_VERIFY(std::abs(m_spectrum->choice()->picturesPerS() - perS) < 0.5);
    m_rig->controller.run()->toggle();  // nothing arrives but what the test shows
    QTRY_VERIFY(m_rig->controller.run()->isStopped());
  }
  void showSpectrogram() {
    show(QStringLiteral("spectrogram"));
    m_spectrogramItem = qobject_cast<tunescope::ui::SpectrogramItem*>(item("spectrogram"));
    QVERIFY(m_spectrogramItem);
    m_spectrogram = m_spectrogramItem->model();
    m_spectrogram->setGrid(true);
    m_columnsAtS = 100;
  }
  const QQuickItem* trace(tunescope::ui::SpectrumTrace::Kind kind) const {
    const QQuickItem* found = nullptr;
    const std::function<void(const QQuickItem*)> look = [&](const QQuickItem* parent) {
      for (const QQuickItem* child : parent->childItems()) {
        if (qobject_cast<const tunescope::ui::SpectrumTrace*>(child) && child->property("kind").toInt() == kind)
          found = child;
        look(child);
      }
    };
    look(m_rig->window->contentItem());
    return found;
  }
  QList<QQuickItem*> bars() const {
    QList<QQuickItem*> found;
    const std::function<void(QQuickItem*)> look = [&](QQuickItem* parent) {
      for (QQuickItem* child : parent->childItems()) {
        if (child->objectName() == QLatin1String("viewBar")) found << child;
        look(child);
      }
    };
    look(m_rig->window->contentItem());
    return found;
  }
  // The same sine in all channels.
  void playSine(std::size_t channels, double amplitude, double seconds, double fromS = 0) {
    constexpr double kRate = 48000;
    constexpr std::size_t kHop = 512;
    tunescope::core::ScopeSweep newest;
    std::vector<float> frames(kHop * channels);
    for (std::size_t hop = 0; hop < std::size_t(seconds * kRate / kHop); ++hop) {
      const double startS = fromS + double(hop * kHop) / kRate;
      for (std::size_t i = 0; i < frames.size(); ++i) {
        const double timeS = startS + double(i / channels) / kRate;
        frames[i] = float(amplitude * std::sin(2 * std::numbers::pi * 440 * timeS));
      }
      m_scope->link().with([&](tunescope::core::ScopeEngine& engine) {
        engine.begin(kRate, channels);
        engine.process({frames, channels, channels}, startS, 440.0);
        engine.update();
        newest = engine.sweep();
      });
    }
    newest.inputChannels = channels;
    m_scope->show(newest, {});
  }
  // Of -90 dB; loud in one row.
  void addColumns(int columns, std::optional<std::size_t> loudRow = std::nullopt) {
    tunescope::core::SpectrogramReading reading;
    reading.stream = 1;
    reading.count = 1;
    for (; columns > 0; --columns) {
      reading.list[0].timeS = m_columnsAtS;
      reading.list[0].levels.fill(tunescope::core::SpectrogramLevel::of(-90));
      if (loudRow) reading.list[0].levels[*loudRow] = tunescope::core::SpectrogramLevel::of(-1);
      m_columnsAtS += tunescope::core::SpectrogramStore::kStepS;
      m_spectrogram->add(reading, 0);
    }
  }
  void pinch(const QQuickItem& on, int from, int to) {
    static QPointingDevice* fingers = QTest::createTouchDevice();
    QQuickWindow* window = m_rig->window;
    const QPoint middle = on.mapToScene({on.width() / 2, on.height() / 2}).toPoint();
    const auto at = [&](int spread, int side) { return middle + QPoint(side * spread / 2, 0); };
    QTest::touchEvent(window, fingers).press(0, at(from, -1), window).press(1, at(from, 1), window);
    for (int i = 1; i <= 12; ++i) {
      const int spread = from + (to - from) * i / 12;
      QTest::touchEvent(window, fingers).move(0, at(spread, -1), window).move(1, at(spread, 1), window);
    }
    QTest::touchEvent(window, fingers).release(0, at(to, -1), window).release(1, at(to, 1), window);
  }

  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  QImage grab(const QQuickItem& of) const {
    m_rig->window->grabWindow();  // lays out
    return m_rig->window->grabWindow().copy(of.mapRectToScene(QRectF(QPointF(), of.size())).toAlignedRect());
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  const QQuickItem* m_trace = nullptr;
  tunescope::ui::ScopeModel* m_scope = nullptr;
  const QQuickItem* m_area = nullptr;
  tunescope::ui::SpectrumModel* m_spectrum = nullptr;
  tunescope::ui::SpectrogramItem* m_spectrogramItem = nullptr;
  tunescope::ui::SpectrogramViewModel* m_spectrogram = nullptr;
  double m_columnsAtS = 100;
};
