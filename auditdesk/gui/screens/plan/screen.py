"""The plan: four cards, in two columns where there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from auditdesk.core import queries
from auditdesk.core.transaction import Change
from auditdesk.gui.desk import Desk
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.plan.checklists import ChecklistsCard
from auditdesk.gui.screens.plan.frame import FrameCard
from auditdesk.gui.screens.plan.parties import PartiesCard
from auditdesk.gui.screens.plan.saving import Fields
from auditdesk.gui.screens.plan.team import TeamCard
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.text import Title

TWO_COLUMNS_FROM = 200
"""Width of the screen, in characters, from which there are two columns."""
WIDEST = 110
"""Width of one column in characters."""


class PlanScreen(Screen):
    """Here the frame of the audit is written, the team named, and the checklists chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stale = QTimer(self, singleShot=True, interval=200)
        self._stale.timeout.connect(self._fill)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column(self, gap=0).addWidget(self.area)
        holder = QWidget(self.area)
        outer = column(holder, gap=16, margin=24)
        outer.addWidget(Title(self.tr("Plan"), holder))
        self.frame = FrameCard(desk, holder)
        self.parties = PartiesCard(desk, holder)
        self.team = TeamCard(desk, holder)
        self.checklists = ChecklistsCard(desk, holder)
        sides = row(gap=16)
        self._left, self._right = column(gap=16), column(gap=16)
        sides.addLayout(self._left, 1)
        sides.addLayout(self._right, 1)
        outer.addLayout(sides)
        outer.addStretch(1)
        self._columns = 0
        self._arrange(1)
        self.area.setWidget(holder)
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

    def flush(self) -> None:
        for fields in (self.frame.fields, self.parties.client, self.parties.vendor):
            fields.flush()
        self.team.flush()

    # ---- one column or two ------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self.fontMetrics().averageCharWidth() * TWO_COLUMNS_FROM else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for side in (self._left, self._right):
            while side.takeAt(0) is not None:
                pass
        cards = (self.frame, self.parties, self.team, self.checklists)
        for card in cards:
            own_side = self._left if columns == 1 or card is self.frame else self._right
            own_side.addWidget(card)
            card.setMaximumWidth(self.fontMetrics().averageCharWidth() * WIDEST)
        self._left.addStretch(1)
        if columns == 2:
            self._right.addStretch(1)
