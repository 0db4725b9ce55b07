// SPDX-License-Identifier: GPL-3.0-or-later
// Which names of OpenGL renderers are graphics processors.
#include "app/scenegraph.h"

#include <QTest>

class SceneGraphTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aRendererIsRecognizedByItsName_data() {
    QTest::addColumn<QByteArray>("renderer");
    QTest::addColumn<bool>("isProcessor");
    const auto row = [](const char* renderer, bool isProcessor) {
      QTest::newRow(renderer) << QByteArray(renderer) << isProcessor;
    };
    row("", false);
    row("llvmpipe (LLVM 15.0.6, 256 bits)", false);
    row("Gallium 0.4 on llvmpipe (LLVM 3.9, 128 bits)", false);
    row("softpipe", false);
    row("Software Rasterizer", false);
    row("Google SwiftShader", false);
    row("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)", false);
    row("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", true);
    row("AMD Radeon Graphics (renoir, LLVM 15.0.6, DRM 3.49, 6.1.0-18-amd64)", true);
    row("NVIDIA GeForce GTX 1650/PCIe/SSE2", true);
    row("Mali-G52 r1 (Panfrost)", true);
    row("V3D 4.2", true);
    row("Apple M1", true);
  }
  void aRendererIsRecognizedByItsName() {
    QFETCH(QByteArray, renderer);
    QFETCH(bool, isProcessor);
    QCOMPARE(tunescope::app::isGraphicsProcessor(renderer), isProcessor);
  }
};

QTEST_APPLESS_MAIN(SceneGraphTest)
#include "tst_scenegraph.moc"
