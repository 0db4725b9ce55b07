// SPDX-License-Identifier: GPL-3.0-or-later
// Who may read the records of --serve, and what is kept for a client that reads slowly.
#include "cli/out/handshake.h"
#include "cli/out/recordbuffer.h"

#include <QTest>

#include <string>

using namespace tunescope;
using cli::HandshakeVerdict;
using cli::RecordBuffer;

namespace {

constexpr const char* kToken = "s3cret/";

std::string requestFor(const std::string& target, const std::string& headers = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:8765\r\nUpgrade: WebSocket\r\n" + headers + "\r\n";
}

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
};

QTEST_APPLESS_MAIN(TestLiveOut)
#include "test_liveout.moc"
