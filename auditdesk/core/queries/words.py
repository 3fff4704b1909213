"""Filtering a list by typed words: every word must occur, as it stands, whatever its case in any script."""

from __future__ import annotations

from typing import Any

from auditdesk.core.log import clean

MOST_WORDS = 8


def matching(haystack: str, typed: str, values: dict[str, Any]) -> list[str]:
    """SQL conditions on the text expression `haystack`; what they bind goes into `values`.

    LIKE knows no case beyond ASCII, so other words go through the connection's `fold`, at half the speed.
    """
    conditions = []
    for number, word in enumerate(str(clean(typed)).split()[:MOST_WORDS]):
        if word.isascii():
            literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            values[f"word{number}"] = f"%{literal}%"
            conditions.append(f"{haystack} LIKE :word{number} ESCAPE '\\'")
        else:
            values[f"word{number}"] = word.casefold()
            conditions.append(f"instr(fold({haystack}), :word{number})")
    return conditions
