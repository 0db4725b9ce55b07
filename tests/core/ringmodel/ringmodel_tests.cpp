// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ringmodel/mutants.h"
#include "core/ringmodel/scenarios.h"
#include "support/plaintest.h"

#include <cstdint>
#include <sstream>
#include <string>

// The ring under Relacy: every interleaving of each scenario must hold, and every mutant must be caught in one of them.
namespace {

using namespace tunescope::tests;
using tunescope::core::RingSync;

struct Verdict {
  std::string fault;  // empty: holds
  std::uint64_t interleavings = 0;
  std::string history;
};

// Complete: every interleaving, and in each every value that a load may return (of the last three stored).
struct FullSearch {
  template <class Scenario>
  using Scheduler = rl::full_search_scheduler<Scenario::params::thread_count>;
  static constexpr unsigned kSwitches = 0;
};

// All interleavings in which no thread is interrupted more than three times.
struct BoundedSearch {
  template <class Scenario>
  using Scheduler = rl::context_bound_scheduler<Scenario::params::thread_count>;
  static constexpr unsigned kSwitches = 3;
};

template <class Scenario, class Search>
Verdict check() {
  rl::ostringstream report;  // its memory comes from outside the simulation
  rl::ostringstream state;
  rl::test_params parameters;
  parameters.context_bound = Search::kSwitches;
  parameters.output_stream = &report;
  parameters.progress_stream = &report;
  // Not rl::simulate(), which would compile every scenario for all three of its schedulers.
  const auto run = rl::run_test<Scenario, typename Search::template Scheduler<Scenario>>;
  const auto result = run(parameters, state, false);
  const std::uint64_t interleavings = parameters.stop_iteration;
  if (result == rl::test_result_success) return Verdict{.fault = "", .interleavings = interleavings, .history = ""};
  // Once more from the interleaving that failed, writing down what happens.
  report.str("");
  parameters.initial_state = state.str();
  parameters.collect_history = true;
  run(parameters, state, true);
  return Verdict{.fault = rl::test_result_str(result), .interleavings = interleavings, .history = report.str().c_str()};
}

template <template <class> class Scenario, class Search = FullSearch>
void mustHold(const char* name) {
  runTest(name, [] {
    const Verdict verdict = check<Scenario<ModelTraits>, Search>();
    TS_CHECK_DETAIL(verdict.fault.empty(), verdict.fault + "\n" + verdict.history);
    TS_CHECK(verdict.interleavings > 1000);
    std::printf("         %llu interleavings\n", static_cast<unsigned long long>(verdict.interleavings));
  });
}

template <template <class> class Scenario, class Mutant>
void mustBeCaught(const char* name) {
  runTest(name, [] {
    const Verdict verdict = check<Scenario<Mutant>, FullSearch>();
    TS_CHECK(!verdict.fault.empty());
    std::printf("         caught in interleaving %llu: %s\n", static_cast<unsigned long long>(verdict.interleavings),
                verdict.fault.c_str());
  });
}

}  // namespace

int main() {
  mustHold<BlocksScenario>("blocks go in whole or not at all");
  mustHold<FramesScenario>("frames go in and come out whole");
  mustHold<MarksScenario>("marks keep their place when there is no room for them");
  mustHold<EpochsScenario>("a revoked producer leaves no trace");
  mustHold<EpochsHeardScenario, BoundedSearch>("a consumer hears no revoked producer after the new stream began");

  mustBeCaught<BlocksScenario, PublishedRelaxed<RingSync::Written>>("mutant: samples published relaxed");
  mustBeCaught<BlocksScenario, ObservedRelaxed<RingSync::Written>>("mutant: samples observed relaxed");
  mustBeCaught<BlocksScenario, PublishedRelaxed<RingSync::Read>>("mutant: slots freed relaxed");
  mustBeCaught<BlocksScenario, ObservedRelaxed<RingSync::Read>>("mutant: free slots observed relaxed");
  mustBeCaught<BlocksScenario, SampleRoomOffByOne>("mutant: one sample too many fits");
  mustBeCaught<FramesScenario, SampleRoomOffByOne>("mutant: a frame fits where a sample of it does not");
  mustBeCaught<FramesScenario, PublishesATornFrame>("mutant: a frame is published before its last sample");
  mustBeCaught<FramesScenario, ReadsATornFrame>("mutant: a part of a frame is read");
  mustBeCaught<MarksScenario, PublishedRelaxed<RingSync::MarksWritten>>("mutant: marks published relaxed");
  mustBeCaught<MarksScenario, ObservedRelaxed<RingSync::MarksWritten>>("mutant: marks observed relaxed");
  mustBeCaught<MarksScenario, PublishedRelaxed<RingSync::MarksRead>>("mutant: mark slots freed relaxed");
  mustBeCaught<MarksScenario, ObservedRelaxed<RingSync::MarksRead>>("mutant: free mark slots observed relaxed");
  mustBeCaught<MarksScenario, MarkRoomOffByOne>("mutant: one mark too many fits");
  mustBeCaught<EpochsScenario, PublishedRelaxed<RingSync::Gate>>("mutant: the gate left relaxed");
  mustBeCaught<EpochsScenario, ObservedRelaxed<RingSync::Gate>>("mutant: the gate entered relaxed");
  mustBeCaught<EpochsScenario, RevokesWithoutWaiting>("mutant: revoking does not wait for a push");
}
