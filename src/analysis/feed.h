// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/registry.h"
#include "analysis/ticket.h"

#include <QMetaObject>
#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace tunescope::analysis {

// One subscriber as the worker sees it, for any kind of reading.
class FeedEntry {
 public:
  virtual ~FeedEntry() = default;
  // Thread: worker.
  virtual MeasurementBase& measurement() noexcept = 0;
  virtual void publish(const RecentSamples& recent) = 0;  // if there is something new and nothing in flight
  // Nothing is delivered after this. Thread: any; the receiver's, so that no delivery is in progress.
  virtual void close() = 0;
};

// The subscribers of a worker. Both sides keep it, so either may be destroyed first. Thread: any. Realtime-safe: no.
class FeedEntries {
 public:
  void add(std::shared_ptr<FeedEntry> entry);
  void remove(const std::shared_ptr<FeedEntry>& entry);
  // Increases with each change.
  unsigned version() const noexcept { return m_version.load(std::memory_order_acquire); }
  std::vector<std::shared_ptr<FeedEntry>> all() const;

 private:
  mutable std::mutex m_mutex;
  std::vector<std::shared_ptr<FeedEntry>> m_entries;  // under m_mutex
  std::atomic<unsigned> m_version{0};                 // stored under m_mutex, after the change
};

// Cancels the subscription when destroyed. Destroy it before its receiver, in the receiver's thread.
class Subscription {
 public:
  Subscription() = default;
  Subscription(std::shared_ptr<FeedEntries> entries, std::shared_ptr<FeedEntry> entry)
      : m_entries(std::move(entries)), m_entry(std::move(entry)) {}
  ~Subscription() { cancel(); }
  Subscription(Subscription&& other) noexcept = default;
  Subscription& operator=(Subscription&& other) noexcept {
    cancel();
    m_entries = std::move(other.m_entries);
    m_entry = std::move(other.m_entry);
    return *this;
  }
  void cancel();

 private:
  std::shared_ptr<FeedEntries> m_entries;
  std::shared_ptr<FeedEntry> m_entry;
};

template <class F>
class TypedFeedEntry final : public FeedEntry, public std::enable_shared_from_this<TypedFeedEntry<F>> {
 public:
  using Callback = std::function<void(const F&, Ticket)>;

  TypedFeedEntry(QObject* receiver, Callback callback, std::unique_ptr<Measurement<F>> measurement)
      : m_measurement(std::move(measurement)), m_callback(std::move(callback)), m_receiver(receiver) {}

  MeasurementBase& measurement() noexcept override { return *m_measurement; }

  void publish(const RecentSamples& recent) override {
    if (m_isInFlight->load(std::memory_order_relaxed)) return;
    F reading;
    if (!m_measurement->take(reading, recent)) return;
    const std::lock_guard lock(m_mutex);
    if (m_receiver == nullptr) return;
    m_isInFlight->store(true, std::memory_order_relaxed);
    QMetaObject::invokeMethod(
        m_receiver, [self = this->shared_from_this(), reading = std::move(reading)] { self->deliver(reading); },
        Qt::QueuedConnection);
  }

  void close() override {
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
  }

 private:
  // In the receiver's thread, like close(), so only the callback itself can close it meanwhile.
  void deliver(const F& reading) {
    Ticket ticket(m_isInFlight);
    {
      const std::lock_guard lock(m_mutex);
      if (m_receiver == nullptr) return;
    }
    m_callback(reading, std::move(ticket));
  }

  std::unique_ptr<Measurement<F>> m_measurement;
  Callback m_callback;
  std::shared_ptr<std::atomic<bool>> m_isInFlight = std::make_shared<std::atomic<bool>>(false);
  std::mutex m_mutex;
  QObject* m_receiver;  // under m_mutex; null: closed
};

// Subscriptions to readings of kind F. The measurement runs while the subscription lives. At most one update is
// in flight to a subscriber; later readings are merged into the next one. Thread: any. Realtime-safe: no.
template <class F>
class Feed {
 public:
  using Callback = typename TypedFeedEntry<F>::Callback;
  using Parameters = typename MeasurementOf<F>::Parameters;

  explicit Feed(std::shared_ptr<FeedEntries> entries) : m_entries(std::move(entries)) {}

  // callback is called in the receiver's thread, from its event loop.
  [[nodiscard]] Subscription subscribe(QObject* receiver, Callback callback, const Parameters& parameters = {}) const {
    auto entry = std::make_shared<TypedFeedEntry<F>>(receiver, std::move(callback), MeasurementOf<F>::make(parameters));
    m_entries->add(entry);
    return {m_entries, std::move(entry)};
  }

 private:
  std::shared_ptr<FeedEntries> m_entries;
};

}  // namespace tunescope::analysis
