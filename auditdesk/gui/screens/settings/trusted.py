"""Whom I trust: the firm authorities whose signatures count as known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from auditdesk.core.errors import AuditdeskError
from auditdesk.core.progress import Progress
from auditdesk.gui import dialogs, identities, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.identities import AuthorityFacts, TrustFacts
from auditdesk.gui.jobs import Job
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets.buttons import Chip, push_button, tool_button
from auditdesk.gui.widgets.cardpage import bring_into_view
from auditdesk.gui.widgets.forms import ProblemPanel
from auditdesk.gui.widgets.layouts import Card, column, row, rule
from auditdesk.gui.widgets.text import Caption, PlainLabel


class AuthorityLine(QWidget):
    """One authority: name, fingerprint, whether it is a demonstration, and the way to forget it."""

    forget = Signal(object)

    def __init__(self, authority: AuthorityFacts, parent: QWidget) -> None:
        super().__init__(parent)
        self.authority = authority
        line = row(self, gap=8)
        words = column(gap=4)
        head = row(gap=8)
        head.addWidget(PlainLabel(authority.name, self, type="heading", elide=Qt.TextElideMode.ElideRight), 1)
        if authority.demo:
            head.addWidget(Chip(Look("unable", "?", "info", self.tr("Demonstration")), self))
        words.addLayout(head)
        about = [authority.organisation] if authority.organisation else []
        about.append(self.tr("with a revocation list") if authority.has_crl else self.tr("without a revocation list"))
        words.addWidget(Caption(", ".join(about), self))
        digits = PlainLabel(identities.grouped(authority.fingerprint), self, type="caption", wrap=True, selectable=True)
        digits.setAccessibleName(self.tr("Fingerprint of {name}").format(name=authority.name))
        words.addWidget(digits)
        line.addLayout(words, 1)
        button = tool_button(self.tr("Forget {name}").format(name=authority.name), self, icon="trash")
        button.clicked.connect(self._on_forget)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_forget(self) -> None:
        self.forget.emit(self.authority)


class NewAuthority(QFrame):
    """An authority from a file, shown before it is trusted."""

    accepted = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        box = column(self, gap=8, margin=16)
        self.name = PlainLabel("", self, type="heading", wrap=True)
        self.told = PlainLabel(
            self.tr(
                "Ask the firm to read its fingerprint to you by telephone, over a number you already know. "
                "Trust it only when every group is the same:"
            ),
            self,
            wrap=True,
        )
        self.digits = PlainLabel("", self, wrap=True, selectable=True)
        line = row(gap=8)
        self.trust_button = push_button(self.tr("It is the same: trust it"), self, kind="primary")
        self.trust_button.clicked.connect(self.accepted)
        self.leave_button = push_button(self.tr("Do not trust it"), self)
        self.leave_button.clicked.connect(self.declined)
        line.addWidget(self.trust_button)
        line.addWidget(self.leave_button)
        line.addStretch(1)
        for part in (self.name, self.told, self.digits):
            box.addWidget(part)
        box.addLayout(line)
        self.hide()

    def ask(self, authority: AuthorityFacts) -> None:
        """Show an authority and ask about it."""
        name = ", ".join(part for part in (authority.name, authority.organisation) if part)
        if authority.demo:
            name = self.tr("{name} (demonstration)").format(name=name)
        self.name.setText(name)
        self.digits.setText(identities.grouped(authority.fingerprint))
        self.show()
        self.leave_button.setFocus(Qt.FocusReason.OtherFocusReason)


class TrustCard(Card):
    """The list, and the ways to change it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Trusted authorities"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._job: Job | None = None
        self._after = ""
        self._pem = Path()
        self.add(Caption(self.tr("A report verifies as good only when its signers' firm is on this list."), self))
        self._list = column(gap=12)
        self.add(self._list)
        self.problem = ProblemPanel(self)
        self.add(self.problem)
        self.asked = NewAuthority(self)
        self.asked.accepted.connect(self._on_trust)
        self.asked.declined.connect(self._on_leave)
        self.add(self.asked)
        line = row(gap=8)
        self.add_button = push_button(
            self.tr("Add an authority…"), self, icon="plus", tip=self.tr("From its certificate file (.pem, .crt, .cer)")
        )
        self.add_button.clicked.connect(self._on_add)
        self.crl_button = push_button(
            self.tr("Add a revocation list…"), self, icon="import",
            tip=self.tr("From a file (.crl); signatures it names no longer count"),
        )  # fmt: skip
        self.crl_button.clicked.connect(self._on_crl)
        line.addWidget(self.add_button)
        line.addWidget(self.crl_button)
        line.addStretch(1)
        self.add(line)

    @Slot()
    def fill(self) -> None:
        """Read the list."""
        self._start(identities.reading_trust, self._on_list)

    def _on_list(self, found: TrustFacts) -> None:
        self._job = None
        while (entry := self._list.takeAt(0)) is not None:
            part = entry.widget()
            if part is not None:
                part.hide()
                part.setParent(None)
                part.deleteLater()
        for authority in found.authorities:
            if self._list.count():
                self._list.addWidget(rule(self))
            line = AuthorityLine(authority, self)
            line.forget.connect(self._on_forget)
            self._list.addWidget(line)
        if not found.authorities:
            words = self.tr("Nobody yet. Your own is added when you make an identity.")
            self._list.addWidget(PlainLabel(words, self, wrap=True, tone="muted"))
        for name in found.unreadable:
            words = self.tr("The file {file} in the list could not be read and is left out.").format(file=name)
            self._list.addWidget(PlainLabel(words, self, wrap=True, tone="nonconforming"))
        self.crl_button.setEnabled(bool(found.authorities))
        if self._after:
            self._desk.said.emit(self._after, False)
            self._after = ""

    # ---- adding -----------------------------------------------------------------------------------------------------
    @Slot()
    def _on_add(self) -> None:
        kinds = [self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Add an authority"), kinds=kinds)
        if path is not None:
            self._pem = path
            self._start(identities.looking_at_authority(path), self._on_seen)

    def _on_seen(self, authority: AuthorityFacts) -> None:
        self._job = None
        self.asked.ask(authority)
        bring_into_view(self.asked)

    @Slot()
    def _on_trust(self) -> None:
        self.asked.hide()
        self._after = self.tr("The authority is trusted from now on.")
        self._start(identities.trusting(self._pem), self._on_list)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_leave(self) -> None:
        self.asked.hide()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_crl(self) -> None:
        kinds = [self.tr("Revocation lists (*.crl *.pem)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Add a revocation list"), kinds=kinds)
        if path is not None:
            self._after = self.tr("The revocation list is in force.")
            self._start(identities.adding_crl(path), self._on_list)

    @Slot(object)
    def _on_forget(self, authority: AuthorityFacts) -> None:
        question = self.tr("Forget {name}?").format(name=authority.name)
        explain = self.tr("Reports signed under it will verify as “cannot tell” until it is added again.")
        if dialogs.confirm(self, question, self.tr("Forget"), self.tr("Keep"), explain=explain):
            self._after = self.tr("{name} is no longer trusted.").format(name=authority.name)
            self._start(identities.forgetting(authority.fingerprint), self._on_list)

    def _start(self, work: Callable[[Progress], object], on_done: Callable[..., None]) -> None:
        self.problem.hide()
        if self._job is not None:
            self._job.drop()
        self._job = self._desk.jobs.start(
            work, title=self.tr("Trusted authorities"), quiet=True, on_done=on_done, on_error=self._on_failed,
            on_cancelled=self._on_stopped,
        )  # fmt: skip

    def _on_failed(self, error: AuditdeskError) -> None:
        self._on_stopped()
        self.problem.tell(messages.words(error))

    def _on_stopped(self) -> None:
        self._job = None
        self._after = ""
