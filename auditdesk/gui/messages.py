"""The words of errors in the language of the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from auditdesk import messages
from auditdesk.core.errors import AuditdeskError
from auditdesk.messages import Message

__all__ = ["Message", "words"]


def words(error: AuditdeskError) -> Message:
    """What to tell a person about an error."""
    return messages.words(error, _translate)


def _translate(sentence: str) -> str:
    return QCoreApplication.translate("messages", sentence)
