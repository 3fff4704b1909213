"""A theme put on the application: its fonts, one palette, one stylesheet.

Qt's `setColorScheme` is not used: it does nothing offscreen and little on some desktops.
"""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from auditdesk import paths
from auditdesk.gui import icons
from auditdesk.gui.tokens import (
    RADIUS,
    REGULAR,
    RESULT_TOKENS,
    SEMIBOLD,
    SPACE,
    TEXT_TOKENS,
    TYPE_SIZES,
    Theme,
    current,
    load,
    put_in_force,
)

__all__ = [
    "NAMES",
    "RADIUS",
    "REGULAR",
    "RESULT_TOKENS",
    "SEMIBOLD",
    "SPACE",
    "TEXT_TOKENS",
    "TYPE_SIZES",
    "Theme",
    "apply_theme",
    "current",
    "fixed_font",
    "load",
    "register_fonts",
    "stylesheet",
]

NAMES = ("light", "dark", "system")

# Segoe UI and the macOS font have their own fallbacks; the shipped fonts stand behind whatever the system has.
_BUNDLED = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf", "NotoSans-Italic.ttf")
_BUNDLED_CHINESE = "NotoSansSC-Regular.ttf"
_BUNDLED_FAMILIES = ("Noto Sans", "Noto Sans SC")


def apply_theme(app: QApplication, name: str, text_scale: float = 1.0) -> Theme:
    """Put "light", "dark" or "system" on the running application, live; returns the theme that was chosen."""
    theme = load(_resolve(name), text_scale)
    put_in_force(theme)
    app.setFont(_font(theme))
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    for widget in QApplication.allWidgets():
        icons.refresh(widget)
    return theme


def stylesheet(theme: Theme) -> str:
    """The one stylesheet, filled in with a theme's colours and sizes."""
    themes = paths.resource("themes")
    values = dict(theme.colours)
    values |= {f"type_{kind}": f"{theme.points(kind)}pt" for kind in TYPE_SIZES}
    values |= {"radius": f"{RADIUS}px", "marks": (themes / theme.name).as_posix()}
    return Template((themes / "desk.qss").read_text("utf-8")).substitute(values)


def register_fonts() -> None:
    """Make the shipped fonts known: they are the fallback for scripts, or for a system without usable fonts."""
    names = list(_BUNDLED)
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        names.append(_BUNDLED_CHINESE)  # ten megabytes: only where the system has no Chinese of its own
    for name in names:
        QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))


def fixed_font() -> QFont:
    """The system's fixed-width font at body size, for hashes and plain files."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(current().points("body"))
    return font


def _resolve(name: str) -> str:
    if name != "system":
        return name
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def _font(theme: Theme) -> QFont:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    known = [name for name in system.families() if QFontDatabase.hasFamily(name) or QFontDatabase.isPrivateFamily(name)]
    font = QFont(system)
    font.setFamilies([*known, *_BUNDLED_FAMILIES])  # "Sans" is an alias, not a family: the shipped font then
    font.setPointSizeF(theme.points("body"))
    return font


_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "window",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "tip",
    QPalette.ColorRole.ToolTipText: "on_tip",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Shadow: "border_strong",
}


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, theme.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("disabled"))
    return palette
