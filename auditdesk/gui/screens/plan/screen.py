"""The plan: four cards, in two columns where there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.core import queries
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.plan.checklists import ChecklistsCard
from auditdesk.gui.screens.plan.frame import FrameCard
from auditdesk.gui.screens.plan.parties import PartiesCard
from auditdesk.gui.screens.plan.saving import Fields
from auditdesk.gui.screens.plan.team import TeamCard
from auditdesk.gui.widgets.cardpage import CardPage
from auditdesk.gui.widgets.layouts import column


class PlanScreen(Screen):
    """Here the frame of the audit is written, the team named, and the checklists chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stale = QTimer(self, singleShot=True, interval=200)
        self._stale.timeout.connect(self._fill)
        self.page = CardPage(self.tr("Plan"), self)
        column(self, gap=0).addWidget(self.page)
        self.frame = FrameCard(desk, self.page.holder)
        self.parties = PartiesCard(desk, self.page.holder)
        self.team = TeamCard(desk, self.page.holder)
        self.checklists = ChecklistsCard(desk, self.page.holder)
        self.page.add(self.frame)
        for card in (self.parties, self.team, self.checklists):
            self.page.add(card, 1)
        desk.changed.connect(self._on_changed)

    # ---- filling ----------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        self._fill()
        self.frame.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _fill(self) -> None:
        if self.desk.workbook is None:
            return
        plan = queries.plan(self.desk.connection)
        if plan is None:
            return
        self.frame.fill(plan)
        self.parties.fill(plan)
        self.team.fill(queries.people(self.desk.connection))
        self.checklists.fill(queries.packs(self.desk.connection))

    @Slot(object, object)
    def _on_changed(self, change: Change[object], by: object) -> None:
        if not self.isVisible():
            return  # filled anew when it comes to the front
        about = {touched.partition("/")[0] for touched in change.touched}
        if isinstance(by, Fields) and about <= {"audit", "client", "vendor"}:
            return
        if about & {"audit", "client", "vendor", "vendor_alias", "person", "pack"}:
            self._fill()
        elif "answer" in about:
            self._stale.start()

    def flush(self) -> bool:
        parts = (self.frame.fields, self.parties.client, self.parties.vendor, self.team)
        saved = [part.flush() for part in parts]
        return all(saved)
