// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a client of --serve sends first: a verdict that more bytes do not undo, and nobody comes in without the
// token.
#include "cli/out/handshake.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace tunescope;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto verdict = cli::checkHandshake(bytes, "secret");
  if (size > 1 && verdict == cli::HandshakeVerdict::Incomplete) {
    require(cli::checkHandshake(bytes.substr(0, size / 2), "secret") == verdict);
  }
  if (verdict == cli::HandshakeVerdict::Accepted) {
    require(bytes.starts_with("GET /?"));
    require(cli::checkHandshake(bytes, "another") == cli::HandshakeVerdict::Forbidden);
  }
  return 0;
}
