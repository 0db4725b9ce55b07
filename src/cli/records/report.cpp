// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/report/report.h"

#include "cli/options/options.h"
#include "cli/options/recordoption.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/safetext.h"
#include "cli/write/wholefile.h"
#include "present/export/fileending.h"

#include <optional>
#include <utility>
#include <vector>

namespace tunescope::cli {

namespace {

// No records: measures loudness besides the notes, and writes the reports at the end.
class ReportRecord final : public RecordOf<core::MetersReading> {
 public:
  explicit ReportRecord(const Options& options)
      : RecordOf({}),
        m_paths(options.reportPaths),
        m_source(sourceNameOf(options.request)),
        m_names(analysis::nameStyleOf(options.settings)),
        m_inTuneCents(options.settings.inTuneCents) {}

  void begin(const analysis::StreamInfo& stream) override {
    RecordOf::begin(stream);
    if (!m_contour) m_contour.emplace(m_source.empty() ? stream.format.source : m_source, m_names);
    m_contour->begin(stream);
  }
  bool hop(const analysis::AnalysisFrame& frame) override {
    measure(frame);
    m_contour->add(frame);
    return false;
  }
  bool rest(const analysis::AnalysisFrame& frame) override {
    if (takesPartialHops()) measure(frame);
    return false;
  }
  void gap(const analysis::GapInfo& gap) override {
    RecordOf::gap(gap);
    m_lostFrames += gap.lostFrames;
    if (m_contour) m_contour->gap();
  }
  bool end() override {
    if (!m_contour) return false;
    takeRest();
    m_contour->finish();
    present::Report report = makeReport(*m_contour, m_inTuneCents);
    report.lostFrames = m_lostFrames;
    report.meters = reading();
    for (const std::string& path : m_paths) {
      auto failure = writeWholeFile(path, present::formatOf(present::kReportFormats, path)->write(report), "--report");
      if (!failure) m_written.push_back(path);
      if (failure) m_failure = std::move(failure);
    }
    return false;
  }
  std::optional<RecordFailure> failure() const override { return m_failure; }

  void appendJson(std::string&) const override {}
  void appendText(std::string&) const override {}
  void appendJsonSummary(std::string&) const override {}
  void appendTextSummary(std::string& out) const override {
    for (const std::string& path : m_written) out.append("Report: ").append(printable(path)).append("\n");
  }

 private:
  std::vector<std::string> m_paths;
  std::string m_source;
  core::NameStyle m_names;
  double m_inTuneCents;
  std::optional<present::Contour> m_contour;
  std::uint64_t m_lostFrames = 0;
  std::vector<std::string> m_written;
  std::optional<RecordFailure> m_failure;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeReportRecord(const Options& options) {
  return std::make_unique<ReportRecord>(options);
}

}  // namespace tunescope::cli
