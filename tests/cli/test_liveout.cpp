// SPDX-License-Identifier: GPL-3.0-or-later
// Who may read the records of --serve, what is kept for a client that reads slowly, and the notes of --midi-out.
#include "cli/out/handshake.h"
#include "cli/out/midinotes.h"
#include "cli/out/recordbuffer.h"

#include <QTest>

#include <cmath>
#include <string>
#include <vector>

using namespace tunescope;
using cli::HandshakeVerdict;
using cli::RecordBuffer;

namespace {

constexpr const char* kToken = "s3cret/";

std::string requestFor(const std::string& target, const std::string& headers = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:8765\r\nUpgrade: WebSocket\r\n" + headers + "\r\n";
}

// Messages as text: "on 69 100", "bend 8192".
std::string toText(const std::vector<cli::MidiMessage>& messages) {
  std::string text;
  for (const cli::MidiMessage& message : messages) {
    const std::string data = std::to_string(message[1]) + " " + std::to_string(message[2]);
    if (!text.empty()) text += ", ";
    if (message[0] == 0x80) text += "off " + std::to_string(message[1]);
    if (message[0] == 0x90) text += "on " + data;
    if (message[0] == 0xB0) text += data;
    if (message[0] == 0xE0) text += "bend " + std::to_string(message[1] + 128 * message[2]);
  }
  return text;
}

core::TunedNote a4(double cents) {
  core::TunedNote note;
  note.cents = cents;
  return note;
}

present::ShownNotes::Shown shown(double cents, std::optional<double> beganS = {}) {
  return {.note = a4(cents), .beganS = beganS};
}

core::PitchReading reading(double availableS, double hertz) {
  core::PitchReading reading;
  reading.timeS = availableS;
  reading.availableS = availableS;
  reading.hertz = hertz;
  return reading;
}

constexpr const char* kRange = "101 0, 100 0, 6 2, 38 0, 101 127, 100 127";

}  // namespace

class TestLiveOut : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void onlyTheRightRequestComesIn_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, const std::string& request, HandshakeVerdict expected) {
      QTest::newRow(name) << QByteArray::fromStdString(request) << static_cast<int>(expected);
    };
    using enum HandshakeVerdict;
    const std::string good = "/?token=s3cret%2F";
    row("good", requestFor(good), Accepted);
    row("encoded where it need not be", requestFor("/?token=%73%33cret%2f"), Accepted);
    row("not encoded", requestFor("/?token=s3cret/"), Accepted);
    row("another parameter", requestFor("/?x=1&token=s3cret%2F&y"), Accepted);
    row("the first token counts", requestFor("/?token=x&token=s3cret%2F"), Forbidden);
    row("no query", requestFor("/"), Forbidden);
    row("another path", requestFor("/x?token=s3cret%2F"), Forbidden);
    row("a whole URL", requestFor("http://127.0.0.1/?token=s3cret%2F"), Forbidden);
    row("half an escape", requestFor("/?token=s3cret%2"), Forbidden);
    row("upper case", requestFor("/?token=S3CRET%2F"), Forbidden);
    row("own page", requestFor(good, "Origin: http://localhost:3000\r\n"), Accepted);
    row("file", requestFor(good, "origin:null\r\n"), Accepted);
    row("web site", requestFor(good, "Origin: https://example.org\r\n"), Forbidden);
    row("two origins", requestFor(good, "Origin: null\r\nOrigin: https://example.org\r\n"), Forbidden);
    row("a name that looks local", requestFor(good, "Origin: http://localhost.example.org\r\n"), Forbidden);
    row("a user that looks local", requestFor(good, "Origin: http://localhost:80@example.org\r\n"), Forbidden);
    row("no name", requestFor(good, "Origin: http://\r\n"), Forbidden);
    row("two hosts", requestFor(good, "Host: 127.0.0.1\r\n"), Malformed);
    row("another host", "GET /?token=s3cret%2F HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\n\r\n",
        Forbidden);
    row("no host", "GET /?token=s3cret%2F HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", Malformed);
    row("no upgrade", "GET /?token=s3cret%2F HTTP/1.1\r\nHost: localhost\r\n\r\n", Malformed);
    row("HTTP/1.0", "GET /?token=s3cret%2F HTTP/1.0\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n", Malformed);
    row("no header", requestFor(good, "nonsense\r\n"), Malformed);
    row("another method", "PUT / HTTP/1.1\r\n\r\n", Malformed);
    row("nonsense", "\xff\xfe", Malformed);
    row("nothing yet", "", Incomplete);
    row("the beginning of a method", "GE", Incomplete);
    row("no empty line yet", requestFor(good).substr(0, requestFor(good).size() - 1), Incomplete);
    row("no end", "GET /" + std::string(cli::kMaxHandshakeBytes, 'x'), TooLong);
    row("a late end", requestFor(good, "X: " + std::string(cli::kMaxHandshakeBytes, 'x') + "\r\n"), TooLong);
  }

  void onlyTheRightRequestComesIn() {
    QFETCH(QByteArray, request);
    QFETCH(int, expected);
    QCOMPARE(static_cast<int>(cli::checkHandshake(request.toStdString(), kToken)), expected);
  }

  void theUrlLeadsIn() {
    const std::string url = cli::serveUrl(8765, kToken);
    QCOMPARE(url, std::string("ws://127.0.0.1:8765/?token=s3cret%2F"));
    QVERIFY(cli::checkHandshake(requestFor(url.substr(url.find("/?"))), kToken) == HandshakeVerdict::Accepted);
  }

  void aRandomTokenIsAnotherEachTime() {
    QCOMPARE(cli::randomToken().size(), std::size_t{32});
    QVERIFY(cli::randomToken() != cli::randomToken());
  }

  void aClientBeginsWithTheHeader() {
    RecordBuffer buffer;
    auto early = buffer.join();
    buffer.add("H1", true);
    buffer.add("a", false);
    buffer.add("H2", true);
    buffer.add("b", false);
    auto late = buffer.join();
    buffer.add("c", false);
    for (const char* expected : {"H1", "a", "H2", "b", "c"}) QCOMPARE(*buffer.take(early)->text, std::string(expected));
    for (const char* expected : {"H2", "c"}) QCOMPARE(*buffer.take(late)->text, std::string(expected));
    QVERIFY(!buffer.take(early) && !buffer.take(late));
  }

  void whatASlowClientMissesIsCounted() {
    RecordBuffer buffer;
    auto slow = buffer.join();
    auto quick = buffer.join();
    for (std::size_t i = 0; i < RecordBuffer::kMaxRecords + 7; ++i) {
      buffer.add(std::to_string(i), false);
      QCOMPARE(buffer.take(quick)->dropped, std::uint64_t{0});
    }
    const auto first = buffer.take(slow);
    QCOMPARE(first->dropped, std::uint64_t{7});
    QCOMPARE(*first->text, std::string("7"));
    QCOMPARE(buffer.take(slow)->dropped, std::uint64_t{0});
  }

  void longRecordsCountByTheirBytes() {
    RecordBuffer buffer;
    auto slow = buffer.join();
    for (int i = 0; i < 5; ++i) buffer.add(std::string(RecordBuffer::kMaxBytes / 2, 'x'), false);
    QCOMPARE(buffer.take(slow)->dropped, std::uint64_t{3});
    buffer.add(std::string(2 * RecordBuffer::kMaxBytes, 'y'), false);
    QCOMPARE(buffer.take(slow)->text->front(), 'y');
  }

  void theReaderIsWokenOnce() {
    RecordBuffer buffer;
    int wakes = 0;
    buffer.setWake([&wakes] { ++wakes; });
    buffer.add("a", false);
    QCOMPARE(wakes, 0);
    auto cursor = buffer.join();
    for (int i = 0; i < 3; ++i) buffer.add("b", false);
    QCOMPARE(wakes, 1);
    buffer.awaken();
    buffer.add("c", false);
    QCOMPARE(wakes, 2);
    buffer.leave();
    buffer.awaken();
    buffer.add("d", false);
    QCOMPARE(wakes, 2);
  }

  void aRecordSaysWhatWasDroppedBeforeIt() {
    QCOMPARE(cli::withDropped(R"({"type":"frame"})", 12), std::string(R"({"type":"frame","dropped":12})"));
    QCOMPARE(cli::withDropped(R"({"type":"frame"})", 0), std::string(R"({"type":"frame"})"));
  }

  void aNoteBeginsAndEndsAsTheWindowShowsIt() {
    cli::SoundingNote note;
    auto change = note.hear(reading(0.1, 440), {});
    QVERIFY(!change.hasBegun && !change.isHeard && !note.isSounding());
    change = note.hear(reading(0.2, 440), shown(0, 0.1));
    QVERIFY(change.hasBegun && change.isHeard && !change.hasEnded && note.isSounding());
    change = note.hear(reading(0.3, 441), shown(4));
    QVERIFY(!change.hasBegun && change.isHeard && note.hertz() == 441);
    change = note.hear(reading(0.4, 450), {});  // a hole of a tenth of a second
    QVERIFY(!change.hasEnded && !change.isHeard);
    change = note.hear(reading(0.42, 440), shown(0, 0.41));  // struck again
    QVERIFY(change.hasEnded && change.hasBegun);
    change = note.hear(reading(0.6, 450), {});
    QVERIFY(change.hasEnded && !note.isSounding());
    change = note.hear(reading(0.7, 450), {});
    QVERIFY(!change.hasEnded);
    note.hear(reading(0.8, 440), shown(0, 0.8));
    QVERIFY(note.stop().hasEnded && !note.stop().hasEnded);
  }

  void notesBendByTwoSemitones() {
    cli::MidiNotes notes;
    std::vector<cli::MidiMessage> out;
    const auto hear = [&](const cli::SoundingNote::Change& change, double key, double rmsDb) {
      out.clear();
      notes.hear(change, 440 * std::exp2((key - 69) / 12), rmsDb, out);
      return toText(out);
    };
    const std::string range = std::string(kRange) + ", ";
    constexpr cli::SoundingNote::Change kBegun{.hasBegun = true, .isHeard = true};
    constexpr cli::SoundingNote::Change kHeard{.isHeard = true};
    constexpr cli::SoundingNote::Change kEnded{.hasEnded = true};
    QCOMPARE(hear(kBegun, 69, -20), range + "bend 8192, on 69 85");
    QCOMPARE(hear(kHeard, 69, -20), std::string());
    QCOMPARE(hear(kHeard, 69.25, -20), std::string("bend 9216"));
    QCOMPARE(hear(kHeard, 71, -20), std::string("bend 16383"));
    QCOMPARE(hear(kHeard, 67, -20), std::string("bend 0"));
    QCOMPARE(hear(kHeard, 66.9, 0), "off 69, " + range + "bend 7782, on 67 127");  // a glide out of the range
    QCOMPARE(hear({.hasEnded = true, .hasBegun = true, .isHeard = true}, 60, -90),
             "off 67, " + range + "bend 8192, on 60 1");
    QCOMPARE(hear(kEnded, 0, 0), std::string("off 60"));
    QCOMPARE(hear(kEnded, 0, 0), std::string());
    QCOMPARE(hear(kBegun, 135, -20), std::string());  // no key of MIDI
    QCOMPARE(hear(kEnded, 0, 0), std::string());
  }
};

QTEST_APPLESS_MAIN(TestLiveOut)
#include "test_liveout.moc"
