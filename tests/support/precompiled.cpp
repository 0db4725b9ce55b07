// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing: a precompiled header needs a source that it is made for.
