"""Every modal question the desk asks. The only module that runs a nested event loop.

The functions go through `answers`. A test puts its own `Answers` there, so that it can answer, and so that a question
nobody expected fails instead of hanging.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from auditdesk.gui.dialogforms import (
    Confirmation,
    PassphraseQuestion,
    Problem,
    Question,
    Strength,
    StrengthOf,
    TextQuestion,
)
from auditdesk.messages import Message

__all__ = [
    "Answers",
    "Strength",
    "ask_passphrase",
    "ask_text",
    "choose_files",
    "choose_folder",
    "choose_open_file",
    "choose_save_file",
    "confirm",
    "show_problem",
]


class Answers:
    """Who answers: a person, by real windows."""

    def passphrase(self, form: PassphraseQuestion) -> str | None:
        """The passphrase, or None."""
        answer = form.passphrase() if self._run(form) else None
        form.forget()
        return answer

    def text(self, form: TextQuestion) -> str | None:
        """The text, or None."""
        return form.text() if self._run(form) else None

    def confirm(self, form: Confirmation) -> bool:
        """Yes or no."""
        return self._run(form)

    def problem(self, form: Problem) -> None:
        """Read and closed."""
        self._run(form)

    def open_file(self, parent: QWidget | None, title: str, folder: str, kinds: str) -> str:
        """The path of a file, or nothing."""
        return QFileDialog.getOpenFileName(parent, title, folder, kinds)[0]

    def files(self, parent: QWidget | None, title: str, folder: str, kinds: str) -> list[str]:
        """The paths of some files."""
        return list(QFileDialog.getOpenFileNames(parent, title, folder, kinds)[0])

    def save_file(self, parent: QWidget | None, title: str, proposal: str, kinds: str) -> str:
        """Where to write, or nothing. Asks before a file is overwritten."""
        return QFileDialog.getSaveFileName(parent, title, proposal, kinds)[0]

    def folder(self, parent: QWidget | None, title: str, folder: str) -> str:
        """The path of a folder, or nothing."""
        return QFileDialog.getExistingDirectory(parent, title, folder)

    def _run(self, form: Question) -> bool:
        return form.exec() == QDialog.DialogCode.Accepted


T = TypeVar("T")
answers = Answers()


def ask_passphrase(
    parent: QWidget | None, title: str, explain: str, *, confirm: bool = False, strength: StrengthOf | None = None
) -> str | None:
    """A passphrase, or None when the person does not want to. `confirm` for a new one, asked twice."""
    form = PassphraseQuestion(parent, title, explain, confirm=confirm, strength=strength)
    return _closing(form, answers.passphrase(form))


def ask_text(
    parent: QWidget | None,
    title: str,
    explain: str = "",
    *,
    label: str,
    text: str = "",
    yes_label: str = "",
    long: bool = False,
    optional: bool = False,
) -> str | None:
    """A line of text, or with `long` several; None when the person does not want to."""
    form = TextQuestion(parent, title, explain, label=label, text=text, yes=yes_label, long=long, optional=optional)
    return _closing(form, answers.text(form))


def confirm(parent: QWidget | None, question: str, yes_label: str, no_label: str, *, explain: str = "") -> bool:
    """Whether the person wants it. The labels name what happens, such as "Withdraw" and "Keep"."""
    form = Confirmation(parent, question, explain, yes_label, no_label)
    return _closing(form, answers.confirm(form))


def show_problem(parent: QWidget | None, message: Message) -> None:
    """Tell what happened, what was kept and what to do."""
    form = Problem(parent, message)
    answers.problem(form)
    _closing(form, None)


def choose_open_file(
    parent: QWidget | None, title: str, *, kinds: Sequence[str] = (), folder: Path | None = None
) -> Path | None:
    """An existing file. `kinds` as Qt writes them: "Workbooks (*.audit)"."""
    return _path(answers.open_file(parent, title, str(folder or _home()), ";;".join(kinds)))


def choose_files(
    parent: QWidget | None, title: str, *, kinds: Sequence[str] = (), folder: Path | None = None
) -> list[Path]:
    """Existing files; none when the person does not want to."""
    return [Path(name) for name in answers.files(parent, title, str(folder or _home()), ";;".join(kinds))]


def choose_save_file(
    parent: QWidget | None, title: str, name: str, *, kinds: Sequence[str] = (), folder: Path | None = None
) -> Path | None:
    """Where to write a file; `name` is proposed, and its suffix is added when the person leaves it out."""
    path = _path(answers.save_file(parent, title, str((folder or _home()) / name), ";;".join(kinds)))
    if path is not None and not path.suffix and not path.exists():
        path = path.with_name(path.name + Path(name).suffix)
    return path


def choose_folder(parent: QWidget | None, title: str, *, folder: Path | None = None) -> Path | None:
    """An existing folder."""
    return _path(answers.folder(parent, title, str(folder or _home())))


def _closing(form: Question, answer: T) -> T:
    form.setParent(None)  # a parent in a long-lived window would keep every question ever asked
    form.deleteLater()
    return answer


def _path(name: str) -> Path | None:
    return Path(name) if name else None


def _home() -> Path:
    return Path.home()
