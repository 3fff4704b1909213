"""The report's own words, by language: headings, labels, terms and text blocks. Its language is the client's."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime

from auditdesk.core.errors import Refused
from auditdesk.paths import resource

LANGUAGES = ("en", "sv")


class Words:
    """Looks up a wording by its dotted key and fills in its names. A missing key is a bug and raises KeyError."""

    def __init__(self, language: str, wording: Mapping[str, str]) -> None:
        self.language = language
        self._wording = wording

    def __call__(self, key: str, **names: object) -> str:
        found = self._wording.get(key)
        if found is None:
            raise KeyError(f"resources/report/{self.language}.toml has no '{key}'")
        return found.format_map(names) if names else found

    def term(self, family: str, value: str) -> str:
        """The word for a value of a vocabulary, or the value as typed where it is free text."""
        return self._wording.get(f"{family}.{value}", value)

    def count(self, key: str, number: int) -> str:
        """A wording with a number in it, in the singular or the plural."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", n=number)

    def day(self, value: date | None) -> str:
        """A date as the report writes it, or the word for an unknown one."""
        if value is None:
            return self("date.unknown")
        return self("date.day", day=value.day, month=self(f"month.{value.month}"), year=value.year)

    def time(self, value: datetime) -> str:
        """A point in time, always in UTC and saying so."""
        value = utc(value)
        return f"{self.day(value.date())}, {value:%H:%M} UTC"

    def span(self, first: date | None, last: date | None) -> str:
        """A period, as short as it is clear."""
        if first is None or last is None or first == last:
            return self.day(first or last)
        return self("date.span", first=self.day(first), last=self.day(last))


def utc(value: datetime) -> datetime:
    """The same moment in UTC. A time without a zone is a bug: this machine's zone must not decide what it meant."""
    if value.tzinfo is None:
        raise ValueError("a time without a zone reached the report")
    return value.astimezone(UTC)


@functools.cache
def words(language: str) -> Words:
    """The wording for a language. Raises Refused for one that does not ship."""
    if language not in LANGUAGES:
        raise Refused("no_report_language", {"language": language, "known": LANGUAGES})
    with resource("report", f"{language}.toml").open("rb") as source:
        return Words(language, dict(_flat(tomllib.load(source))))


def _flat(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
