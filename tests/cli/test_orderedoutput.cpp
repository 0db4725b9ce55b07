// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of parts that are made at the same time come in the order of the parts, whole or with an error.
#include "cli/write/orderedoutput.h"

#include <QTest>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace tunescope;
using State = cli::LineTarget::State;

namespace {

class Target final : public cli::LineTarget {
 public:
  bool begin() override {
    hasBegun = true;
    return state() == State::Open;
  }
  bool write(std::string_view lines) override {
    if (isFull) return false;
    hasBegun = true;
    text += lines;
    return true;
  }
  bool flush() override { return !isFull; }
  State state() const noexcept override { return isFull ? State::Failed : State::Open; }

  std::string text;
  bool hasBegun = false;
  bool isFull = false;
};

}  // namespace

class TestOrderedOutput : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void partsComeInTheirOrder() {
    Target out;
    cli::OrderedOutput ordered(out, 3);
    std::string ends;
    ordered.part(2).write("c1\n");
    ordered.part(1).write("b1\n");
    QCOMPARE(out.text, std::string());
    ordered.part(0).write("a1\n");
    QCOMPARE(out.text, std::string("a1\n"));
    ordered.finish(2, [&] { ends += "c"; });
    ordered.part(1).write("b2\n");
    ordered.finish(0, [&] {
      ends += "a";
      out.write("a ended\n");
    });
    QCOMPARE(out.text, std::string("a1\na ended\nb1\nb2\n"));
    ordered.part(1).write("b3\n");
    ordered.finish(1, [&] { ends += "b"; });
    QCOMPARE(out.text, std::string("a1\na ended\nb1\nb2\nb3\nc1\n"));
    QCOMPARE(ends, std::string("abc"));
  }

  void theHeadingComesBeforeTheFirstLineOfAll() {
    Target out;
    cli::OrderedOutput ordered(out, 3, "heading\n");
    ordered.part(1).write("b\n");
    ordered.part(0).write("");
    ordered.part(0).flush();
    ordered.finish(0, nullptr);
    QCOMPARE(out.text, std::string("heading\nb\n"));
  }

  void nothingBeginsWithoutALine() {
    Target out;
    cli::OrderedOutput ordered(out, 2, "heading\n");
    for (std::size_t i : {1U, 0U}) {
      ordered.part(i).write("");
      ordered.part(i).flush();
      ordered.finish(i, nullptr);
    }
    QVERIFY(!out.hasBegun);
    QCOMPARE(out.text, std::string());
  }

  void aPartThatBeginsCountsAsOutput() {
    Target out;
    cli::OrderedOutput ordered(out, 2);
    ordered.part(1).begin();
    QVERIFY(!out.hasBegun);
    ordered.finish(0, nullptr);
    QVERIFY(out.hasBegun);
  }

  void muchThatWaitsIsKept() {
    Target out;
    cli::OrderedOutput ordered(out, 2);
    std::string expected;
    for (int i = 0; i < 200000; ++i) {
      const std::string line = "line " + std::to_string(i) + "\n";
      ordered.part(1).write(line);
      expected += line;
    }
    ordered.finish(1, nullptr);
    ordered.finish(0, nullptr);
    QVERIFY(out.text == expected);
    QCOMPARE(ordered.error(), 0);
  }

  void anOutputThatFailsIsKnownToAllParts() {
    Target out;
    cli::OrderedOutput ordered(out, 2);
    out.isFull = true;
    QVERIFY(!ordered.part(0).write("a\n"));
    QVERIFY(!ordered.part(1).write("b\n"));
    QCOMPARE(ordered.part(1).state(), State::Failed);
  }

  void nobodyRunsTooFarAhead() {
    constexpr std::size_t kParts = 4 * cli::OrderedOutput::kMaxAhead;
    Target out;
    cli::OrderedOutput ordered(out, kParts);
    std::atomic<std::size_t> next{0};
    std::string expected;
    for (std::size_t i = 0; i < kParts; ++i) expected += std::to_string(i) + "\n";
    const auto work = [&] {
      for (std::size_t i = next++; i < kParts; i = next++) {
        ordered.await(i);
        ordered.part(i).write(std::to_string(i) + "\n");
        ordered.finish(i, nullptr);
      }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    QCOMPARE(out.text, expected);
  }
};

QTEST_APPLESS_MAIN(TestOrderedOutput)
#include "test_orderedoutput.moc"
