// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/devicenews.h"

#include "cli/options/errortext.h"
#include "cli/write/safetext.h"
#include "present/capturestate.h"

#include <utility>

namespace tunescope::cli {

namespace {

using audio::CaptureState;

constexpr std::size_t kShortName = 24;  // leaves room for the name of the other input

// A name at the beginning of a line that continues.
std::string shortName(const std::string& name) {
  const std::string clean = printable(name);
  std::string_view left = clean;
  std::u32string kept;
  while (!left.empty() && kept.size() < kShortName) kept += takeCodePoint(left);
  if (!left.empty()) kept.back() = U'…';
  std::string text;
  appendUtf8(text, kept);
  return text;
}

}  // namespace

std::vector<DeviceNews::Item> DeviceNews::take(const audio::CaptureStatus& status) {
  std::vector<Item> news;
  const CaptureState before = m_last.state;
  const std::string name = printable(status.format.source);
  switch (status.state) {
    case CaptureState::Running:
      takeRunning(status, news);
      break;
    case CaptureState::NoData:
      if (before == CaptureState::Running) {
        news.push_back({DeviceState::Stalled, name + " sends nothing; waiting for data"});
      }
      break;
    case CaptureState::Waiting:
      if (m_hasRun && before != CaptureState::Waiting) {
        // From Opening: it was closed on purpose, for a larger buffer or because the requested input seemed to be back.
        const char* what = before == CaptureState::Opening ? " could not be reopened" : " was lost";
        news.push_back({DeviceState::Lost, name + what + saying(status.error) + "; retrying"});
      }
      break;
    case CaptureState::Failed:
      if (m_hasRun && m_isDevice && before != CaptureState::Waiting) {
        news.push_back({DeviceState::Lost, name + " was lost" + saying(status.error)});
      }
      break;
    default:
      break;
  }
  m_hasRun = m_hasRun || status.state == CaptureState::Running;
  // These fields are only valid while it runs: keep the values of the last run for the next comparison.
  const audio::CaptureStatus ran = std::exchange(m_last, status);
  if (status.state == CaptureState::Running) return news;
  m_last.reopened = ran.reopened;
  m_last.growths = ran.growths;
  m_last.isFallback = ran.isFallback;
  m_last.movedFrom = ran.movedFrom;
  m_last.format.source = ran.format.source;
  m_last.format.key = ran.format.key;
  return news;
}

void DeviceNews::takeRunning(const audio::CaptureStatus& status, std::vector<Item>& news) {
  const std::string name = printable(status.format.source);
  takeMoved(status, news);
  const bool isFollowed = !status.followedFrom.empty() && status.format.key != m_last.format.key;
  if (isFollowed) {
    news.push_back({status.reopened > m_last.reopened ? DeviceState::Reopened : DeviceState::Moved,
                    "listening to " + name + ", the new default input, instead of " + printable(status.followedFrom)});
  } else if (m_last.isFallback != status.isFallback) {
    news.push_back(
        {DeviceState::Reopened,
         "listening to " + name + (status.isFallback ? " until the requested input is back" : ", which is back")});
  } else if (status.reopened > m_last.reopened) {
    news.push_back({DeviceState::Reopened, "listening to " + name + " again"});
  }
  if (status.growths > m_last.growths) {
    news.push_back({DeviceState::Reopened, "overruns: the buffer of " + name + " now has " +
                                               std::to_string(status.format.bufferFrames) + " frames"});
  }
}

// The user moved the stream to another input in a mixer, or back.
void DeviceNews::takeMoved(const audio::CaptureStatus& status, std::vector<Item>& news) {
  const std::string& source = status.format.source;
  if (!status.movedFrom.empty() && (m_last.movedFrom.empty() || source != m_last.format.source)) {
    news.push_back({DeviceState::Moved, "listening to " + printable(source) +
                                            ", to which the sound server moved Tunescope from " +
                                            printable(status.movedFrom)});
  } else if (status.movedFrom.empty() && !m_last.movedFrom.empty() && source == m_last.movedFrom) {
    news.push_back(
        {DeviceState::Moved, "listening to " + printable(source) + " again, moved back by the sound server"});
  }
}

std::string stateText(const audio::CaptureStatus& status, const std::string& wanted) {
  if (status.state == CaptureState::Running) {
    if (status.isFallback) return "in place of " + shortName(wanted) + ":";
    if (!status.movedFrom.empty()) return "moved from " + shortName(status.movedFrom) + " to:";
    if (!status.followedFrom.empty()) return "new default input:";
  }
  return present::stateText(status.state).toStdString();
}

}  // namespace tunescope::cli
