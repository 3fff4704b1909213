"""How results, grades and evidence look and read: always a shape and a word beside the colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from auditdesk import labels
from auditdesk.core.models.enums import EvidenceKind, FindingState, Grade, Result


@dataclass(frozen=True)
class Look:
    """A colour token, a shape as a character and as an icon, and the word."""

    token: str
    glyph: str
    icon: str
    word: str


def result_look(result: Result) -> Look:
    """The look of an answer's result, in the language in force."""
    translate = QCoreApplication.translate
    looks = {
        Result.CONFORMS: Look("conforms", "✓", "check", translate("results", "Conforms")),
        Result.OTHER_MEANS: Look("conforms", "≈", "approx", translate("results", "Conforms by other means")),
        Result.PARTLY: Look("partly", "◐", "partly", translate("results", "Partly conforms")),
        Result.NONCONFORMING: Look("nonconforming", "✗", "cross", translate("results", "Does not conform")),
        Result.UNABLE: Look("unable", "?", "unable", translate("results", "Unable to verify")),
        Result.NOT_APPLICABLE: Look("not_applicable", "–", "na", translate("results", "Not applicable")),
        Result.NOT_ASSESSED: Look("muted", "○", "open", translate("results", "Not assessed")),
    }
    return looks[result]


def grade_look(grade: Grade) -> Look:
    """The look of a finding's grade, in the language in force."""
    translate = QCoreApplication.translate
    looks = {
        Grade.CRITICAL: Look("critical", "◆", "diamond", translate("grades", "Critical")),
        Grade.MAJOR: Look("nonconforming", "▲", "triangle", translate("grades", "Major")),
        Grade.MINOR: Look("partly", "●", "dot", translate("grades", "Minor")),
        Grade.NONE: Look("muted", "–", "na", translate("grades", "No grade")),
    }
    return looks[grade]


_STATES = {
    FindingState.DRAFT: ("muted", "○", "edit"),
    FindingState.CHALLENGED: ("partly", "⚑", "flag"),
    FindingState.FINALISED: ("conforms", "✓", "check"),
    FindingState.SIGNED: ("accent", "✓", "sign"),
    FindingState.WITHDRAWN: ("muted", "–", "trash"),
}
_KIND_ICONS = {
    EvidenceKind.DOCUMENT: "text",
    EvidenceKind.RECORD: "spreadsheet",
    EvidenceKind.PHOTO: "image",
    EvidenceKind.WEB_CAPTURE: "link",
    EvidenceKind.EMAIL: "text",
    EvidenceKind.INTERVIEW_NOTE: "person",
    EvidenceKind.TEST_REPORT: "verify",
    EvidenceKind.LIST_EXTRACT: "spreadsheet",
    EvidenceKind.OBSERVATION: "eye",
    EvidenceKind.OTHER: "file",
}


def word(key: StrEnum | str) -> str:
    """The word for a value of a closed vocabulary."""
    return labels.label(key)


def state_look(state: FindingState) -> Look:
    """The look of where a finding stands."""
    return Look(*_STATES[state], word(state))


def evidence_icon(kind: EvidenceKind) -> str:
    """The icon for a kind of evidence."""
    return _KIND_ICONS[kind]
