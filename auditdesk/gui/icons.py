"""Icons by name, drawn from `resources/icons` in a theme's colour. The only file that names icon files.

A button that gets its icon by `set_icon` follows a later change of theme: the names are kept on the button and
`theme.apply_theme` draws again. Painting code calls `icon` or `pixmap` afresh; both are cached.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from auditdesk import paths
from auditdesk.gui import tokens

# fmt: off
NAMES = frozenset({
    "overview", "plan", "checklists", "evidence", "findings", "assessment", "response", "reports", "history",
    "settings", "start", "auditdesk",
    "search", "lock", "unlock", "undo", "redo", "plus", "minus", "close", "check", "more", "edit", "trash", "key",
    "compare", "copy", "eye", "eye-off",
    "approx", "partly", "cross", "unable", "na", "open", "diamond", "triangle", "dot", "flag", "gate", "link",
    "file", "image", "pdf", "text", "spreadsheet", "warning", "info", "sign", "verify", "light", "dark", "person",
    "chevron-up", "chevron-down", "chevron-left", "chevron-right", "filter", "export", "import", "rotate",
    "zoom-in", "zoom-out", "fit",
})
# fmt: on
SIZE = 20
_SCALES = (1, 2, 3)
_NAME, _TOKEN = "icon_name", "icon_token"


def icon(name: str, token: str = "text", size: int = SIZE) -> QIcon:
    """The icon in the current theme's colour for `token`, greyed when disabled."""
    now = tokens.current()
    return _icon(name, now.hex(token), now.hex("disabled"), size)


def pixmap(name: str, token: str, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` logical pixels for a screen of `scale`."""
    return _pixmap(name, tokens.current().hex(token), size, scale)


def set_icon(target: QObject, name: str, token: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    target.setProperty(_NAME, name)
    target.setProperty(_TOKEN, token)
    refresh(target)


def refresh(target: QObject) -> None:
    """Draw the icons of a widget and of its actions again, in the theme now in force."""
    name = target.property(_NAME)
    setter = getattr(target, "setIcon", None)
    if isinstance(name, str) and setter is not None:
        setter(icon(name, str(target.property(_TOKEN))))
    for action in getattr(target, "actions", list)():
        if action is not target:
            refresh(action)


@functools.lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(_pixmap(name, colour, size, scale), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, colour, size, scale), QIcon.Mode.Selected)
        made.addPixmap(_pixmap(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made


@functools.lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    drawn = QPixmap(QSize(round(size * scale), round(size * scale)))
    drawn.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("#000000", colour).encode()))
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


@functools.cache
def _svg(name: str) -> str:
    if name not in NAMES:
        raise KeyError(name)
    return paths.resource("icons", f"{name}.svg").read_text("utf-8")


def forget() -> None:
    """Drop every drawn icon: pictures must not outlive the application."""
    _icon.cache_clear()
    _pixmap.cache_clear()
