// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of a reference tone, as src/core/tone makes them (decisions/0047). What a note is made of, C++ says; here are
// phases and gains. Nothing here knows Web Audio, so that tests can read the samples.

export const PARTIALS = 16;
/** Of a voice in a message: hertz, timbre, gain, isBeat, beatsPerS, depth, pan, and the amplitudes of its partials. */
export const VOICE_DOUBLES = 7 + PARTIALS;

const VOICES = 64; // those that fade out need room too
const ATTACK_S = 0.01;
const RELEASE_S = 0.03;
const CHANGE_S = 0.02;
const RAMP_PERIODS = 3; // a faster gain would add more than 2 % to the note's own slope
const BEAT_FOLLOWS_S = 0.05;
const HIGHEST_OF_RATE = 0.45;

/** A gain that goes to another along half a cosine. */
class SmoothGain {
  from = 0;
  to = 0;
  now = 0;
  at = 0;
  samples = 0;

  get isMoving() {
    return this.at < this.samples;
  }

  aim(gain, samples) {
    if (gain === this.to) return;
    this.from = this.now;
    this.to = gain;
    this.at = 0;
    this.samples = samples;
  }

  next() {
    if (!this.isMoving) return this.now;
    this.at += 1;
    this.now = this.isMoving ? this.from + ((this.to - this.from) * (1 - Math.cos((Math.PI * this.at) / this.samples))) / 2 : this.to;
    return this.now;
  }
}

class Voice {
  gain = new SmoothGain();
  partials = new Float64Array(PARTIALS);

  get isFree() {
    return this.gain.to <= 0 && !this.gain.isMoving;
  }

  isLike(wish, at) {
    return wish[at] === this.hertz && wish[at + 1] === this.timbre && wish[at + 3] === this.isBeat;
  }

  begin(wish, at, rate) {
    [this.hertz, this.timbre, , this.isBeat] = wish.subarray(at, at + 4);
    this.rate = rate;
    this.step = this.hertz / rate;
    this.phase = 0;
    this.beatPhase = 0;
    this.gain = new SmoothGain();
    this.partials.set(wish.subarray(at + 7, at + VOICE_DOUBLES));
    this.count = Math.min(PARTIALS, Math.floor(HIGHEST_OF_RATE / this.step));
    while (this.count > 0 && this.partials[this.count - 1] <= 0) --this.count;
    [this.beatsPerS, this.depth, this.pan] = wish.subarray(at + 4, at + 7);
    this.follow = 1 - Math.exp(-1 / (BEAT_FOLLOWS_S * rate));
  }

  /** The duration of the fade that it is in; 0: it is in none. */
  get fadeS() {
    return this.isFree || this.gain.to > 0 ? 0 : this.gain.samples / this.rate;
  }

  aim(gain, seconds) {
    this.gain.aim(gain, seconds * this.rate);
  }

  want(wish, at) {
    [this.wantedBeats, this.wantedDepth, this.wantedPan] = wish.subarray(at + 4, at + 7);
  }

  /** Chebyshev's recurrence: sin((n + 1)x) = 2 cos(x) sin(nx) - sin((n - 1)x). */
  nextSample() {
    const angle = 2 * Math.PI * this.phase;
    const factor = 2 * Math.cos(angle);
    let before = 0;
    let now = Math.sin(angle);
    let sum = 0;
    for (let i = 0; i < this.count; ++i) {
      sum += this.partials[i] * now;
      [before, now] = [now, factor * now - before];
    }
    this.phase += this.step;
    this.phase -= Math.floor(this.phase);
    return sum;
  }

  nextBeat() {
    this.beatsPerS += this.follow * (this.wantedBeats - this.beatsPerS);
    this.depth += this.follow * (this.wantedDepth - this.depth);
    this.pan += this.follow * (this.wantedPan - this.pan);
    this.beatPhase += this.beatsPerS / this.rate;
    this.beatPhase -= Math.floor(this.beatPhase);
    return 1 - (this.depth * (1 - Math.cos(2 * Math.PI * this.beatPhase))) / 2;
  }

  add(left, right) {
    for (let i = 0; i < left.length; ++i) {
      let value = this.gain.next() * this.nextSample();
      if (!this.isBeat) {
        left[i] += value;
        right[i] += value;
        continue;
      }
      value *= this.nextBeat();
      left[i] += value * (1 - Math.max(0, this.pan));
      right[i] += value * (1 + Math.min(0, this.pan));
    }
  }
}

export class ToneVoices {
  #rate;
  #voices = Array.from({ length: VOICES }, () => new Voice());
  #wish = new Float64Array(0);

  /** @param {number} rate the context's */
  constructor(rate) {
    this.#rate = rate;
  }

  /** @param {Float64Array} wish voices of VOICE_DOUBLES each; what is not in it fades out */
  setWish(wish) {
    this.#wish = wish;
  }

  get isSilent() {
    return this.#wish.length === 0 && this.#voices.every((voice) => voice.isFree);
  }

  #follow() {
    const wanted = new Map(); // the gain of each voice
    for (let at = 0; at + VOICE_DOUBLES <= this.#wish.length; at += VOICE_DOUBLES) {
      let voice = this.#voices.find((each) => !each.isFree && each.isLike(this.#wish, at));
      if (!voice) {
        voice = this.#voices.find((each) => each.isFree && !wanted.has(each));
        voice?.begin(this.#wish, at, this.#rate);
      }
      if (!voice) continue;
      voice.want(this.#wish, at);
      wanted.set(voice, this.#wish[at + 2]);
    }
    const changed = this.#voices.filter((voice) => (wanted.get(voice) ?? 0) !== voice.gain.to);
    if (changed.length === 0) return;
    const seconds = this.#rampS(changed, wanted.size === 0);
    for (const voice of changed) voice.aim(wanted.get(voice) ?? 0, seconds);
  }

  /**
   * One duration for all gains of a change. A note that still fades out does so in the time of its own change: what comes
   * after it takes as long, or its rise would be ahead of that fall.
   */
  #rampS(changed, isStop) {
    const isStart = this.#voices.every((voice) => voice.isFree);
    const seconds = isStart ? ATTACK_S : isStop ? RELEASE_S : CHANGE_S;
    return Math.max(seconds, ...this.#voices.map((voice) => voice.fadeS), ...changed.map((voice) => RAMP_PERIODS / voice.hertz));
  }

  /**
   * @param {Float32Array} left
   * @param {Float32Array} right of the same length
   */
  render(left, right) {
    this.#follow();
    left.fill(0);
    right.fill(0);
    for (const voice of this.#voices) if (!voice.isFree) voice.add(left, right);
  }
}
