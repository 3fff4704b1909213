"""The JSON twin of a report: complete, stable, and nothing but what it documents."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditdesk.exchange.findings_json import findings_json
from tests.report.samples import HOSTILE, sample

DOCS = Path(__file__).parents[2] / "docs" / "findings-json.md"


def test_the_same_data_gives_the_same_bytes() -> None:
    assert findings_json(sample()) == findings_json(sample())


def test_the_form_is_canonical() -> None:
    found = findings_json(sample())

    again = json.dumps(json.loads(found), ensure_ascii=False, sort_keys=True, indent=2) + "\n"

    assert found == again.encode()
    assert not found.startswith(b"\xef\xbb\xbf") and b"\r" not in found


def test_every_line_of_the_report_is_in_it() -> None:
    data = sample()

    found = json.loads(findings_json(data))

    assert [sheet["code"] for sheet in found["findings"]] == [sheet.code for sheet in data.findings]
    assert [line["code"] for line in found["answers"]] == [line.code for line in data.answers]
    assert [line["sha256"] for line in found["evidence"]] == [line.sha256 for line in data.evidence]
    assert found["packs"][0]["counts"]["nonconforming"] == 3 and found["packs"][0]["counts"]["not_applicable"] == 0
    assert found["workbook"]["log_root"] == data.log_root
    assert HOSTILE in found["findings"][3]["condition"]


def test_contrary_evidence_is_marked_as_such() -> None:
    found = json.loads(findings_json(sample()))

    assert found["findings"][0]["evidence"][2]["role"] == "contradicts"


def test_a_withheld_item_tells_code_kind_and_use() -> None:
    (held,) = [line for line in json.loads(findings_json(sample()))["evidence"] if line["withheld"]]

    told = {key: value for key, value in held.items() if value}
    assert told == {
        "code": "EV-007", "kind": "interview_note", "title": "withheld", "used_in": ["F-03"], "withheld": True
    }  # fmt: skip


def test_unchecked_references_are_data_not_words() -> None:
    found = json.loads(findings_json(sample()))

    assert found["answers"][0]["criteria"] == ["C138 3", "client guideline 3"]
    assert found["answers"][0]["criteria_unchecked"] == ["C138 3"]
    assert found["packs"][0]["instruments"][2] == {
        "instrument": "ILO C138", "edition": "1973", "questions": 3, "unchecked": 2
    }  # fmt: skip
    assert [sum(pack["counts"].values()) + pack["open"] - pack["questions"] for pack in found["packs"]] == [0, 0]


def test_pictures_stay_out_and_their_hash_goes_in() -> None:
    found = json.loads(findings_json(sample()))

    assert re.fullmatch("[0-9a-f]{64}", found["evidence"][2]["picture_sha256"])
    assert found["evidence"][0]["picture_sha256"] is None
    assert len(findings_json(sample())) < 40_000


def test_there_is_no_float() -> None:
    def refuse(text: str) -> Any:
        raise AssertionError(text)

    json.loads(findings_json(sample()), parse_float=refuse)


def test_times_are_utc_whatever_zone_they_came_in() -> None:
    stockholm = timezone(timedelta(hours=2))

    found = json.loads(findings_json(sample(made_at=datetime(2026, 7, 8, 16, 30, tzinfo=stockholm))))

    assert found["report"]["made_at"] == "2026-07-08T14:30:00Z"


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        findings_json(sample(made_at=datetime(2026, 7, 8)))


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_text_survives(text: str) -> None:
    data = sample()
    finding = replace(data.findings[0], condition=text)

    found = json.loads(findings_json(replace(data, findings=(finding,))))

    assert found["findings"][0]["condition"] == re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_every_key_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_0-9]+)(?:\[\])?`", DOCS.read_text(encoding="utf-8")))

    assert set(_keys(json.loads(findings_json(sample())))) <= documented


def _keys(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [*tree, *(key for value in tree.values() for key in _keys(value))]
    return [key for value in tree for key in _keys(value)] if isinstance(tree, list) else []
