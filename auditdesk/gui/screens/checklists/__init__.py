"""Checklists: walk the questions, answer by key, hold the evidence beside the answer."""

from auditdesk.gui.screens.checklists.screen import ChecklistScreen

__all__ = ["ChecklistScreen"]
