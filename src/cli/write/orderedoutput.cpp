// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/orderedoutput.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr std::size_t kMemoryBytes = std::size_t{1} << 20;  // of each part that waits

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

}  // namespace

// What it holds is guarded by the owner's mutex.
class OrderedOutput::Part final : public LineTarget {
 public:
  explicit Part(OrderedOutput& owner) : m_owner(owner) {}

  bool begin() override { return m_owner.begin(*this); }
  bool write(std::string_view lines) override { return m_owner.write(*this, lines); }
  bool flush() override { return state() == State::Open; }
  State state() const noexcept override {
    const std::lock_guard lock(m_owner.m_mutex);
    return m_owner.state();
  }

  // Returns errno, or 0. Where there can be no temporary file, all of it stays in memory.
  int keep(std::string_view lines) {
    m_memory += lines;
    if (m_memory.size() < kMemoryBytes) return 0;
    if (!m_file) {
      m_file.reset(std::tmpfile());
      if (m_file) std::setvbuf(m_file.get(), nullptr, _IONBF, 0);  // so that a write that fails is seen here
    }
    if (!m_file) return 0;
    errno = 0;
    const std::size_t written = std::fwrite(m_memory.data(), 1, m_memory.size(), m_file.get());
    m_memory.erase(0, written);
    return m_memory.empty() ? 0 : (errno != 0 ? errno : EIO);
  }

  // Gives what was kept in pieces, in order, until that returns false. Returns errno, or 0.
  int giveBack(const std::function<bool(std::string_view)>& take) {
    errno = 0;
    if (m_file) {
      bool isReadable = std::fseek(m_file.get(), 0, SEEK_SET) == 0;
      std::array<char, 1 << 16> block{};
      std::size_t count = 0;
      while (isReadable && (count = std::fread(block.data(), 1, block.size(), m_file.get())) > 0) {
        if (!take({block.data(), count})) break;
      }
      isReadable = isReadable && std::ferror(m_file.get()) == 0;
      m_file.reset();
      if (!isReadable) return errno != 0 ? errno : EIO;
    }
    take(std::exchange(m_memory, {}));
    return 0;
  }

  bool hasBegun = false;
  bool isFinished = false;
  std::function<void()> then;

 private:
  OrderedOutput& m_owner;
  std::string m_memory;  // behind what is in the file
  std::unique_ptr<std::FILE, CloseFile> m_file;
};

OrderedOutput::OrderedOutput(LineTarget& out, std::size_t parts, std::string heading)
    : m_out(out), m_heading(std::move(heading)) {
  m_parts.reserve(parts);
  for (std::size_t i = 0; i < parts; ++i) m_parts.push_back(std::make_unique<Part>(*this));
}

OrderedOutput::~OrderedOutput() = default;

LineTarget& OrderedOutput::part(std::size_t index) {
  return *m_parts.at(index);
}

int OrderedOutput::error() const {
  const std::lock_guard lock(m_mutex);
  return m_error;
}

void OrderedOutput::await(std::size_t index) {
  std::unique_lock lock(m_mutex);
  m_moved.wait(lock, [this, index] { return index < m_head + kMaxAhead; });
}

LineTarget::State OrderedOutput::state() const {
  return m_error != 0 ? LineTarget::State::Failed : m_out.state();
}

bool OrderedOutput::begin(Part& part) {
  const std::lock_guard lock(m_mutex);
  part.hasBegun = true;
  const bool isHead = m_head < m_parts.size() && m_parts[m_head].get() == &part;
  if (isHead) m_out.begin();
  return state() == LineTarget::State::Open;
}

bool OrderedOutput::write(Part& part, std::string_view lines) {
  const std::lock_guard lock(m_mutex);
  const bool isHead = m_head < m_parts.size() && m_parts[m_head].get() == &part;
  if (isHead) {
    writeOut(lines);
  } else if (const int error = part.keep(lines); error != 0 && m_error == 0) {
    m_error = error;
  }
  return state() == LineTarget::State::Open;
}

void OrderedOutput::writeOut(std::string_view lines) {
  if (lines.empty() || m_error != 0) return;
  if (!m_heading.empty()) m_out.write(std::exchange(m_heading, {}));
  m_out.write(lines);
}

void OrderedOutput::drain(Part& part) {
  if (part.hasBegun) m_out.begin();
  const int error = part.giveBack([this](std::string_view lines) {
    writeOut(lines);
    return state() == LineTarget::State::Open;
  });
  if (error != 0 && m_error == 0) m_error = error;
}

void OrderedOutput::finish(std::size_t index, std::function<void()> then) {
  {
    const std::lock_guard lock(m_mutex);
    m_parts.at(index)->isFinished = true;
    m_parts.at(index)->then = std::move(then);
    while (m_head < m_parts.size() && m_parts[m_head]->isFinished) {
      if (const auto conclude = std::exchange(m_parts[m_head]->then, nullptr)) conclude();
      if (++m_head < m_parts.size()) drain(*m_parts[m_head]);
    }
  }
  m_moved.notify_all();
}

}  // namespace tunescope::cli
