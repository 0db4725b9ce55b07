// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"

#include <QString>
#include <QUrl>

#include <initializer_list>

namespace tunescope::ui {

// The rows that a shared tuning consists of (TuningShare::query()).
inline constexpr std::initializer_list<std::size_t> kLinkedRows = {
    analysis::settingIndex("a4"),        analysis::settingIndex("reference"),  analysis::settingIndex("temperament"),
    analysis::settingIndex("key"),       analysis::settingIndex("scale"),      analysis::settingIndex("keymap"),
    analysis::settingIndex("transpose"), analysis::settingIndex("instrument"), analysis::settingIndex("capo")};

// Replaces the linked rows of these settings by those of a shared link; rows that the link leaves out get their
// defaults. Other keys of the link are ignored. Returns why the link cannot be used; empty: values have its tuning,
// otherwise they are unchanged.
// Thread: any. Realtime-safe: no.
QString takeLink(const QUrl& url, analysis::Settings& values);

}  // namespace tunescope::ui
