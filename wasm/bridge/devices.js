// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's inputs as lines of id, name and "default", separated by tabulators.

/**
 * @param {MediaDeviceInfo[]} devices of enumerateDevices()
 * @returns {string}
 */
export function describeDevices(devices) {
  const inputs = devices.filter((device) => device.kind === "audioinput");
  // Before a microphone was allowed, browsers tell that there is one, and neither id nor name.
  if (inputs.length > 0 && inputs.every((device) => device.deviceId === "")) return line("", "Microphone", true);
  const real = inputs.filter((device) => device.deviceId !== "default" && device.deviceId !== "communications");
  if (real.length === 0) return inputs.map((device) => line(device.deviceId, device.label, true)).join("");
  const stand = inputs.find((device) => device.deviceId === "default");
  const standsFor = stand ? real.findIndex((device) => stand.groupId !== "" && device.groupId === stand.groupId && stand.label.endsWith(device.label)) : 0;
  return real.map((device, index) => line(device.deviceId, device.label, index === Math.max(0, standsFor))).join("");
}

function line(id, name, isDefault) {
  const clean = (text) => text.replace(/[\t\n\r]/g, " ");
  return `${clean(id)}\t${clean(name)}\t${isDefault ? "default" : ""}\n`;
}
