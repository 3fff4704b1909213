"""The passphrase of one workbook, asked on the page: to open it, or to go on after it was locked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from auditdesk.core.errors import (
    AuditdeskError,
    FileEmpty,
    FileMissing,
    NotAWorkbook,
    NotEncrypted,
    WrongPassphrase,
)
from auditdesk.gui import messages
from auditdesk.gui.screens.start.parts import NameField, Page, shown_path
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.forms import PassphraseField, ProblemPanel
from auditdesk.gui.widgets.layouts import row
from auditdesk.gui.widgets.text import Caption, PlainLabel

HOPELESS = (FileMissing, FileEmpty, NotAWorkbook, NotEncrypted)
"""With these no passphrase helps: another file does."""


class UnlockPage(Page):
    """`wanted(path, passphrase, name)` on Enter; the page waits until `refuse` or until the workbook is open."""

    wanted = Signal(object, str, str)
    other_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.path = Path()
        self.told = PlainLabel("", self.column, wrap=True)
        self.place = PlainLabel("", self.column, type="caption", tone="muted", elide=Qt.TextElideMode.ElideMiddle)
        self.name = NameField(self.column)
        self.passphrase = PassphraseField(self.tr("Passphrase"), self.column)
        self.hint = Caption("", self.column)
        self.problem = ProblemPanel(self.column)
        for part in (self.place, self.told, self.name, self.passphrase, self.hint, self.problem):
            self.body.addWidget(part)
        self.open_button = push_button(self.tr("Open"), self.column, kind="primary", tip=self.tr("Open (Enter)"))
        self.other_button = push_button(self.tr("Choose another file…"), self.column, icon="file")
        line = row(gap=8)
        line.addWidget(self.open_button)
        line.addWidget(self.other_button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.open_button.clicked.connect(self.submit)
        self.passphrase.entered.connect(self.submit)
        self.name.entered.connect(self.passphrase.field.setFocus)
        self.other_button.clicked.connect(self.other_file)

    def ask(self, path: Path, *, ask_name: bool, locked: bool, hint: str = "") -> None:
        """Show the form for a workbook, empty."""
        self.path = path
        if locked:
            self.title.setText(self.tr("Locked"))
            self.told.setText(
                self.tr("“{name}” was locked and put away. Everything is saved. Enter its passphrase to go on.").format(
                    name=path.stem
                )
            )
        else:
            self.title.setText(self.tr("Open a workbook"))
            self.told.setText(self.tr("Enter the passphrase of “{name}”.").format(name=path.stem))
        self.setAccessibleName(self.title.text())
        self.place.setText(shown_path(path))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.name.setVisible(ask_name)
        self.forget()
        self.problem.hide()
        self._show_form(True)
        self.wait(False)
        (self.name if ask_name else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.forget()
        self.wait(False)

    def know_name(self) -> None:
        self.name.hide()

    def forget(self) -> None:
        """Keep no passphrase in the field."""
        self.passphrase.clear()

    def wait(self, waits: bool) -> None:
        """Whether a passphrase is being tried just now."""
        self.open_button.setEnabled(not waits)
        self.open_button.setText(self.tr("Opening…") if waits else self.tr("Open"))

    def refuse(self, error: AuditdeskError) -> None:
        """Say why it did not open; what was typed stays where trying again makes sense."""
        self.wait(False)
        self.problem.tell(messages.words(error))
        if isinstance(error, WrongPassphrase):
            self.passphrase.mark(True)
        elif isinstance(error, HOPELESS):
            self.forget()
            self._show_form(False)
            self.other_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, shown: bool) -> None:
        self.told.setVisible(shown)
        self.passphrase.setVisible(shown)
        self.open_button.setVisible(shown)
        if not shown:
            self.name.hide()
            self.hint.hide()

    @Slot()
    def submit(self) -> None:
        """Try the passphrase."""
        if not self.open_button.isEnabled() or self.name.missing():
            return
        if not self.passphrase.text():
            self.passphrase.mark(True)
            return
        self.problem.hide()
        self.wait(True)
        self.wanted.emit(self.path, self.passphrase.text(), "" if self.name.isHidden() else self.name.name())
