"""The colours of the two themes by token: plain tables, read with the program and not parsed at its start."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Light: everything grey but one accent and the result colours. Text colours reach 4.5 : 1 on window and on surface.
LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "window": "#F6F7F9",
        "surface": "#FFFFFF",
        "border": "#DFE3E8",
        "edge": "#C3CAD2",  # edges of buttons, which their words make known
        "border_strong": "#868F99",  # edges a person must find: fields, checkboxes (3 : 1)
        "text": "#1B1F24",
        "muted": "#57606A",
        "disabled": "#8C959F",
        "disabled_border": "#D0D6DC",
        "accent": "#0B6E69",
        "accent_hover": "#095A56",
        "accent_pressed": "#074845",
        "on_accent": "#FFFFFF",
        "hover": "#EFF1F4",
        "pressed": "#E4E8EC",
        "selection": "#E2EEED",
        "selection_idle": "#ECEFF2",
        "track": "#E4E8EC",
        "handle": "#B9C0C8",
        "handle_hover": "#8A939D",
        "tip": "#1B1F24",
        "on_tip": "#F6F7F9",
        "tip_action": "#7FD3CB",
        # results
        "conforms": "#1A7F5A",
        "partly": "#8A5A0B",  # the design's #B7791F reaches only 3.6 : 1 as text on white
        "nonconforming": "#C2410C",
        "critical": "#9F1239",
        "unable": "#5B5FC7",
        "not_applicable": "#57606A",
    }
)
# Dark: the same order of things; result colours are lighter so that they stay readable.
DARK: Mapping[str, str] = MappingProxyType(
    {
        "window": "#14171B",
        "surface": "#1C2026",
        "border": "#30363D",
        "edge": "#444C56",  # edges of buttons, which their words make known
        "border_strong": "#6B7580",
        "text": "#E6EAEE",
        "muted": "#9AA4AF",
        "disabled": "#6B7580",
        "disabled_border": "#2A3037",
        "accent": "#4DB6AC",
        "accent_hover": "#66C4BB",
        "accent_pressed": "#3A9C93",
        "on_accent": "#0F1B1A",
        "hover": "#252A31",
        "pressed": "#2D333B",
        "selection": "#21383B",
        "selection_idle": "#262B32",
        "track": "#30363D",
        "handle": "#454D56",
        "handle_hover": "#6B7580",
        "tip": "#E6EAEE",
        "on_tip": "#14171B",
        "tip_action": "#0B6E69",
        # results
        "conforms": "#4CC38A",
        "partly": "#E0A93F",
        "nonconforming": "#F68D5E",
        "critical": "#F7859F",
        "unable": "#A3A6F5",
        "not_applicable": "#9AA4AF",
    }
)
