"""Plan: the frame of the audit, the parties, the team, and the checklists in use."""

from auditdesk.gui.screens.plan.screen import PlanScreen

__all__ = ["PlanScreen"]
