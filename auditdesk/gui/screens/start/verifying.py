"""A signed report checked on the page: the verdict, why, and who signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditdesk.core.errors import AuditdeskError
from auditdesk.gui import messages
from auditdesk.gui.screens.start.parts import Page, shown_path
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.feedback import announce
from auditdesk.gui.widgets.forms import ProblemPanel
from auditdesk.gui.widgets.text import Caption, PlainLabel

if TYPE_CHECKING:
    from auditdesk.gui.verification import VerificationView
    from auditdesk.seal.findings import Verification


class VerifyPage(Page):
    """Shows one verification, or why there is none."""

    other_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Verify a signed report"), parent)
        self.view: VerificationView | None = None
        self.place = PlainLabel("", self.column, type="caption", tone="muted", elide=Qt.TextElideMode.ElideMiddle)
        self.waiting = PlainLabel(self.tr("Checking every signature and every byte…"), self.column, tone="muted")
        self.problem = ProblemPanel(self.column)
        for part in (self.place, self.waiting, self.problem):
            self.body.addWidget(part)
        self.other_button = push_button(self.tr("Verify another file…"), self.column, icon="file")
        self.other_button.clicked.connect(self.other_file)
        self.note = Caption(
            self.tr("Checked on this computer only, against the authorities you trust (Settings)."), self.column
        )
        self.body.addWidget(self.note)
        self.body.addWidget(self.other_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def wait_for(self, path: Path) -> None:
        """A check has begun."""
        self._begin(path)
        self.waiting.show()
        self.other_button.hide()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_result(self, found: Verification, path: Path) -> None:
        """Show what was found."""
        from auditdesk.gui.verification import VerificationView
        from auditdesk.seal.wording import headline

        self._begin(path)
        if self.view is None:
            self.view = VerificationView(self.column)
            self.body.insertWidget(self.body.indexOf(self.note), self.view)
        self.view.show_result(found, path.name)
        self.view.show()
        self.note.show()
        self._leave()
        announce(self, headline(found.verdict))

    def refuse(self, error: AuditdeskError, path: Path) -> None:
        """Say why it could not be checked."""
        self._begin(path)
        self.problem.tell(messages.words(error))
        self._leave()

    def _begin(self, path: Path) -> None:
        self.place.setText(shown_path(path))
        self.waiting.hide()
        self.problem.hide()
        self.note.hide()
        if self.view is not None:
            self.view.hide()
        self.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self.other_button.show()
        self.other_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verticalScrollBar().setValue(0)
