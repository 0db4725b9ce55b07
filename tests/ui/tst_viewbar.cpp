// SPDX-License-Identifier: GPL-3.0-or-later
// The tool bar of a view by hand: pause, and what is exported, read back.
#include "ui/views/metersmodel.h"
#include "ui/windowrig.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QJsonDocument>
#include <QRegularExpression>

#include <optional>

using namespace tunescope;
using namespace tunescope::ui;

class ViewBarTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    openWindow(m_folder, m_rig);
    m_rig->controller.userFiles()->setFolder(m_folder->filePath(QStringLiteral("kept")));
    m_rig->press(Qt::Key_3);
    QTRY_VERIFY(item("viewBar") && item("viewBar")->isVisible());
    m_meters = qobject_cast<MetersModel*>(item("meterBars")->property("meters").value<QObject*>());
    QVERIFY(m_meters);
    m_meters->show(reading(1, -23.04));
  }
  void cleanup() { closeWindow(m_rig); }

  void aKeyAndAButtonPauseAndResume() {
    m_rig->press(Qt::Key_Period);
    QVERIFY(m_meters->tools()->isPaused());
    m_meters->show(reading(2, -12));
    QCOMPARE(m_meters->loudness()->integratedText(), QStringLiteral("\u221223.0"));  // the picture stands
    QCOMPARE(item("pauseView")->property("name").toString(), QStringLiteral("Resume the view"));
    click("pauseView");
    QVERIFY(!m_meters->tools()->isPaused());
    QCOMPARE(item("pauseView")->property("name").toString(), QStringLiteral("Pause the view"));
    m_meters->show(reading(3, -12));
    QCOMPARE(m_meters->loudness()->integratedText(), QStringLiteral("\u221212.0"));
  }

  // What is paused is kept when the capture stops. When the view resumes, what is of a moment goes; the loudness of all
  // that was heard stays to be read.
  void aPausedPictureOutlivesTheCapture() {
    m_rig->press(Qt::Key_Period);
    m_rig->press(Qt::Key_Space);
    QTRY_VERIFY(m_rig->controller.run()->isStopped());
    QTest::qWait(50);
    const QString momentary = m_meters->loudness()->momentaryText(),
                  integrated = m_meters->loudness()->integratedText();
    QVERIFY(momentary != QStringLiteral("\u2013") && integrated != QStringLiteral("\u2013"));
    m_rig->press(Qt::Key_Period);
    QCOMPARE(m_meters->loudness()->momentaryText(), QStringLiteral("\u2013"));
    QCOMPARE(m_meters->loudness()->integratedText(), integrated);
  }

  void tabReachesItsButtonsAndSpacePressesThem() {
    for (const char* name : {"pauseView", "exportView"}) {
      QVERIFY2(m_rig->tabTo(name), name);
      QVERIFY(m_rig->isFocusSeen());
      QVERIFY(item(name)->width() >= 44 && item(name)->height() >= 44);
    }
    m_rig->press(Qt::Key_Space);
    QTRY_VERIFY(m_rig->isOpen("exports"));
    QVERIFY(m_rig->controller.run()->isStarted());  // the key was the button's
    m_rig->press(Qt::Key_Escape);
    QTRY_VERIFY(m_rig->isAway("exports"));
  }

  void thePictureIsTheViewTwiceAsLargeWithoutItsBar() {
    choose("exportPicture");
    QTRY_COMPARE(kept("*.png").size(), 1);
    const QString name = kept("*.png").constFirst();
    QVERIFY2(QRegularExpression(QStringLiteral("^Meters \\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d\\.\\d\\d\\.png$"))
                 .match(name)
                 .hasMatch(),
             qPrintable(name));
    QCOMPARE(message(), QStringLiteral("Saved as ") + m_folder->filePath(QStringLiteral("kept/")) + name);
    const QImage picture(m_folder->filePath(QStringLiteral("kept/")) + name);
    checkPicture(picture);
    if (const QString folder = qEnvironmentVariable("TUNESCOPE_GALLERY"); !folder.isEmpty())
      picture.save(folder + QStringLiteral("/exported.png"));
    QTRY_COMPARE(item("viewBar")->opacity(), 1.0);
  }

  void aKeyCopiesThePicture() {
    m_rig->press(Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(message(), QStringLiteral("Picture copied"));
    checkPicture(QGuiApplication::clipboard()->image());
    QVERIFY(!QDir(m_folder->filePath(QStringLiteral("kept"))).exists());
    m_rig->click(said(), {10, 10});
    QTRY_VERIFY(!said()->isVisible());
  }

  void theTableHasARowForEachChannelAndTheLoudness() {
    choose("exportTable");
    const QList<QByteArray> lines = read("*.csv").split('\n');
    QCOMPARE(lines.size(), 5);  // the last one ends
    const QList<QByteArray> header = lines[0].split(',');
    for (const QByteArray& line : lines.mid(1, 3)) QCOMPARE(line.split(',').size(), header.size());
    const auto at = [&](int row, const char* column) { return lines[row].split(',')[header.indexOf(column)]; };
    QCOMPARE(at(1, "channel"), QByteArray("1"));
    QCOMPARE(at(2, "channel"), QByteArray("2"));
    QCOMPARE(at(2, "true_peak_dbtp"), QByteArray("-12.30"));
    QCOMPARE(at(2, "clips"), QByteArray("7"));
    QCOMPARE(at(1, "rms_dbfs"), QByteArray());  // silence
    QCOMPARE(at(3, "channel"), QByteArray("all"));
    QCOMPARE(at(3, "integrated_lufs"), QByteArray("-23.04"));
    QCOMPARE(at(3, "correlation"), QByteArray("0.500"));
    choose("exportCopyTable");
    QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), lines.join('\n'));
  }

  void theSettingsAreReadable() {
    m_meters->chooseFamily(MetersModel::Ppm);
    m_meters->chooseVariant(1);
    choose("exportSettings");
    const QJsonObject file = QJsonDocument::fromJson(read("*.json")).object();
    QCOMPARE(file[QLatin1String("view")].toString(), QStringLiteral("meters"));
    QCOMPARE(file[QLatin1String("settings")].toObject()[QLatin1String("scale")].toString(),
             QStringLiteral("PPM IIa (BBC)"));
  }

  void aFolderThatCannotBeWrittenIsReported() {
    QFile file(m_folder->filePath(QStringLiteral("notafolder")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    m_rig->controller.userFiles()->setFolder(m_folder->filePath(QStringLiteral("notafolder/kept")));
    choose("exportTable");
    QVERIFY(m_rig->controller.viewExport()->isProblem());
    QVERIFY2(message().contains(QLatin1String("cannot be made")), qPrintable(message()));
    QTRY_VERIFY(said()->isVisible());
    const QQuickItem* label = said();
    QVERIFY(label->mapRectToScene(QRectF(QPointF(), label->size())).right() <= m_rig->window->width());
  }

  void inABrowserFilesAreDownloads() {
    m_rig->controller.userFiles()->setPage(true);
    QStringList names;
    connect(m_rig->controller.userFiles(), &UserFiles::downloadRequested, this,
            [&names](const QString& name, const QByteArray&) { names << name; });
    choose("exportTable");
    choose("exportPicture");
    QTRY_COMPARE(names.size(), 2);
    QVERIFY(names[0].endsWith(QLatin1String(".csv")) && names[1].endsWith(QLatin1String(".png")));
    QVERIFY(!QDir(m_folder->filePath(QStringLiteral("kept"))).exists());
  }

  void itsKeysAreOfTheViewThatIsShown() {
    m_rig->press(Qt::Key_1);
    m_rig->press(Qt::Key_Period);
    QVERIFY(!m_meters->tools()->isPaused());
  }

  // A view without tools has a picture, and nothing else to export; the one beside it does not export twice.
  void aViewWithoutABarExportsItsPicture() {
    m_rig->press(Qt::Key_1);
    m_rig->press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("exports"));
    const QQuickItem* sheet = m_rig->content("exports");
    QVERIFY(descendant(sheet, QStringLiteral("exportPicture"))->isVisible());
    QVERIFY(!descendant(sheet, QStringLiteral("exportTable"))->isVisible());
    QVERIFY(!descendant(sheet, QStringLiteral("exportSettings"))->isVisible());
    QVERIFY(m_rig->tabTo("exportPicture"));
    m_rig->press(Qt::Key_Return);
    QTRY_COMPARE(kept("Tuner *.png").size(), 1);
    QVERIFY(QImage(m_folder->filePath(QStringLiteral("kept/")) + kept("*.png")[0]).width() > 2000);
    const QQuickItem* ofTuner = descendant(item("view0"), QStringLiteral("viewMessage"));
    QTRY_VERIFY(ofTuner->isVisible());
    m_rig->press(Qt::Key_4);
    m_rig->press(Qt::Key_V);
    m_rig->press(Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(m_rig->controller.viewExport()->message(), QStringLiteral("Picture copied"));
    QCOMPARE(QGuiApplication::clipboard()->image().width(), int(2 * item("view3")->width()));
    QVERIFY(!ofTuner->isVisible());
  }

  // Beside each other where there is room, one above the other in a high window, alone on a phone; remembered.
  void theTunerStandsBesideTheView() {
    ViewRegistry& views = *m_rig->controller.host()->views();
    const auto isTunerSeen = [this] { return item("tuner") && item("tuner")->isVisible(); };
    QVERIFY(!isTunerSeen());
    m_rig->press(Qt::Key_V);
    QVERIFY(views.isSplit() && isTunerSeen() && item("meterBars")->isVisible());
    QCOMPARE(item("view0")->x(), 0.0);
    QVERIFY(item("view0")->width() > 400 && item("view2")->x() >= item("view0")->width());
    QVERIFY(!m_rig->controller.readings()->waveform()->columns());  // the tuner leaves out its own trace
    m_rig->press(Qt::Key_2, Qt::ShiftModifier);                     // a display of the tuner: both stay
    QVERIFY(views.isSplit() && views.currentIndex() == 2);
    m_rig->press(Qt::Key_1);
    QVERIFY(!views.isSplit() && isTunerSeen() && !item("meterBars")->isVisible());
    QCOMPARE(item("view0")->width(), item("view0")->parentItem()->width());
    m_rig->press(Qt::Key_3);
    m_rig->window->resize(820, 1180);
    QTest::qWait(0);
    QVERIFY(views.isSplit());
    QVERIFY(item("view0")->y() == 0 && item("view2")->y() >= item("view0")->height());
    for (const QSize& size : {QSize(320, 480), QSize(390, 844), QSize(640, 360)}) {
      m_rig->window->resize(size);
      QTest::qWait(0);
      QVERIFY(!views.isSplit() && !isTunerSeen());
      QCOMPARE(item("view2")->width(), item("view2")->parentItem()->width());
      QVERIFY(!item("besideView")->isVisible());
    }
    m_rig->window->resize(1280, 800);
    QTest::qWait(0);
    AppSettings again(m_folder->filePath(QStringLiteral("settings.ini")));
    QVERIFY(ViewRegistry(again).isBeside());
    click("besideView");
    QVERIFY(!views.isSplit() && !isTunerSeen());
    QCOMPARE(item("view2")->width(), double(m_rig->window->width()));
  }

 private:
  static core::MetersReading reading(double timeS, double integrated) {
    core::MetersReading reading;
    reading.timeS = timeS;
    reading.channelCount = 2;
    reading.loudness.integrated = integrated;
    reading.loudness.momentary = integrated + 1;
    reading.correlation = 0.5;
    reading.perChannel[1].truePeakDb = -12.3;
    reading.perChannel[1].clips = 7;
    return reading;
  }
  QQuickItem* item(const char* name) const { return descendant(m_rig->window->contentItem(), QLatin1String(name)); }
  void click(const char* name) const { m_rig->click(item(name), {item(name)->width() / 2, item(name)->height() / 2}); }
  // Of the view that has the bar; others have one too.
  QQuickItem* said() const { return descendant(item("viewBar"), QStringLiteral("viewMessage")); }
  QString message() const { return said()->property("text").toString(); }
  // By keys: the sheet, Tab to the button, Return.
  void choose(const char* button) const {
    m_rig->press(Qt::Key_E, Qt::ControlModifier);
    QTRY_VERIFY(m_rig->isOpen("exports"));
    QVERIFY2(m_rig->tabTo(button), button);
    m_rig->press(Qt::Key_Return);
    QTRY_VERIFY(m_rig->isAway("exports"));
  }
  QStringList kept(const char* pattern) const {
    return QDir(m_folder->filePath(QStringLiteral("kept"))).entryList({QLatin1String(pattern)}, QDir::Files);
  }
  QByteArray read(const char* pattern) const {
    QFile file(m_folder->filePath(QStringLiteral("kept/")) + kept(pattern).value(0));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  void checkPicture(const QImage& picture) const {
    const QQuickItem* bar = item("viewBar");
    const QQuickItem* view = bar->property("view").value<QQuickItem*>();
    QCOMPARE(picture.size(), (view->size() * 2).toSize());
    QCOMPARE(picture.pixel(0, 0), m_rig->window->grabWindow().pixel(0, 0));  // the ground
    int coloured = 0;
    for (int y = 0; y < picture.height(); ++y) coloured += picture.pixel(picture.width() / 4, y) != picture.pixel(0, 0);
    QVERIFY2(coloured > 100, qPrintable(QString::number(coloured)));  // something is drawn
    const QRectF box = bar->mapRectToItem(view, QRectF(QPointF(), bar->size()));
    const QImage gap = picture.copy(QRectF(box.topLeft() * 2, box.size() * 2).toAlignedRect());
    for (int y = 0; y < gap.height(); ++y) {
      for (int x = 0; x < gap.width(); ++x) QCOMPARE(gap.pixel(x, y), picture.pixel(0, 0));
    }
  }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
  MetersModel* m_meters = nullptr;
};

QTEST_MAIN(ViewBarTest)
#include "tst_viewbar.moc"
