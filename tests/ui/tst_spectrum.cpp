// SPDX-License-Identifier: GPL-3.0-or-later
// The view of the spectrum, by hand, and its model, with readings of the real measurements.
#include "ui/spectrumscenes.h"
#include "ui/views/spectrumcurve.h"
#include "ui/views/spectrummodel.h"
#include "ui/windowrig.h"

#include <QTemporaryDir>

#include <optional>
#include <string_view>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

analysis::SpectrumReading readingOf(const tests::StringSound& sound) {
  return tests::readingOf<analysis::SpectrumReading>({.size = 16384, .timing = {.isDisplay = true}}, sound);
}

int indexOfSpectrum() {
  int index = 0;
  while (std::string_view(kViews[index].name) != "spectrum") ++index;
  return index;
}

}  // namespace

class TestSpectrum : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theListIsOfThePartials() {
    SpectrumModel model;
    model.show(readingOf({}));
    QCOMPARE(model.rowCount(), 14);
    QCOMPARE(model.data(model.index(1), SpectrumModel::NumberRole).toInt(), 2);
    QCOMPARE(model.data(model.index(0), SpectrumModel::CentsTextRole).toString(), QString());
    // 866 B (n^2 - 1): 25.9 cents at n = 10.
    const QString tenth = model.data(model.index(9), SpectrumModel::CentsTextRole).toString();
    const double expected = 600 * std::log2((1 + 3e-4 * 100) / (1 + 3e-4));
    QVERIFY2(std::abs(tenth.toDouble() - expected) < 0.6, qPrintable(tenth));
    const double position = model.data(model.index(0), SpectrumModel::PositionRole).toDouble();
    QVERIFY(std::abs(position - std::log2(110.0 / 20) / std::log2(24000.0 / 20)) < 1e-3);
    model.show(readingOf({.partials = 0}));
    QCOMPARE(model.rowCount(), 0);
  }

  void beforeAnythingIsHeardTheWholeRangeIsShown() {
    SpectrumModel model;
    analysis::SpectrumReading nothing;
    nothing.values = std::make_shared<analysis::SpectrumValues>();
    model.show(nothing);
    QCOMPARE(model.scale().highHz(), 20000.0);
  }

  void theCursorReadsPeaksBetweenBinsAndWhatIsBetweenPeaks() {
    SpectrumModel model;
    model.show(readingOf({.hertz = 440, .inharmonicity = 0, .partials = 3}));
    const double level = 20 * std::log10(0.25);
    QVERIFY2(model.peakText().startsWith(QStringLiteral("440.0")) && model.peakText().contains(QStringLiteral("A4")),
             qPrintable(model.peakText()));
    model.setCursor(model.scale().positionOf(442));  // it goes to the peak
    QVERIFY(std::abs(model.scale().hertzAt(model.cursor()) - 440) < 0.02);
    QVERIFY2(model.cursorText().contains(QStringLiteral("\u221212.0 dB")), qPrintable(model.cursorText()));
    QVERIFY(std::abs(model.cursorLevel() - model.levelPosition(std::pow(10, level / 10))) < 1e-3);
    model.moveCursor(0.002);  // exactly so far
    QVERIFY(std::abs(model.cursor() - model.scale().positionOf(440) - 0.002) < 1e-4);
    model.setCursor(model.scale().positionOf(6000));
    QVERIFY2(model.cursorText().contains(QStringLiteral("6000")), qPrintable(model.cursorText()));
    model.toPeak(-1);
    QVERIFY(std::abs(model.scale().hertzAt(model.cursor()) - 1320) < 0.1);
    model.toPeak(-1);
    model.toPeak(-1);
    QVERIFY(std::abs(model.scale().hertzAt(model.cursor()) - 440) < 0.1);
    model.toPeak(1);
    QVERIFY(std::abs(model.scale().hertzAt(model.cursor()) - 880) < 0.1);
    model.setCursor(-1);
    QVERIFY(model.cursor() < 0 && model.cursorText().isEmpty());
  }

  void zoomPanAndReset() {
    SpectrumModel model;
    const double hertz = model.scale().hertzAt(0.3);
    model.zoom(0.25, 0.3);
    QVERIFY(std::abs(model.scale().hertzAt(0.3) / hertz - 1) < 1e-9);
    model.pan(0.5);
    QVERIFY(model.scale().lowHz() > hertz * 0.8);
    model.zoomLevels(0.5, 0);
    QCOMPARE(model.highDb(), SpectrumModel::kHighDb);
    QVERIFY(std::abs(model.lowDb() - SpectrumModel::kLowDb / 2) < 1e-9);
    model.panLevels(100);
    QVERIFY(std::abs(model.lowDb() - SpectrumModel::kMinDb) < 1e-9);
    model.reset();
    QVERIFY(std::abs(model.scale().lowHz() - 20) < 1e-9);
    QCOMPARE(model.lowDb(), SpectrumModel::kLowDb);
  }

  void theTableHasItsUnits() {
    SpectrumModel model;
    QCOMPARE(model.tools()->table(), QByteArray("frequency_hz,level_db,highest_db,noise_floor_db\n"));
    model.show(readingOf({}));
    const QList<QByteArray> lines = model.tools()->table().split('\n');
    QCOMPARE(lines.size(), 8193 + 2);
    const QList<QByteArray> fields = lines.at(1 + 38).split(',');  // 111.3 Hz, beside 110
    QVERIFY(std::abs(fields.at(0).toDouble() - 38 * 48000.0 / 16384) < 1e-3);
    QVERIFY(fields.at(1).toDouble() > -15 && fields.at(2).toDouble() >= fields.at(1).toDouble());
    QVERIFY2(fields.at(3).toDouble() < -60, fields.at(3).constData());
    const QJsonObject json = model.tools()->settings();
    QCOMPARE(json.value(QStringLiteral("window")).toString(), QStringLiteral("hann"));
    QCOMPARE(json.value(QStringLiteral("fftSamples")).toInt(), 8192);
    QCOMPARE(json.value(QStringLiteral("lowDb")).toDouble(), SpectrumModel::kLowDb);
  }

  void noLineIsLostInAColumn() {
    std::vector<float> power(32769, 1e-9F);
    power[20000] = 0.25F;
    const present::FrequencyScale scale(true, 24000);
    std::vector<float> heights(300);
    layOutCurve(power, scale, {.binHz = 48000.0 / 65536, .lowDb = -100, .highDb = 0, .height = 100}, heights);
    QVERIFY(std::abs(*std::min_element(heights.begin(), heights.end()) - 6.02F) < 0.01F);
    QVERIFY(std::abs(heights[10] - 90) < 0.01F);
    // Nor where a column covers little more than a bin, wherever the bin lies in it.
    for (std::size_t bin = 200; bin < 260; ++bin) {
      std::vector<float> narrow(4097, 1e-9F);
      narrow[bin] = 0.25F;
      std::vector<float> columns(1200);
      layOutCurve(narrow, scale, {.binHz = 48000.0 / 8192, .lowDb = -100, .highDb = 0, .height = 100}, columns);
      const float highest = *std::min_element(columns.begin(), columns.end());
      QVERIFY2(std::abs(highest - 6.02F) < 0.1F, qPrintable(QString::number(bin)));
    }
  }

  void theViewIsUsedByHand() {
    QTemporaryDir folder;
    WindowRig rig(folder.path());
    QVERIFY(rig.isReady());
    rig.press(Qt::Key(Qt::Key_1 + indexOfSpectrum()));
    QQuickItem* plot = nullptr;
    QTRY_VERIFY((plot = descendant(rig.window->contentItem(), QStringLiteral("spectrumPlot"))) && plot->isVisible());
    auto* model = plot->property("spectrum").value<SpectrumModel*>();
    QVERIFY(model);
    model->show(readingOf({.hertz = 440, .inharmonicity = 0, .partials = 3}));
    const double left = plot->property("axisWidth").toDouble(), width = plot->width() - left;
    const auto at = [&](double hertz) {
      return plot->mapToScene({left + model->scale().positionOf(hertz) * width, plot->height() / 3}).toPoint();
    };
    QTest::mouseMove(rig.window, at(700));
    QTest::mouseMove(rig.window, at(880));
    const QQuickItem* value = descendant(rig.window->contentItem(), QStringLiteral("spectrumValue"));
    QTRY_VERIFY2(value->property("text").toString().contains(QStringLiteral("A5")),
                 qPrintable(value->property("text").toString()));
    QTest::mouseClick(rig.window, Qt::LeftButton, {}, at(880));
    QVERIFY(plot->hasActiveFocus());
    rig.press(Qt::Key_PageDown);
    QTRY_VERIFY2(value->property("text").toString().startsWith(QStringLiteral("1320")),
                 qPrintable(value->property("text").toString()));
    rig.press(Qt::Key_Right);
    QVERIFY(std::abs(model->scale().hertzAt(model->cursor()) / 1320 - 1) < 0.02 &&
            model->scale().hertzAt(model->cursor()) > 1321);
    rig.press(Qt::Key_Plus);
    QVERIFY(model->scale().lowHz() > 25);
    rig.press(Qt::Key_Home);
    QVERIFY(std::abs(model->scale().lowHz() - 20) < 1e-6);
    rig.press(Qt::Key_Right);
    rig.press(Qt::Key_Escape);
    QVERIFY(model->cursor() < 0 && plot->isVisible());

    const QQuickItem* modes = descendant(rig.window->contentItem(), QStringLiteral("spectrumModes"));
    rig.click(modes, {modes->width() * 5 / 6, modes->height() / 2});
    QCOMPARE(model->choice()->mode(), int(SpectrumChoice::Thirds));
    model->showBands(
        tests::readingOf<analysis::BandsReading>({.timing = {.isDisplay = true}}, {.hertz = 1000, .partials = 1}));
    QTRY_VERIFY(value->property("text").toString().contains(QStringLiteral("1 kHz third")));
    QVERIFY(model->tools()->table().startsWith("centre_hz,level_db,highest_db\n19.9526,"));
    rig.window->grabWindow();
    rig.click(modes, {modes->width() / 6, modes->height() / 2});
    QCOMPARE(model->choice()->mode(), 0);
    QVERIFY(rig.warnings.isEmpty());
  }

  // Zoom, pan, levels, cursor and reset without a pointer.
  void theAxesAreMovedByKeys() {
    QTemporaryDir folder;
    WindowRig rig(folder.path());
    QVERIFY(rig.isReady());
    rig.press(Qt::Key(Qt::Key_1 + indexOfSpectrum()));
    QVERIFY(rig.tabTo("spectrumPlot"));
    QVERIFY(rig.isFocusSeen());
    auto* model = rig.window->activeFocusItem()->property("spectrum").value<SpectrumModel*>();
    QVERIFY(model);
    const double lowHz = model->scale().lowHz(), highHz = model->scale().highHz();
    const double middleHz = model->scale().hertzAt(0.5);
    for (int i = 0; i < 6; ++i) rig.press(Qt::Key_Plus);
    QVERIFY(std::abs(model->scale().hertzAt(0.5) / middleHz - 1) < 1e-9);
    const double octaves = std::log2(model->scale().highHz() / model->scale().lowHz());
    QVERIFY(std::abs(octaves / std::log2(highHz / lowHz) - std::pow(0.8, 6)) < 1e-9);
    rig.press(Qt::Key_Minus);
    rig.press(Qt::Key_Plus);
    // The cursor goes to the edge and takes the axis along.
    const double edgeHz = model->scale().highHz();
    for (int i = 0; i < 60; ++i) rig.press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(model->cursor(), 1.0);
    QVERIFY(model->scale().highHz() > 1.2 * edgeHz);
    QVERIFY(std::abs(std::log2(model->scale().highHz() / model->scale().lowHz()) - octaves) < 1e-9);
    const double startHz = model->scale().lowHz();
    for (int i = 0; i < 90; ++i) rig.press(Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(model->cursor(), 0.0);
    QVERIFY(model->scale().lowHz() < startHz / 1.2);
    rig.press(Qt::Key_Down);
    QVERIFY(std::abs(model->highDb() - SpectrumModel::kHighDb + 11) < 1e-9);
    rig.press(Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(std::abs(model->highDb() - model->lowDb() - 88) < 1e-9);
    rig.press(Qt::Key_Home);
    QVERIFY(std::abs(model->scale().lowHz() - lowHz) < 1e-9 && std::abs(model->scale().highHz() - highHz) < 1e-6);
    QVERIFY(model->cursor() < 0 && model->highDb() == SpectrumModel::kHighDb);
    QVERIFY(model->lowDb() == SpectrumModel::kLowDb && rig.warnings.isEmpty());
  }

  void theSetupIsUsedByKeyAndRemembered() {
    QTemporaryDir folder;
    {
      WindowRig rig(folder.path());
      QVERIFY(rig.isReady());
      rig.press(Qt::Key(Qt::Key_1 + indexOfSpectrum()));
      QQuickItem* plot = nullptr;
      QTRY_VERIFY((plot = descendant(rig.window->contentItem(), QStringLiteral("spectrumPlot"))) && plot->isVisible());
      auto* model = plot->property("spectrum").value<SpectrumModel*>();
      QVERIFY(rig.tabTo("spectrumSetup"));
      QVERIFY(rig.isFocusSeen());
      rig.press(Qt::Key_Return);
      QTRY_VERIFY(rig.tabTo("spectrumAxes"));
      rig.press(Qt::Key_Right);
      QCOMPARE(model->choice()->axis(), 1);
      QVERIFY(std::abs(model->scale().lowHz()) < 1e-9);
      QVERIFY(rig.tabTo("spectrumSizes"));
      rig.press(Qt::Key_Right);
      QCOMPARE(model->choice()->spectrum().size, 16384U);
      QVERIFY(rig.tabTo("spectrumNextWindow"));
      rig.press(Qt::Key_Space);
      QCOMPARE(int(model->choice()->spectrum().window), int(core::SpectrumWindow::Hamming));
      QVERIFY(rig.tabTo("spectrumFloor"));
      rig.press(Qt::Key_Space);
      QVERIFY(!model->choice()->hasFloor());
      rig.press(Qt::Key_Escape);
      QVERIFY(rig.warnings.isEmpty());
    }
    WindowRig again(folder.path());
    SpectrumModel model;
    model.choice()->setSettings(&again.settings);
    QCOMPARE(model.choice()->axis(), 1);
    QCOMPARE(model.choice()->spectrum().size, 16384U);
    QCOMPARE(int(model.choice()->spectrum().window), int(core::SpectrumWindow::Hamming));
    QVERIFY(!model.choice()->hasFloor() && model.choice()->hasHold());
  }
};

QTEST_MAIN(TestSpectrum)
#include "tst_spectrum.moc"
