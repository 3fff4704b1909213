"""The signing identity: made here once, or an existing file; the settings keep only where it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from auditdesk.core.errors import AuditdeskError, SigningRefused
from auditdesk.gui import dialogs, identities, messages
from auditdesk.gui.desk import Desk
from auditdesk.gui.identities import Applicant, IdentityFacts
from auditdesk.gui.jobs import Job
from auditdesk.gui.screens.settings.applying import CreateForm
from auditdesk.gui.vocabulary import Look
from auditdesk.gui.widgets.buttons import Chip, push_button
from auditdesk.gui.widgets.cardpage import bring_into_view
from auditdesk.gui.widgets.forms import PassphraseField, ProblemPanel
from auditdesk.gui.widgets.layouts import Card, column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel

if TYPE_CHECKING:
    from auditdesk.seal.identity import CreatedIdentity


class IdentityCard(Card):
    """What reports are signed with. `made` when a new identity has put its own authority on the trust list."""

    made = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Signing identity"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._job: Job | None = None
        self._path = Path()
        self.now = PlainLabel("", self, wrap=True)
        self.place = PlainLabel("", self, type="caption", tone="muted", elide=Qt.TextElideMode.ElideMiddle)
        self.result = ResultPanel(self)
        self.problem = ProblemPanel(self)
        self.form = CreateForm(self)
        self.form.wanted.connect(self._on_create)
        self.form.declined.connect(self._on_leave)
        self.check = CheckForm(self)
        self.check.wanted.connect(self._on_check)
        self.check.declined.connect(self._on_leave)
        for part in (self.now, self.place, self.result, self.form, self.check, self.problem):
            self.add(part)
        self._buttons = QWidget(self)
        buttons = row(self._buttons, gap=8)
        self.create_button = push_button(self.tr("Create an identity…"), self, icon="key")
        self.create_button.clicked.connect(self.begin_create)
        self.load_button = push_button(self.tr("Use a file…"), self, icon="file",
                                       tip=self.tr("Use an identity file (.p12) you already have"))  # fmt: skip
        self.load_button.clicked.connect(self.choose_file)
        self.again_button = push_button(self.tr("Check it…"), self, icon="verify",
                                        tip=self.tr("Open it with its passphrase and show what it says"))  # fmt: skip
        self.again_button.clicked.connect(self._on_again)
        for button in (self.create_button, self.load_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.add(self._buttons)

    # ---- what is chosen ---------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Show which identity is chosen, and whether its file is there."""
        chosen = self._desk.settings.identity_file
        self._close_forms()
        self.again_button.setVisible(bool(chosen))
        self.place.setText(chosen)
        self.place.setVisible(bool(chosen))
        if not chosen:
            self.now.setText(
                self.tr(
                    "None yet. Reports are signed with a key of your own, kept in a file with its own passphrase. "
                    "Make one here, or use one you were given."
                )
            )
        else:
            self.now.setText(self.tr("Reports are signed with this file. Its passphrase is asked for each time."))
            self._start(identities.peeking(Path(chosen)), self._on_there)

    def _on_there(self, _path: Path) -> None:
        self._job = None

    def _close_forms(self) -> None:
        for form in (self.form, self.check):
            form.forget()
            form.hide()
        self.problem.hide()
        self._buttons.show()

    def forget(self) -> None:
        """Keep no passphrase in a form that is left."""
        self.form.forget()
        self.check.forget()

    # ---- a new one --------------------------------------------------------------------------------------------------
    @Slot()
    def begin_create(self) -> None:
        """Show the form of a new identity."""
        self._close_forms()
        self.result.hide()
        self.form.ask(self._desk.settings)
        self._busy_with_form()

    @Slot(object, str)
    def _on_create(self, who: Applicant, passphrase: str) -> None:
        self.problem.hide()
        self.form.wait(True)
        self._start(identities.creating(who, passphrase), self._on_created)

    def _on_created(self, made: CreatedIdentity) -> None:
        self._job = None
        self.form.wait(False)
        if not self._desk.change_settings(identity_file=str(made.identity)):
            return
        self.fill()
        self.result.show_created(made)
        self.made.emit()
        self._focus_result()

    # ---- an existing one --------------------------------------------------------------------------------------------
    @Slot()
    def choose_file(self) -> None:
        """Ask for an identity file, then for its passphrase."""
        kinds = [self.tr("Identities (*.p12 *.pfx)"), self.tr("All files (*)")]
        path = dialogs.choose_open_file(self, self.tr("Use an identity"), kinds=kinds)
        if path is not None:
            self.ask_for(path)

    @Slot()
    def _on_again(self) -> None:
        self.ask_for(Path(self._desk.settings.identity_file))

    def ask_for(self, path: Path) -> None:
        """Show the passphrase field for an identity file."""
        self._close_forms()
        self.result.hide()
        self._path = path
        self.check.ask(path)
        self._busy_with_form()

    def _busy_with_form(self) -> None:
        self._buttons.hide()
        bring_into_view(self)

    @Slot(str)
    def _on_check(self, passphrase: str) -> None:
        self.problem.hide()
        self.check.wait(True)
        self._start(identities.loading(self._path, passphrase), self._on_loaded)

    def _on_loaded(self, facts: IdentityFacts) -> None:
        self._job = None
        self.check.wait(False)
        if not self._desk.change_settings(identity_file=str(facts.path)):
            return
        self.fill()
        self.result.show_loaded(facts)
        self._focus_result()

    # ---- jobs -------------------------------------------------------------------------------------------------------
    def _start(self, work: object, on_done: object) -> None:
        if self._job is not None:
            self._job.drop()
        self._job = self._desk.jobs.start(
            work, title=self.tr("Signing identity"), quiet=True,  # type: ignore[arg-type]
            on_done=on_done, on_error=self._on_failed, on_cancelled=self._on_stopped,  # type: ignore[arg-type]
        )  # fmt: skip

    def _on_failed(self, error: AuditdeskError) -> None:
        self._on_stopped()
        said = messages.words(error)
        if isinstance(error, SigningRefused):  # its words speak of a report that was to be signed
            said = replace(said, title=self.tr("Not done"), what_was_kept=self.tr("No file was written."))
        self.problem.tell(said)
        if isinstance(error, SigningRefused) and error.reason == "wrong_passphrase":
            self.check.passphrase.mark(True)

    def _on_stopped(self) -> None:
        self._job = None
        self.form.wait(False)
        self.check.wait(False)

    @Slot()
    def _on_leave(self) -> None:
        self.fill()
        self.create_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_result(self) -> None:
        self.again_button.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(self)


class CheckForm(QFrame):
    """The passphrase of an identity file."""

    wanted = Signal(str)
    declined = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = column(self, gap=12)
        self.told = PlainLabel("", self, wrap=True)
        self.passphrase = PassphraseField(self.tr("Passphrase of the identity"), self)
        self.passphrase.entered.connect(self.submit)
        box.addWidget(self.told)
        box.addWidget(self.passphrase)
        line = row(gap=8)
        self.open_button = push_button(self.tr("Open the identity"), self, kind="primary", tip=self.tr("Open (Enter)"))
        self.open_button.clicked.connect(self.submit)
        self.cancel_button = push_button(self.tr("Cancel"), self)
        self.cancel_button.clicked.connect(self.declined)
        line.addWidget(self.open_button)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        box.addLayout(line)

    def ask(self, path: Path) -> None:
        """Show the field, empty."""
        words = self.tr("Enter the passphrase of “{name}”, to see whether it can sign.")
        self.told.setText(words.format(name=path.name))
        self.forget()
        self.wait(False)
        self.show()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep no passphrase."""
        self.passphrase.clear()

    def wait(self, waits: bool) -> None:
        """Whether it is tried just now."""
        self.open_button.setEnabled(not waits)

    @Slot()
    def submit(self) -> None:
        """Try the passphrase."""
        if not self.open_button.isEnabled():
            return
        if not self.passphrase.text():
            self.passphrase.mark(True)
            return
        self.wanted.emit(self.passphrase.text())


class ResultPanel(QFrame):
    """What an identity says, and after making one, what to do with its files. Hidden until there is something."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = column(self, gap=8)
        self.hide()

    def show_created(self, made: CreatedIdentity) -> None:
        """Show the three files and the fingerprint to pass on."""
        self._clear()
        self._box.addWidget(Chip(Look("conforms", "✓", "check", self.tr("Made")), self))
        self._heading(self.tr("Identity of {name}").format(name=made.name))
        for words, path in (
            (self.tr("You sign with: {file}"), made.identity),
            (self.tr("For those who verify: {file}"), made.authority_certificate),
            (self.tr("To be moved away: {file}"), made.authority_key),
        ):
            self._line(words.format(file=path.name))
        self._box.addWidget(Caption(self.tr("All in the folder {folder}").format(folder=made.identity.parent), self))
        self._heading(self.tr("Now move the authority file to a stick"))
        self._line(
            self.tr(
                "Whoever has “{file}” can make identities in your firm's name. Move it to a stick, keep the stick in a "
                "safe place, and delete the file here."
            ).format(file=made.authority_key.name)
        )
        self._heading(self.tr("And pass the fingerprint on by another way"))
        self._line(
            self.tr(
                "Read it to your clients by telephone, so that they can tell your authority from one that imitates it:"
            )
        )
        self._digits(made.authority_fingerprint)
        self.show()

    def show_loaded(self, facts: IdentityFacts) -> None:
        """Show what an opened identity says."""
        self._clear()
        self._box.addWidget(Chip(Look("conforms", "✓", "check", self.tr("Can sign")), self))
        who = ", ".join(part for part in (facts.name, facts.organisation) if part)
        self._heading(who)
        self._line(
            self.tr("Valid from {start} to {end}").format(
                start=facts.not_before.astimezone().strftime("%Y-%m-%d"),
                end=facts.not_after.astimezone().strftime("%Y-%m-%d"),
            )
        )
        if facts.demo:
            self._line(self.tr("A demonstration identity: it proves nothing about a real person."))
        self._line(self.tr("Fingerprint of the certificate, to read aloud:"))
        self._digits(facts.fingerprint)
        self.show()

    def _heading(self, text: str) -> None:
        self._box.addWidget(PlainLabel(text, self, type="heading", wrap=True))

    def _line(self, text: str) -> None:
        self._box.addWidget(PlainLabel(text, self, wrap=True))

    def _digits(self, digits: str) -> None:
        label = PlainLabel(identities.grouped(digits), self, wrap=True, selectable=True)
        label.setAccessibleName(self.tr("Fingerprint {digits}").format(digits=identities.grouped(digits)))
        self._box.addWidget(label)

    def words(self) -> str:
        """Everything it says."""
        return "\n".join(label.text() for label in self.findChildren(PlainLabel) if not label.isHidden())

    def _clear(self) -> None:
        while (entry := self._box.takeAt(0)) is not None:
            part = entry.widget()
            if part is not None:
                part.hide()
                part.setParent(None)
                part.deleteLater()
