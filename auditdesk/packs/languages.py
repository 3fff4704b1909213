"""Which language codes a pack may use, and which text is shown when a language lacks one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
ISO_639_1 = frozenset(_TWO_LETTERS.split())
_CODE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True)
class Shown:
    """A text as it is shown: the words, their language, and whether they stand in for a missing translation."""

    text: str
    language: str
    fallback: bool


def is_language(code: str) -> bool:
    """Whether `code` is an ISO 639 code, two letters checked against the list, optionally with a region or script."""
    found = _CODE.fullmatch(code)
    return found is not None and (len(found.group(1)) == 3 or found.group(1) in ISO_639_1)


def text(translations: Mapping[str, str], language: str, first: str = "en") -> Shown:
    """The text in `language`, else in its base language, else in `first`, else in whatever there is, and says which."""
    for code in (language, language.split("-")[0], first, *sorted(translations)):
        if translations.get(code):
            return Shown(translations[code], code, code.split("-")[0] != language.split("-")[0])
    return Shown("", language, False)
