"""Answers from a CSV file: read and judged whole before anything is written, then one change per line.

Columns (in any order, named in the first line): `question` (code), `result`, `reason`, `value`, `confidence`, `flag`,
`note`. UTF-8 with or without a byte-order mark; comma, semicolon or tab.
"""

from __future__ import annotations

import csv
import io
import uuid
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from auditdesk.core import answering, queries
from auditdesk.core.answering import REASONS
from auditdesk.core.database import Connection
from auditdesk.core.errors import BadInput, Refused
from auditdesk.core.files import read_whole
from auditdesk.core.models.enums import Confidence, Result
from auditdesk.core.transaction import Transaction
from auditdesk.core.workbook import Workbook
from auditdesk.messages import words

COLUMNS = ("question", "result", "reason", "value", "confidence", "flag", "note")
LARGEST = 64 * 1024 * 1024
LONGEST = 131_072
"""Characters in one cell; Python's own limit, and more than a note takes."""
FEW, SHORT = 10, 60
"""How many names, and how much of a value, a complaint repeats."""
E = TypeVar("E", bound=StrEnum)
TRUE, FALSE = {"1", "yes", "true", "x"}, {"", "0", "no", "false"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file that can be written as it is."""

    line: int
    code: str
    question: uuid.UUID
    result: Result | None
    reason: str
    value: str
    confidence: Confidence | None
    flag: bool | None
    note: str


def read(path: Path, connection: Connection) -> list[Row]:
    """All lines of the file. Raises BadInput for the first line that could not be read, with its number."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text), strict=True)
    rows = []
    try:
        names = _columns(path, next(reader, []))
        for cells in reader:
            if not cells:
                continue
            if any(cell.strip() for cell in cells[len(names) :]):
                remedy = "Put cells that hold the separator in quotation marks."
                raise BadInput(str(path), "more cells than columns", reader.line_num, remedy)
            given = dict(zip(names, map(str.strip, cells), strict=False))
            rows.append(_row(path, reader.line_num, {key: given.get(key, "") for key in COLUMNS}, connection))
    except csv.Error as error:
        remedy = "Save the sheet as CSV again."
        raise BadInput(str(path), f"not readable as CSV: {error}", reader.line_num or 1, remedy) from None
    return rows


def _columns(path: Path, first: list[str]) -> list[str]:
    names = [name.strip().lower() for name in first]
    problem = _few("unknown columns", sorted(set(names) - set(COLUMNS) - {""}))
    problem = problem or _few("columns named twice", sorted({name for name in COLUMNS if names.count(name) > 1}))
    if problem or "question" not in names:
        remedy = f"Name the columns in the first line; known are {', '.join(COLUMNS)}."
        raise BadInput(str(path), problem or "no column “question”", 1, remedy)
    return names


def _few(problem: str, names: list[str]) -> str:
    more = "" if len(names) <= FEW else " …"
    return f"{problem}: {', '.join(_short(name) for name in names[:FEW])}{more}" if names else ""


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def rehearse(workbook: Workbook, path: Path, rows: list[Row]) -> None:
    """Write every line and take all of it back. Raises BadInput for the first line that could not be written."""

    def _all(tx: Transaction) -> None:
        for row in rows:
            try:
                write(tx, row)
            except Refused as error:
                said = words(error)
                raise BadInput(str(path), said.what_happened, row.line, said.what_to_do) from error
        raise _Rehearsed

    with suppress(_Rehearsed):
        workbook.do(_all)


class _Rehearsed(Exception):
    """Ends the rehearsal, so that nothing of it is kept."""


def write(tx: Transaction, row: Row) -> None:
    """The verb for one line: every axis it names, in one change."""
    if row.value:
        answering.value(tx, row.question, row.value)
    if row.result is not None:
        answering.answer(tx, row.question, row.result, reason=row.reason)
    if row.note:
        answering.note(tx, row.question, row.note)
    if row.confidence is not None:
        answering.confidence(tx, row.question, row.confidence)
    if row.flag is not None:
        answering.flag(tx, row.question, row.flag)


def _text(path: Path) -> str:
    try:
        return read_whole(path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(str(path), "not UTF-8 text", None, "Save it as “CSV UTF-8”.") from None


def _dialect(text: str) -> type[csv.Dialect]:
    first = text[:LONGEST].split("\n", 1)[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Found


def _row(path: Path, line: int, given: dict[str, str], connection: Connection) -> Row:
    def _bad(problem: str, remedy: str) -> BadInput:
        return BadInput(str(path), problem, line, remedy)

    try:
        question = queries.question_by_code(connection, given["question"])
    except Refused as error:
        said = words(error)
        raise _bad(said.what_happened, said.what_to_do) from error
    if question is None:
        raise _bad(f"no question is called {_short(given['question'])!r}", "See `auditdesk pack show` for the codes.")
    result = _member(Result, given["result"])
    if given["result"] and result is None:
        raise _bad(f"unknown result {_short(given['result'])!r}", f"Use one of {', '.join(Result)}.")
    codes = REASONS.get(result) if result is not None else None
    if codes is not None and given["reason"] not in {code.value for code in codes}:
        raise _bad(f"{result} needs a reason", f"Use one of {', '.join(codes)}.")
    confidence = _member(Confidence, given["confidence"])
    if given["confidence"] and confidence is None:
        raise _bad(f"unknown confidence {_short(given['confidence'])!r}", f"Use one of {', '.join(Confidence)}.")
    if given["flag"].lower() not in TRUE | FALSE:
        raise _bad(f"unknown flag {_short(given['flag'])!r}", "Use yes or no.")
    flag = None if not given["flag"] else given["flag"].lower() in TRUE
    return Row(
        line, given["question"], question, result, given["reason"], given["value"], confidence, flag, given["note"]
    )


def _member(kind: type[E], text: str) -> E | None:
    try:
        return kind(text.lower()) if text else None
    except ValueError:
        return None
