"""Findings: what should be, what is, on which evidence, why, and with what effect."""

from auditdesk.gui.screens.findings.screen import FindingsScreen

__all__ = ["FindingsScreen"]
