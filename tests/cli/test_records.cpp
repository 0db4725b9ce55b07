// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/devicelist.h"
#include "cli/write/recordwriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace tunescope;

namespace {

const std::array<float, 8> kHop = {0.0F, 0.5F, -0.25F, 0.1F, -1.0F, 1.0F, 0.0F, 0.0F};

core::TunedNote noteOf(int midi, double cents = 0) {
  core::TunedNote note = *core::Tuning().key(midi);
  note.cents = cents;
  return note;
}

analysis::AnalysisFrame voiced() {
  analysis::AnalysisFrame frame;
  frame.level.timeS = 0.5;
  frame.level.rmsDb = -20.1;
  frame.level.peakDb = -17.0213;
  frame.pitch.timeS = 0.5333333;
  frame.pitch.availableS = 0.576;
  frame.pitch.hertz = 440.0012345;
  frame.pitch.sigmaCents = 0.02134;
  frame.pitch.confidence = 0.9914;
  frame.note = noteOf(69, 0.0048566);
  frame.hop = kHop;
  return frame;
}

analysis::AnalysisFrame silent() {
  analysis::AnalysisFrame frame;
  frame.pitch.timeS = 0.0106667;
  frame.pitch.availableS = 0.0213333;
  frame.hop = kHop;
  return frame;
}

std::string frameOf(cli::RecordWriter& writer, const analysis::AnalysisFrame& frame) {
  std::string out;
  writer.frame(out, frame);
  return out;
}

}  // namespace

class TestRecords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theJsonHeaderIsAsAgreed() {
    std::string out;
    cli::makeJsonWriter(core::Notation::English, 0)->header(out, {"a \"b\".wav", 44100, 512, {{.a4Hz = 442.5}}});
    // Not as raw strings: of these, with quotes at their ends, moc of Qt 6.4 or of 6.8 loses track.
    QCOMPARE(out, std::string("{\"type\":\"header\",\"schema\":1,\"version\":\"" TUNESCOPE_VERSION
                              "\",\"source\":\"a \\\"b\\\".wav\",\"sampleRate\":44100,\"hop\":512,\"a4\":442.5,"
                              "\"tuning\":\"12-TET\"}\n"));
  }

  void aJsonFrameIsAsAgreed() {
    const auto writer = cli::makeJsonWriter(core::Notation::English, 0);
    QCOMPARE(frameOf(*writer, voiced()),
             std::string(R"({"type":"frame","t":0.533333,"available":0.576000,"rmsDb":-20.10,"peakDb":-17.02,)"
                         R"("hz":440.001235,"sigmaCents":0.021340,"confidence":0.991,"note":"A4","midi":69,)"
                         R"("cents":0.004857,"inharmonicity":null})"
                         "\n"));
    QCOMPARE(frameOf(*writer, silent()),
             std::string(R"({"type":"frame","t":0.010667,"available":0.021333,"rmsDb":null,"peakDb":null,)"
                         R"("hz":null,"sigmaCents":null,"confidence":0.000,"note":null,"midi":null,)"
                         R"("cents":null,"inharmonicity":null})"
                         "\n"));
  }

  void aJsonStatusIsAsAgreed() {
    analysis::SignalPath path;
    path.status.format.source = "Mic";
    path.status.format.api = "pulse";
    path.status.format.sampleRateHz = 48000;
    path.status.format.bufferFrames = 512;
    path.status.reopened = 1;
    path.ringFill = 0.02;
    path.lostFrames = 7;
    const auto json = cli::makeJsonWriter(core::Notation::English, 0);
    std::string out;
    json->status(out, 2, path);
    QCOMPARE(out, std::string(R"({"type":"status","t":2.000000,"device":"Mic","api":"pulse","sampleRate":48000,)"
                              R"("bufferFrames":512,"ringFill":0.0200,"lostFrames":7,"xruns":0,"callbackP999Us":null,)"
                              R"("clockPpm":null,"clockSigmaPpm":null,"callbackP50Us":null,"callbackMaxUs":null,)"
                              R"("callbacksPerSecond":null,"delayMs":null,"reopened":1,"abandoned":0,"fallback":false})"
                              "\n"));
    path.figures.isMetered = true;
    path.figures.overruns = 3;
    path.figures.callbacksPerSecond = 93.75;
    path.figures.callback.p50Us = 1.24;
    path.figures.callback.p999Us = 12.11;
    path.figures.callback.maxUs = 99;
    path.figures.clock = audio::ClockEstimate{.ppm = -12.3456, .sigmaPpm = 0.25, .seconds = 60};
    path.delayMs = 45.2;
    out.clear();
    json->status(out, 2, path);
    QVERIFY(out.find(R"("xruns":3,"callbackP999Us":12.1,"clockPpm":-12.346,"clockSigmaPpm":0.250,"callbackP50Us":1.2,)"
                     R"("callbackMaxUs":99.0,"callbacksPerSecond":93.8,"delayMs":45.2,)") != std::string::npos);
    out.clear();
    cli::makeTextWriter(core::Notation::English)->status(out, 2, path);
    QCOMPARE(out, std::string(
                      "Status  2.0 s: Mic (pulse), 48000 Hz, 512 frames, ring 2.0 %, 7 lost, 3 xruns, 93.8 callbacks/s "
                      "of 1.2 us (99.9 %: 12.1, maximum: 99.0), clock -12.35 +- 0.25 ppm, delay 45.2 ms\n"));
    out.clear();
    cli::makeCsvWriter(core::Notation::English)->status(out, 2, path);
    QVERIFY(out.empty());
  }

  void theWaveformCoversTheHop() {
    const auto writer = cli::makeJsonWriter(core::Notation::English, 4);
    const QByteArray line = QByteArray::fromStdString(frameOf(*writer, voiced()));
    QVERIFY(line.contains(R"(,"wave":[[0.00000,0.50000],[-0.25000,0.10000],[-1.00000,1.00000],[0.00000,0.00000]]})"));
  }

  void whatIsNotFiniteIsNull() {
    analysis::AnalysisFrame frame = voiced();
    frame.level.rmsDb = -std::numeric_limits<double>::infinity();
    frame.pitch.sigmaCents = std::numeric_limits<double>::quiet_NaN();
    frame.pitch.inharmonicity = std::numeric_limits<double>::infinity();
    const auto json = cli::makeJsonWriter(core::Notation::English, 0);
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(frameOf(*json, frame))).object();
    QVERIFY(object.value(QStringLiteral("rmsDb")).isNull());
    QVERIFY(object.value(QStringLiteral("sigmaCents")).isNull());
    QVERIFY(object.value(QStringLiteral("inharmonicity")).isNull());
    const auto csv = cli::makeCsvWriter(core::Notation::English);
    QCOMPARE(frameOf(*csv, frame), std::string("0.533333,0.576000,,-17.02,440.001235,,0.991,A4,69,0.004857,\n"));
  }

  void csvHasTheSameColumns() {
    const auto writer = cli::makeCsvWriter(core::Notation::Latin);
    std::string out;
    writer->header(out, {"x", 48000, 512, {}});
    writer->header(out, {"x", 44100, 512, {}});  // no second table when a device comes back
    QCOMPARE(out, std::string("t,available,rmsDb,peakDb,hz,sigmaCents,confidence,note,midi,cents,inharmonicity\n"));
    QCOMPARE(frameOf(*writer, voiced()),
             std::string("0.533333,0.576000,-20.10,-17.02,440.001235,0.021340,0.991,La4,69,0.004857,\n"));
    QCOMPARE(frameOf(*writer, silent()), std::string("0.010667,0.021333,,,,,0.000,,,,\n"));
  }

  void theOtherJsonRecordsAreAsAgreed() {
    const auto writer = cli::makeJsonWriter(core::Notation::English, 0);
    std::string out;
    writer->noteBegan(out, 0.491, noteOf(69));
    writer->gap(out, {1.2, 512, core::GapReason::Overrun});
    writer->gap(out, {1.3, 7, core::GapReason::Stall});
    writer->gap(out, {1.4, 8, core::GapReason::Device});
    writer->device(out, cli::DeviceState::Lost, "gone\n");
    QCOMPARE(out, std::string("{\"type\":\"note\",\"t\":0.491000,\"note\":\"A4\",\"midi\":69}\n"
                              "{\"type\":\"gap\",\"t\":1.200000,\"lostFrames\":512,\"reason\":\"overrun\"}\n"
                              "{\"type\":\"gap\",\"t\":1.300000,\"lostFrames\":7,\"reason\":\"stall\"}\n"
                              "{\"type\":\"gap\",\"t\":1.400000,\"lostFrames\":8,\"reason\":\"device\"}\n"
                              "{\"type\":\"device\",\"state\":\"lost\",\"message\":\"gone\\u000a\"}\n"));
  }

  void theSummaryAddsUpEachNote() {
    cli::NoteSummary notes;
    notes.noteBegan(noteOf(69));
    for (const double cents : {1.0, 2.0, 3.0}) notes.add(noteOf(69, cents), 0.05);
    notes.noteBegan(noteOf(60));
    notes.add(noteOf(60, -4.0), 0.05);
    notes.noteBegan(noteOf(69));
    std::string out;
    cli::makeJsonWriter(core::Notation::English, 0)->summary(out, {10, 937, 512}, notes);
    QCOMPARE(out, std::string(R"({"type":"summary","seconds":10.000000,"frames":937,"lostFrames":512,"notes":[)"
                              R"({"note":"A4","count":2,"meanCents":2.0000,"sdCents":1.0000,"seconds":0.150},)"
                              R"({"note":"C4","count":1,"meanCents":-4.0000,"sdCents":null,"seconds":0.050}]})"
                              "\n"));
  }

  void theSummaryOmitsWhatWasTooShortToBeANote() {
    cli::NoteSummary notes;
    notes.noteBegan(noteOf(70));
    for (int i = 0; i < 4; ++i) notes.add(noteOf(70, 12.0), 0.012);
    std::string out;
    cli::makeTextWriter(core::Notation::English)->summary(out, {1, 86, 0}, notes);
    QCOMPARE(out, std::string("1.000 s analysed, 0 samples lost; no note\n"));
    notes.noteBegan(noteOf(69));
    for (int i = 0; i < 50; ++i) notes.add(noteOf(69, 1.0), 0.012);
    QCOMPARE(notes.notes().size(), std::size_t(1));
    QCOMPARE(notes.notes().front().note.midi, std::optional<int>(69));
    notes.noteBegan(noteOf(70));
    notes.add(noteOf(70, 12.0), 0.012);  // 60 ms in all
    QCOMPARE(notes.notes().size(), std::size_t(2));
  }

  void textHasOneLineForEachReading() {
    const auto writer = cli::makeTextWriter(core::Notation::English);
    const QByteArray line = QByteArray::fromStdString(frameOf(*writer, voiced()));
    QVERIFY(line.contains("A4") && line.contains("440.001 Hz") && line.contains("dBFS"));
    QCOMPARE(line.count('\n'), 1);
    QCOMPARE(frameOf(*writer, silent()).size(), static_cast<std::size_t>(line.size()));
  }

  // As the window: what is uncertain needs two more of it, and a moment of another note is none.
  void textNamesNoUncertainNote() {
    const auto writer = cli::makeTextWriter(core::Notation::English);
    analysis::AnalysisFrame frame = voiced();
    const auto hasName = [&](int midi, double confidence) {
      frame.note = noteOf(midi);
      frame.pitch.hertz = frame.note->targetHz;
      frame.pitch.confidence = confidence;
      frame.pitch.availableS += 0.01;
      const std::string line = frameOf(*writer, frame);
      return line.find(core::asciiNoteName(*frame.note)) != std::string::npos &&
             line.find("cents") != std::string::npos;
    };
    QVERIFY(!hasName(76, 0.2) && !hasName(76, 0.2) && hasName(76, 0.2));
    QVERIFY(!hasName(64, 0.3) && hasName(76, 0.2) && !hasName(64, 0.05));
    QVERIFY(hasName(64, 0.6) && hasName(64, 0.2));
  }

  void theSteadyPartIgnoresOnsetsAndSlips() {
    cli::SteadyPitch pitch;
    QVERIFY(!pitch.result());
    for (int i = 0; i < 30; ++i) pitch.add(noteOf(57, 0));  // an octave low for a moment
    for (int i = 0; i < 100; ++i) pitch.add(noteOf(69, 3.0 + 0.01 * (i % 5)));
    const auto result = pitch.result();
    QVERIFY(result.has_value());
    QCOMPARE(result->note.midi, std::optional<int>(69));
    QVERIFY(std::abs(result->note.cents - 3.02) < 0.1);
    QCOMPARE(result->readings, 100U);
  }

  void aScaleHasNoSteadyPart() {
    cli::SteadyPitch pitch;
    for (int i = 0; i < 100; ++i) pitch.add(noteOf(60 + i / 10, 0));
    QVERIFY(!pitch.result());
  }

  void devicesAreListedInEachFormat() {
    audio::DeviceInfo device;
    device.id = "pulse:=Evil, \"Mic\"";
    device.api = "pulse";
    device.name = "=Evil, \"Mic\"";
    device.inputChannels = 2;
    device.preferredRateHz = 48000;
    device.ratesHz = {44100, 48000};
    device.isDefault = true;
    const std::array devices = {device};
    const auto json = QJsonDocument::fromJson(
        QByteArray::fromStdString(cli::describeDevices(devices, cli::OutputFormat::Json, false)));
    QCOMPARE(json.object().value(QStringLiteral("id")).toString(), QStringLiteral("pulse:=Evil, \"Mic\""));
    QCOMPARE(json.object().value(QStringLiteral("rates")).toArray().size(), 2);
    QCOMPARE(cli::describeDevices(devices, cli::OutputFormat::Csv, true),
             std::string("\"pulse:=Evil, \"\"Mic\"\"\",pulse,\"'=Evil, \"\"Mic\"\"\",2,48000,true\n"));
    const std::string text = cli::describeDevices(devices, cli::OutputFormat::Text, false);
    QVERIFY(text.find("* pulse:=Evil") == 0);
    QVERIFY(!cli::describeDevices({}, cli::OutputFormat::Text, false).empty());
    QVERIFY(cli::describeDevices({}, cli::OutputFormat::Json, false).empty());
  }
};

QTEST_APPLESS_MAIN(TestRecords)
#include "test_records.moc"
