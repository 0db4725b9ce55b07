// SPDX-License-Identifier: GPL-3.0-or-later
// The spectrogram in the window: a click lands in its column and row, only the newest tile is painted, and it obeys
// keys and mouse.
#include "ui/items/spectrogramitem.h"
#include "ui/windowrig.h"

#include <cmath>
#include <optional>

using namespace tunescope;
using namespace tunescope::ui;
using core::SpectrogramRows;
using core::SpectrogramStore;

class SpectrogramViewTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    m_rig->settings.setAppearance(AppSettings::Appearance::Ink);  // a light ground is brighter than the sound
    find();
    m_nextS = 100;
    add(3000);
    m_rig->window->grabWindow();
  }
  void cleanup() { closeWindow(m_rig); }

  // A loud spot at a known time and frequency: where its pixel is, the cursor says so, at every zoom.
  void aClickLandsInItsColumnAndRow() {
    const double spotS = m_nextS;
    const std::size_t row = 217;
    add(1, row);
    add(199);
    for (const int zoom : {0, -1, -1, 3, 1}) {
      m_model->unpoint();  // its lines would hide the spot
      m_model->zoom(zoom);
      const QImage image = m_rig->window->grabWindow();
      const QPoint spot = brightest(image);
      QVERIFY(!spot.isNull());
      QTest::mouseClick(m_rig->window, Qt::LeftButton, {}, spot);
      const auto timeS = m_model->cursorTimeS();
      const double columnS = SpectrogramStore::kStepS * m_model->columnsPerPixel();
      QVERIFY(timeS.has_value());
      QVERIFY2(spotS - *timeS > -1e-6 && spotS - *timeS < columnS - 1e-6, qPrintable(QString::number(*timeS - spotS)));
      const QString text = m_model->cursorText();
      QVERIFY2(text.endsWith(QStringLiteral("\u22121.0 dBFS")), qPrintable(text));
      // The note of that row: 20 Hz and 217.5 quarters of a semitone are 462 Hz.
      QVERIFY2(text.contains(QStringLiteral("A\u266F4")), qPrintable(text));
    }
  }

  void onlyTheNewestTileIsPaintedWhileColumnsArrive() {
    const std::uint64_t before = m_item->paintedTiles();
    QVERIFY(before >= 10);  // those of the whole picture
    int frames = 0;
    for (; frames < 40; ++frames) {
      add(2);
      m_rig->window->grabWindow();
    }
    const std::uint64_t painted = m_item->paintedTiles() - before;
    QVERIFY2(painted >= 40 && painted <= 44, qPrintable(QString::number(painted)));
    m_model->setMap(0);  // other colours: all of them
    m_rig->window->grabWindow();
    QVERIFY(m_item->paintedTiles() - before - painted >= 10);
  }

  void keysScrollAndZoomTimeAndPitch() {
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    QVERIFY(m_rig->isFocusSeen());
    m_rig->press(Qt::Key_Minus);
    QCOMPARE(m_model->columnsPerPixel(), 2);
    m_rig->press(Qt::Key_Plus);
    m_rig->press(Qt::Key_Plus);
    QCOMPARE(m_model->pixelsPerColumn(), 2);
    m_rig->press(Qt::Key_Left);
    QVERIFY(!m_model->isLive());
    const std::int64_t end = m_model->endPixelColumn();
    add(100);
    QCOMPARE(m_model->endPixelColumn(), end);
    m_rig->press(Qt::Key_End);
    QVERIFY(m_model->isLive());
    m_rig->press(Qt::Key_PageUp);
    QVERIFY(std::abs(m_model->highRow() - m_model->lowRow() - 240) < 1e-9);
    m_rig->press(Qt::Key_Up);
    QVERIFY(std::abs(m_model->lowRow() - 144) < 1e-9);
    m_rig->press(Qt::Key_Home);
    QVERIFY(m_model->endPixelColumn() < 1000);
    m_model->tools()->reset();
    QVERIFY(m_model->isLive() && m_model->lowRow() == 0 && m_model->pixelsPerColumn() == 1);
  }

  void theCursorMovesByKeysAndEscapeTakesItAway() {
    m_pane->forceActiveFocus(Qt::TabFocusReason);
    m_rig->press(Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(m_model->hasCursor());
    const double timeS = *m_model->cursorTimeS();
    m_rig->press(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(std::abs(*m_model->cursorTimeS() - timeS - SpectrogramStore::kStepS) < 1e-9);
    const double y = m_model->cursorY();
    m_rig->press(Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(m_model->cursorY() < y);
    m_rig->press(Qt::Key_Escape);
    QVERIFY(!m_model->hasCursor());
  }

  void theMouseZoomsScrollsAndMovesTheLevels() {
    const QPointF middle = m_item->mapToScene({m_item->width() / 2, m_item->height() / 2});
    wheel(middle, -120, Qt::NoModifier);
    QCOMPARE(m_model->columnsPerPixel(), 2);
    wheel(middle, 120, Qt::ControlModifier);
    QVERIFY(std::abs(m_model->highRow() - m_model->lowRow() - 384) < 1e-9);
    const double low = m_model->lowRow();
    drag(middle.toPoint(), QPoint(150, 100));
    QVERIFY(!m_model->isLive() && m_model->lowRow() > low);
    const QQuickItem* levels = descendant(m_pane, QStringLiteral("spectrogramLevels"));
    QVERIFY(levels && levels->isVisible());
    const double top = m_model->topDb(), floor = m_model->floorDb();
    drag(levels->mapToScene({8, levels->height() * 0.2}).toPoint(), QPoint(0, 100));
    QVERIFY(m_model->topDb() < top && m_model->floorDb() == floor);
    drag(levels->mapToScene({8, levels->height() * 0.8}).toPoint(), QPoint(0, -100));
    QVERIFY(m_model->floorDb() > floor);
  }

  void choicesAreRememberedAndAGapIsNoSound() {
    const auto choose = [this](const char* name, int index, int count) {
      const QQuickItem* segments = descendant(m_rig->window->contentItem(), QLatin1String(name));
      m_rig->click(segments, {(index + 0.5) * segments->width() / count, 20});
    };
    choose("spectrogramModes", 2, 3);
    choose("spectrogramDetails", 0, 3);
    choose("spectrogramMaps", 2, 3);
    QCOMPARE(m_model->mode(), 2);
    QCOMPARE(m_model->detail(), 0);
    QCOMPARE(m_model->map(), 2);
    const QJsonObject settings = m_model->tools()->settings();
    QCOMPARE(settings[QStringLiteral("mode")].toString(), QStringLiteral("reassigned"));
    QCOMPARE(settings[QStringLiteral("colourMap")].toString(), QStringLiteral("grey"));
    QCOMPARE(m_rig->settings.kept(QStringLiteral("spectrogramMode")).toString(), QStringLiteral("reassigned"));
    m_nextS += 5;
    add(30);
    m_rig->window->grabWindow();
    m_model->pointAt(m_item->width() - 100, 50);
    QVERIFY2(m_model->cursorText().startsWith(QStringLiteral("nothing measured")), qPrintable(m_model->cursorText()));
  }

  void anotherRunHasTheSameChoices() {
    m_model->setMode(1);
    m_model->setDetail(2);
    m_model->setMap(0);
    m_model->setGrid(false);
    m_rig.reset();
    m_rig.emplace(m_folder->path());
    QVERIFY(m_rig->isReady());
    find();
    QCOMPARE(m_model->mode(), 1);
    QCOMPARE(m_model->detail(), 2);
    QCOMPARE(m_model->map(), 0);
    QVERIFY(!m_model->hasGrid());
  }

  void theTableHasALineForEachColumnThatIsSeen() {
    const QList<QByteArray> lines = m_model->tools()->table().trimmed().split('\n');
    QVERIFY2(lines[0].startsWith("time_s,dbfs_at_20.14_hz,"), lines[0].left(60).constData());
    QCOMPARE(lines[0].count(','), 480);
    QCOMPARE(lines.size(), 1 + int(m_item->width()));
    QVERIFY(lines[1].endsWith(",-90.0"));
  }

 private:
  void find() {
    m_rig->controller.host()->views()->show(QStringLiteral("spectrogram"));
    m_pane = descendant(m_rig->window->contentItem(), QStringLiteral("spectrogramPane"));
    QVERIFY(m_pane && m_pane->isVisible());
    m_item = qobject_cast<SpectrogramItem*>(descendant(m_pane, QStringLiteral("spectrogram")));
    QVERIFY(m_item);
    m_model = m_item->model();
  }
  // Columns of -90 dB; loud in one row.
  void add(int columns, std::optional<std::size_t> loudRow = std::nullopt) {
    core::SpectrogramReading reading;
    reading.stream = 1;
    for (; columns > 0; columns -= int(reading.count)) {
      reading.count = std::min<std::size_t>(std::size_t(columns), core::SpectrogramReading::kMaxColumns);
      for (std::size_t i = 0; i < reading.count; ++i) {
        reading.list[i].timeS = m_nextS;
        reading.list[i].levels.fill(core::SpectrogramLevel::of(-90));
        if (loudRow) reading.list[i].levels[*loudRow] = core::SpectrogramLevel::of(-1);
        m_nextS += SpectrogramStore::kStepS;
      }
      m_model->add(reading, 0);
    }
  }
  // In the picture, of what is brighter than a line of the grid.
  QPoint brightest(const QImage& image) const {
    const QRectF area = m_item->mapRectToScene(QRectF(0, 0, m_item->width(), m_item->height()));
    QPoint found;
    int highest = 150;
    for (int y = int(area.top()) + 1; y < int(area.bottom()); ++y) {
      for (int x = int(area.left()); x < int(area.right()); ++x) {
        const QColor color = image.pixelColor(x, y);
        if (color.red() <= highest) continue;
        highest = color.red();
        found = {x, y};
      }
    }
    return found;
  }
  void wheel(QPointF at, int delta, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, at, {}, QPoint(0, delta), Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_rig->window, &event);
  }
  void drag(QPoint from, QPoint by) {
    QTest::mousePress(m_rig->window, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 20; ++i) QTest::mouseMove(m_rig->window, from + by * i / 20);
    QTest::mouseRelease(m_rig->window, Qt::LeftButton, {}, from + by);
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  QQuickItem* m_pane = nullptr;
  SpectrogramItem* m_item = nullptr;
  SpectrogramViewModel* m_model = nullptr;
  double m_nextS = 0;
};

QTEST_MAIN(SpectrogramViewTests)
#include "tst_spectrogramview.moc"
