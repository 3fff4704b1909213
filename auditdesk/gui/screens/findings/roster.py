"""The list of findings by grade and state, with what each still lacks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from auditdesk.core import queries
from auditdesk.core.models.enums import FindingState, Grade
from auditdesk.core.queries import FindingRow
from auditdesk.gui.desk import Desk
from auditdesk.gui.tables import Column
from auditdesk.gui.vocabulary import grade_look, state_look, word
from auditdesk.gui.widgets import visible
from auditdesk.gui.widgets.searchedlist import SearchedList

_TITLE, _STATE = 2, 3
_TITLE_NEEDS = 14  # characters below which the state, told in the sheet too, makes room
_GRADES = list(Grade)
_STATES = [FindingState.CHALLENGED, FindingState.DRAFT, FindingState.FINALISED, FindingState.SIGNED]


class Roster(SearchedList[FindingRow]):
    """All findings; they are few, so every change asks for all of them again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        seek = self.tr("Number, title or question")
        super().__init__(self.tr("Findings"), seek, self.tr("New finding"), parent, order="grade", main=_TITLE)
        self._desk = desk
        self._found: dict[uuid.UUID, FindingRow] = {}
        self.all = 0
        self._show_rows()

    def _columns(self) -> tuple[Column[FindingRow], ...]:
        return (
            Column("grade", self.tr("Grade"), _grade, 12, tone=_grade_tone, icon=_grade_icon),
            Column("code", self.tr("No."), _code, 4, tone=_muted),
            Column("title", self.tr("Title"), self._title, 20, tone=_title_tone),
            Column("state", self.tr("State"), self._state, 13, icon=_state_icon, tone=_state_tone, tip=self._state_tip,
                   accessible=self._state_tip),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        character = self.view.fontMetrics().averageCharWidth()
        rest = sum(line.width * character + 24 for place, line in enumerate(self.model.columns) if place != _TITLE)
        self.view.setColumnHidden(_STATE, self.width() - 48 - rest < _TITLE_NEEDS * character)
        self.view.horizontalScrollBar().setValue(0)

    def _say_count(self, shown: int) -> str:
        return self.tr("1 finding") if shown == 1 else self.tr("{count} findings").format(count=shown)

    # ---- rows -------------------------------------------------------------------------------------------------------
    def _ids(self) -> list[uuid.UUID]:
        rows = queries.finding_rows(self._desk.connection)
        self.all = len(rows)
        words = self.search.text().casefold().split()
        rows = tuple(one for one in rows if all(part in _haystack(one) for part in words))
        self._found = {one.id: one for one in rows}
        ordered = sorted(rows, key=_KEYS["code"])
        return [one.id for one in sorted(ordered, key=_KEYS[self._order], reverse=self._down)]

    def _rows(self, ids: Sequence[uuid.UUID]) -> list[FindingRow | None]:
        return [self._found.get(one) for one in ids]

    def _title(self, line: FindingRow) -> str:
        return visible(line.title) if line.title.strip() else self.tr("Untitled")

    def _state(self, line: FindingRow) -> str:
        if line.missing and line.state is FindingState.DRAFT:
            return self.tr("{count} missing").format(count=len(line.missing))
        return state_look(line.state).word

    def _state_tip(self, line: FindingRow) -> str:
        if not line.missing:
            return state_look(line.state).word
        parts = ", ".join(word(part) for part in line.missing)
        return self.tr("{state}; missing: {parts}").format(state=state_look(line.state).word, parts=parts)


def _by_code(line: FindingRow) -> tuple[int, str]:
    return len(line.code), line.code


def _by_grade(line: FindingRow) -> tuple[int, int]:
    return _GRADES.index(line.grade), _by_state(line)[0]


def _by_title(line: FindingRow) -> str:
    return line.title.casefold()


def _by_state(line: FindingRow) -> tuple[int, int]:
    return _STATES.index(line.state), -len(line.missing)


_KEYS: dict[str, Callable[[FindingRow], Any]] = {
    "grade": _by_grade, "code": _by_code, "title": _by_title, "state": _by_state
}  # fmt: skip


def _haystack(line: FindingRow) -> str:
    return f"{line.code} {line.title} {line.question}".casefold()


def _code(line: FindingRow) -> str:
    return line.code


def _grade(line: FindingRow) -> str:
    return grade_look(line.grade).word


def _grade_tone(line: FindingRow) -> str:
    return grade_look(line.grade).token


def _grade_icon(line: FindingRow) -> str:
    return grade_look(line.grade).icon


def _title_tone(line: FindingRow) -> str:
    return "text" if line.title.strip() else "muted"


def _state_icon(line: FindingRow) -> str:
    return state_look(line.state).icon


def _state_tone(line: FindingRow) -> str:
    return state_look(line.state).token


def _muted(_line: FindingRow) -> str:
    return "muted"


