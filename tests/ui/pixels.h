// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QObject>
#include <QRect>

#include <cstdlib>

// What is in a picture of the window.

inline QColor colorOf(const QQuickItem& of, const char* property) {
  return of.property(property).value<QColor>();
}
inline bool isNear(const QColor& a, const QColor& b, int tolerance = 24) {
  const auto away = [tolerance](int x, int y) { return std::abs(x - y) <= tolerance; };
  return away(a.red(), b.red()) && away(a.green(), b.green()) && away(a.blue(), b.blue());
}
// Of its width, between the handles of a scope.
inline QImage quarter(const QImage& picture) {
  return picture.copy(picture.width() / 8, 0, picture.width() / 4, picture.height());
}
inline QRect boxOf(const QImage& picture, const QColor& color, int tolerance = 24) {
  QRect box;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      if (isNear(picture.pixelColor(x, y), color, tolerance)) box |= QRect(x, y, 1, 1);
    }
  }
  return box;
}
// Mean distance of the lightness from its mean.
inline double spreadOf(const QImage& picture) {
  double sum = 0, count = 0, spread = 0;
  for (const bool isSecond : {false, true}) {
    for (int y = 0; y < picture.height(); y += 3) {
      for (int x = 0; x < picture.width(); x += 3) {
        const int grey = qGray(picture.pixel(x, y));
        if (isSecond) spread += std::abs(grey - sum / count);
        if (!isSecond) sum += grey;
        if (!isSecond) ++count;
      }
    }
  }
  return spread / count;
}
inline double differenceOf(const QImage& a, const QImage& b) {
  double sum = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) sum += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
  }
  return sum / (double(a.width()) * a.height());
}
