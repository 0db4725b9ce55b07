// SPDX-License-Identifier: GPL-3.0-or-later
// An ALSA device that one program has at a time, as a card without mixing is, made of one that many may have:
//   pcm_type.exclusive { lib "…/libexclusivepcm.so" }
//   pcm.default { type exclusive slave "NAME OF A PCM" lock "FILE" }
#include <alsa/asoundlib.h>
// After that.
#include <alsa/pcm_external.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace {

// Until the process ends: such locks are its own, whatever it opens and closes.
bool lock(const char* path) {
  static int descriptor = -1;
  if (descriptor < 0) descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return descriptor >= 0 && fcntl(descriptor, F_SETLK, &whole) == 0;
}

const char* textOf(snd_config_t* conf, const char* key) {
  snd_config_t* node = nullptr;
  const char* text = nullptr;
  if (snd_config_search(conf, key, &node) < 0 || snd_config_get_string(node, &text) < 0) return nullptr;
  return text;
}

}  // namespace

extern "C" {

SND_PCM_PLUGIN_DEFINE_FUNC(exclusive) {
  (void)name;
  const char* slave = textOf(conf, "slave");
  const char* path = textOf(conf, "lock");
  if (slave == nullptr || path == nullptr) return -EINVAL;
  if (!lock(path)) return -EBUSY;
  return snd_pcm_open_lconf(pcmp, slave, stream, mode, root);
}
SND_PCM_PLUGIN_SYMBOL(exclusive);
}
