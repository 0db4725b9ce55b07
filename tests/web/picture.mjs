// SPDX-License-Identifier: GPL-3.0-or-later
// A screenshot as numbers: what a renderer drew, read without a library.
import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";

/** Undoes the filter of one row of a PNG, in place (PNG specification, 9.2). */
function unfilter(kind, row, before, step) {
  for (let i = 0; i < row.length; ++i) {
    const left = i >= step ? row[i - step] : 0;
    const up = before[i];
    const corner = i >= step ? before[i - step] : 0;
    if (kind === 1) row[i] += left;
    else if (kind === 2) row[i] += up;
    else if (kind === 3) row[i] += (left + up) >> 1;
    else if (kind === 4) {
      const guess = left + up - corner;
      const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(guess - each));
      row[i] += toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
  }
}

/**
 * The brightness of each pixel, 0 to 255.
 * @param {Buffer} png of 8 bits, RGB or RGBA, not interlaced: what Chromium makes
 * @returns {{width: number, height: number, gray: Uint8Array}}
 */
export function grayOf(png) {
  const parts = [];
  let [width, height, step] = [0, 0, 0];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (name === "IDAT") parts.push(data);
    if (name !== "IHDR") continue;
    [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    assert.ok(data[8] === 8 && (data[9] === 2 || data[9] === 6) && data[12] === 0, "a picture of another kind");
    step = data[9] === 2 ? 3 : 4;
  }
  const bytes = inflateSync(Buffer.concat(parts));
  const gray = new Uint8Array(width * height);
  let before = new Uint8Array(width * step);
  for (let y = 0; y < height; ++y) {
    const from = y * (width * step + 1);
    const row = new Uint8Array(bytes.subarray(from + 1, from + 1 + width * step));
    unfilter(bytes[from], row, before, step);
    for (let x = 0; x < width; ++x) gray[y * width + x] = (row[x * step] * 11 + row[x * step + 1] * 16 + row[x * step + 2] * 5) >> 5;
    before = row;
  }
  return { width, height, gray };
}

const CELL = 8; // pixels to a side

/**
 * The largest part of the pictures in which something moves.
 * @param {{width: number, height: number, gray: Uint8Array}[]} pictures of the same size
 * @returns {{left: number, top: number, right: number, bottom: number}} in pixels; right and bottom are outside
 */
export function movingPart(pictures) {
  const { width, height } = pictures[0];
  const moves = (x, y) => {
    const values = pictures.map(({ gray }) => gray[y * width + x]);
    return Math.max(...values) - Math.min(...values) > 60;
  };
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)];
  const moving = Array.from({ length: columns * rows }, (_, i) => moves((i % columns) * CELL + CELL / 2, Math.floor(i / columns) * CELL + CELL / 2));
  let best = [];
  for (let first = 0; first < moving.length; ++first) {
    if (!moving[first]) continue;
    const part = [];
    const open = [first];
    moving[first] = false;
    while (open.length > 0) {
      const cell = open.pop();
      part.push(cell);
      for (let dy = -2; dy <= 2; ++dy) { // over the gaps between rings, and over stripes that hardly changed
        for (let dx = -2; dx <= 2; ++dx) {
          const [x, y] = [(cell % columns) + dx, Math.floor(cell / columns) + dy];
          if (x < 0 || x >= columns || y < 0 || y >= rows || !moving[y * columns + x]) continue;
          moving[y * columns + x] = false;
          open.push(y * columns + x);
        }
      }
    }
    if (part.length > best.length) best = part;
  }
  const xs = best.map((cell) => cell % columns);
  const ys = best.map((cell) => Math.floor(cell / columns));
  return { left: Math.min(...xs) * CELL, top: Math.min(...ys) * CELL, right: (Math.max(...xs) + 1) * CELL, bottom: (Math.max(...ys) + 1) * CELL };
}
