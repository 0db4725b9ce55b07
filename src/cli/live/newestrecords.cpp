// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/newestrecords.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

class DisplayWriter final : public RecordWriter {
 public:
  explicit DisplayWriter(std::shared_ptr<NewestRecords> records) : m_records(std::move(records)) {}

  void measured(std::string&, const MeasuredRecord& record) override { m_records->set(record); }

  void header(std::string&, const HeaderRecord&) override {}
  void frame(std::string&, const analysis::AnalysisFrame&) override {}
  void noteBegan(std::string&, double, const core::TunedNote&) override {}
  void gap(std::string&, const analysis::GapInfo&) override {}
  void device(std::string&, DeviceState, std::string_view) override {}
  void status(std::string&, double, const analysis::SignalPath&) override {}
  void summary(std::string&, const SummaryRecord&, const NoteSummary&) override {}

 private:
  std::shared_ptr<NewestRecords> m_records;
};

}  // namespace

void NewestRecords::set(const MeasuredRecord& record) {
  std::string text;
  record.appendText(text);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  text.erase(0, text.find_first_not_of(' '));
  const std::lock_guard lock(m_mutex);
  const auto known = std::ranges::find(m_texts, &record, [](const auto& each) { return each.first; });
  if (known == m_texts.end()) {
    m_texts.emplace_back(&record, std::move(text));
  } else {
    known->second = std::move(text);
  }
}

std::vector<std::string> NewestRecords::texts() const {
  const std::lock_guard lock(m_mutex);
  std::vector<std::string> texts;
  for (const auto& each : m_texts) texts.push_back(each.second);
  return texts;
}

std::unique_ptr<RecordWriter> makeDisplayWriter(std::shared_ptr<NewestRecords> records) {
  return std::make_unique<DisplayWriter>(std::move(records));
}

}  // namespace tunescope::cli
