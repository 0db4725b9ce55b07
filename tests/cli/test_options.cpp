// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"

#include <QTest>

#include <cstdlib>
#include <sstream>
#include <vector>

using namespace tunescope;
using cli::Options;
using cli::UsageError;
using cli::operator""_option;

namespace {

std::variant<Options, UsageError> parse(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  std::vector<const char*> pointers;
  for (const std::string& word : words) pointers.push_back(word.c_str());
  return cli::parseOptions(pointers);
}

Options good(const std::string& line) {
  const auto result = parse(line);
  if (const auto* error = std::get_if<UsageError>(&result)) {
    QTest::qFail(error->text.c_str(), __FILE__, __LINE__);
    return {};
  }
  return std::get<Options>(result);
}

}  // namespace

class TestOptions : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { unsetenv("NO_COLOR"); }

  void withoutOptionsTheDefaultInputIsCaptured() {
    const Options options = good("--cli");
    QVERIFY(options.command == Options::Command::Analyse);
    QVERIFY(options.request.source == audio::SourceKind::Device);
    QVERIFY(options.request.device.text.empty() && options.request.device.api.empty());
    QVERIFY(options.format == cli::OutputFormat::Text);
    QCOMPARE(options.settings.a4Hz, 440.0);
    QCOMPARE(options.settings.minHz, 25.0);
    QCOMPARE(options.settings.maxHz, 5000.0);
    QVERIFY(options.settings.mains == core::Mains::Found);
    QVERIFY(options.request.giveUpAfter == std::chrono::seconds(60));
    QVERIFY(options.hasColor && !options.isQuiet && options.isLive());
  }

  void everyOptionArrives() {
    const Options device = good(
        "--cli --device Monitor --api pulse --channel mix --rate 44100 --buffer 256 --wait --give-up 2.5 --a4 442.5 "
        "--notation german --min-hz 40 --max-hz=900 --format csv --duration 1.5 --output o.csv --quiet --no-color");
    QCOMPARE(device.request.device.text, std::string("Monitor"));
    QCOMPARE(device.request.device.api, std::string("pulse"));
    QVERIFY(device.request.channel.mix);
    QCOMPARE(device.request.rateHz.value_or(0), 44100.0);
    QCOMPARE(device.request.bufferFrames.value_or(0), 256U);
    QVERIFY(device.request.waitForDevice);
    QVERIFY(device.request.giveUpAfter == std::chrono::milliseconds(2500));
    QCOMPARE(device.settings.a4Hz, 442.5);
    QVERIFY(device.settings.notation == core::Notation::German);
    QCOMPARE(device.settings.minHz, 40.0);
    QCOMPARE(device.settings.maxHz, 900.0);
    QVERIFY(device.format == cli::OutputFormat::Csv);
    QCOMPARE(device.durationS.value_or(0), 1.5);
    QCOMPARE(device.outputPath.value_or(""), std::string("o.csv"));
    QVERIFY(device.isQuiet && !device.hasColor);

    const Options file =
        good("--cli --input a.wav --realtime --channel 2 --format json --waveform 64 --assert Bb3 --within 4");
    QVERIFY(file.request.source == audio::SourceKind::File && file.request.realtime && !file.isLive());
    QCOMPARE(file.request.channel.number, 2U);
    QCOMPARE(file.waveformColumns.value_or(0), 64);
    QCOMPARE(file.assertion->note, std::string("Bb3"));
    QCOMPARE(file.assertion->withinCents, 4.0);
    const Options served = good("--cli --demo --serve 0 --token a/b");
    QCOMPARE(served.live.servePort.value_or(1), std::uint16_t{0});
    QCOMPARE(served.live.token, std::string("a/b"));
    QCOMPARE(good("--cli --osc localhost:9000").live.osc->address, std::string("127.0.0.1"));
    QCOMPARE(good("--cli --osc [::1]:9000").live.osc->address, std::string("::1"));
    QCOMPARE(good("--cli --midi-out jack:Stage").live.midiName.value_or(""), std::string("jack:Stage"));
    const Options tuned = good("--temperament edo-19 --key Eb --reference C4:256 --transpose -2");
    QCOMPARE(tuned.settings.temperament, std::string("edo-19"));
    QCOMPARE(tuned.settings.key, std::string("Eb"));
    QCOMPARE(tuned.settings.reference, std::string("C4:256"));
    QCOMPARE(tuned.settings.transposition, -2.0);
    QVERIFY(good("--cli --list-temperaments").command == Options::Command::ListTemperaments);
    QVERIFY(good("--cli --mains 50").settings.mains == core::Mains::Hz50);
    QVERIFY(good("--cli --mains 60").settings.mains == core::Mains::Hz60);
    QVERIFY(good("--cli --mains=off").settings.mains == core::Mains::Off);
    QVERIFY(good("--cli --input -").request.source == audio::SourceKind::StandardInput);
    QVERIFY(good("--cli --demo --rate 96000").request.source == audio::SourceKind::Demo);
    QVERIFY(good("--cli --list-devices --api alsa --format json").command == Options::Command::ListDevices);
    QVERIFY(good("-h").command == Options::Command::Help);
    QVERIFY(good("--help").command == Options::Command::Help);
    QVERIFY(good("--version --help-all --help").command == Options::Command::HelpAll);
    QVERIFY(good("--version").command == Options::Command::Version);
  }

  void aFileNeedsNoOption() {
    for (const char* line : {"song.flac", "--cli song.flac", "song.flac --cli", "--cli -- song.flac"}) {
      const Options options = good(line);
      QVERIFY(options.request.source == audio::SourceKind::File && options.isGiven("input"_option));
      QCOMPARE(options.request.path, std::string("song.flac"));
      QVERIFY(options.headlessOption.empty());
    }
    QCOMPARE(good("--cli -- -song.flac").request.path, std::string("-song.flac"));
    QVERIFY(good("--cli -").request.source == audio::SourceKind::StandardInput);
    QVERIFY(good("--cli --").request.source == audio::SourceKind::Device);
  }

  void valuesMayBeginWithADash() {
    QCOMPARE(good("--cli --clock-ppm -3.25").settings.clockPpm, -3.25);
    QCOMPARE(good("--cli --sensitivity -50").settings.sensitivityDb, -50.0);
    QCOMPARE(good("--cli --clock-ppm -.5").settings.clockPpm, -0.5);
    QCOMPARE(good("--cli --clock-ppm=-5e-1").settings.clockPpm, -0.5);
    QCOMPARE(good("--cli --input -take.wav").request.path, std::string("-take.wav"));
    QCOMPARE(good("--cli --input=--take.wav").request.path, std::string("--take.wav"));
    QCOMPARE(good("--cli --device -h").request.device.text, std::string("-h"));
  }

  void namesOfFilesAreBytes() {
    for (const char* name :
         {"caf\xE9.wav", "a b.wav", "a=b.wav", "[a,b].wav", "{}", "\"a\".wav", "`a`", "a\\nb", "100%"}) {
      const std::vector<const char*> arguments = {"--cli", "--input", name};
      const auto result = cli::parseOptions(arguments);
      QVERIFY2(std::holds_alternative<Options>(result), name);
      QCOMPARE(std::get<Options>(result).request.path, std::string(name));
    }
  }

  void whatWasGivenIsKnown() {
    const Options options = good("--cli --mains off --a4 440 --format text");
    QVERIFY(options.isGiven("format"_option) && options.isGiven("a4"_option) && !options.isGiven("notation"_option));
    analysis::Settings settings{{.a4Hz = 415, .minHz = 50}};
    overlay(settings, options.settings, options.givenSettings());
    QVERIFY(settings == (analysis::Settings{{.a4Hz = 440, .minHz = 50, .mains = core::Mains::Off}}));
  }

  // What reaches the web app: "?a4=442&demo" and so on.
  void anAddressGivesTheSameOptions() {
    const auto read = [](std::vector<const char*> pairs) { return cli::parseAddress(pairs); };
    const auto result =
        read({"a4=442", "min-hz=30", "mains=50", "channel=2", "utm=x", "output=/etc/x", "cli=", "clock-ppm=9", "a4"});
    QVERIFY(std::get<UsageError>(result).text == "--a4 is given twice, and only one can hold; leave one out");
    const auto good = std::get<Options>(read({"a4=442", "min-hz=30", "mains=50", "channel=2", "utm=x", "output=x"}));
    QVERIFY(good.settings == (analysis::Settings{{.a4Hz = 442, .minHz = 30, .mains = core::Mains::Hz50}}));
    QVERIFY(good.request.channel.number == 2 && !good.outputPath && good.givenSettings().count() == 3);
    QVERIFY(std::get<Options>(read({"demo="})).request.source == audio::SourceKind::Demo);
    QVERIFY(std::get<UsageError>(read({"a4=abc"})).text.starts_with("--a4 cannot be 'abc'"));
    QVERIFY(std::get<UsageError>(read({"a4="})).text.starts_with("--a4 needs a value"));
    QVERIFY(std::get<UsageError>(read({"min-hz=500", "max-hz=100"})).text.find("nothing lies") != std::string::npos);
  }

  void anAddressHasTheTextOfAScale() {
    const auto read = [](std::vector<const char*> pairs) { return cli::parseAddress(pairs); };
    const auto good = std::get<Options>(read({"scale=Five\n2\n240.0\n2/1\n", "key=D"}));
    QCOMPARE(good.settings.scale, std::string("Five\n2\n240.0\n2/1\n"));
    const std::string problem = std::get<UsageError>(read({"scale=Five\n2\n697//441\n2/1\n"})).text;
    QVERIFY2(problem.starts_with("--scale cannot use its text, line 3: '697//441'"), problem.c_str());
    const auto map = std::get<Options>(read({"keymap=0\n0\n127\n60\n60\n256\n0\n"}));
    QCOMPARE(map.settings.keymap, std::string("0\n0\n127\n60\n60\n256\n0\n"));
    const auto own = std::get<Options>(read({"instrument=My lute: G2 C3"}));
    QCOMPARE(own.settings.instrument, std::string("My lute: G2 C3"));
  }

  void noColorInTheEnvironmentCounts() {
    setenv("NO_COLOR", "1", 1);
    QVERIFY(!good("--cli").hasColor);
    setenv("NO_COLOR", "", 1);
    QVERIFY(good("--cli").hasColor);
    unsetenv("NO_COLOR");
  }

  void wrongOptionsAreRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* line, const char* says) {
      QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(says);
    };
    row("--cli --frobnicate", "there is no option '--frobnicate'");
    row("--cli --durration 3", "did you mean --duration");
    row("--cli -song.wav", "for a file of that name write --input FILE");
    row("--input a.wav b.wav", "the window listens to one file at a time");
    row("--cli a.wav -", "standard input cannot be one of several files");
    row("--cli a.wav b.wav --record take", "--record and several files exclude each other");
    row("--cli a.wav b.wav --export a.mid", "--export and several files exclude each other");
    row("--cli --demo --jobs 2", "--jobs is about files");
    row("--cli a.wav b.wav --quiet --practice", "--practice and --quiet leave nothing to write");
    row("--cli a.wav b.wav --jobs 0", "--jobs cannot be '0'");
    row("--cli a.wav --demo", "--input and --demo exclude each other");
    row("--cli song.wav --durration 3", "did you mean --duration");
    row("--cli --output= song.wav", "--output needs a value; write --output FILE");
    row("--cli -x", "not an option");
    row("--cli ---", "there is no option");
    row("--cli --=3", "there is no option '--'");
    row("--cli --device.name", "there is no option '--device.name'");
    row("--cli --duration", "needs a value");
    row("--cli --duration --quiet", "needs a value");
    row("--cli --duration=", "needs a value");
    row("--cli --duration= 3", "needs a value");
    row("--cli --input --x.wav", "--input needs a value; write --input FILE");
    row("--cli --quiet=yes", "takes no value, but was given 'yes'");
    row("--cli --quiet=true", "takes no value");
    row("--cli --quiet=", "takes no value");
    row("--cli --quiet --quiet", "given twice");
    row("--cli --a4 440 --a4 442", "given twice");
    row("--cli --duration 0", "cannot be '0'");
    row("--cli --duration -5", "cannot be '-5'");
    row("--cli --duration nan", "cannot be 'nan'");
    row("--cli --duration inf", "cannot be 'inf'");
    row("--cli --duration 1e400", "cannot be");
    row("--cli --duration 1,5", "with a point");
    row("--cli --a4 299.9", "from 300 to 600 Hz");
    row("--cli --a4 601", "from 300 to 600 Hz");
    row("--cli --a4 A", "cannot be 'A'");
    row("--cli --min-hz 500 --max-hz 100", "nothing lies between");
    row("--cli --max-hz 0", "cannot be");
    row("--cli --notation dutch", "english, german, latin, movable-do or sargam");
    row("--cli --format xml", "text, json or csv");
    row("--cli --waveform 16", "--format json");
    row("--cli --format json --waveform 0", "cannot be '0'");
    row("--cli --format json --waveform 1.5", "whole number");
    row("--cli --format json --waveform 99999999999999999999", "cannot be");
    row("--cli --channel 0", "cannot be '0'");
    row("--cli --channel all", "mix");
    row("--cli --rate 0", "cannot be '0'");
    row("--cli --buffer 7", "cannot be '7'");
    row("--cli --api winamp", "pulse, alsa or jack");
    row("--cli --give-up -1", "cannot be");
    row("--cli --input x.wav --assert H9 --within 3", "not a note");
    row("--cli --input x.wav --assert A4 --within 3 --temperament edo-19", "0:4");
    row("--cli --input x.wav --assert A4", "needs --within");
    row("--cli --within 5", "needs --assert");
    row("--cli --assert A4 --within 5", "needs --duration");
    row("--cli --input x.wav --demo", "exclude each other");
    row("--cli --input x.wav --device y", "exclude each other");
    row("--cli --demo --api pulse", "exclude each other");
    row("--cli --input x.wav --rate 48000", "exclude each other");
    row("--cli --input x.wav --wait", "exclude each other");
    row("--cli --demo --buffer 512", "exclude each other");
    row("--cli --list-devices --demo", "exclude each other");
    row("--cli --realtime", "--realtime is about files");
    row("--cli --sensitivity 3", "give a number from -200 to 0 dBFS");
    row("--cli --mains 55", "50 or 60");
    row("--cli --mains found", "leave it out to have it found");
    row("--cli --instrument kazoo", "--list-instruments");
    row("--cli --capo 25", "from 0 to 24");
    row("--cli --scale /nowhere/x.scl", "cannot read '/nowhere/x.scl'");
    row("--cli --keymap /", "cannot read '/'");
    row("--cli --tone", "needs a value; write --tone NOTE-OR-HZ");
    row("--cli --tone H9", "give notes such as A4");
    row("--cli --tone 7", "8 to 20000 Hz");
    row("--cli --tone A4 C9999", "cannot be 'C9999'");
    row("--cli --tone A4 --timbre flute", "sine, strings or organ");
    row("--cli --timbre organ", "--timbre needs --tone");
    row("--cli --tone A4 --tone-level -11", "give a number from -60 to -12 dBFS");
    row("--cli --tone A4 --tone-level loud", "give a number from -60 to -12 dBFS");
    row("--cli --tone-level -20", "--tone-level needs --tone");
    row("--cli --tone A4 --demo", "exclude each other");
    row("--cli --tone A4 --record x", "exclude each other");
    row("--cli --tone A4 --meters", "--tone and --meters exclude each other");
    row("--cli --tone A4 --spectrum 1", "--tone and --spectrum exclude each other");
    row("--cli --tone A4 --bands third", "--tone and --bands exclude each other");
    row("--cli --tone A4 --format json --partials 3", "--tone and --partials exclude each other");
    row("--cli --tone A4 --practice", "--tone and --practice exclude each other");
    row("--cli --serve 65536", "give a port from 1 to 65535, or 0");
    row("--cli --serve http", "give a port");
    row("--cli --token x", "--token needs --serve PORT");
    row("--cli --serve 1 --token caf\u00e9", "--token cannot be");
    row("--cli --serve 0 a.wav b.wav", "--serve and several files exclude each other");
    row("--cli --serve 0 --list-devices", "exclude each other");
    row("--cli --serve 0 --calibrate-clock", "exclude each other");
    row("--cli --serve 0 --tone A4", "--tone and --serve exclude each other");
    row("--cli --osc 10.0.0.1:9000", "give a port of this machine");
    row("--cli --osc localhost:65536", "give a port of this machine");
    row("--cli --osc localhost:1 --tone A4", "--tone and --osc exclude each other");
    row("--cli --midi-out jack:", "give a name of up to 60 letters");
    row("--cli --midi-out x --tone A4", "--tone and --midi-out exclude each other");
    row("--cli --ppm 1", "--ppm applies only to --meters");
    row("--cli --dual-mono", "--dual-mono applies only to --meters");
    row("--cli --weighting c", "--weighting applies only to --meters");
    row("--cli --tone A4 --list-devices", "exclude each other");
    row("--cli --calibrate-clock --tone A4", "exclude each other");
    row("--tone 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "up to 16");
    row("--cli --octaves roman", "scientific or helmholtz");
    row("--cli --accidentals none", "sharp, flat or key");
    row("--cli --a4 440_0", "cannot be '440_0'");
    row("--cli --a4 0x1b8", "cannot be '0x1b8'");
    row("--cli --mains", "needs a value; write --mains 50|60|off");
    row("--cli --mains 50 --mains 60", "given twice");
  }

  void wrongOptionsAreRefused() {
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto result = parse(line.toStdString());
    const auto* error = std::get_if<UsageError>(&result);
    QVERIFY(error != nullptr);
    const QString text = QString::fromStdString(error->text);
    QVERIFY2(text.contains(says), qPrintable(text));
    QVERIFY(!text.contains(QLatin1Char('\n')));
  }

  void whatTheWindowDoesNotTakeIsNamed_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("option");
    const auto row = [](const char* line, const char* option) {
      QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(option);
    };
    row("", "");
    row("--device x --api pulse --channel mix --rate 48000 --buffer 256 --wait --give-up 5", "");
    row("--input a.wav --realtime --a4 442 --notation latin --min-hz 40 --max-hz 900 --mains off", "");
    row("--demo", "");
    row("--a4 442 --duration 3 --quiet", "--duration");
    row("--list-devices", "--list-devices");
    row("--format text", "--format");
    row("--format json --waveform 8", "--format");
    row("--output x", "--output");
    row("--quiet", "--quiet");
    row("--no-color", "--no-color");
    row("--input a.wav --assert A4 --within 5", "--assert");
  }

  void whatTheWindowDoesNotTakeIsNamed() {
    QFETCH(QString, line);
    QFETCH(QString, option);
    QCOMPARE(QString::fromStdString(good(line.toStdString()).headlessOption), option);
    QCOMPARE(QString::fromStdString(good("--cli " + line.toStdString()).headlessOption), option);
  }

  void whatIsQuotedBackIsHarmless() {
    const std::vector<const char*> arguments = {"--cli", "--format", "\x1b[2J\n\xFF"};
    const auto result = cli::parseOptions(arguments);
    const auto* error = std::get_if<UsageError>(&result);
    QVERIFY(error != nullptr);
    QVERIFY(error->text.find('\x1b') == std::string::npos && error->text.find('\n') == std::string::npos);
    QVERIFY(QString::fromUtf8(error->text.c_str()).toStdString() == error->text);
  }

  void helpNamesEveryOptionThatWorks() {
    const std::string help = cli::helpText(true);
    const std::size_t headless = help.find("Only with --cli:");
    QVERIFY(headless != std::string::npos);
    for (const cli::OptionSpec& option : cli::kOptions) {
      const std::size_t at = help.find("  --" + std::string(option.name) + " ");
      QVERIFY2(at != std::string::npos, option.name.data());
      QCOMPARE(at > headless, option.use == cli::OptionUse::HeadlessOnly);
    }
    QVERIFY(help.find("concert pitch, from 300 to 600 Hz (440)") != std::string::npos);
    QVERIFY(help.find("names: german, latin, movable-do or sargam (english)") != std::string::npos);
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) QVERIFY2(line.size() <= 100, line.c_str());
  }

  void theShortHelpFitsAScreen() {
    const std::string help = cli::helpText(false);
    int count = 0;
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line); ++count) QVERIFY2(line.size() <= 80, line.c_str());
    QVERIFY2(count <= 24, qPrintable(QString::number(count)));
    for (const char* option : {"--cli", "--input", "--demo", "--a4", "--format", "--help-all"}) {
      QVERIFY2(help.find(option) != std::string::npos, option);
    }
  }
};

QTEST_APPLESS_MAIN(TestOptions)
#include "test_options.moc"
