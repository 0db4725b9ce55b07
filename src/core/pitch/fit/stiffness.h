// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::core {

// Inharmonicity B of a string, nu_l = l f0 sqrt(1 + B l^2) (Fletcher 1964), with its standard deviation.
// b 0 with sigma 0: harmonic, or unknown.
struct Stiffness {
  double b = 0;
  double sigma = 0;
};

// B as a property of the note, not of the window: the mean of its windows' estimates, weighted by their uncertainty.
// Long windows overrule the short ones after an attack. Thread: one at a time. Realtime-safe:
// wait-free.
class NoteStiffness {
 public:
  // measured: in one window, sigma above 0. overlap: how many windows share a sample and thus its noise.
  void add(Stiffness measured, double overlap) noexcept;
  void reset() noexcept { *this = NoteStiffness(); }

  // What is known: harmonic until three standard deviations contradict it.
  Stiffness value() const noexcept;

 private:
  double m_mean = 0;
  double m_weight = 0;
  double m_overlap = 1;
};

}  // namespace tunescope::core
