// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/devicelist.h"

#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

std::string describeText(std::span<const audio::DeviceInfo> devices) {
  if (devices.empty()) return "No sound input found. Connect one, or try --demo, which needs none.\n";
  std::size_t width = 0;
  for (const audio::DeviceInfo& device : devices) width = std::max(width, printable(device.id).size());
  std::string out;
  for (const audio::DeviceInfo& device : devices) {
    std::string id = printable(device.id);
    id.resize(width, ' ');
    out += (device.isDefault ? "* " : "  ") + id + "  " + std::to_string(device.inputChannels) +
           (device.inputChannels == 1 ? " channel, " : " channels, ");
    appendShortest(out, device.preferredRateHz);
    out += " Hz\n";
  }
  return out + "(* is the default; give an id, or a part of a name, after --device)\n";
}

std::string describeJson(std::span<const audio::DeviceInfo> devices) {
  std::string out;
  for (const audio::DeviceInfo& device : devices) {
    out += R"({"type":"input","id":)";
    appendJsonString(out, device.id);
    out += R"(,"api":)";
    appendJsonString(out, device.api);
    out += R"(,"name":)";
    appendJsonString(out, device.name);
    out += R"(,"channels":)" + std::to_string(device.inputChannels) + R"(,"preferredRate":)";
    if (!appendShortest(out, device.preferredRateHz)) out += "null";
    out += R"(,"rates":[)";
    const char* comma = "";
    for (const double rate : device.ratesHz) {
      out += comma;
      if (!appendShortest(out, rate)) out += "null";
      comma = ",";
    }
    out += device.isDefault ? "],\"default\":true}\n" : "],\"default\":false}\n";
  }
  return out;
}

std::string describeCsv(std::span<const audio::DeviceInfo> devices, bool isQuiet) {
  std::string out = isQuiet ? "" : "id,api,name,channels,preferredRate,default\n";
  for (const audio::DeviceInfo& device : devices) {
    appendCsvText(out, device.id);
    out += ',';
    appendCsvText(out, device.api);
    out += ',';
    appendCsvText(out, device.name);
    out += ',' + std::to_string(device.inputChannels) + ',';
    appendShortest(out, device.preferredRateHz);
    out += device.isDefault ? ",true\n" : ",false\n";
  }
  return out;
}

}  // namespace

std::string describeDevices(std::span<const audio::DeviceInfo> devices, OutputFormat format, bool isQuiet) {
  switch (format) {
    case OutputFormat::Json:
      return describeJson(devices);
    case OutputFormat::Csv:
      return describeCsv(devices, isQuiet);
    case OutputFormat::Text:
      break;
  }
  return describeText(devices);
}

}  // namespace tunescope::cli
