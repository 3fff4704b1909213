"""What the window knows of a screen: how to be shown, how to save what is pending, and how to ask to go elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from auditdesk.gui.desk import Desk


class Screen(QWidget):
    """One place of the rail. `go(kind, id)` asks the window to show something elsewhere: "question", "finding",
    "evidence" with a UUID, or "screen" with the name of a place.
    """

    go = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def shown(self) -> None:
        """The screen has come to the front: fill what is stale and put the focus where work goes on."""

    def flush(self) -> bool:
        """Save at once whatever is typed and not yet saved. False when some of it could not be; its text stays."""
        return True

    def show_object(self, kind: str, identity: object) -> None:
        """Show one object of this screen's kind."""
