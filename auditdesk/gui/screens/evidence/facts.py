"""What the file is: name, size, hash, and who registered it. None of it can be changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from auditdesk.core.queries import EvidencePage
from auditdesk.gui import theme
from auditdesk.gui.screens.evidence.moments import say_moment
from auditdesk.gui.widgets import Caption, PlainLabel, column, row, tool_button, visible


class FileFacts(QWidget):
    """The facts of one file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sha256 = ""
        self.filename = PlainLabel("", self, elide=Qt.TextElideMode.ElideMiddle)
        self.name_remark = Caption("", self)
        self.name_remark.setText(self.tr("The name has characters that hide or turn text; each is shown as a sign."))
        self.media_type = PlainLabel("", self, elide=Qt.TextElideMode.ElideRight)
        self.sha256 = PlainLabel("", self, selectable=True)
        self.sha256.setAccessibleName(self.tr("SHA-256"))
        self.registered = PlainLabel("", self, wrap=True)
        self.copy = tool_button(self.tr("Copy the SHA-256"), self, icon="copy")
        self.copy.clicked.connect(self._on_copy)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        name = column(gap=4)
        name.addWidget(self.filename)
        name.addWidget(self.name_remark)
        digest = row(gap=4)
        digest.addWidget(self.sha256)
        digest.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        digest.addStretch(1)
        rows: tuple[tuple[str, QWidget | QLayout], ...] = (
            (self.tr("File name"), name),
            (self.tr("Type and size"), self.media_type),
            (self.tr("SHA-256"), digest),
            (self.tr("Registered"), self.registered),
        )
        for place, (words, part) in enumerate(rows):
            grid.addWidget(Caption(words, self, wrap=False), place, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(part, QWidget):
                grid.addWidget(part, place, 1)
            else:
                grid.addLayout(part, place, 1)
        self._set_font()

    def show_page(self, page: EvidencePage) -> None:
        """Show an item's facts."""
        self._sha256 = page.sha256
        name = visible(page.filename)
        self.filename.setText(name or "–")
        self.name_remark.setVisible(name != page.filename)
        size = self.tr("{size} ({bytes} bytes)").format(
            size=self.locale().formattedDataSize(page.size), bytes=self.locale().toString(page.size)
        )
        self.media_type.setText(self.tr("{kind}, {size}").format(kind=page.media_type, size=size))
        self.sha256.setText(grouped(page.sha256))
        at = say_moment(page.registered_at)
        said = self.tr("{at} by {who}").format(at=at, who=page.registered_by) if page.registered_by else at
        self.registered.setText(said)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "copy"):
            self._set_font()

    def _set_font(self) -> None:
        self.sha256.setFont(theme.fixed_font())

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sha256)


def grouped(digest: str) -> str:
    """A hash in groups of eight, four to a line, as one compares it by eye or on the telephone."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return "\n".join(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))
