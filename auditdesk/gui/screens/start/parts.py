"""What the pages of the start screen share: a calm column in the middle, a way back, the name, file choosing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from auditdesk.gui.widgets.buttons import push_button
from auditdesk.gui.widgets.cardpage import ScrollPage
from auditdesk.gui.widgets.forms import mark_wrong
from auditdesk.gui.widgets.layouts import column, labelled, row
from auditdesk.gui.widgets.text import Caption, Title

_INSET = 14
WIDE = 88
"""Width of the column in characters."""


class Page(ScrollPage):
    """One page of the start screen: a column of readable width in the middle. `back` goes to the welcome."""

    back = Signal()

    def __init__(self, title: str, parent: QWidget | None = None, *, way_back: bool = True) -> None:
        super().__init__(parent)
        holder = QWidget(self)
        sides = row(holder, margin=24)
        sides.addStretch(1)
        self.column = QWidget(holder)
        sides.addWidget(self.column, 0)
        sides.addStretch(1)
        outer = column(self.column, gap=8)
        self.back_button = push_button(
            self.tr("Back"), self.column, kind="quiet", icon="chevron-left", tip=self.tr("Back to the start (Esc)")
        )
        self.back_button.clicked.connect(self.back)
        self.back_button.setVisible(way_back)
        outer.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body: QVBoxLayout = column(gap=16)
        self.body.setContentsMargins(_INSET, 0, _INSET, 0)  # everything stands below the words of the quiet button
        outer.addLayout(self.body)
        self.title = Title(title, self.column)
        self.body.addWidget(self.title)
        self.setWidget(holder)
        self.setAccessibleName(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)  # its size is that of the viewport
        wide = self.fontMetrics().averageCharWidth() * WIDE + 2 * _INSET
        self.column.setFixedWidth(min(wide, event.size().width() - 48))

    def leave(self) -> None:
        """Keep nothing secret, and wait for nothing."""

    def know_name(self) -> None:
        """The name is known meanwhile; do not ask for it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.back_button.isHidden():
            self.back.emit()
            return
        super().keyPressEvent(event)


class NameField(QWidget):
    """Asks whose name stands on the work, as long as nobody has said so."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self, gap=4)
        self.field = QLineEdit(self)
        self.field.setMaxLength(200)
        self.field.textChanged.connect(self._on_edited)
        self.field.returnPressed.connect(self.entered)
        box.addLayout(labelled(self.tr("Your name"), self.field, self))
        box.addWidget(Caption(self.tr("It stands on every change you make. Asked once; the settings keep it."), self))
        self.setFocusProxy(self.field)

    def name(self) -> str:
        """What was entered."""
        return " ".join(self.field.text().split())

    def missing(self) -> bool:
        """Whether it is asked and not answered; then it is marked and has the focus."""
        if self.isHidden() or self.name():
            return False
        mark_wrong(self.field, True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot()
    def _on_edited(self) -> None:
        mark_wrong(self.field, False)


def shown_path(path: Path) -> str:
    """A path as people read it: the home folder as ~."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
