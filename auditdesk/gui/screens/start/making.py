"""A new workbook: client, vendor, a passphrase, the checklists, and where to keep the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from auditdesk.core.errors import AuditdeskError, FileExists
from auditdesk.gui import dialogs, messages, opening
from auditdesk.gui.opening import Wanted
from auditdesk.gui.screens.start.parts import NameField, Page
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.forms import NewPassphrase, ProblemPanel, first_lack, mark_wrong
from auditdesk.gui.widgets.layouts import column, labelled, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, unmarked

if TYPE_CHECKING:
    from auditdesk.packs.shelf import PackInfo

USUAL = "ethics-labour"
"""The checklist that is chosen until the person says otherwise."""


class NewPage(Page):
    """`wanted(Wanted, passphrase, name)` when everything is there; what is missing is said and has the focus."""

    wanted = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New workbook"), parent)
        self._placed = False  # the person chose the place; until then it follows the vendor's name
        self.name = NameField(self.column)
        self.client, self.vendor = self._line(), self._line()
        note = self.tr("Nobody can open the workbook without it, and nobody can reset it.")
        self.passphrase = NewPassphrase(self._score, opening.MIN_PASSPHRASE, self.column, note=note)
        self.place = self._line()
        self._lay_out()
        self.vendor.textChanged.connect(self._on_vendor)
        self.client.textChanged.connect(self._on_client)
        self.place.textEdited.connect(self._on_place)
        for field in (self.name, self.passphrase):
            field.entered.connect(self._on_entered)
        for line in (self.client, self.vendor, self.place):
            line.returnPressed.connect(self._on_entered)

    def _line(self) -> QLineEdit:
        line = QLineEdit(self.column)
        line.setMaxLength(500)
        line.textChanged.connect(self._on_edited)
        return line

    def _lay_out(self) -> None:
        self.body.addWidget(self.name)
        sides = row(gap=16)
        sides.addLayout(labelled(self.tr("Client, who asks for the audit"), self.client, self.column), 1)
        sides.addLayout(labelled(self.tr("Vendor, who is audited"), self.vendor, self.column), 1)
        self.body.addLayout(sides)
        self.body.addWidget(self.passphrase)
        self.packs: list[QCheckBox] = []
        self._packs: QVBoxLayout = column(gap=4)
        self._packs.addWidget(PlainLabel(self.tr("Checklists"), self.column, type="caption", tone="muted"))
        self.packs_told = Caption(self.tr("Reading the checklists…"), self.column)
        self._packs.addWidget(self.packs_told)
        self.body.addLayout(self._packs)
        line = row(gap=8)
        line.addLayout(labelled(self.tr("File"), self.place, self.column), 1)
        self.place_button = push_button(self.tr("Choose…"), self.column, tip=self.tr("Choose where to keep the file"))
        self.place_button.clicked.connect(self._on_choose)
        line.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self.problem = ProblemPanel(self.column)
        self.body.addWidget(self.problem)
        self.missing = PlainLabel("", self.column, wrap=True, tone="nonconforming")
        self.body.addWidget(self.missing)
        self.make_button = push_button(self.tr("Create the workbook"), self.column, kind="primary")
        self.make_button.clicked.connect(self.submit)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    # ---- filling ----------------------------------------------------------------------------------------------------
    def ask(self, *, ask_name: bool) -> None:
        """Show the form, empty."""
        for line in (self.client, self.vendor, self.place):
            line.clear()
        self._placed = False
        self.forget()
        self.name.setVisible(ask_name)
        self.problem.hide()
        self.missing.hide()
        self.wait(False)
        self._on_vendor()
        self.verticalScrollBar().setValue(0)
        (self.name if ask_name else self.client).setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.forget()
        self.wait(False)

    def know_name(self) -> None:
        self.name.hide()

    def forget(self) -> None:
        """Keep no passphrase in the fields."""
        self.passphrase.clear()

    def offer_packs(self, packs: Sequence[PackInfo]) -> None:
        """Show the checklists that come with auditdesk."""
        for box in self.packs:
            box.hide()
            box.deleteLater()
        self.packs = []
        before: QWidget = self.passphrase.second.field
        for pack in packs:
            title = pack.title.get("en") or next(iter(pack.title.values()))
            words = self.tr("{title}: {questions} questions, {gates} of them gates").format(
                title=title, questions=pack.questions, gates=pack.gates
            )
            box = QCheckBox(unmarked(words), self.column)
            box.setProperty("pack", pack.id)
            box.setChecked(pack.id == USUAL)
            self._packs.addWidget(box)
            self.packs.append(box)
            QWidget.setTabOrder(before, box)
            before = box
        self.packs_told.setVisible(not self.packs)
        self.packs_told.setText(self.tr("No checklist comes with this auditdesk; add one under Plan."))

    # ---- what is entered --------------------------------------------------------------------------------------------
    def _score(self, text: str) -> tuple[int, bool]:
        return opening.passphrase_score(text, (self.client.text(), self.vendor.text(), "auditdesk"))

    @Slot()
    def _on_client(self) -> None:
        self.passphrase.judge()

    @Slot()
    def _on_vendor(self) -> None:
        self.passphrase.judge()
        if not self._placed:
            self.place.setText(str(_free(_home() / opening.file_name(self.vendor.text()))))

    @Slot()
    def _on_place(self) -> None:
        self._placed = True

    @Slot()
    def _on_choose(self) -> None:
        now = Path(self.place.text()).expanduser()
        kinds = [self.tr("Workbooks (*.auditdesk)")]
        folder = now.parent if now.parent.is_dir() else _home()
        path = dialogs.choose_save_file(self, self.tr("Keep the workbook as"), now.name, kinds=kinds, folder=folder)
        if path is not None:
            self._placed = True
            self.place.setText(str(opening.suffixed(path)))

    @Slot()
    def _on_edited(self) -> None:
        for line in (self.client, self.vendor, self.place):
            mark_wrong(line, False)
        if hasattr(self, "missing"):
            self.missing.hide()

    @Slot()
    def _on_entered(self) -> None:
        """Enter goes to the next empty field, and makes the workbook when none is left."""
        for field in (self.name.field, self.client, self.vendor, self.passphrase.first.field):
            if field.isVisible() and not field.text().strip():
                field.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.submit()

    # ---- making -----------------------------------------------------------------------------------------------------
    @Slot()
    def submit(self) -> None:
        """Make the workbook, or say what is missing."""
        if not self.make_button.isEnabled():
            return
        lack = self._lack()
        self.missing.setText(lack)
        self.missing.setVisible(bool(lack))
        if lack:
            self.reveal(self.missing)
            return
        self.problem.hide()
        self.wait(True)
        chosen = tuple(str(box.property("pack")) for box in self.packs if box.isChecked())
        path = opening.suffixed(Path(self.place.text().strip()).expanduser())
        wanted = Wanted(path, self.client.text().strip(), self.vendor.text().strip(), chosen)
        self.wanted.emit(wanted, self.passphrase.passphrase(), "" if self.name.isHidden() else self.name.name())

    def _lack(self) -> str:
        """The first thing that is missing, in words; its field is marked and has the focus."""
        if self.name.missing():
            return self.tr("Enter your name.")
        lines = (
            (self.client, self.tr("Enter the name of the client.")),
            (self.vendor, self.tr("Enter the name of the vendor.")),
            (self.place, self.tr("Say where to keep the file.")),
        )
        return first_lack(lines, self.passphrase)

    def wait(self, waits: bool) -> None:
        """Whether the workbook is being made just now."""
        self.make_button.setEnabled(not waits)
        self.make_button.setText(self.tr("Creating…") if waits else self.tr("Create the workbook"))

    def refuse(self, error: AuditdeskError) -> None:
        """Say why it could not be made; everything typed stays."""
        self.wait(False)
        self.problem.tell(messages.words(error))
        if isinstance(error, FileExists):
            mark_wrong(self.place, True)
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)


def _home() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def _free(path: Path) -> Path:
    """The path, or the first like it that is not taken."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return free
