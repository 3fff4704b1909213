"""What a verification found, as data: a verdict of three values, its reasons, facts about each signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Verdict(IntEnum):
    """The answer about one file; the numbers are the exit codes of `auditdesk verify`."""

    GOOD = 0
    NOT_GOOD = 1  # evidence against the file
    CANNOT_TELL = 2  # nothing found against the file, but the signer or the time is not known well enough


@dataclass(frozen=True)
class Reason:
    """One finding. `key` is stable, `role` names the signature it is about (or ""), `detail` holds its data."""

    key: str
    verdict: Verdict
    role: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SignatureFacts:
    """What one signature says and what was found true of it. `claimed_time` is the signer's own clock."""

    role: str
    signer: str
    organisation: str
    fingerprint: str
    authority: str
    claimed_time: dt.datetime | None
    stated_reason: str
    covers_whole_file: bool
    known_signer: bool
    demo: bool


@dataclass(frozen=True)
class Verification:
    """The verdict with everything it rests on. `ours`: judged by the strict rules for auditdesk's own exports."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureFacts, ...]
    notes: tuple[Reason, ...]
    ours: bool
    sha256: str
    size: int


class Findings:
    """Collects reasons while a file is read, then weighs them."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []
        self.notes: list[Reason] = []

    def bad(self, key: str, role: str = "", **detail: str) -> None:
        """Evidence against the file."""
        self.reasons.append(Reason(key, Verdict.NOT_GOOD, role, detail))

    def unsure(self, key: str, role: str = "", **detail: str) -> None:
        """Something we cannot know."""
        self.reasons.append(Reason(key, Verdict.CANNOT_TELL, role, detail))

    def fine(self, key: str, role: str = "", **detail: str) -> None:
        """Something that was checked and holds."""
        self.reasons.append(Reason(key, Verdict.GOOD, role, detail))

    def note(self, key: str, role: str = "", **detail: str) -> None:
        """Something to know that does not change the verdict."""
        found = Reason(key, Verdict.GOOD, role, detail)
        if found not in self.notes:
            self.notes.append(found)

    def verdict(self) -> Verdict:
        """NOT_GOOD if anything is bad, else CANNOT_TELL if anything is unsure, else GOOD."""
        found = {reason.verdict for reason in self.reasons}
        for verdict in (Verdict.NOT_GOOD, Verdict.CANNOT_TELL):
            if verdict in found:
                return verdict
        return Verdict.GOOD

    def ranked(self) -> tuple[Reason, ...]:
        """The reasons, those that weigh most first, each once."""
        order = (Verdict.NOT_GOOD, Verdict.CANNOT_TELL, Verdict.GOOD)
        once = [reason for index, reason in enumerate(self.reasons) if reason not in self.reasons[:index]]
        return tuple(sorted(once, key=lambda reason: order.index(reason.verdict)))
