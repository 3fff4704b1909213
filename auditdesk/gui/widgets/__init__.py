"""The controls screens are built from. Text is plain everywhere, colours come from the theme, focus is visible."""

from auditdesk.gui.widgets.buttons import Chip, ChipButton, RailButton, ResultButton, push_button, tool_button
from auditdesk.gui.widgets.choice import Choice
from auditdesk.gui.widgets.drops import DropVeil, let_drops_through
from auditdesk.gui.widgets.feedback import EmptyState, JobStrip, Toast, ToastHost, announce
from auditdesk.gui.widgets.layouts import Card, FlowLayout, ListAndPage, column, inset, labelled, row, rule, stretch
from auditdesk.gui.widgets.meters import CompletenessMeter, Ring, StrengthMeter
from auditdesk.gui.widgets.ornament import Ornament
from auditdesk.gui.widgets.searchfield import SearchField
from auditdesk.gui.widgets.shapes import paint_ring
from auditdesk.gui.widgets.text import (
    Caption,
    FieldLabel,
    PlainLabel,
    PlainText,
    Title,
    plain_tip,
    unmarked,
    visible,
    with_shortcut,
)

__all__ = [
    "Caption",
    "Card",
    "Chip",
    "ChipButton",
    "Choice",
    "CompletenessMeter",
    "DropVeil",
    "EmptyState",
    "FieldLabel",
    "FlowLayout",
    "JobStrip",
    "ListAndPage",
    "Ornament",
    "PlainLabel",
    "PlainText",
    "RailButton",
    "ResultButton",
    "Ring",
    "SearchField",
    "StrengthMeter",
    "Title",
    "Toast",
    "ToastHost",
    "announce",
    "column",
    "inset",
    "labelled",
    "let_drops_through",
    "paint_ring",
    "plain_tip",
    "push_button",
    "row",
    "rule",
    "stretch",
    "tool_button",
    "unmarked",
    "visible",
    "with_shortcut",
]
