// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/firstpaint.h"

#include <QGuiApplication>
#include <QQuickWindow>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <xcb/xcb.h>

namespace tunescope::app {

namespace {

// Replies of xcb are freed with free().
struct Free {
  void operator()(void* answer) const { std::free(answer); }
};
template <class Answer>
using Owned = std::unique_ptr<Answer, Free>;

xcb_connection_t* connection() {
  auto* x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
  return x11 ? x11->connection() : nullptr;
}

// In the format of the window's visual.
std::optional<std::uint32_t> pixelOf(const QColor& color, xcb_connection_t* server, xcb_window_t window) {
  const Owned<xcb_get_window_attributes_reply_t> attributes(
      xcb_get_window_attributes_reply(server, xcb_get_window_attributes(server, window), nullptr));
  if (!attributes) return std::nullopt;
  const QRgba64 rgba = color.rgba64();
  const Owned<xcb_alloc_color_reply_t> answer(xcb_alloc_color_reply(
      server, xcb_alloc_color(server, attributes->colormap, rgba.red(), rgba.green(), rgba.blue()), nullptr));
  return answer ? std::optional(answer->pixel) : std::nullopt;
}

}  // namespace

void paintUntilFirstFrame(QQuickWindow& window) {
  xcb_connection_t* server = connection();
  if (!server) return;
  window.create();
  const auto id = xcb_window_t(window.winId());
  const auto pixel = pixelOf(window.color(), server, id);
  if (!pixel) return;
  xcb_change_window_attributes(server, id, XCB_CW_BACK_PIXEL, &*pixel);
  // From then on the window paints itself; the server's background would flicker when its size changes.
  const auto paintNoMore = [server, id] {
    const std::uint32_t none = XCB_BACK_PIXMAP_NONE;
    xcb_change_window_attributes(server, id, XCB_CW_BACK_PIXMAP, &none);
  };
  QObject::connect(&window, &QQuickWindow::frameSwapped, &window, paintNoMore,
                   Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

}  // namespace tunescope::app
