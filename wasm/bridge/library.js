// SPDX-License-Identifier: GPL-3.0-or-later
// Linked into the program (emcc --js-library): the interface between C++ (src/audio/web/microphone.cpp) and the page's bridge.
// It runs in the scope of emscripten's own code, where HEAPF32 is always the current memory, also after it has grown.
mergeInto(LibraryManager.library, {
  $tunescopeWithTexts__deps: ["$stackSave", "$stackRestore", "$stringToUTF8OnStack"],
  $tunescopeWithTexts: (call, texts) => {
    const stack = stackSave();
    call(...texts.map((text) => stringToUTF8OnStack(String(text ?? ""))));
    stackRestore(stack);
  },

  // The functions that the bridge may call; it gets one of these objects for each stream.
  $tunescopePort__deps: ["$tunescopeWithTexts"],
  $tunescopePort: (stream) => ({
    channels: 1, // of a frame
    asking: () => _tunescopeAsking(stream),
    opening: () => _tunescopeOpening(stream),
    started(rate, bufferFrames, channels, name, processing) {
      this.channels = channels;
      tunescopeWithTexts((a, b) => _tunescopeStarted(stream, rate, bufferFrames, channels, a, b), [name, processing]);
    },
    failed: (word, device, detail) =>
      tunescopeWithTexts((a, b, c) => _tunescopeFailed(stream, a, b, c), [word, device, detail]),
    lost: (word, device, detail) =>
      tunescopeWithTexts((a, b, c) => _tunescopeLost(stream, a, b, c), [word, device, detail]),
    interrupted: (word) => tunescopeWithTexts((a) => _tunescopeInterrupted(stream, a), [word]),
    resumed: () => _tunescopeResumed(stream),
    listed: (text) => tunescopeWithTexts((a) => _tunescopeListed(stream, a), [text]),
    gap: (frames, isStall) => _tunescopeLose(stream, frames, isStall ? 1 : 0),
    push(samples, isHidden) {
      const most = Math.floor(_tunescopeBlockSamples() / this.channels) * this.channels;
      for (let at = 0; at < samples.length; at += most) {
        const part = samples.subarray(at, at + most);
        HEAPF32.set(part, _tunescopeBlock() >> 2);
        _tunescopePush(stream, part.length, isHidden ? 1 : 0);
      }
    },
  }),

  tunescopePageState__deps: ["$UTF8ToString"],
  tunescopePageState: (word, sentence) => Module.tunescopePage.setState(UTF8ToString(word), UTF8ToString(sentence)),
  tunescopePageReading__deps: ["$UTF8ToString"],
  tunescopePageReading: (record) => Module.tunescopePage.publish(UTF8ToString(record)),
  tunescopePageOpenFile: () => Module.tunescopePage.chooseFile(),
  tunescopePageSaveReadings: () => Module.tunescopePage.save("csv"),
  tunescopePageDownload__deps: ["$UTF8ToString"],
  tunescopePageDownload: (name, bytes, size) => Module.tunescopePage.download(UTF8ToString(name), HEAPU8.slice(bytes, bytes + size)),
  tunescopePageChooseText: () => Module.tunescopePage.chooseText(),
  tunescopePageOpenTuning: () => Module.tunescopePage.chooseTuning(),
  tunescopePageSaveText__deps: ["$UTF8ToString"],
  tunescopePageSaveText: (name, text) => Module.tunescopePage.saveText(UTF8ToString(name), UTF8ToString(text)),
  tunescopePageAddress__deps: ["$stringToUTF8"],
  tunescopePageAddress: (buffer, size) => void stringToUTF8(Module.tunescopePage.address, buffer, size),
  tunescopePageDrawn: () => Module.tunescopePage.drawn(),
  tunescopePageSheet: (isOpen) => Module.tunescopePage.sheet(isOpen !== 0),
  tunescopePageRefuse__deps: ["$UTF8ToString"],
  tunescopePageRefuse: (sentence) => Module.tunescopePage.refuse(UTF8ToString(sentence)),
  tunescopePageHas__deps: ["$UTF8ToString"],
  tunescopePageHas: (trait) => (Module.tunescopePage.has(UTF8ToString(trait)) ? 1 : 0),

  tunescopeBridgeStart__deps: ["$tunescopePort", "$UTF8ToString"],
  tunescopeBridgeStart: (stream, deviceId, channel) => {
    Module.tunescopeBridge.start(stream, tunescopePort(stream), { deviceId: UTF8ToString(deviceId), channel });
  },
  tunescopeBridgeStop: (stream) => {
    Module.tunescopeBridge.stop(stream);
  },
  // The voices are copied: the program goes on writing where they are.
  tunescopeTonePlay__deps: ["$tunescopeWithTexts"],
  tunescopeTonePlay: (voices, count) => {
    const tell = (word, rate) => tunescopeWithTexts((text) => _tunescopeToneStatus(text, rate), [word]);
    Module.tunescopeBridge.playTone(HEAPF64.slice(voices >> 3, (voices >> 3) + count), tell);
  },
  tunescopeBridgeList__deps: ["$tunescopePort"],
  tunescopeBridgeList: (stream) => {
    Module.tunescopeBridge.list(tunescopePort(stream));
  },
});
