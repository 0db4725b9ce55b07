// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's inputs, and which of them is the default one.

/**
 * The inputs that can be told apart. Chromium lists the default one twice, the second time under the id "default"; which device
 * that is it says on some systems by group and name. Where it does not and there are several, "default" is an input of its own.
 * @param {MediaDeviceInfo[]} devices of enumerateDevices()
 * @returns {{id: string, name: string, isDefault: boolean}[]}
 */
export function inputsOf(devices) {
  const inputs = devices.filter((device) => device.kind === "audioinput");
  // Before a microphone was allowed, browsers only report that there is one, without id and name.
  if (inputs.length > 0 && inputs.every((device) => device.deviceId === "")) return [{ id: "", name: "Microphone", isDefault: true }];
  const real = inputs.filter((device) => device.deviceId !== "default" && device.deviceId !== "communications");
  const stand = inputs.find((device) => device.deviceId === "default");
  const isSame = (device) => device.groupId === stand.groupId && stand.label.endsWith(device.label);
  const meant = !stand || real.length === 1 ? real[0] : real.find(isSame);
  const listed = meant || !stand ? real : [stand, ...real];
  return listed.map((device) => ({ id: device.deviceId, name: device.label, isDefault: device === (meant ?? stand) }));
}

/**
 * The input that a track hears.
 * @param {MediaStreamTrack} track
 * @param {MediaDeviceInfo[]} devices of enumerateDevices(), after the microphone was allowed
 * @returns {{id: string, name: string}} id empty: the browser does not tell
 */
export function inputOf(track, devices) {
  const inputs = inputsOf(devices);
  const { deviceId } = track.getSettings();
  const found = inputs.find(({ id }) => id === deviceId) ?? (deviceId === "default" ? inputs.find(({ isDefault }) => isDefault) : undefined);
  return found?.id ? found : { id: "", name: track.label || "Microphone" };
}

/**
 * Lines of id, name and "default", separated by tabulators.
 * @param {MediaDeviceInfo[]} devices of enumerateDevices()
 */
export function describeDevices(devices) {
  const clean = (text) => text.replace(/[\t\n\r]/g, " ");
  return inputsOf(devices).map(({ id, name, isDefault }) => `${clean(id)}\t${clean(name)}\t${isDefault ? "default" : ""}\n`).join("");
}
