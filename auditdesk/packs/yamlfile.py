"""YAML read as data and nothing else, with the line of every part.

Why its own dialect: YAML 1.1 turns the language `no` into false, the version 1.10 into 1.1 and a date into an object.
Here only true/false, null and whole numbers are not text; an author never has to know. Guards run on the event stream,
before anything is built: depth, aliases and their expansion, tags, size. PyYAML's C loader is used where it exists
(15 times faster). Rejected: ruamel.yaml (one more dependency), constructing
first and checking afterwards (the bomb has gone off by then).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from auditdesk.core.errors import BadInput
from auditdesk.core.files import read_whole

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 100
MAX_NODES = 5_000_000
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "bool", "null", "map", "seq"))
_UNFIT = {
    "is_a_folder": ("This is a folder.", None, "Choose a file in it."),
    "not_a_file": ("This is not an ordinary file.", None, "Choose another file."),
    "too_large": ("The file is larger than 64 MB.", None, "Split it into several files."),
}
Loc = tuple[str | int, ...]
Named = dict[str, tuple[yaml.Node, yaml.Node]]
"""The entries of a mapping by their keys."""


class _Loader(_BASE):  # type: ignore[misc]  # the base is chosen at run time
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML's own class attribute


_TAG = "tag:yaml.org,2002:"
_Loader.add_implicit_resolver(_TAG + "bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver(_TAG + "null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver(_TAG + "int", re.compile(r"^(0|-?[1-9][0-9]{0,17})$"), list("-0123456789"))


class _MergingLoader(_Loader):
    """For foreign files, where `<<` may merge mappings."""


_MergingLoader.add_implicit_resolver(_TAG + "merge", re.compile(r"^<<$"), ["<"])


@dataclass
class Duplicate:
    """A key written twice in one mapping."""

    key: str
    line: int


@dataclass
class Document:
    """What a YAML file says, and where it says it."""

    path: str
    value: Any
    root: yaml.Node
    duplicates: list[Duplicate] = field(default_factory=list)
    _named: dict[int, Named] = field(default_factory=dict, repr=False)

    def line(self, loc: Iterable[str | int]) -> int:
        """The line of the deepest part of `loc` that exists in the file."""
        return node_at(self.root, loc, self._named)[1]


def read_yaml(path: Path, *, own: bool = True) -> Document:
    """Read one YAML document. `own` files may hold no anchors, tags or merges; a foreign one within limits.

    Raises FileMissing, ReadOnly, BadInput (not UTF-8, too large, not YAML, too deep, aliases that swell).
    """
    words = read_text(path)
    loader: Any = _Loader if own else _MergingLoader
    try:
        _guard(path, words, loader, own)
        reader = loader(words)
        try:
            root = reader.get_single_node()
            if root is None:
                raise BadInput(str(path), "The file is empty.", 1, "Choose a file with content.")
            duplicates = _duplicates(root)
            value = reader.construct_document(root)
        finally:
            reader.dispose()
    except yaml.YAMLError as error:
        raise _not_yaml(path, words, error) from error
    except RecursionError as error:
        raise BadInput(str(path), "The file is nested too deeply.", 1, f"At most {MAX_DEPTH} levels.") from error
    return Document(str(path), value, root, duplicates)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark. Raises FileMissing, ReadOnly, BadInput."""
    name = str(path)
    try:
        raw = read_whole(path, MAX_BYTES)
    except BadInput as error:
        raise BadInput(name, *_UNFIT[error.problem]) from error
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(name, "The file is saved as UTF-16.", 1, "Save it again as UTF-8.")
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(name, "The file is not UTF-8 text.", line, "Save it again as UTF-8.") from error
    odd = _FORBIDDEN.search(words)
    if odd:
        line = words.count("\n", 0, odd.start()) + 1
        problem = f"The character U+{ord(odd.group()):04X} is not allowed."
        raise BadInput(name, problem, line, "Remove it, or save the file again as plain UTF-8 text.")
    return words


def node_at(
    root: yaml.Node, loc: Iterable[str | int], known: dict[int, Named] | None = None
) -> tuple[yaml.Node, int]:
    """The deepest node of `loc` that exists and its line (of the key, where there is one).

    `known` keeps what large mappings hold from one call to the next.
    """
    known = {} if known is None else known
    node, line = root, root.start_mark.line + 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            if id(node) not in known:
                known[id(node)] = {k.value: (k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)}
            found = known[id(node)].get(str(step))
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return node, line


@dataclass
class _Watch:
    """What the event stream has shown so far; `counts` holds the expanded size of every open collection."""

    path: Path
    own: bool
    counts: list[int] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    total: int = 0
    documents: int = 0

    def refuse(self, event: Any, problem: str, remedy: str) -> BadInput:
        return BadInput(str(self.path), problem, event.start_mark.line + 1, remedy)

    def add(self, size: int, event: Any) -> None:
        self.total += size
        if self.counts:
            self.counts[-1] += size
        if self.total > MAX_NODES:
            problem = f"The file unfolds to more than {MAX_NODES:,} values."
            raise self.refuse(event, problem, "Ask for a file without aliases.")


def _guard(path: Path, words: str, loader: Any, own: bool) -> None:
    """Walk the events once and refuse what must not be built."""
    watch = _Watch(path, own)
    for event in yaml.parse(words, Loader=loader):
        if isinstance(event, yaml.DocumentStartEvent):
            watch.documents += 1
            if watch.documents > 1:
                raise watch.refuse(event, "The file holds more than one document.", "Remove everything from “---” on.")
        elif isinstance(event, yaml.AliasEvent):
            _alias(event, watch)
        elif isinstance(event, yaml.CollectionEndEvent):
            name, size = watch.names.pop(), watch.counts.pop()
            if watch.counts:
                watch.counts[-1] += size
            if name:
                watch.sizes[name] = size + 1
        elif isinstance(event, yaml.NodeEvent):
            _node(event, watch)


def _alias(event: Any, watch: _Watch) -> None:
    if watch.own:
        raise watch.refuse(event, "The file repeats a part by an alias (*).", "Write the part out in full.")
    if event.anchor not in watch.sizes:
        problem = f"The alias *{event.anchor} points to nothing before it."
        raise watch.refuse(event, problem, "Write the part out in full.")
    watch.add(watch.sizes[event.anchor], event)


def _node(event: Any, watch: _Watch) -> None:
    if event.anchor and watch.own:
        raise watch.refuse(event, "The file names a part by an anchor (&).", "Remove the anchor.")
    if event.tag and event.tag not in _PLAIN_TAGS and event.tag != "!":
        raise watch.refuse(event, f"The tag “{event.tag}” is not allowed.", "Remove it; a file holds data only.")
    watch.add(1, event)
    if isinstance(event, yaml.CollectionStartEvent):
        watch.counts.append(0)
        watch.names.append(event.anchor)
        if len(watch.counts) > MAX_DEPTH:
            raise watch.refuse(event, f"The file is nested more than {MAX_DEPTH} deep.", "Flatten it.")
    elif event.anchor:
        watch.sizes[event.anchor] = 1


def _duplicates(root: yaml.Node) -> list[Duplicate]:
    found: list[Duplicate] = []
    waiting, done = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in done or isinstance(node, yaml.ScalarNode):
            continue
        done.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
            continue
        keys: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in keys:
                    found.append(Duplicate(key.value, key.start_mark.line + 1))
                keys.add(key.value)
            waiting.extend((key, value))
    return sorted(found, key=lambda duplicate: duplicate.line)


def _not_yaml(path: Path, words: str, error: yaml.YAMLError) -> BadInput:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    lines = words.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return BadInput(str(path), "A tab is used to indent.", line, "Indent with spaces.")
    said = getattr(error, "problem", None) or "the text cannot be read"
    remedy = "Check indentation, colons and quotation marks at this line and the one above."
    return BadInput(str(path), f"This is not valid YAML: {said}.", line, remedy)
