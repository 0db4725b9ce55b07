// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Who may read the records of --serve: the request with which a client begins, checked before any of it reaches Qt.
// Thread: any. Realtime-safe: no.
namespace tunescope::cli {

inline constexpr std::size_t kMaxHandshakeBytes = 8192;

enum class HandshakeVerdict {
  Incomplete,  // more has to come
  Accepted,
  Malformed,  // not the request of a WebSocket
  TooLong,
  Forbidden  // a wrong token, the page of a web site, or another name for this machine
};

// bytes: all that has come so far. Accepted: it asks for "/" with the token in its query, it names this machine
// as its host, and if a browser sends it, its page is of this machine: no origin, "null", a file, or a server on
// localhost. The host is checked because a web site can point a name of its own at 127.0.0.1 (DNS rebinding).
HandshakeVerdict checkHandshake(std::string_view bytes, std::string_view token);

// The complete HTTP response of a refusal.
std::string refusalResponse(HandshakeVerdict verdict);
// For a client beyond the limit.
std::string busyResponse();

// The time it takes does not depend on the texts, only on their lengths.
bool isSameSecret(std::string_view one, std::string_view other);

// 128 random bits, from the system.
std::string randomToken();

// "ws://127.0.0.1:8765/?token=…"
std::string serveUrl(unsigned port, std::string_view token);

}  // namespace tunescope::cli
