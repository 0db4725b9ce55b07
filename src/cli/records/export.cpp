// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/options/recordoption.h"
#include "cli/records/measuredrecord.h"
#include "cli/records/registry.h"
#include "cli/write/safetext.h"
#include "cli/write/wholefile.h"
#include "present/export/contourfile.h"
#include "present/export/fileending.h"

#include <optional>
#include <utility>
#include <vector>

namespace tunescope::cli {

namespace {

// No records: keeps the contour, and writes the files at the end, each as a whole or not at all.
class ExportRecord final : public MeasuredRecord {
 public:
  explicit ExportRecord(const Options& options)
      : m_paths(options.exportPaths),
        m_source(sourceNameOf(options.request)),
        m_names(analysis::nameStyleOf(options.settings)) {}

  void begin(const analysis::StreamInfo& stream) override {
    if (!m_contour) m_contour.emplace(m_source.empty() ? stream.format.source : m_source, m_names);
    m_contour->begin(stream);
  }
  bool hop(const analysis::AnalysisFrame& frame) override {
    m_contour->add(frame);
    return false;
  }
  bool rest(const analysis::AnalysisFrame&) override { return false; }
  void gap(const analysis::GapInfo&) override {
    if (m_contour) m_contour->gap();
  }
  void channelsChanged(const analysis::StreamInfo&) override {}
  bool end() override {
    if (!m_contour) return false;
    m_contour->finish();
    for (const std::string& path : m_paths) write(path);
    return false;
  }
  std::optional<RecordFailure> failure() const override { return m_failure; }

  void appendJson(std::string&) const override {}
  void appendText(std::string&) const override {}
  void appendJsonSummary(std::string&) const override {}
  void appendTextSummary(std::string& out) const override {
    for (const std::string& path : m_written) out.append("Exported: ").append(printable(path)).append("\n");
  }

 private:
  void write(const std::string& path) {
    auto failure =
        writeWholeFile(path, present::formatOf(present::kContourFormats, path)->write(*m_contour), "--export");
    if (!failure) m_written.push_back(path);
    if (failure) m_failure = std::move(failure);
  }

  std::vector<std::string> m_paths;
  std::string m_source;
  core::NameStyle m_names;
  std::optional<present::Contour> m_contour;
  std::vector<std::string> m_written;
  std::optional<RecordFailure> m_failure;
};

}  // namespace

std::unique_ptr<MeasuredRecord> makeExportRecord(const Options& options) {
  return std::make_unique<ExportRecord>(options);
}

}  // namespace tunescope::cli
