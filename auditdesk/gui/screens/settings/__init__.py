"""Settings: who I am, what I sign with, whom I trust, and how the desk looks and locks."""

from auditdesk.gui.screens.settings.screen import SettingsScreen

__all__ = ["SettingsScreen"]
