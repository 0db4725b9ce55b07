// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/out/servewriter.h"

#include <algorithm>
#include <utility>

namespace tunescope::cli {

namespace {

class ServeWriter final : public RecordWriter {
 public:
  ServeWriter(std::unique_ptr<RecordWriter> main, std::unique_ptr<RecordWriter> json,
              std::shared_ptr<RecordBuffer> records)
      : m_main(std::move(main)), m_json(std::move(json)), m_records(std::move(records)) {}

  void header(std::string& out, const HeaderRecord& header) override {
    write(
        out, [&](RecordWriter& writer, std::string& text) { writer.header(text, header); }, true);
  }
  void frame(std::string& out, const analysis::AnalysisFrame& frame) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.frame(text, frame); });
  }
  void measured(std::string& out, const MeasuredRecord& record) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.measured(text, record); });
  }
  void noteBegan(std::string& out, double timeS, const core::TunedNote& note) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.noteBegan(text, timeS, note); });
  }
  void gap(std::string& out, const analysis::GapInfo& gap) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.gap(text, gap); });
  }
  void device(std::string& out, DeviceState state, std::string_view message) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.device(text, state, message); });
  }
  void status(std::string& out, double timeS, const analysis::SignalPath& path) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.status(text, timeS, path); });
  }
  void summary(std::string& out, const SummaryRecord& summary, const NoteSummary& notes) override {
    write(out, [&](RecordWriter& writer, std::string& text) { writer.summary(text, summary, notes); });
  }

 private:
  template <class Write>
  void write(std::string& out, Write write, bool isHeader = false) {
    if (m_main) write(*m_main, out);
    m_text.clear();
    write(*m_json, m_text);
    std::string_view rest = m_text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) m_records->add(rest.substr(0, end), isHeader);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  std::unique_ptr<RecordWriter> m_main;
  std::unique_ptr<RecordWriter> m_json;
  std::shared_ptr<RecordBuffer> m_records;
  std::string m_text;
};

}  // namespace

std::unique_ptr<RecordWriter> makeServeWriter(std::unique_ptr<RecordWriter> main, std::unique_ptr<RecordWriter> json,
                                              std::shared_ptr<RecordBuffer> records) {
  return std::make_unique<ServeWriter>(std::move(main), std::move(json), std::move(records));
}

}  // namespace tunescope::cli
