"""When something was captured, as people type it: date, time and zone. Pure."""

from __future__ import annotations

import datetime as dt
import re

_TYPED = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+−-]\d{1,2}(?::?\d{2})?)?", re.I
)


def read_moment(text: str) -> dt.datetime | None:
    """An aware moment, or None for no text. Without a zone the computer's own is meant. Raises ValueError."""
    if not text.strip():
        return None
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = dt.datetime(year, month, day, hour, minute, second)
    zone = found.group(7)
    try:
        aware = moment.replace(tzinfo=_zone(zone)) if zone else moment.astimezone()
        return aware.astimezone(dt.UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(text) from error


def say_moment(at: dt.datetime | None) -> str:
    """The moment in the computer's zone, which is written behind it."""
    if at is None:
        return ""
    local = at.astimezone()
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    offset = local.strftime("%z")
    return f"{local.year:04d}-{local.month:02d}-{local.day:02d} {clock} {offset[:3]}:{offset[3:5]}"


def _zone(text: str) -> dt.tzinfo:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    sign = 1 if text[0] == "+" else -1
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
