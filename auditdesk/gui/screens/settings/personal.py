"""Who I am, how the desk looks, and when it locks."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QRadioButton, QSpinBox, QWidget

from auditdesk.gui.desk import Desk
from auditdesk.gui.settings import THEMES
from auditdesk.gui.widgets.forms import mark_wrong
from auditdesk.gui.widgets.layouts import Card, labelled, row
from auditdesk.gui.widgets.text import Caption, PlainLabel

SAVE_AFTER_MS = 400
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


class PersonCard(Card):
    """Name, organisation and e-mail; they save themselves."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Who I am"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self._pending = False
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        self.name, self.organisation, self.email = self._line(), self._line(), self._line()
        self.add(labelled(self.tr("Name"), self.name, self))
        self.add(Caption(self.tr("It stands on every change from now on; earlier changes keep theirs."), self))
        line = row(gap=12)
        line.addLayout(labelled(self.tr("Organisation"), self.organisation, self), 1)
        line.addLayout(labelled(self.tr("E-mail"), self.email, self), 1)
        self.add(line)
        self.remark = PlainLabel("", self, wrap=True, tone="nonconforming")
        self.remark.hide()
        self.add(self.remark)

    def _line(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setMaxLength(200)
        line.textEdited.connect(self._on_edited)
        line.installEventFilter(self)
        return line

    def fill(self) -> None:
        """Show the settings, unless something typed is not saved."""
        if self._pending:
            return
        settings = self._desk.settings
        for line, text in (
            (self.name, settings.my_name), (self.organisation, settings.my_organisation),
            (self.email, settings.my_email),
        ):  # fmt: skip
            if line.text() != text:
                line.setText(text)

    @Slot()
    def _on_edited(self) -> None:
        self._pending = True
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leaving a field saves at once."""
        if event.type() == QEvent.Type.FocusOut:
            self.save()
        return False

    @Slot()
    def save(self) -> bool:
        """Keep what was typed; an empty name is not kept while a workbook is open under the one before. False when
        the settings could not be written.
        """
        self._timer.stop()
        if not self._pending:
            return True
        name = " ".join(self.name.text().split())
        mail = self.email.text().strip()
        nameless = not name and bool(self._desk.settings.my_name)
        odd = bool(mail) and not _MAIL.fullmatch(mail)
        mark_wrong(self.name, nameless)
        mark_wrong(self.email, odd)
        words = self.tr("A name is needed; the one before stays until you enter another.") if nameless else ""
        words = words or (self.tr("This does not look like an e-mail address; it is kept as typed.") if odd else "")
        self.remark.setText(words)
        self.remark.setVisible(bool(words))
        changes: dict[str, object] = {"my_organisation": self.organisation.text().strip(), "my_email": mail}
        if not nameless:
            changes["my_name"] = name
        now = self._desk.settings
        changes = {key: value for key, value in changes.items() if getattr(now, key) != value}
        written = not changes or self._desk.change_settings(**changes)
        if written:
            self._pending = nameless
        return written


class LookCard(Card):
    """Theme, size of the text, and the idle time after which the workbook is locked. In force at once."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.setText(self.tr("Look and lock"))
        self.title.show()
        self.setAccessibleName(self.title.text())
        self._desk = desk
        self.add(PlainLabel(self.tr("Theme"), self, type="caption", tone="muted"))
        self.themes: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        line = row(gap=12)
        for theme in THEMES:
            button = QRadioButton(self._theme_words(theme), self)
            button.setProperty("theme", theme)
            button.clicked.connect(self._on_theme)
            self._group.addButton(button)
            self.themes[theme] = button
            line.addWidget(button)
        line.addStretch(1)
        self.add(line)
        self.text_size = QComboBox(self)
        for percent in SIZES:
            self.text_size.addItem(self.tr("{percent} %").format(percent=percent), percent)
        self.text_size.activated.connect(self._on_size)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setKeyboardTracking(False)
        self.minutes.lineEdit().setTextMargins(8, 0, 8, 0)
        self.minutes.setSpecialValueText(self.tr("Never"))
        self.minutes.setSuffix(self.tr(" minutes"))
        self.minutes.valueChanged.connect(self._on_minutes)
        for field in (self.text_size, self.minutes):
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)
        sides = row(gap=12)
        sides.addLayout(labelled(self.tr("Size of the text"), self.text_size, self), 1)
        sides.addLayout(labelled(self.tr("Lock the workbook when idle for"), self.minutes, self), 1)
        self.add(sides)
        self.add(Caption(self.tr("Locking saves everything and asks for the passphrase again. 0 means never."), self))

    def _theme_words(self, theme: str) -> str:
        words = {"light": self.tr("Light"), "dark": self.tr("Dark"), "system": self.tr("As the system")}
        return words[theme]

    def fill(self) -> None:
        """Show the settings."""
        settings = self._desk.settings
        self.themes[settings.theme].setChecked(True)
        near = min(SIZES, key=lambda percent: abs(percent - settings.text_scale))
        self.text_size.setCurrentIndex(SIZES.index(near))
        if self.minutes.value() != settings.auto_lock_minutes:
            self.minutes.blockSignals(True)
            self.minutes.setValue(settings.auto_lock_minutes)
            self.minutes.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page unless the field was chosen."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False

    @Slot()
    def _on_theme(self) -> None:
        self._desk.change_settings(theme=str(self.sender().property("theme")))

    @Slot(int)
    def _on_size(self, place: int) -> None:
        self._desk.change_settings(text_scale=SIZES[place])

    @Slot(int)
    def _on_minutes(self, minutes: int) -> None:
        self._desk.change_settings(auto_lock_minutes=minutes)
