// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisor/outage.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tunescope::audio {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::milliseconds, 3> kBackOff{250ms, 500ms, 1s};  // the last one from then on
constexpr auto kBackOffAfterHang = 5s;

}  // namespace

bool mayHeal(CaptureErrorCode code) noexcept {
  switch (code) {
    case CaptureErrorCode::NoDevices:
    case CaptureErrorCode::NoSuchDevice:
    case CaptureErrorCode::Busy:
    case CaptureErrorCode::Refused:
    case CaptureErrorCode::Unreachable:
    case CaptureErrorCode::TimedOut:
    case CaptureErrorCode::DeviceLost:
    case CaptureErrorCode::NoOutput:
    case CaptureErrorCode::Internal:
      return true;
    default:
      return false;
  }
}

bool isRefusal(CaptureErrorCode code) noexcept {
  return code == CaptureErrorCode::Unreadable || code == CaptureErrorCode::PageBlocked ||
         code == CaptureErrorCode::Dismissed || code == CaptureErrorCode::Insecure ||
         code == CaptureErrorCode::NoCaptureApi;
}

void Outage::lost(const Instant& heardLast, const CaptureFormat& heard) {
  if (!m_since) {
    m_since = heardLast.steady;
    m_device = {
        .api = heard.api, .text = heard.source, .occurrence = heard.occurrence, .isExact = true, .key = heard.key};
  }
  if (!m_silentSince) m_silentSince = heardLast.elapsed;
  m_heardSince.reset();
  m_isReopened = false;
}

void Outage::paused(const Instant& heardLast, const CaptureFormat& heard) {
  lost(heardLast, heard);
  m_isReopened = true;
}

void Outage::lostSubstitute(const Instant& heardLast, const DeviceMatch& wanted) {
  if (!m_since) m_device = wanted;
  m_since = heardLast.steady;
  m_silentSince = heardLast.elapsed;
  m_heardSince.reset();
  m_isReopened = false;
}

void Outage::heardSubstitute(Clock::time_point now) noexcept {
  m_silentSince.reset();
  if (m_since) m_since = now;
}

bool Outage::heard(Clock::time_point now) noexcept {
  m_silentSince.reset();
  if (!m_since) return false;
  const bool isFirst = !std::exchange(m_isReopened, true);
  if (!m_heardSince) m_heardSince = now;
  if (now - *m_heardSince >= kSteadyAfter) clear();
  return isFirst;
}

Outage::Clock::duration Outage::nextPause() noexcept {
  m_isReopened = false;
  const Clock::duration pause = kBackOff[std::min(m_attempt++, kBackOff.size() - 1)];
  return std::exchange(m_isHung, false) ? std::max<Clock::duration>(pause, kBackOffAfterHang) : pause;
}

CaptureRequest Outage::requestFor(const CaptureRequest& wish) const {
  CaptureRequest request = wish;
  request.silentSince = m_silentSince;
  request.device = wanted(wish);
  return request;
}

}  // namespace tunescope::audio
