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

// Puts the tuning of a shared link over these settings, as the web app does with its own address. Other keys of the
// link are ignored. Returns why that cannot be done; empty: values have it, otherwise they are unchanged.
// Thread: any. Realtime-safe: no.
QString takeLink(const QUrl& url, analysis::Settings& values);

}  // namespace tunescope::ui
