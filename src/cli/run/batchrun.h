// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/errortext.h"
#include "cli/options/options.h"
#include "cli/run/batchtable.h"
#include "cli/run/signals.h"
#include "cli/write/orderedoutput.h"
#include "cli/write/outputstream.h"

#include <QObject>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tunescope::cli {

// Analyses several files, --jobs at a time. Output and error lines come in the order of the files. The exit code is
// that of the first file that has another than 0. Needs a QCoreApplication. Thread: gui.
class BatchRun : public QObject {
  Q_OBJECT

 public:
  // options must be those of several files, and outlive this.
  explicit BatchRun(const Options& options);
  ~BatchRun() override;

  ExitCode execute();

 private:
  struct File;

  void work();
  void read(File& file);
  void conclude(File& file);
  void stop() noexcept { m_isStopped.store(true, std::memory_order_relaxed); }
  bool isStopped() const noexcept { return m_isStopped.load(std::memory_order_relaxed); }

  const Options& m_options;
  Signals m_signals;
  OutputStream m_stream;
  OrderedOutput m_output;
  std::vector<std::unique_ptr<File>> m_files;
  BatchTable m_table;
  std::vector<std::thread> m_threads;
  std::atomic<std::size_t> m_next{0};     // the first file that no thread has taken
  std::atomic<std::size_t> m_running{0};  // threads that have not ended
  std::atomic<bool> m_isStopped{false};   // orders nothing
  bool m_isInterrupted = false;
  bool m_hasTable = false;  // a line for each file, and a table, instead of all readings
};

}  // namespace tunescope::cli
