// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/registry.h"
#include "cli/options/errortext.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunescope::cli {

struct RecordFailure {
  ExitCode code = ExitCode::Internal;
  std::string text;  // one sentence
};

// A kind of record that an option adds, made of the readings of a measurement. Functions that
// append write whole lines, except appendJsonSummary. Thread: worker. Realtime-safe: no (strings).
class MeasuredRecord {
 public:
  MeasuredRecord() = default;
  virtual ~MeasuredRecord() = default;
  MeasuredRecord(const MeasuredRecord&) = delete;
  MeasuredRecord& operator=(const MeasuredRecord&) = delete;

  virtual void begin(const analysis::StreamInfo& stream) = 0;
  virtual bool hop(const analysis::AnalysisFrame& frame) = 0;   // true: there is a record to append
  virtual bool rest(const analysis::AnalysisFrame& frame) = 0;  // AnalysisSink::rest; true: as hop()
  virtual void gap(const analysis::GapInfo& gap) = 0;
  virtual void channelsChanged(const analysis::StreamInfo& stream) = 0;
  virtual bool end() = 0;  // nothing comes any more; true: there is a last record to append
  virtual std::optional<RecordFailure> failure() const { return std::nullopt; }  // after end()
  virtual void appendJson(std::string& out) const = 0;
  virtual void appendText(std::string& out) const = 0;
  virtual void appendJsonSummary(std::string& out) const = 0;  // more keys of the summary, each after a comma
  virtual void appendTextSummary(std::string& out) const = 0;

  // What a table of several files shows of it, after end(). Empty text: unknown.
  struct Cell {
    std::string title;
    std::string text;
  };
  virtual std::vector<Cell> cells() const { return {}; }
};

// Of readings of kind F.
template <class F>
class RecordOf : public MeasuredRecord {
 public:
  explicit RecordOf(const typename analysis::MeasurementOf<F>::Parameters& parameters)
      : m_measurement(analysis::MeasurementOf<F>::make(parameters)) {}

  void begin(const analysis::StreamInfo& stream) override { m_measurement->begin(stream); }
  bool hop(const analysis::AnalysisFrame& frame) override { return measure(frame); }
  bool rest(const analysis::AnalysisFrame& frame) override { return takesPartialHops() && hop(frame); }
  void gap(const analysis::GapInfo& gap) override { m_measurement->gap(gap); }
  void channelsChanged(const analysis::StreamInfo& stream) override { m_measurement->channelsChanged(stream); }
  bool end() override {  // what is left goes into the summary
    takeRest();
    return false;
  }

 protected:
  bool measure(const analysis::AnalysisFrame& frame) {
    m_measurement->hop(frame);
    return m_measurement->take(m_reading, {});
  }
  bool takesPartialHops() const { return m_measurement->takesPartialHops(); }
  bool takeRest() { return m_measurement->takeRest(m_reading); }
  const F& reading() const noexcept { return m_reading; }  // the newest

 private:
  std::unique_ptr<analysis::Measurement<F>> m_measurement;
  F m_reading;
};

}  // namespace tunescope::cli
