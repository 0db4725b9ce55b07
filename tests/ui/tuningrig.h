// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/windowrig.h"

#include <QTemporaryDir>
#include <QTest>

#include <optional>

// A window whose home folder has a scale, a bad one and a keymap: what tests of the tuning's sheets share.
class TuningRig : public QObject {
 protected:
  static constexpr const char* kFive = "Five equal steps\n5\n240.0\n480.0\n720.0\n960.0\n2/1\n";

  void begin() {
    openWindow(m_folder, m_rig);
    write("five.scl", kFive);
    write("bad.scl", "bad\n2\n697//441\n2/1\n");
    write("map.kbm", "12\n0\n127\n60\n69\n432.0\n12\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n");
  }
  void end() { closeWindow(m_rig); }
  void write(const char* name, const QByteArray& bytes) const {
    QFile file(m_folder->filePath(QString::fromLatin1(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
  }
  QUrl url(const char* name) const { return QUrl::fromLocalFile(m_folder->filePath(QString::fromLatin1(name))); }
  tunescope::ui::TuningModel& tuning() { return *m_rig->controller.readings()->tuning(); }
  QString text(const char* sheet, const char* name) const {
    const QQuickItem* item = descendant(m_rig->content(sheet), QString::fromLatin1(name));
    return item && item->isVisible() ? item->property("text").toString() : QString();
  }
  // Until that item, or one in it, has the keyboard.
  bool tabTo(const char* sheet, const char* name, int presses = 30) const {
    const QQuickItem* wanted = descendant(m_rig->content(sheet), QString::fromLatin1(name));
    for (int i = 0; wanted && i < presses; ++i) {
      QQuickItem* focus = m_rig->window->activeFocusItem();
      if (focus && (focus == wanted || wanted->isAncestorOf(focus))) return true;
      m_rig->press(Qt::Key_Tab);
    }
    return false;
  }
  void select() const { m_rig->press(Qt::Key_A, Qt::ControlModifier); }

  std::optional<QTemporaryDir> m_folder;
  std::optional<WindowRig> m_rig;
};
