"""Reports: the gate list, the pages before they are signed, the signature, and what was signed so far."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from auditdesk import issuing, labels
from auditdesk.core import queries
from auditdesk.core.errors import AuditdeskError
from auditdesk.core.queries import Gate, ReportRow
from auditdesk.core.transaction import Change
from auditdesk.gui import dialogs, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.preview import PreviewPane
from auditdesk.gui.screen import Screen
from auditdesk.gui.screens.reports.parts import GateMark, SignedReport, empty
from auditdesk.gui.screens.reports.works import DraftWork, IssueWork, VerifyWork
from auditdesk.gui.verification import VerificationView
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, Title
from auditdesk.seal.findings import Verification

CODES_SHOWN = 12


class ReportsScreen(Screen):
    """Left: what must hold and what was signed. Right: the pages, or the result of a verification."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._gates: tuple[Gate, ...] = ()
        self._stale = QTimer(self, singleShot=True, interval=400)
        self._stale.timeout.connect(self._fill)
        self._preview_old = True
        self._working = False
        box = column(self, gap=12, margin=24)
        box.addWidget(Title(self.tr("Reports"), self))
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._make_left(splitter))
        splitter.addWidget(self._make_right(splitter))
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([440, 680])
        box.addWidget(splitter, 1)
        desk.changed.connect(self._on_changed)
        desk.settings_changed.connect(self._on_settings)

    # ---- parts ------------------------------------------------------------------------------------------------------
    def _make_left(self, parent: QWidget) -> QScrollArea:
        area = QScrollArea(parent)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(440)
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
        self.problem.setAccessibleName(self.tr("Why nothing was signed"))
        self.problem.hide()
        card.add(self.problem)
        line = row(gap=8)
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
        line.addStretch(1)
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
        self.result_area = QScrollArea(holder)
        self.result_area.setWidgetResizable(True)
        self.result_area.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget(self.result_area)
        inside = column(inner, gap=12)
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
        self.sign_button.setFocus()
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
        for gate in sorted(self._gates, key=_urgency):
            line = row(gap=8)
            line.addWidget(GateMark(gate, self.gate_card), 0, Qt.AlignmentFlag.AlignTop)
            words = PlainLabel(self._gate_words(gate), self.gate_card, wrap=True, tone="muted" if gate.met else "text")
            line.addWidget(words, 1)
            self._gate_lines.addLayout(line)

    def _gate_words(self, gate: Gate) -> str:
        words = labels.GATES[gate.key]
        if gate.met:
            return words
        codes = ", ".join(gate.codes[:CODES_SHOWN]) + (" …" if len(gate.codes) > CODES_SHOWN else "")
        if gate.key == "questions_open":
            codes = self.tr("{n} are open").format(n=codes)
        lead = self.tr("Blocks signing. Not yet: {gate}") if gate.blocks else self.tr("Not yet: {gate}")
        said = lead.format(gate=words[:1].lower() + words[1:])
        return f"{said} ({codes})" if codes else said

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
    def _on_changed(self, _change: Change[object], _by: object) -> None:
        self._preview_old = True
        if self.isVisible():
            self.right_words.setText(self.tr("The workbook has changed since these pages were laid out (F5 renews)."))
            self._stale.start()

    @Slot()
    def _on_identity(self) -> None:
        self.go.emit("screen", "settings")

    # ---- preview ----------------------------------------------------------------------------------------------------
    @Slot()
    def preview_pages(self) -> None:
        """Lay the edition out on the worker and show its pages, unsigned."""
        if self.desk.workbook is None or self._working:
            return
        self._begin(self.tr("Laying out the pages"))
        work = DraftWork(self.desk.workbook)
        self.desk.jobs.start(
            work, title=self.tr("Laying out the pages"), on_done=self._on_draft, on_error=self._on_error,
            on_cancelled=self._on_cancelled,
        )  # fmt: skip

    @Slot(object)
    def _on_draft(self, draft: issuing.Draft) -> None:
        self._end()
        self._preview_old = False
        self._show_pages(draft.built.pdf, self.tr("Preview, not signed: {n} pages").format(n=draft.built.pages))

    def _show_pages(self, pdf: bytes, words: str) -> None:
        self.result_area.hide()
        self.preview.show()
        self.right_words.setText(words)
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
            issuing.discard(issued)
            return
        self._fill()
        self._preview_old = True
        self._show_result(issued.signed.verification, str(issued.signed.path))
        self.desk.said.emit(self.tr("Signed and verified: {file}").format(file=issued.signed.path), False)

    def _show_result(self, found: Verification, name: str) -> None:
        self.preview.hide()
        self.result.show_result(found, name)
        self.result_area.show()
        self.result_area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.right_words.setText(self.tr("Result of reading the file back"))

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
    def _begin(self, words: str) -> None:
        self._working = True
        self.problem.hide()
        self.right_words.setText(words)
        self.sign_button.setEnabled(False)
        self.preview_button.setEnabled(False)

    def _end(self) -> None:
        self._working = False
        self.preview_button.setEnabled(True)
        self._on_settings()

    @Slot(object)
    def _on_error(self, error: AuditdeskError) -> None:
        self._end()
        self.right_words.setText("")
        self.problem.setText(str(messages.words(error)))
        self.problem.show()

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()
        self.right_words.setText(self.tr("Stopped. Nothing was signed and no file was written."))


def _urgency(gate: Gate) -> tuple[bool, bool]:
    return gate.met, not gate.blocks
