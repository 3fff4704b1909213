"""Settings survive, and a broken file costs nothing."""

from __future__ import annotations

import json

import pytest

from auditdesk import paths
from auditdesk.core.errors import AuditdeskError
from auditdesk.gui import settings
from auditdesk.gui.settings import Settings


def file():
    return paths.config_dir() / settings.FILE


def test_what_was_saved_is_loaded():
    wanted = Settings(theme="dark", my_name="Å. Ørveni", auto_lock_minutes=5, window_maximised=True)

    settings.save(wanted)

    assert settings.load() == (wanted, None)


def test_without_a_file_there_are_defaults():
    assert settings.load() == (Settings(), None)


def test_keys_of_a_later_version_are_kept():
    file().write_text(json.dumps({"theme": "dark", "from_the_future": {"a": [1]}}))

    found, _ = settings.load()
    settings.save(found.replace(theme="light"))

    assert json.loads(file().read_text())["from_the_future"] == {"a": [1]}


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_a_broken_file_gives_defaults_and_is_put_aside(broken):
    file().write_bytes(broken)

    found, aside = settings.load()

    assert found == Settings()
    assert aside is not None
    assert aside.read_bytes() == broken
    assert not file().exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "<b>"), ("theme", 3), ("auto_lock_minutes", "soon"), ("my_name", None), ("window_maximised", 1)],
)
def test_a_senseless_value_becomes_the_default(key, value):
    file().write_text(json.dumps({key: value}))

    assert getattr(settings.load()[0], key) == getattr(Settings(), key)


def test_numbers_stay_within_their_limits():
    file().write_text(json.dumps({"text_scale": 10_000, "window_width": -5}))

    found, _ = settings.load()

    assert (found.text_scale, found.window_width) == (200, 640)


def test_no_setting_remembers_a_workbook():
    assert not [name for name in Settings.__dataclass_fields__ if "recent" in name or "last" in name]


def test_a_failed_save_keeps_the_old_file(monkeypatch):
    settings.save(Settings(theme="dark"))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(AuditdeskError):
        settings.save(Settings(theme="light"))

    assert settings.load()[0].theme == "dark"
