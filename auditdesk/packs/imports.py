"""What every reader of a foreign format hands back, and the notes it takes on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditdesk.packs.schema import Pack


@dataclass(frozen=True)
class ImportRemark:
    """Something odd in an imported file, or something of it a pack has no place for. `kind` groups them."""

    kind: str
    line: int | None
    place: str
    said: str


@dataclass(frozen=True)
class ImportReport:
    """An import before anybody accepted it: the pack, counts in and out, every odd row, and whose text it is."""

    pack: Pack
    counts: dict[str, int]
    remarks: tuple[ImportRemark, ...]
    licence: str
    languages: tuple[str, ...]


@dataclass
class Notes:
    """Remarks and counts gathered while reading."""

    remarks: list[ImportRemark] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    left_out: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def say(self, kind: str, line: int | None, place: str, said: str) -> None:
        """Note one odd place."""
        self.remarks.append(ImportRemark(kind, line, place, said))

    def count(self, name: str, number: int = 1) -> None:
        """Count something in or out."""
        self.counts[name] = self.counts.get(name, 0) + number

    def leave_out(self, where: str, key: str, line: int) -> None:
        """Note that a field has no place in a pack; told once for each field, with its number."""
        first, number = self.left_out.get((where, key), (line, 0))
        self.left_out[where, key] = (first, number + 1)

    def finished(self) -> tuple[ImportRemark, ...]:
        """All remarks, those on fields left out at the end."""
        for (where, key), (line, number) in self.left_out.items():
            said = f"“{key}” ({where}, {number} times) has no place in a pack and is left out."
            self.say("left_out", line, key, said)
        self.left_out.clear()
        return tuple(self.remarks)
