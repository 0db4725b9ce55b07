// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The window: the chosen view, the bar below it, and sheets over both.
Window {
    id: root

    required property CaptureController controller
    readonly property AppSettings settings: controller.settings
    readonly property WindowHost host: controller.host
    readonly property bool playsFile: controller.playback.isPlaying || host.views.currentName === "timeline" && controller.sound.isOpen && controller.playback.isAvailable // then Space plays or pauses
    readonly property bool hasRail: !bar.hasTabs && height < Theme.size(480)

    function obey(action: AppAction, reason: int): void {
        switch (action.kind) {
        case AppAction.Run:
            if (reason === Qt.ShortcutFocusReason && playsFile)
                controller.playback.requestToggle();
            else
                controller.run.toggle();
            break;
        case AppAction.Record:
            controller.toggleRecording();
            break;
        case AppAction.ShowView:
            host.views.currentIndex = action.view;
            break;
        case AppAction.ShowDisplay:
            host.showDisplay(action.view);
            break;
        case AppAction.Beside:
            host.views.isBeside = !host.views.isBeside;
            break;
        case AppAction.Theme:
            settings.appearance = Theme.isInk ? AppSettings.Paper : AppSettings.Ink;
            break;
        case AppAction.FullScreen:
        case AppAction.Leave:
            visibility = host.isFullScreen ? Window.Windowed : Window.FullScreen;
            break;
        case AppAction.Quit:
            close();
            break;
        default:
            sheets.obey(action.kind, reason);
        }
    }

    color: Theme.ground
    height: 800
    minimumHeight: 320
    minimumWidth: 320
    title: qsTr("Tunescope")
    width: 1280
    onClosing: close => {
        if (host.isPage) {
            close.accepted = false; // it goes with its tab
        } else if (controller.recording.isRecording) {
            close.accepted = false;
            sheets.openQuit();
        } else if (visibility === Window.Windowed) {
            root.settings.geometry = Qt.rect(x, y, width, height);
        }
    }

    Binding {
        property: "isInk"
        target: Theme
        value: root.settings.appearance === AppSettings.System ? SystemAppearance.isDark : root.settings.appearance === AppSettings.Ink
    }
    Binding {
        property: "isMotionReduced"
        target: Theme
        value: root.settings.isMotionReduced || root.host.isMotionReduced
    }
    Binding {
        property: "scale"
        target: Theme
        value: Math.max(1, Math.min(3, root.width / 1400, root.height / 900))
    }
    Binding {
        property: "isFullScreen"
        target: root.host
        value: root.visibility === Window.FullScreen
    }
    Binding {
        property: "isSheetOpen"
        target: root.host
        value: sheets.isOpen
    }
    Item {
        anchors.fill: parent
        objectName: "content"

        ViewTabStrip {
            id: tabs

            height: root.hasRail ? Math.min(implicitHeight, bar.y - 2 * Theme.gap) : implicitHeight
            isVertical: root.hasRail
            objectName: "tabs"
            room: root.width - 2 * Theme.gap
            width: implicitWidth
            views: root.host.views
            visible: !bar.hasTabs
            x: root.hasRail ? Theme.gap : Math.round((root.width - width) / 2)
            y: Theme.gap
        }
        ViewHost {
            controller: root.controller
            height: bar.y - y
            width: root.width - x
            x: tabs.visible && root.hasRail ? tabs.x + tabs.width : 0
            y: tabs.visible && !root.hasRail ? tabs.y + tabs.height : 0
        }
        ControlBar {
            id: bar

            controller: root.controller
            width: parent.width
            y: root.height - height
        }
        Sheets {
            id: sheets

            anchors.fill: parent
            controller: root.controller

            onQuitConfirmed: {
                root.controller.recording.stop();
                root.close();
            }
        }
    }
    Shortcuts {
        actions: root.host.actions
    }
    Connections {
        function onTriggered(action: AppAction, focusReason: int) {
            root.obey(action, focusReason);
        }

        target: root.host.actions
    }
}
