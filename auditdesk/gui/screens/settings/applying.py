"""The form of a new signing identity."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from auditdesk import paths
from auditdesk.gui import dialogs, opening
from auditdesk.gui.identities import Applicant
from auditdesk.gui.settings import Settings
from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.forms import NewPassphrase, first_lack, mark_wrong
from auditdesk.gui.widgets.layouts import column, labelled, row
from auditdesk.gui.widgets.text import PlainLabel


class CreateForm(QFrame):
    """Person, organisation, country, e-mail, folder and passphrase. `wanted(Applicant, passphrase)` or `declined`."""

    wanted = Signal(object, str)
    declined = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = column(self, gap=12)
        self.person, self.organisation, self.email, self.folder = (self._line() for _ in range(4))
        self.country = self._line()
        self.country.setMaxLength(2)
        self.country.setPlaceholderText(self.tr("Two letters, such as SE"))
        note = self.tr("Not the passphrase of a workbook: this one protects your signature.")
        self.passphrase = NewPassphrase(self._score, opening.MIN_PASSPHRASE, self, note=note)
        self.passphrase.entered.connect(self.submit)
        first, second, third = row(gap=12), row(gap=12), row(gap=8)
        first.addLayout(labelled(self.tr("Your name, as it is printed"), self.person, self), 1)
        first.addLayout(labelled(self.tr("Organisation"), self.organisation, self), 1)
        second.addLayout(labelled(self.tr("Country"), self.country, self), 1)
        second.addLayout(labelled(self.tr("E-mail (may be left out)"), self.email, self), 1)
        third.addLayout(labelled(self.tr("Folder for its files"), self.folder, self), 1)
        self.folder_button = push_button(self.tr("Choose…"), self, tip=self.tr("Choose the folder"))
        self.folder_button.clicked.connect(self._on_folder)
        third.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignBottom)
        for line in (first, second, third):
            box.addLayout(line)
        box.addWidget(self.passphrase)
        self.missing = PlainLabel("", self, wrap=True, tone="nonconforming")
        box.addWidget(self.missing)
        buttons = row(gap=8)
        self.make_button = push_button(self.tr("Create the identity"), self, kind="primary")
        self.make_button.clicked.connect(self.submit)
        self.cancel_button = push_button(self.tr("Cancel"), self)
        self.cancel_button.clicked.connect(self.declined)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        box.addLayout(buttons)

    def _line(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setMaxLength(200)
        line.textChanged.connect(self._on_edited)
        line.returnPressed.connect(self.submit)
        return line

    def ask(self, settings: Settings) -> None:
        """Show the form with what the settings know."""
        self.person.setText(settings.my_name)
        self.organisation.setText(settings.my_organisation)
        self.email.setText(settings.my_email)
        self.folder.setText(str(paths.config_dir() / "identity"))
        self.missing.hide()
        self.forget()
        self.wait(False)
        self.show()
        empty = [line for line in (self.person, self.organisation, self.country) if not line.text()]
        (empty[0] if empty else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep no passphrase."""
        self.passphrase.clear()

    def wait(self, waits: bool) -> None:
        """Whether it is being made just now."""
        self.make_button.setEnabled(not waits)
        self.make_button.setText(self.tr("Creating…") if waits else self.tr("Create the identity"))

    def _score(self, text: str) -> tuple[int, bool]:
        known = (self.person.text(), self.organisation.text(), self.email.text(), "auditdesk")
        return opening.passphrase_score(text, known)

    @Slot()
    def _on_edited(self) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit):
            mark_wrong(line, False)
        if hasattr(self, "missing"):
            self.missing.hide()

    @Slot()
    def _on_folder(self) -> None:
        now = Path(self.folder.text()).expanduser()
        chosen = dialogs.choose_folder(self, self.tr("Folder for the identity"), folder=now if now.is_dir() else None)
        if chosen is not None:
            self.folder.setText(str(chosen))

    @Slot()
    def submit(self) -> None:
        """Make it, or say what is missing."""
        if not self.make_button.isEnabled():
            return
        lack = self._lack()
        self.missing.setText(lack)
        self.missing.setVisible(bool(lack))
        if lack:
            return
        folder = Path(self.folder.text().strip()).expanduser()
        who = Applicant(
            self.person.text(), self.organisation.text(), self.country.text(), self.email.text().strip(), folder
        )
        self.wanted.emit(who, self.passphrase.passphrase())

    def _lack(self) -> str:
        lines = (
            (self.person, self.tr("Enter your name.")),
            (self.organisation, self.tr("Enter your organisation; a lone auditor enters the name again.")),
            (self.country, self.tr("Enter the country as two letters.")),
            (self.folder, self.tr("Say where the files go.")),
        )
        return first_lack(lines, self.passphrase)
