// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/capturereason.h"

#include <QCoreApplication>

namespace tunescope::present {

namespace {

using Code = audio::CaptureErrorCode;

struct Reason {
  Code code;
  const char* clause;
};

constexpr Reason kReasons[] = {
    {Code::NoSuchDevice, QT_TRANSLATE_NOOP("CaptureReason", "no input matches %1")},
    {Code::AmbiguousDevice, QT_TRANSLATE_NOOP("CaptureReason", "several inputs match %1")},
    {Code::NoSuchChannel, QT_TRANSLATE_NOOP("CaptureReason", "%1 has fewer channels")},
    {Code::Busy, QT_TRANSLATE_NOOP("CaptureReason", "%1 is in use by another program")},
    {Code::Refused, QT_TRANSLATE_NOOP("CaptureReason", "the sound system refuses to open %1")},
    {Code::Unreachable, QT_TRANSLATE_NOOP("CaptureReason", "the sound server cannot be reached")},
    {Code::TimedOut, QT_TRANSLATE_NOOP("CaptureReason", "the sound system does not answer")},
    {Code::UnsupportedFormat, QT_TRANSLATE_NOOP("CaptureReason", "%1 refuses the rate or buffer")},
    {Code::NotFound, QT_TRANSLATE_NOOP("CaptureReason", "%1 does not exist")},
    {Code::Unreadable, QT_TRANSLATE_NOOP("CaptureReason", "%1 may not be read")},
    {Code::NotAudio, QT_TRANSLATE_NOOP("CaptureReason", "%1 holds no sound that Tunescope knows")},
    {Code::Damaged, QT_TRANSLATE_NOOP("CaptureReason", "%1 is damaged")},
    {Code::UnsupportedEncoding, QT_TRANSLATE_NOOP("CaptureReason", "%1 has an encoding that is not supported")},
    {Code::TooLarge, QT_TRANSLATE_NOOP("CaptureReason", "%1 is too large")}};

}  // namespace

QString reasonOf(audio::CaptureErrorCode code, const QString& subject) {
  for (const Reason& reason : kReasons) {
    if (reason.code != code) continue;
    // arg() would replace a "%2" in the name.
    return QCoreApplication::translate("CaptureReason", reason.clause).replace(QStringLiteral("%1"), subject);
  }
  return {};
}

}  // namespace tunescope::present
