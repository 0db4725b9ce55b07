// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicenames.h"

#include <QTest>

using namespace tunescope::audio;

namespace {

std::vector<DeviceInfo> bench() {
  std::vector<DeviceInfo> devices(5);
  const char* const names[] = {"Built-in Audio", "USB Microphone", "Monitor of USB Headset", "Built-in Audio", ""};
  for (std::size_t i = 0; i < devices.size(); ++i) {
    devices[i].api = std::string("pulse");
    devices[i].name = names[i];
  }
  devices[1].isDefault = true;
  identifyDevices(devices);
  return devices;
}

std::string idOf(const DeviceMatch& match) {
  const auto found = findDevice(bench(), match);
  const auto* device = std::get_if<DeviceInfo>(&found);
  return device != nullptr ? device->id : std::string();
}

CaptureErrorCode errorOf(const DeviceMatch& match, const std::vector<DeviceInfo>& devices = bench()) {
  const auto found = findDevice(devices, match);
  const auto* error = std::get_if<CaptureError>(&found);
  return error != nullptr ? error->code : CaptureErrorCode::None;
}

}  // namespace

class DeviceNamesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void textIsMadeFit_data() {
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("TuneSink") << QByteArray("TuneSink");
    QTest::newRow("umlauts, Greek, an emoji") << QByteArray("Gerät μ 🎸") << QByteArray("Gerät μ 🎸");
    QTest::newRow("escape sequence") << QByteArray("a\x1b[31mb\x07") << QByteArray("a[31mb");
    QTest::newRow("lines") << QByteArray("a\r\nb\tc") << QByteArray("abc");
    QTest::newRow("DEL and C1") << QByteArray(
                                       "a\x7f\xc2\x9b"
                                       "b")
                                << QByteArray("ab");
    QTest::newRow("bidirectional override") << QByteArray(
                                                   "a\xe2\x80\xae"
                                                   "b\xe2\x81\xa6"
                                                   "c")
                                            << QByteArray("abc");
    QTest::newRow("line separator") << QByteArray(
                                           "a\xe2\x80\xa8"
                                           "b")
                                    << QByteArray("ab");
    QTest::newRow("Latin-1") << QByteArray("Ger\xe4t") << QByteArray("Ger\xef\xbf\xbdt");
    QTest::newRow("cut off") << QByteArray("a\xe2\x80") << QByteArray("a\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80")
                                    << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("spaces") << QByteArray("  a b  ") << QByteArray("a b");
    QTest::newRow("long") << QByteArray(500, 'x') << QByteArray(128, 'x');
    QTest::newRow("nothing") << QByteArray() << QByteArray();
  }

  void textIsMadeFit() {
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(sanitisedText(raw.toStdString())), expected);
  }

  void devicesOfOneNameAreDistinguished() {
    const auto devices = bench();
    QCOMPARE(devices[0].id, std::string("pulse:Built-in Audio"));
    QCOMPARE(devices[3].id, std::string("pulse:Built-in Audio#2"));
    QCOMPARE(devices[3].occurrence, 1);
    QCOMPARE(devices[4].id, std::string("pulse:unnamed input"));
  }

  void aDeviceIsFoundByWhatOneKnowsOfIt() {
    QCOMPARE(idOf({}), std::string("pulse:USB Microphone"));
    QCOMPARE(idOf({.api = {}, .text = "pulse:Built-in Audio#2"}), std::string("pulse:Built-in Audio#2"));
    QCOMPARE(idOf({.api = {}, .text = "Built-in Audio"}), std::string("pulse:Built-in Audio"));
    QCOMPARE(idOf({.api = {}, .text = "Built-in Audio", .occurrence = 1}), std::string("pulse:Built-in Audio#2"));
    QCOMPARE(idOf({.api = {}, .text = "headSET"}), std::string("pulse:Monitor of USB Headset"));
  }

  void whereOnlyTheVeryDeviceWillDoNothingSimilarIsTaken() {
    QCOMPARE(idOf({.api = "pulse", .text = "Built-in Audio", .occurrence = 1, .isExact = true}),
             std::string("pulse:Built-in Audio#2"));
    QVERIFY(errorOf({.api = "pulse", .text = "Headset", .isExact = true}) == CaptureErrorCode::NoSuchDevice);
    QVERIFY(errorOf({.api = "pulse", .text = "Built-in Audio", .occurrence = 2, .isExact = true}) ==
            CaptureErrorCode::NoSuchDevice);
  }

  void aDeviceWithAKeyIsNotMistakenForItsTwin() {
    std::vector<DeviceInfo> devices = bench();
    for (DeviceInfo& device : devices) device.key = "key of " + device.id;
    const DeviceMatch match{.api = "pulse", .text = "Built-in Audio", .isExact = true, .key = devices[3].key};
    QCOMPARE(std::get<DeviceInfo>(findDevice(devices, match)).id, std::string("pulse:Built-in Audio#2"));
    devices.erase(devices.begin() + 3);
    QVERIFY(std::get<CaptureError>(findDevice(devices, match)).code == CaptureErrorCode::NoSuchDevice);
  }

  void noMonitorIsTakenInPlaceOfTheDefaultInputThatIsAway() {
    auto devices = bench();
    for (DeviceInfo& device : devices) device.key = "alsa." + device.name;
    DeviceInfo monitor = devices[2];
    monitor.key = "alsa_output.headset.monitor";
    const auto chosen = [&](const char* key) {
      const auto found = findDevice(devices, {.api = "pulse", .text = {}, .isExact = true, .key = key});
      const auto* device = std::get_if<DeviceInfo>(&found);
      return device == nullptr ? std::string("none") : device->key;
    };
    QCOMPARE(chosen("mic"), std::string("alsa.USB Microphone"));  // another real input is
    devices[1].isDefault = false;
    devices[2] = monitor;
    devices[2].isDefault = true;
    QCOMPARE(chosen("mic"), std::string("none"));
    QCOMPARE(chosen("alsa.USB Microphone"), std::string("alsa.USB Microphone"));
    QCOMPARE(chosen("other.monitor"), monitor.key);  // as before
    QCOMPARE(chosen(""), monitor.key);               // nothing was heard before
  }

  void whatIsNotClearIsRefused() {
    QVERIFY(errorOf({.api = {}, .text = "usb"}) == CaptureErrorCode::AmbiguousDevice);
    QVERIFY(errorOf({.api = {}, .text = "ukulele"}) == CaptureErrorCode::NoSuchDevice);
    QVERIFY(errorOf({.api = "alsa", .text = {}}) == CaptureErrorCode::NoDevices);
    QVERIFY(errorOf({}, {}) == CaptureErrorCode::NoDevices);
    const auto found = findDevice(bench(), {.api = {}, .text = "usb"});
    QCOMPARE(std::get<CaptureError>(found).detail,
             std::string("it could be: pulse:USB Microphone, pulse:Monitor of USB Headset"));
  }
};

QTEST_APPLESS_MAIN(DeviceNamesTest)
#include "tst_devicenames.moc"
