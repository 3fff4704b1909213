"""The Reports screen."""

from auditdesk.gui.screens.reports.screen import ReportsScreen

__all__ = ["ReportsScreen"]
