// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/orderedoutput.h"

#include <array>
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

  bool begin() override { return m_owner.write(*this, {}); }
  bool write(std::string_view lines) override { return m_owner.write(*this, lines); }
  bool flush() override { return m_owner.write(*this, {}); }
  State state() const noexcept override {
    const std::lock_guard lock(m_owner.m_mutex);
    return m_owner.m_out.state();
  }

  // Where no temporary file can be written, all of it stays in memory.
  void keep(std::string_view lines) {
    m_memory += lines;
    if (m_memory.size() < kMemoryBytes) return;
    if (!m_file) m_file.reset(std::tmpfile());
    if (!m_file) return;
    const std::size_t written = std::fwrite(m_memory.data(), 1, m_memory.size(), m_file.get());
    m_memory.erase(0, written);
  }

  // What was kept, in order.
  void drainTo(LineTarget& out) {
    if (m_file) {
      std::rewind(m_file.get());
      std::array<char, 1 << 16> block{};
      std::size_t count = 0;
      while ((count = std::fread(block.data(), 1, block.size(), m_file.get())) > 0) {
        if (!out.write({block.data(), count})) break;
      }
      m_file.reset();
    }
    out.write(std::exchange(m_memory, {}));
  }

  bool isFinished = false;
  std::function<void()> then;

 private:
  OrderedOutput& m_owner;
  std::string m_memory;  // behind what is in the file
  std::unique_ptr<std::FILE, CloseFile> m_file;
};

OrderedOutput::OrderedOutput(LineTarget& out, std::size_t parts) : m_out(out) {
  m_parts.reserve(parts);
  for (std::size_t i = 0; i < parts; ++i) m_parts.push_back(std::make_unique<Part>(*this));
}

OrderedOutput::~OrderedOutput() = default;

LineTarget& OrderedOutput::part(std::size_t index) {
  return *m_parts.at(index);
}

bool OrderedOutput::write(Part& part, std::string_view lines) {
  const std::lock_guard lock(m_mutex);
  const bool isHead = m_head < m_parts.size() && m_parts[m_head].get() == &part;
  if (!isHead) {
    part.keep(lines);
    return m_out.state() == LineTarget::State::Open;
  }
  return m_out.begin() && m_out.write(lines);
}

void OrderedOutput::finish(std::size_t index, std::function<void()> then) {
  const std::lock_guard lock(m_mutex);
  m_parts.at(index)->isFinished = true;
  m_parts.at(index)->then = std::move(then);
  while (m_head < m_parts.size() && m_parts[m_head]->isFinished) advance();
}

void OrderedOutput::advance() {
  if (const auto then = std::exchange(m_parts[m_head]->then, nullptr)) then();
  if (++m_head < m_parts.size()) m_parts[m_head]->drainTo(m_out);
}

}  // namespace tunescope::cli
