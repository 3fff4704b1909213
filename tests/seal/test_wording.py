"""Every finding can be said in plain words."""

from __future__ import annotations

import re
from pathlib import Path

from auditdesk import seal
from auditdesk.seal.findings import Reason, Verdict
from auditdesk.seal.wording import headline, known_keys, sentence

NAMES = ("problem", "roles", "fields", "signer", "until", "start", "claimed", "file", "sha256", "known", "authority")
DETAIL = {**dict.fromkeys(NAMES, "something"), "fingerprint": "ab" * 32}


def _used_keys() -> set[str]:
    sources = [path.read_text("utf-8") for path in Path(seal.__file__).parent.glob("*.py")]
    call = re.compile(r'(?:\b(?:bad|unsure|fine|note)|oddity\(found\))\)?\(\s*"([a-z_]+)"')
    return {key for source in sources for key in call.findall(source)}


def test_every_key_the_verifier_uses_has_words() -> None:
    assert len(_used_keys()) > 25
    assert _used_keys() <= known_keys()


def test_every_sentence_is_complete_and_calm() -> None:
    for key in known_keys():
        words = sentence(Reason(key, Verdict.NOT_GOOD, "Author", DETAIL))

        assert words[0].isupper() and words.endswith(".")
        assert "!" not in words and "{" not in words
        assert len(words) < 400


def test_each_verdict_has_a_headline() -> None:
    assert len({headline(verdict) for verdict in Verdict}) == 3


def test_the_fingerprint_is_grouped_for_the_telephone() -> None:
    words = sentence(Reason("unknown_signer", Verdict.CANNOT_TELL, "Author", {**DETAIL, "signer": "Ann"}))

    assert " ".join(["abab"] * 16) in words


def test_braces_in_a_name_are_printed_as_they_are() -> None:
    words = sentence(Reason("trusted", Verdict.GOOD, "Author", {"signer": "Eve {role}"}))

    assert "Eve {role}" in words
