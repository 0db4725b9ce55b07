// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

namespace tunescope::analysis {

// The strings of an instrument, from the highest number down to string 1: the frequencies that its courses of two have
// in tune.
struct CourseParameters {
  struct Course {
    double lowerHz = 0;
    double upperHz = 0;  // as lowerHz, or an octave over it; 0: the string is alone
  };
  std::vector<Course> courses;
};

// Both strings of a course that sounds. Which of two lines is whose the sound of a unison does not tell; nor does it
// tell two strings that hardly beat from one.
struct CourseReading {
  enum class State { Listening, One, Two };  // to it; one line is heard; two are

  double timeS = 0;  // of the newest sample
  int string = 0;    // as players count
  bool isOctave = false;
  State state = State::Listening;
  double beatsPerS = 0;  // of two lines
  std::array<double, 2>
      cents{};              // of two lines: by ascending pitch; of an octave that isKnown, of its lower string first
  bool isKnown = false;     // which line of an octave is whose; of a unison, that cents hold
  double minBeatsPerS = 0;  // what would not be told apart yet
};
// A single string may beat with itself this slowly: it swings in two directions.
inline constexpr double kMinCourseBeatsPerS = 1;

}  // namespace tunescope::analysis
