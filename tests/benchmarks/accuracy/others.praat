# SPDX-License-Identifier: GPL-3.0-or-later
# Praat's autocorrelation method over a list of files; prints file, time and hertz (0: unvoiced).
form Pitch
  sentence Folder
  sentence Files
  real Time_step
endform
names = Create Strings as tokens: files$, " "
count = Get number of strings
for i to count
  selectObject: names
  name$ = Get string: i
  sound = Read from file: folder$ + "/" + name$ + ".wav"
  pitch = To Pitch (ac): time_step, 25, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 4500
  frames = Get number of frames
  for k to frames
    time = Get time from frame number: k
    hertz = Get value in frame: k, "Hertz"
    if hertz = undefined
      hertz = 0
    endif
    appendInfoLine: name$, ",", fixed$ (time, 6), ",", fixed$ (hertz, 6)
  endfor
  removeObject: sound, pitch
endfor
