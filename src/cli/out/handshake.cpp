// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/handshake.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace tunescope::cli {

namespace {

constexpr std::string_view kEnd = "\r\n\r\n";
constexpr std::array<std::string_view, 3> kThisMachine = {"localhost", "127.0.0.1", "[::1]"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isSameName(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Removes and returns what stands before the separator, which goes too.
std::string_view takeUntil(std::string_view& text, std::string_view separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + separator.size(), text.size()));
  return part;
}

// "localhost:8765"
bool isThisMachine(std::string_view host) {
  const std::size_t port = host.rfind(':');
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  if (port != std::string_view::npos && !host.ends_with(']')) {
    if (!std::ranges::all_of(host.substr(port + 1), isDigit)) return false;
    host = host.substr(0, port);
  }
  return std::ranges::any_of(kThisMachine, [host](std::string_view name) { return isSameName(host, name); });
}

// Chromium sends "file://" for a page that is a file, Firefox "null".
bool isTrustedOrigin(std::string_view origin) {
  if (origin == "null" || origin == "file://") return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return isThisMachine(origin.substr(scheme.size()));
  }
  return false;
}

std::optional<unsigned> hexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (lower(c) >= 'a' && lower(c) <= 'f') return static_cast<unsigned>(lower(c) - 'a' + 10);
  return std::nullopt;
}

std::string percentDecoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
    const auto low = high ? hexDigit(text[i + 2]) : std::nullopt;
    decoded += low ? static_cast<char>(16 * *high + *low) : text[i];
    if (low) i += 2;
  }
  return decoded;
}

// "/?token=…"
bool hasToken(std::string_view target, std::string_view token) {
  if (takeUntil(target, "?") != "/") return false;
  while (!target.empty()) {
    std::string_view value = takeUntil(target, "&");
    if (takeUntil(value, "=") == "token") return isSameSecret(percentDecoded(value), token);
  }
  return false;
}

struct Headers {
  std::size_t hosts = 0;
  bool isUpgrade = false;
  bool isLocal = true;  // host and origin
};

// None: a line is no header.
std::optional<Headers> readHeaders(std::string_view lines) {
  Headers headers;
  while (!lines.empty()) {
    std::string_view line = takeUntil(lines, "\r\n");
    if (line.find(':') == std::string_view::npos) return std::nullopt;
    const std::string_view name = takeUntil(line, ":");
    const std::string_view value = trimmed(line);
    if (isSameName(name, "host")) {
      ++headers.hosts;
      headers.isLocal = headers.isLocal && isThisMachine(value);
    } else if (isSameName(name, "origin")) {
      headers.isLocal = headers.isLocal && isTrustedOrigin(value);
    } else if (isSameName(name, "upgrade")) {
      headers.isUpgrade = isSameName(value, "websocket");
    }
  }
  return headers;
}

std::string response(std::string_view status, std::string_view text) {
  std::string out = "HTTP/1.1 ";
  out.append(status).append("\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ");
  out.append(std::to_string(text.size())).append("\r\n\r\n").append(text);
  return out;
}

}  // namespace

HandshakeVerdict checkHandshake(std::string_view bytes, std::string_view token) {
  constexpr std::string_view kMethod = "GET ";
  if (!bytes.starts_with(kMethod.substr(0, bytes.size()))) return HandshakeVerdict::Malformed;
  const std::size_t end = bytes.find(kEnd);
  if (std::min(end, bytes.size()) >= kMaxHandshakeBytes) return HandshakeVerdict::TooLong;
  if (end == std::string_view::npos) return HandshakeVerdict::Incomplete;
  std::string_view lines = bytes.substr(0, end);
  std::string_view request = takeUntil(lines, "\r\n");
  request.remove_prefix(kMethod.size());
  const std::string_view target = takeUntil(request, " ");
  const auto headers = readHeaders(lines);
  if (request != "HTTP/1.1" || !headers || headers->hosts != 1) return HandshakeVerdict::Malformed;
  if (!headers->isLocal || !hasToken(target, token)) return HandshakeVerdict::Forbidden;
  return headers->isUpgrade ? HandshakeVerdict::Accepted : HandshakeVerdict::Malformed;
}

std::string refusalResponse(HandshakeVerdict verdict) {
  switch (verdict) {
    case HandshakeVerdict::Forbidden:
      return response("403 Forbidden", "The token, the page or the name of the host is wrong.\n");
    case HandshakeVerdict::TooLong:
      return response("431 Request Header Fields Too Large", "");
    default:
      return response("400 Bad Request", "This is a WebSocket of Tunescope.\n");
  }
}

std::string busyResponse() {
  return response("503 Service Unavailable", "There are too many clients.\n");
}

bool isSameSecret(std::string_view one, std::string_view other) {
  const auto hashOf = [](std::string_view text) {
    return QCryptographicHash::hash(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                                    QCryptographicHash::Sha256);
  };
  const QByteArray first = hashOf(one);
  const QByteArray second = hashOf(other);
  unsigned difference = 0;
  for (qsizetype i = 0; i < first.size(); ++i) {
    difference |= static_cast<unsigned char>(first[i]) ^ static_cast<unsigned char>(second[i]);
  }
  return difference == 0;
}

std::string randomToken() {
  std::array<std::uint32_t, 4> bits{};
  QRandomGenerator::system()->fillRange(bits.data(), static_cast<qsizetype>(bits.size()));
  return QByteArray(reinterpret_cast<const char*>(bits.data()), sizeof bits).toHex().toStdString();
}

std::string serveUrl(unsigned port, std::string_view token) {
  const QByteArray text(token.data(), static_cast<qsizetype>(token.size()));
  return "ws://127.0.0.1:" + std::to_string(port) + "/?token=" + text.toPercentEncoding().toStdString();
}

}  // namespace tunescope::cli
