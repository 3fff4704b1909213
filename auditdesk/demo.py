"""The demo audit: a wholly invented engagement, entered through the same verbs as a real one.

All its words stand in `resources/demo/audit.yaml`, the files beside it in `evidence/`; this module only walks them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from auditdesk.core import answering, collecting, content, findings, planning, queries
from auditdesk.core.models.enums import Confidence, LinkRole, Result, Role
from auditdesk.core.progress import Progress, silent
from auditdesk.core.workbook import Workbook
from auditdesk.paths import resource

T = TypeVar("T")

PASSPHRASE = "larch-ferry-violet-kettle-demo"
"""The demo workbook's passphrase. It is published, so nothing real may ever be put into that workbook."""


def story() -> dict[str, Any]:
    """The demo audit's words: client, vendor, audit, people, evidence, answers, findings."""
    read: dict[str, Any] = yaml.safe_load(resource("demo", "audit.yaml").read_text(encoding="utf-8"))
    return read


def build_workbook(path: Path, pack_content: bytes, progress: Progress = silent) -> None:
    """Make the demo workbook at `path` with the question set `pack_content` (codes A01 to A42).

    Raises FileExists, Cancelled, DiskFull, ReadOnly; then nothing is left behind.
    """
    told = story()
    with Workbook.create(path, PASSPHRASE, actor=told["lead"]) as workbook:
        try:
            _Builder(workbook, told, progress).build(pack_content)
        except BaseException:
            workbook.close()
            path.unlink(missing_ok=True)
            raise


@dataclass(slots=True)
class _Builder:
    workbook: Workbook
    told: dict[str, Any]
    progress: Progress
    items: dict[str, uuid.UUID] = field(default_factory=dict)
    questions: dict[str, uuid.UUID] = field(default_factory=dict)
    done: int = 0

    def build(self, pack_content: bytes) -> None:
        """Frame, people and question set first; then evidence, answers and findings as they came."""
        self._frame(pack_content)
        for code, item in self.told["evidence"].items():
            self._step(item, code)
            self.items[code] = self._evidence(**item)
        for code, answer in self.told["answers"].items():
            self._step(answer, code)
            self._answer(self.questions[code], **answer)
        for finding in self.told["findings"]:
            self._step(finding, finding["title"])
            self._finding(**finding)
        self.workbook.actor = self.told["lead"]

    def _step(self, entry: dict[str, Any], label: str) -> None:
        self.workbook.actor = entry.pop("by", self.told["lead"])
        self.progress(self.done, sum(len(self.told[part]) for part in ("evidence", "answers", "findings")), label)
        self.done += 1

    def _do(self, verb: Callable[..., T], *args: Any, **fields: Any) -> T:
        return self.workbook.do(verb, *args, **fields).value

    def _frame(self, pack_content: bytes) -> None:
        client, vendor = self.told["client"], self.told["vendor"]
        ids = self._do(planning.start_audit, client=client["name"], vendor=vendor["name"], demo=True)
        self._do(planning.change_client, ids.client, **client)
        self._do(planning.change_audit, ids.audit, **self.told["audit"])
        aliases = vendor.pop("aliases")
        self._do(planning.change_vendor, ids.vendor, **vendor)
        for alias in aliases:
            self._do(planning.add_alias, ids.vendor, **alias)
        for person in self.told["people"]:
            roles = tuple(Role(role) for role in person.pop("roles"))
            self._do(planning.add_person, person.pop("name"), roles=roles, **person)
        pack = self._do(planning.add_pack, pack_content, self.told["audit"].get("language", "en")).pack
        outline = queries.outline(self.workbook.connection, pack)
        self.questions = {row.code: row.question for row in outline if row.question is not None}

    def _evidence(self, *, file: str, withdrawn: bool = False, **fields: Any) -> uuid.UUID:
        with self.workbook.writer() as writer:
            sealed = content.stage_file(writer, resource("demo", "evidence", file))
        item = self._do(collecting.add_evidence, sha256=sealed.sha256, filename=file, **fields)
        if withdrawn:
            self._do(collecting.withdraw_evidence, item)
        return item

    def _answer(
        self, question: uuid.UUID, *, result: str = "", reason: str = "", value: str = "", note: str = "",
        confidence: str = "", flag: bool = False, evidence: tuple[dict[str, str], ...] = (),
    ) -> None:  # fmt: skip
        for use in evidence:
            self._do(collecting.link_to_question, self.items[use["item"]], question, *_role(use))
        if value:
            self._do(answering.value, question, value)
        if result:
            self._do(answering.answer, question, Result(result), reason=reason)
        self._do(answering.note, question, note)
        if confidence:
            self._do(answering.confidence, question, Confidence(confidence))
        if flag:
            self._do(answering.flag, question, True)

    def _finding(self, *, title: str, evidence: list[dict[str, str]], question: str = "", **fields: Any) -> None:
        if question:
            finding = self._do(findings.raise_finding, self.questions[question])
        else:
            finding = self._do(findings.add_finding, title)
        self._do(findings.change_finding, finding, title=title, **fields)
        for use in evidence:
            self._do(collecting.link_to_finding, self.items[use["item"]], finding, *_role(use))
        self._do(findings.finalise_finding, finding)


def _role(use: dict[str, str]) -> tuple[LinkRole, str]:
    """How an item speaks, and where in it."""
    return LinkRole(use.get("role", "supports")), use.get("pinpoint", "")
