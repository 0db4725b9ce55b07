// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/oggflac.h"

#include "audio/file/oggpages.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tunescope::audio {

namespace {

constexpr std::uint32_t kMappingBytes = 9;  // 0x7F "FLAC", version, number of headers; then "fLaC" as in a file

// Keeps only the present page; searches the pages again after a step back.
class FlacOutOfOgg final : public ByteView {
 public:
  FlacOutOfOgg(std::shared_ptr<const ByteFile> file, std::uint64_t begin, std::uint64_t end, std::uint32_t serial)
      : m_file(std::move(file)), m_begin(begin), m_end(end), m_serial(serial) {
    rewind();
    while (m_page) {
      m_size = m_pageStart + length();
      next();
    }
    rewind();
  }

  std::uint64_t size() const noexcept override { return m_size; }
  std::uint64_t position() const noexcept override { return m_position; }

  void seek(std::uint64_t position) noexcept override {
    m_position = position;
    if (position < m_pageStart || !m_page) rewind();
  }

  std::size_t read(std::span<std::byte> out) noexcept override {
    std::size_t done = 0;
    while (done < out.size() && m_page) {
      const std::uint64_t offset = m_position - m_pageStart;
      if (offset >= length()) {
        next();
        continue;
      }
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length() - offset, out.size() - done));
      const std::size_t count = m_file->read(m_page->body() + skipped() + offset, out.subspan(done, wanted));
      if (count == 0) break;
      done += count;
      m_position += count;
    }
    return done;
  }

 private:
  std::uint32_t skipped() const noexcept { return m_page->isFirst ? std::min(kMappingBytes, m_page->bodyBytes) : 0; }
  std::uint64_t length() const noexcept { return m_page->bodyBytes - skipped(); }

  void rewind() noexcept {
    m_pageStart = 0;
    find(m_begin);
  }
  void next() noexcept {
    m_pageStart += length();
    find(m_page->end());
  }
  void find(std::uint64_t offset) noexcept {
    do {
      m_page = findOggPage(*m_file, offset);
      if (m_page) offset = m_page->end();
      if (m_page && offset > m_end) m_page.reset();
    } while (m_page && m_page->serial != m_serial);
  }

  std::shared_ptr<const ByteFile> m_file;
  std::uint64_t m_begin;
  std::uint64_t m_end;
  std::uint32_t m_serial;
  std::uint64_t m_size = 0;
  std::uint64_t m_position = 0;
  std::optional<OggPage> m_page;  // the one that holds m_position, or an earlier one; none: after the last one
  std::uint64_t m_pageStart = 0;  // its position in the FLAC file
};

}  // namespace

std::unique_ptr<ByteView> flacOutOfOgg(std::shared_ptr<const ByteFile> file, std::uint64_t begin, std::uint64_t end,
                                       std::uint32_t serial) {
  return std::make_unique<FlacOutOfOgg>(std::move(file), begin, end, serial);
}

}  // namespace tunescope::audio
