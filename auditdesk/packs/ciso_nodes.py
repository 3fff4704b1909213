"""The requirement nodes of a CISO Assistant framework: who stands under whom, and which sections that makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from auditdesk.core.errors import BadInput
from auditdesk.packs.ciso_words import Names, Row, Texts, joined, note_oddities, plain, texts, true, urn_tail
from auditdesk.packs.imports import Notes
from auditdesk.packs.schema import Question, Section

_MAX_DEPTH = 60
_KNOWN = frozenset(
    [
        "urn",
        "ref_id",
        "name",
        "description",
        "annotation",
        "typical_evidence",
        "assessable",
        "depth",
        "parent_urn",
        "implementation_groups",
        "translations",
        "questions",
        "question",
        "weight",
    ]
)


@dataclass
class Node:
    """One requirement node and what stands under it."""

    row: Row
    line: int
    urn: str
    ref: str
    assessable: bool
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    has_heading: bool = False

    @property
    def tail(self) -> str:
        """The node's name inside its library."""
        return urn_tail(self.urn)


def read_nodes(found: list[tuple[Row, int]], notes: Notes) -> list[Node]:
    """Every node in the order of the file, linked to its parent. Broken links are mended by depth and remarked."""
    nodes = [_node(row, line, index, notes) for index, (row, line) in enumerate(found)]
    by_urn: dict[str, Node] = {}
    for node in nodes:
        if node.urn in by_urn:
            notes.say("duplicate", node.line, node.urn, "The urn is used twice; both nodes are kept.")
        by_urn.setdefault(node.urn, node)
    latest: dict[int, Node] = {}
    for node in nodes:
        depth = _depth(node, notes)
        node.parent = _parent(node, depth, by_urn, latest, notes)
        if depth:
            latest = {level: above for level, above in latest.items() if level < depth} | {depth: node}
    _break_circles(nodes, notes)
    for node in nodes:
        if node.parent:
            node.parent.children.append(node)
    return nodes


def _node(row: Row, line: int, index: int, notes: Notes) -> Node:
    urn = plain(row.get("urn")) or f"row-{index + 1}"
    node = Node(row, line, urn, plain(row.get("ref_id")), true(row.get("assessable")))
    notes.count("nodes")
    notes.count("assessable" if node.assessable else "headings")
    if node.assessable and not node.ref:
        notes.say("no_ref_id", line, urn, "An assessable node without ref_id; the end of its urn is used.")
    if not row.get("urn"):
        notes.say("no_urn", line, urn, "A node without urn; its row number is used.")
    note_oddities(row, line, urn, notes)
    for key in row:
        if key not in _KNOWN:
            notes.leave_out("requirement nodes", str(key), line)
    if not node.assessable and (row.get("questions") or row.get("question")):
        notes.say("heading", line, urn, "A heading with questions; these are left out.")
    if not node.assessable and row.get("implementation_groups"):
        notes.leave_out("headings; the questions below keep theirs", "implementation_groups", line)
    return node


def _depth(node: Node, notes: Notes) -> int | None:
    depth = node.row.get("depth")
    if isinstance(depth, int) and not isinstance(depth, bool) and depth > 0:
        return depth
    notes.say("no_depth", node.line, node.urn, "A node without depth; it is placed by its parent.")
    return None


def _parent(
    node: Node, depth: int | None, by_urn: dict[str, Node], latest: dict[int, Node], notes: Notes
) -> Node | None:
    named = plain(node.row.get("parent_urn"))
    if named in by_urn:
        return by_urn[named]
    if named:
        notes.say("orphan", node.line, node.urn, f"The parent {named} does not exist; placed by depth.")
    above = [level for level in latest if depth is not None and level < depth]
    return latest[max(above)] if above else None


def _break_circles(nodes: list[Node], notes: Notes) -> None:
    safe: set[int] = set()
    for node in nodes:
        path: list[Node] = []
        seen: set[int] = set()
        step: Node | None = node
        while step is not None and id(step) not in safe:
            if id(step) in seen:
                notes.say("circle", step.line, step.urn, "The node stands under itself; placed at the top.")
                step.parent = None
                break
            seen.add(id(step))
            path.append(step)
            step = step.parent
        safe.update(id(one) for one in path)


@dataclass
class _Box:
    """A section in the making."""

    title: Texts
    text: Texts
    name: str
    takes_more: bool
    questions: list[Question] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)


class Outline:
    """Builds the sections: headings become sections, assessable nodes become questions, and the order stays.

    A pack's section shows its own questions before its sections. Where a library puts questions after a heading without
    children (“OR”, “Note: …”), that heading adopts them; elsewhere a section of the same title continues.
    """

    def __init__(self, path: str, title: Texts, locale: str, questions_of: Callable[[Node], list[Question]],
                 notes: Notes) -> None:  # fmt: skip
        self._path, self._locale, self._questions_of, self._notes = path, locale, questions_of, notes
        self._names = Names()
        self._top = _Box(title, {}, "top", False)

    def sections(self, nodes: list[Node]) -> tuple[Section, ...]:
        """The sections of a framework. Raises BadInput when its nodes are nested beyond reason."""
        self._mark_headings(nodes)
        self._fill(self._top, [node for node in nodes if node.parent is None])
        return tuple(self._section(box) for box in self._top.boxes)

    def _mark_headings(self, nodes: list[Node]) -> None:
        for node in nodes:
            above, depth = node.parent, 1
            while above is not None:
                above.has_heading |= not node.assessable
                above, depth = above.parent, depth + 1
                if depth > _MAX_DEPTH:
                    remedy = "Flatten the outline of the library."
                    raise BadInput(self._path, "The requirement nodes are nested too deeply.", node.line, remedy)

    def _fill(self, box: _Box, nodes: list[Node]) -> None:
        for node in nodes:
            if not node.assessable or node.has_heading or (node.children and node.parent is None):
                self._fill(self._open(box, node), node.children)
            else:
                self._place(box, node).questions.extend(self._questions_of(node))
                self._fill(box, node.children)

    def _open(self, box: _Box, node: Node) -> _Box:
        made = _Box(_heading(node, self._locale), {}, node.tail, not node.children)
        if node.assessable:
            made.questions.extend(self._questions_of(node))
        else:
            parts = [texts(node.row, key, self._locale) for key in ("description", "annotation", "typical_evidence")]
            made.text = joined(parts, self._locale)
        box.boxes.append(made)
        return made

    def _place(self, box: _Box, node: Node) -> _Box:
        if box is not self._top and not box.boxes:
            return box
        if box.boxes and box.boxes[-1].takes_more:
            return box.boxes[-1]
        if box.boxes:
            self._notes.say(
                "order", node.line, node.urn, "Stands after a section; a section of the same title continues."
            )
        box.boxes.append(_Box(box.title, box.text if not box.title else {}, f"{box.name}-more", True))
        return box.boxes[-1]

    def _section(self, box: _Box) -> Section:
        self._notes.count("sections")
        return Section(
            id=self._names.make(box.name, "section"),
            title=box.title,
            text=box.text,
            questions=tuple(box.questions),
            sections=tuple(self._section(child) for child in box.boxes),
        )


def _heading(node: Node, locale: str) -> Texts:
    """The title of a section: its number and name; a heading with a text only needs none."""
    names = texts(node.row, "name", locale)
    if not names:
        described = not node.assessable and plain(node.row.get("description"))
        return {locale: node.ref} if node.ref else {} if described else {locale: node.tail}
    return {code: name if name.startswith(node.ref) else f"{node.ref} {name}" for code, name in names.items()}
