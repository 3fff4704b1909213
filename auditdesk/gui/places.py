"""The places of the rail: their names, their screens, and which of them shows which kind of object."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen

PLACES = ("plan", "checklists", "evidence", "findings", "reports", "history", "settings")
"""The rail, in the order of the work. Places of later work are added when they have something to show."""
SCREENS = {
    "start": "StartScreen",
    "plan": "PlanScreen",
    "checklists": "ChecklistScreen",
    "evidence": "EvidenceScreen",
    "findings": "FindingsScreen",
    "reports": "ReportsScreen",
    "history": "HistoryScreen",
    "settings": "SettingsScreen",
}
"""The widget class of each place, in the module of the same name."""
HOMES = {"question": "checklists", "finding": "findings", "evidence_item": "evidence", "answer": "checklists"}
"""Which place shows which kind of object."""


def place_words(place: str) -> str:
    """The name of a place in the rail."""
    words = {
        "start": QCoreApplication.translate("window", "Start"),
        "plan": QCoreApplication.translate("window", "Plan"),
        "checklists": QCoreApplication.translate("window", "Checklists"),
        "evidence": QCoreApplication.translate("window", "Evidence"),
        "findings": QCoreApplication.translate("window", "Findings"),
        "reports": QCoreApplication.translate("window", "Reports"),
        "history": QCoreApplication.translate("window", "History"),
        "settings": QCoreApplication.translate("window", "Settings"),
    }
    return words[place]


def make_screen(place: str, desk: Desk, parent: QWidget) -> Screen:
    """Make the screen of a place; its module is imported only now."""
    module = importlib.import_module(f"auditdesk.gui.screens.{place}")
    made: Screen = getattr(module, SCREENS[place])(desk, parent)  # styled once, where it stays
    return made
