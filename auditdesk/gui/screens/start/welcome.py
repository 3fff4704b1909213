"""The welcome: what auditdesk is in one sentence, and the four ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from auditdesk.gui import tokens
from auditdesk.gui.screens.start.parts import Page
from auditdesk.gui.widgets import shapes
from auditdesk.gui.widgets.buttons import press_by, push_button
from auditdesk.gui.widgets.forms import ProblemPanel
from auditdesk.gui.widgets.layouts import column, row
from auditdesk.gui.widgets.text import Caption, PlainLabel, with_shortcut

_ICON = 24


class Tile(QPushButton):
    """A big button: an icon, what happens, and a line about it."""

    def __init__(self, icon: str, words: str, about: str, parent: QWidget, *, keys: str = "") -> None:
        super().__init__(parent)
        self._icon, self._words, self._about = icon, words, about
        self.setProperty("painted", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        self.setAccessibleDescription(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if keys:
            press_by(self, QKeySequence(keys))
        self.setToolTip(with_shortcut(about, keys))

    def sizeHint(self) -> QSize:
        caption = shapes.text_height(shapes.sized(self.font(), "caption"))
        return QSize(320, 16 + self.fontMetrics().height() + 4 + caption + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        fill = "pressed" if self.isDown() else "hover" if self.underMouse() and self.isEnabled() else "surface"
        shapes.paint_box(painter, self.rect(), theme.colour(fill), theme.colour("border"))
        middle = self.height() // 2
        on = self.isEnabled()
        icon = QRect(16, middle - _ICON // 2, _ICON, _ICON)
        shapes.paint_icon(painter, self._icon, "accent" if on else "disabled", icon)
        left = 16 + _ICON + 16
        words = shapes.sized(self.font(), "body", tokens.SEMIBOLD)
        about = shapes.sized(self.font(), "caption")
        high = shapes.text_height(words)
        top = middle - (high + 4 + shapes.text_height(about)) // 2
        wide = self.width() - left - 16
        line = QRect(left, top, wide, high)
        shapes.paint_words(painter, line, self._words, words, "text" if on else "disabled")
        line = QRect(left, top + high + 4, wide, shapes.text_height(about))
        shapes.paint_words(painter, line, self._about, about, "muted" if on else "disabled")
        shapes.paint_focus(painter, self)
        painter.end()


class WelcomePage(Page):
    """The first page. Its signals say what the person wants."""

    demo = Signal()
    demo_again = Signal()
    new = Signal()
    open = Signal()
    verify = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("auditdesk", parent, way_back=False)
        self.body.insertStretch(0, 2)
        promise = self.tr(
            "Walk a vendor through the questions, hold the evidence, and hand over signed findings "
            "that anybody can verify, all on this computer and without a network."
        )
        self.body.addWidget(PlainLabel(promise, self.column, type="question", wrap=True))
        self.body.addSpacing(8)
        self.problem = ProblemPanel(self.column)
        self.body.addWidget(self.problem)
        self.tiles = self._make_tiles()
        tiles = column(gap=8)
        for tile in self.tiles:
            tiles.addWidget(tile)
        self.body.addLayout(tiles)
        foot = row(gap=8)
        foot.addWidget(Caption(self.tr("Or drop a workbook or a signed PDF anywhere on this page."), self.column), 1)
        self.again_button = push_button(
            self.tr("Start the demo afresh"), self.column, kind="quiet", icon="rotate",
            tip=self.tr("Build the demo audit again; what was changed in it is lost"),
        )  # fmt: skip
        self.again_button.clicked.connect(self.demo_again)
        foot.addWidget(self.again_button)
        self.body.addLayout(foot)
        self.body.addStretch(3)

    def _make_tiles(self) -> tuple[Tile, ...]:
        demo = Tile(
            "checklists", self.tr("Open the demo audit"),
            self.tr("An invented audit to look around in, answered and evidenced. Nothing in it is real."), self.column,
        )  # fmt: skip
        new = Tile(
            "plus", self.tr("New workbook"),
            self.tr("One encrypted file for one client and one vendor."), self.column, keys="Ctrl+N",
        )  # fmt: skip
        open_ = Tile(
            "file", self.tr("Open…"), self.tr("A workbook on this computer or on a stick."), self.column, keys="Ctrl+O"
        )
        verify = Tile(
            "verify", self.tr("Verify a signed report"),
            self.tr("See who signed a PDF, and whether anything was changed since."), self.column,
        )  # fmt: skip
        for tile, signal in ((demo, self.demo), (new, self.new), (open_, self.open), (verify, self.verify)):
            tile.clicked.connect(signal)
        return demo, new, open_, verify

    def fill(self, demo_there: bool, demo_possible: bool) -> None:
        """Show what can be done now."""
        self.problem.hide()
        self.tiles[0].setVisible(demo_possible)
        self.again_button.setVisible(demo_there and demo_possible)

    @Slot()
    def begin(self) -> None:
        """Put the focus on the first way to begin."""
        next(tile for tile in self.tiles if not tile.isHidden()).setFocus(Qt.FocusReason.OtherFocusReason)
