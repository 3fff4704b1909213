"""Start: open, make, try or verify, while no workbook is open."""

from auditdesk.gui.screens.start.screen import StartScreen

__all__ = ["StartScreen"]
