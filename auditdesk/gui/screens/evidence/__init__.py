"""Evidence: every item with its preview, where it comes from, and what it is used for."""

from auditdesk.gui.screens.evidence.screen import EvidenceScreen

__all__ = ["EvidenceScreen"]
