"""Reports: the gate list, the pages before they are signed, the signature, and what was signed so far."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from auditdesk import issuing
from auditdesk.core import queries
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.queries import Gate, ReportRow
from auditdesk.core.transaction import Change
from auditdesk.gui import dialogs, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.preview import PreviewPane
from auditdesk.gui.reading import ReadingArea
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.reports.parts import GateLine, SignedReport, empty
from auditdesk.gui.screens.reports.works import DraftWork, IssueWork, VerifyWork
from auditdesk.gui.verification import VerificationView
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.feedback import announce
from auditdesk.gui.widgets.layouts import Card, FlowLayout, ListAndPage, column
from auditdesk.gui.widgets.text import Caption, PlainLabel, Title, visible
from auditdesk.seal.findings import Verification
from auditdesk.seal.wording import headline


class ReportsScreen(Screen):
    """Left: what must hold and what was signed. Right: the pages, or the result of a verification."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._gates: tuple[Gate, ...] = ()
        self._stale = QTimer(self, singleShot=True, interval=400)
        self._stale.timeout.connect(self._fill)
        self._preview_old = True
        self._laying_out = False
        self._working = False
        self._pushed_to: QWidget | None = None  # where the keyboard went when the button under it was switched off
        box = column(self, gap=12, margin=24)
        box.addWidget(Title(self.tr("Reports"), self))
        box.addWidget(ListAndPage(self._make_left(self), self._make_right(self), self), 1)
        desk.changed.connect(self._on_changed)
        desk.settings_changed.connect(self._on_settings)

    # ---- parts ------------------------------------------------------------------------------------------------------
    def _make_left(self, parent: QWidget) -> QScrollArea:
        area = QScrollArea(parent)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(296)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons take the keyboard, and scroll it
        holder = QWidget(area)
        box = column(holder, gap=12)
        box.setContentsMargins(0, 0, 16, 0)
        box.addWidget(self._make_edition(holder))
        self.gate_card = Card(self.tr("Before signing"), holder)
        self._gate_lines = column(gap=8)
        self.gate_card.add(self._gate_lines)
        box.addWidget(self.gate_card)
        self.signed_card = Card(self.tr("Signed reports"), holder)
        self._signed_lines = column(gap=12)
        self.signed_card.add(self._signed_lines)
        box.addWidget(self.signed_card)
        box.addStretch(1)
        area.setWidget(holder)
        return area

    def _make_edition(self, parent: QWidget) -> Card:
        card = Card(self.tr("Client edition"), parent)
        self.edition_words = PlainLabel("", card, wrap=True, tone="muted")
        card.add(self.edition_words)
        self.identity_words = PlainLabel("", card, wrap=True)
        card.add(self.identity_words)
        self.problem = PlainLabel("", card, wrap=True, tone="nonconforming")
        self.problem.hide()
        card.add(self.problem)
        line = FlowLayout(gap=8)
        self.sign_button = push_button(
            self.tr("Sign as author…"), card, kind="primary", icon="sign", keys="Ctrl+Return",
            tip=self.tr("Lay out, sign, verify and record the client edition"),
        )  # fmt: skip
        self.sign_button.clicked.connect(self._on_sign)
        self.preview_button = push_button(
            self.tr("Preview pages"), card, icon="eye", keys="F5", tip=self.tr("Lay out the pages without signing")
        )
        self.preview_button.clicked.connect(self.preview_pages)
        self.identity_button = push_button(self.tr("Identity…"), card, kind="quiet", icon="key")
        self.identity_button.clicked.connect(self._on_identity)
        line.addWidget(self.sign_button)
        line.addWidget(self.preview_button)
        card.add(line)
        card.head.addWidget(self.identity_button)
        return card

    def _make_right(self, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        box = QVBoxLayout(holder)
        box.setContentsMargins(12, 0, 0, 0)
        box.setSpacing(8)
        self.right_words = Caption("", holder)
        box.addWidget(self.right_words)
        self.preview = PreviewPane(self.desk.jobs, holder)
        box.addWidget(self.preview, 1)
        self.result_area = ReadingArea(self.tr("Result of the verification"), holder)
        inner = QWidget(self.result_area)
        inside = column(inner, gap=12, margin=4)
        self.result = VerificationView(inner)
        inside.addWidget(self.result)
        inside.addStretch(1)
        self.result_area.setWidget(inner)
        self.result_area.hide()
        box.addWidget(self.result_area, 1)
        return holder

    # ---- filling ----------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        self._fill()
        first = self.sign_button if self.sign_button.isEnabled() else self.preview_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._preview_old:
            self.preview_pages()

    @Slot()
    def _fill(self) -> None:
        if self.desk.workbook is None:
            return
        self._gates = queries.gates(self.desk.connection)
        self._fill_gates()
        self._fill_signed()
        self._on_settings()
        facts = queries.audit_facts(self.desk.connection)
        if facts is not None:
            demo = self.tr(" Every page is marked as a demonstration.") if facts.demo else ""
            words = self.tr("For {client}. Evidence at the internal level is withheld.").format(client=facts.client)
            self.edition_words.setText(words + demo)

    def _fill_gates(self) -> None:
        empty(self._gate_lines)
        blocking = [gate for gate in self._gates if gate.blocks and not gate.met]
        remarks = [gate for gate in self._gates if not gate.blocks and not gate.met]
        met = [gate for gate in self._gates if gate.met]
        for words, gates, gap in (
            (self.tr("In the way of signing"), blocking, 4),
            (self.tr("Worth a look; signing stays possible"), remarks, 4),
            (self.tr("In order"), met, 2),
        ):
            if not gates:
                continue
            group = column(gap=gap)
            group.addWidget(Caption(words, self.gate_card))
            for gate in gates:
                line = GateLine(gate, self.gate_card)
                line.wanted.connect(self._on_place)
                group.addWidget(line)
            self._gate_lines.addLayout(group)
        also = self.tr("Signing also checks every evidence file and the whole history.")
        self._gate_lines.addWidget(Caption(also, self.gate_card))

    @Slot(str)
    def _on_place(self, place: str) -> None:
        self.go.emit("screen", place)

    def _fill_signed(self) -> None:
        empty(self._signed_lines)
        reports = queries.report_rows(self.desk.connection)
        if not reports:
            self._signed_lines.addWidget(Caption(self.tr("Nothing has been signed yet."), self.signed_card))
        for report in reports:
            self._signed_lines.addWidget(self._signed_line(report))

    def _signed_line(self, report: ReportRow) -> SignedReport:
        line = SignedReport(report, self.signed_card)
        line.verify_wanted.connect(self.verify_report)
        return line

    @Slot()
    def _on_settings(self) -> None:
        file = self.desk.settings.identity_file
        if file:
            words = self.tr("Signs with the identity {file}").format(file=Path(file).name)
        else:
            words = self.tr("No identity is chosen. Create or load one in Settings; nothing is signed without it.")
        self.identity_words.setText(words)
        blocked = any(gate.blocks and not gate.met for gate in self._gates)
        self.sign_button.setEnabled(bool(file) and not blocked and not self._working)

    @Slot(object, object)
    def _on_changed(self, _change: Change[object], by: object) -> None:
        self._preview_old = True
        if self.isVisible():
            if by is not self and self.preview.isVisible():
                self._tell_old()
            self._stale.start()

    def _tell_old(self) -> None:
        self._tell(self.tr("The workbook has changed since these pages were laid out (F5 renews)."))

    @Slot()
    def _on_identity(self) -> None:
        self.go.emit("screen", "settings")

    # ---- preview ----------------------------------------------------------------------------------------------------
    @Slot()
    def preview_pages(self) -> None:
        """Lay the edition out on the worker and show its pages, unsigned."""
        if self.desk.workbook is None or self._working or self._laying_out:
            return
        self._laying_out = True  # the buttons stay: the keyboard is on one of them, and signing can wait in line
        self._preview_old = False  # a change from now on makes it old
        self.problem.hide()
        self._tell(self.tr("Laying out the pages"))
        work = DraftWork(self.desk.workbook)
        self.desk.jobs.start(
            work, title=self.tr("Laying out the pages"), on_done=self._on_draft, on_error=self._on_no_draft,
            on_cancelled=self._on_draft_cancelled,
        )  # fmt: skip

    @Slot(object)
    def _on_no_draft(self, error: AuditdeskError) -> None:
        self._laying_out, self._preview_old = False, True
        self._tell("")
        self._complain(str(messages.words(error)))

    @Slot()
    def _on_draft_cancelled(self) -> None:
        self._laying_out, self._preview_old = False, True
        self._tell(self.tr("Stopped. F5 lays the pages out again."))

    @Slot(object)
    def _on_draft(self, draft: issuing.Draft) -> None:
        self._laying_out = False
        if self._working:  # signing waited in line, and its words stand above
            self._preview_old = True
            return
        self._show_pages(draft.built.pdf, self.tr("Preview, not signed: {n} pages").format(n=draft.built.pages))
        if self._preview_old:
            self._tell_old()

    def _show_pages(self, pdf: bytes, words: str) -> None:
        self.result_area.hide()
        self.preview.show()
        self._tell(words)
        self.preview.show_bytes(pdf, "application/pdf", self.tr("Report pages"))

    # ---- signing ----------------------------------------------------------------------------------------------------
    @Slot()
    def _on_sign(self) -> None:
        if self.desk.workbook is None or self._working:
            return
        folder = dialogs.choose_folder(self, self.tr("Folder for the signed report"))
        if folder is None:
            return
        file = Path(self.desk.settings.identity_file)
        explain = self.tr("The passphrase of {file}. It is used once and not kept.").format(file=file.name)
        phrase = dialogs.ask_passphrase(self, self.tr("Sign as author"), explain)
        if phrase is None:
            return
        self._begin(self.tr("Signing the report"))
        work = IssueWork(self.desk.workbook, folder, file, phrase)
        self.desk.jobs.start(
            work, title=self.tr("Signing the report"), on_done=self._on_issued, on_error=self._on_error,
            on_cancelled=self._on_cancelled,
        )  # fmt: skip

    @Slot(object)
    def _on_issued(self, issued: issuing.Issued) -> None:
        self._end()
        if self.desk.do_by(self, issuing.record, issued) is None:
            self._take_back(issued)
            return
        self._fill()
        self._preview_old = True
        self._show_result(issued.signed.verification, str(issued.signed.path))
        self.desk.said.emit(self.tr("Signed and verified: {file}").format(file=issued.signed.path), False)

    def _take_back(self, issued: issuing.Issued) -> None:
        self._tell("")
        try:
            issuing.discard(issued)
        except OSError:
            words = self.tr("The report could not be recorded, nor its file taken back. Delete {file}; do not send it.")
            self._complain(words.format(file=issued.signed.path))
            return
        self._complain(self.tr("The report could not be recorded, so its file was taken back. Nothing was signed."))

    def _show_result(self, found: Verification, name: str) -> None:
        self.preview.hide()
        self.result.show_result(found, name)
        self.result_area.setAccessibleName(self.tr("{file}: {verdict}").format(
            file=visible(name), verdict=headline(found.verdict)
        ))
        self.result_area.show()
        self.result_area.verticalScrollBar().setValue(0)
        self.result_area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell(self.tr("Result of reading the file back (F5 shows the pages again)"))
        announce(self, headline(found.verdict))

    # ---- verifying --------------------------------------------------------------------------------------------------
    @Slot(object)
    def verify_report(self, report: ReportRow) -> None:
        """Ask for the file of a signed report and check it against what was recorded when it was signed."""
        path = dialogs.choose_open_file(self, self.tr("The signed report"), kinds=[self.tr("PDF files (*.pdf)")])
        if path is None:
            return
        self._begin(self.tr("Verifying"))
        self.desk.jobs.start(
            VerifyWork(path, report), title=self.tr("Verifying"), on_done=self._on_verified, on_error=self._on_error,
            on_cancelled=self._on_cancelled,
        )  # fmt: skip

    @Slot(object)
    def _on_verified(self, result: tuple[Verification, str]) -> None:
        self._end()
        self._show_result(*result)

    # ---- jobs -------------------------------------------------------------------------------------------------------
    def _tell(self, words: str) -> None:
        self.right_words.setText(words)

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(self, words)

    def _begin(self, words: str) -> None:
        self._working = True
        self.problem.hide()
        self._tell(words)
        had = self.sign_button.hasFocus()
        self.sign_button.setEnabled(False)
        self.preview_button.setEnabled(False)
        self._pushed_to = QApplication.focusWidget() if had else None

    def _end(self) -> None:
        self._working = False
        self.preview_button.setEnabled(True)
        self._on_settings()
        if self._pushed_to is not None and self._pushed_to.hasFocus() and self.isVisible():
            self.sign_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pushed_to = None

    @Slot(object)
    def _on_error(self, error: AuditdeskError) -> None:
        self._end()
        self._tell("")
        self._complain(str(messages.words(error)))

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self._tell(self.tr("Stopped. Nothing was signed and no file was written."))
