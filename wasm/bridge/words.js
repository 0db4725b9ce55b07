// SPDX-License-Identifier: GPL-3.0-or-later
// Error codes that src/audio/web/microphone.cpp knows.

/**
 * @param {unknown} error what getUserMedia was rejected with
 * @param {string} permission "granted", "denied", "prompt", or "" where the browser does not tell
 * @returns {string}
 */
export function wordFor(error, permission) {
  switch (error?.name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return permission === "prompt" ? "dismissed" : "denied";
    case "SecurityError":
      return "insecure";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "no-device";
    case "OverconstrainedError":
      return "no-such-device";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "busy";
    case "TypeError":
    case "NotSupportedError":
      return "no-api";
    default:
      return "refused";
  }
}

const PROCESSING = [
  ["noiseSuppression", "noise suppression"],
  ["echoCancellation", "echo cancellation"],
  ["autoGainControl", "automatic gain"],
];

/**
 * What the browser says it does to the sound in spite of the wish. Absent is no answer and no reason to warn.
 * @param {MediaTrackSettings} settings
 * @returns {string} empty: nothing known
 */
export function processingOf(settings) {
  const on = PROCESSING.filter(([key]) => settings[key] === true || typeof settings[key] === "string");
  return on.map(([, words]) => words).join(", ");
}
