"""The colours and sizes of a theme by token, and which theme is in force.

There is one theme in force in a process, as there is one palette: painting code asks `current()`, and only
`theme.apply_theme` sets it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtGui import QColor

from auditdesk.gui import colours

SPACE = (4, 8, 12, 16, 24, 32)
RADIUS = 6
TYPE_SIZES = MappingProxyType({"title": 20, "question": 15, "body": 13, "caption": 11})  # pixels at 96 dots per inch
REGULAR, SEMIBOLD = 400, 600
TEXT_TOKENS = ("text", "muted", "accent")
RESULT_TOKENS = ("conforms", "partly", "nonconforming", "critical", "unable", "not_applicable")
_COLOURS = {"light": colours.LIGHT, "dark": colours.DARK}


@dataclass(frozen=True)
class Theme:
    """One set of colours by token, with the scale of the text."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    text_scale: float = 1.0
    _cache: dict[str, QColor] = field(default_factory=dict, compare=False, repr=False)

    def hex(self, token: str) -> str:
        """The colour of a token as #RRGGBB; an unknown token is a bug."""
        return self.colours[token]

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        found = self._cache.get(token)
        if found is None:
            found = self._cache[token] = QColor(self.colours[token])
        return found

    def tint(self, token: str) -> QColor:
        """A faint wash of a token's colour over the surface, for fills behind `text`."""
        share = 0.16 if self.dark else 0.08
        ink, ground = self.colour(token), self.colour("surface")
        return QColor.fromRgbF(
            ink.redF() * share + ground.redF() * (1 - share),
            ink.greenF() * share + ground.greenF() * (1 - share),
            ink.blueF() * share + ground.blueF() * (1 - share),
        )

    def points(self, kind: str) -> float:
        """The size of one kind of text, in points."""
        per_pixel = 1.0 if sys.platform == "darwin" else 0.75
        return round(TYPE_SIZES[kind] * per_pixel * self.text_scale, 2)


@functools.cache
def load(name: str, text_scale: float = 1.0) -> Theme:
    """The theme "light" or "dark"."""
    return Theme(name, name == "dark", _COLOURS[name], text_scale)


_current: Theme | None = None


def current() -> Theme:
    """The theme in force; light until one is applied."""
    return _current or load("light")


def put_in_force(theme: Theme) -> None:
    """Make `theme` the one painting code sees."""
    global _current
    _current = theme
