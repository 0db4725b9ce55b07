// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/errortext.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"
#include "present/capturereason.h"

#include <QTest>

#include <clocale>
#include <limits>
#include <optional>

using namespace tunescope;

namespace {

std::string fixed(double value, int decimals) {
  std::string out;
  return cli::appendFixed(out, value, decimals) ? out : "refused";
}

std::string withSign(double value, int decimals) {
  std::string out;
  return cli::appendSigned(out, value, decimals) ? out : "refused";
}

std::string shortest(double value, int minDecimals = 0) {
  std::string out;
  return cli::appendShortest(out, value, minDecimals) ? out : "refused";
}

std::string json(std::string_view text) {
  std::string out;
  cli::appendJsonString(out, text);
  return out;
}

std::string csv(std::string_view text) {
  std::string out;
  cli::appendCsvText(out, text);
  return out;
}

}  // namespace

class TestText : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersArePlainDecimals() {
    QCOMPARE(fixed(440.0012345678, 6), std::string("440.001235"));
    QCOMPARE(fixed(-20.104, 2), std::string("-20.10"));
    QCOMPARE(fixed(1e-9, 6), std::string("0.000000"));
    QCOMPARE(fixed(123456789012.0, 2), std::string("123456789012.00"));
    QCOMPARE(shortest(440), std::string("440"));
    QCOMPARE(shortest(440, 1), std::string("440.0"));
    QCOMPARE(shortest(442.25, 1), std::string("442.25"));
    QCOMPARE(shortest(1e-7), std::string("0.0000001"));
  }

  void thereIsNoNegativeZeroAndNothingThatIsNotFinite() {
    QCOMPARE(fixed(-0.001, 2), std::string("0.00"));
    QCOMPARE(fixed(-0.0, 0), std::string("0"));
    QCOMPARE(shortest(-0.0, 1), std::string("0.0"));
    QCOMPARE(fixed(std::numeric_limits<double>::quiet_NaN(), 2), std::string("refused"));
    QCOMPARE(fixed(std::numeric_limits<double>::infinity(), 2), std::string("refused"));
    QCOMPARE(fixed(-3e38, 2), std::string("refused"));
  }

  void zeroHasNoSign() {
    QCOMPARE(withSign(0.004, 2), std::string("0.00"));
    QCOMPARE(withSign(-0.004, 2), std::string("0.00"));
    QCOMPARE(withSign(0.006, 2), std::string("+0.01"));
    QCOMPARE(withSign(-0.006, 2), std::string("-0.01"));
    QCOMPARE(withSign(-0.0, 1), std::string("0.0"));
    QCOMPARE(withSign(12.5, 1), std::string("+12.5"));
    QCOMPARE(withSign(std::numeric_limits<double>::quiet_NaN(), 2), std::string("refused"));
  }

  void aFrequencyHasNineSignificantDigits() {
    for (const double hertz : {8.0, 25.0, 99.999, 100.0, 440.0, 4186.0}) {
      std::string text = fixed(hertz, cli::hertzDecimals(hertz));
      text.erase(text.find('.'), 1);
      QVERIFY2(text.size() >= 9, text.c_str());
    }
  }

  void centsHaveFourSignificantDigits() {
    for (const double cents : {0.00123456, 0.000123456, 12.3456}) {
      std::string text = fixed(cents, cli::centsDecimals(cents));
      text.erase(0, text.find_first_not_of("0."));
      QVERIFY2(text.size() >= 4, text.c_str());
    }
  }

  void aDecimalCommaInTheLocaleChangesNothing() {
    if (std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) QSKIP("the locale de_DE.UTF-8 is not installed");
    QCOMPARE(fixed(1.5, 2), std::string("1.50"));
    QCOMPARE(cli::parseNumber("1.5").value_or(0), 1.5);
    QVERIFY(!cli::parseNumber("1,5"));
    std::setlocale(LC_ALL, "C");
  }

  void onlyWholeNumbersAndNothingElseAreRead() {
    for (const char* text : {"", " 1", "1 ", "1x", "nan", "inf", "-inf", "1e999", "0x10", "+1", "1,5", "--1", "."}) {
      QVERIFY2(!cli::parseNumber(text), text);
    }
    QCOMPARE(cli::parseNumber("-1.25").value_or(0), -1.25);
    QCOMPARE(cli::parseNumber("1e3").value_or(0), 1000.0);
    QVERIFY(!cli::parseWhole("1.0"));
    QVERIFY(!cli::parseWhole("99999999999999999999"));
    QCOMPARE(cli::parseWhole("512").value_or(0), 512L);
  }

  void jsonStringsAreEscapedAndAlwaysUtf8() {
    QCOMPARE(json("a\"b\\c"), std::string("\"a\\\"b\\\\c\""));
    QCOMPARE(json("\n\x1b"), std::string("\"\\u000a\\u001b\""));
    QCOMPARE(json("Gl\xC3\xBC"
                  "ck"),
             std::string("\"Gl\xC3\xBC"
                         "ck\""));
    QCOMPARE(json("\xFF"), std::string("\"\xEF\xBF\xBD\""));
    QCOMPARE(json("\xC0\xAF"), std::string("\"\xEF\xBF\xBD\xEF\xBF\xBD\""));  // overlong
    QCOMPARE(json("\xED\xA0\x80").size(), std::size_t{2 + 9});                // a surrogate: three bad bytes
    QCOMPARE(json("\xF0\x9F\x8E\xB8"), std::string("\"\xF0\x9F\x8E\xB8\""));  // a guitar
    QCOMPARE(json("\xF0\x9F"), std::string("\"\xEF\xBF\xBD\xEF\xBF\xBD\""));  // cut short
  }

  void jsonStringsSteerNoTerminal() {
    QCOMPARE(json("a\x7F"
                  "b"),
             std::string("\"a\\u007fb\""));
    QCOMPARE(json("\xC2\x80\xC2\x9B\xC2\x9F\xC2\xA0"), std::string("\"\\u0080\\u009b\\u009f\xC2\xA0\""));
    QCOMPARE(json("\xE2\x80\xAE"
                  "gnp"),
             std::string("\"\\u202egnp\""));  // right-to-left override
    QCOMPARE(json("\xD8\x9C\xE2\x80\x8F\xE2\x81\xA6\xE2\x81\xA9"), std::string("\"\\u061c\\u200f\\u2066\\u2069\""));
    QCOMPARE(json("\xEF\xBB\xBF\xE2\x80\xA8"), std::string("\"\\ufeff\\u2028\""));
  }

  void terminalTextHasNoControlCharacters() {
    QCOMPARE(cli::printable("a\x1b[31mb\r\n"), std::string("a [31mb  "));
    QCOMPARE(cli::printable("a\xE2\x80\xAE"
                            "b"),
             std::string("a b"));  // right-to-left override
    QCOMPARE(cli::printable("\xC2\x9B"), std::string(" "));
  }

  void csvTextIsNeverAFormula() {
    QCOMPARE(csv("A4"), std::string("A4"));
    QCOMPARE(csv("=1+1"), std::string("'=1+1"));
    QCOMPARE(csv("@x"), std::string("'@x"));
    QCOMPARE(csv("a,\"b\""), std::string("\"a,\"\"b\"\"\""));
    QCOMPARE(csv("a\nb"), std::string("\"a b\""));
  }

  // One line each, naming what it is about, with a way on behind the semicolon.
  void everyErrorHasItsSentence() {
    audio::CaptureRequest device;
    audio::CaptureRequest file;
    file.source = audio::SourceKind::File;
    file.path = "x.wav";
    for (int code = 1; code <= static_cast<int>(audio::CaptureErrorCode::Internal); ++code) {
      for (const audio::CaptureRequest& request : {device, file}) {
        const audio::CaptureError error{static_cast<audio::CaptureErrorCode>(code), "Thing\n\x1b[2J", "it\nsaid"};
        const std::string text = cli::errorSentence(error, request);
        QVERIFY2(text.find('\n') == std::string::npos && text.find('\x1b') == std::string::npos, text.c_str());
        QVERIFY2(text.find("because") != std::string::npos || text.find("lost") == 0, text.c_str());
        QVERIFY2(text.find("; ") != std::string::npos, text.c_str());
        QCOMPARE(cli::exitCodeOf(error, request) == cli::ExitCode::Done, audio::isRemark(error.code));
      }
    }
  }

  void onlyGivenOptionsAreToBeLeftOut() {
    const auto text = [](std::optional<double> rateHz, std::optional<unsigned> bufferFrames) {
      audio::CaptureRequest request;
      request.rateHz = rateHz;
      request.bufferFrames = bufferFrames;
      return cli::errorSentence({audio::CaptureErrorCode::UnsupportedFormat, "Thing", "4000 Hz"}, request);
    };
    QVERIFY2(text({}, {}).find("--rate") == std::string::npos, text({}, {}).c_str());
    QVERIFY2(text({}, {}).find("--buffer") == std::string::npos, text({}, {}).c_str());
    QVERIFY(text(12345, {}).ends_with("; leave out --rate"));
    QVERIFY(text({}, 1).ends_with("; leave out --buffer"));
    QVERIFY(text(12345, 1).ends_with("; leave out --rate and --buffer"));
  }

  // The same reasons as in the window (tst_capturewords).
  void aFailureIsExplainedByTheSharedReason() {
    const audio::CaptureRequest device;
    for (const auto code : {audio::CaptureErrorCode::Busy, audio::CaptureErrorCode::Refused,
                            audio::CaptureErrorCode::NoSuchDevice, audio::CaptureErrorCode::NoSuchChannel}) {
      const std::string reason = present::reasonOf(code, QStringLiteral("it")).toStdString();
      const std::string text = cli::errorSentence({code, "Thing", "why"}, device);
      QVERIFY2(text.find(", because " + reason + " (why); ") != std::string::npos, text.c_str());
    }
  }

  void aSoundSystemThatDoesNotPlayAlongIsNoFaultOfTunescope() {
    const audio::CaptureRequest device;
    for (const auto code : {audio::CaptureErrorCode::Busy, audio::CaptureErrorCode::Refused,
                            audio::CaptureErrorCode::Unreachable, audio::CaptureErrorCode::TimedOut}) {
      QCOMPARE(cli::exitCodeOf({code, "Thing", ""}, device), cli::ExitCode::NoDevice);
    }
    const std::string text = cli::errorSentence({audio::CaptureErrorCode::Unreachable, "pulse", "refused"}, device);
    QVERIFY2(text.find("the sound server cannot be reached (refused); start PulseAudio") != std::string::npos,
             text.c_str());
  }
};

QTEST_APPLESS_MAIN(TestText)
#include "test_text.moc"
