"""What a person set for this computer: never which workbooks were open, so no list of recent files exists.

Kept as JSON in the user's own folder, written whole or not at all. Keys of a later version are carried along; a file
that cannot be read is put aside, never overwritten.
"""

from __future__ import annotations

import dataclasses
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditdesk import paths
from auditdesk.core.files import write_atomically

THEMES = ("light", "dark", "system")
FILE = "settings.json"


@dataclass(frozen=True)
class Settings:
    """The settings, with sane values whatever the file said."""

    theme: str = "system"
    auto_lock_minutes: int = 10
    my_name: str = ""
    my_organisation: str = ""
    my_email: str = ""
    identity_file: str = ""
    language: str = ""
    text_scale: int = 100
    window_width: int = 1366
    window_height: int = 768
    window_maximised: bool = False
    unknown: dict[str, Any] = field(default_factory=dict, compare=False)

    def replace(self, **changes: object) -> Settings:
        """A copy with some values changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


_LIMITS = {
    "auto_lock_minutes": (0, 24 * 60),  # 0: never
    "text_scale": (80, 200),
    "window_width": (640, 10_000),
    "window_height": (400, 10_000),
}


def load(path: Path | None = None) -> tuple[Settings, Path | None]:
    """The settings, and where an unreadable settings file was put aside, if that happened."""
    path = path or paths.config_dir() / FILE
    try:
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return Settings(), None
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return Settings(), _put_aside(path)
    except OSError:
        return Settings(), None
    return _from(found), None


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings whole. Raises DiskFull, ReadOnly."""
    path = path or paths.config_dir() / FILE
    values = dict(settings.unknown)
    values |= {name: getattr(settings, name) for name in _names()}
    write_atomically(path, (json.dumps(values, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode())


def _names() -> list[str]:
    return [f.name for f in dataclasses.fields(Settings) if f.name != "unknown"]


def _from(found: dict[str, Any]) -> Settings:
    usual = Settings()
    values = {name: _sane(name, found[name], getattr(usual, name)) for name in _names() if name in found}
    unknown = {key: value for key, value in found.items() if key not in set(_names())}
    return Settings(**values, unknown=unknown)


def _sane(name: str, value: Any, usual: Any) -> Any:
    if type(value) is not type(usual):
        return usual
    if name == "theme" and value not in THEMES:
        return usual
    if name in _LIMITS:
        low, high = _LIMITS[name]
        return min(max(value, low), high)
    return value


def _put_aside(path: Path) -> Path | None:
    aside = path.with_name(f"{path.stem}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        os.replace(path, aside)
    except OSError:
        return None
    return aside
