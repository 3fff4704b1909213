"""Colours that can be read, icons that are there, a theme that switches live."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton

from auditdesk import paths
from auditdesk.core.models.enums import Grade, Result
from auditdesk.gui import icons, theme
from auditdesk.gui.vocabulary import grade_look, result_look

BOTH = pytest.mark.parametrize("name", ["light", "dark"])


def luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("token", [*theme.TEXT_TOKENS, *theme.RESULT_TOKENS])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_every_text_colour_is_readable_on_window_and_surface(name, token, ground):
    shown = theme.load(name)

    assert contrast(shown.colour(token), shown.colour(ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("token", "ground"),
    [("text", "selection"), ("text", "selection_idle"), ("text", "hover"), ("text", "pressed"), ("muted", "hover"),
     ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_pressed"), ("on_tip", "tip"),
     ("tip_action", "tip"), ("accent", "hover")],
)  # fmt: skip
def test_text_on_fills_is_readable(name, token, ground):
    shown = theme.load(name)

    assert contrast(shown.colour(token), shown.colour(ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("token", theme.RESULT_TOKENS)
def test_text_and_shapes_on_a_chosen_answer_are_readable(name, token):
    shown = theme.load(name)

    assert contrast(shown.colour("text"), shown.tint(token)) >= 4.5
    assert contrast(shown.colour(token), shown.tint(token)) >= 3


@BOTH
@pytest.mark.parametrize("token", ["accent", "border_strong"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_focus_and_field_edges_can_be_found(name, token, ground):
    shown = theme.load(name)

    assert contrast(shown.colour(token), shown.colour(ground)) >= 3


def test_the_light_colours_are_the_ones_of_the_design():
    light, dark = theme.load("light"), theme.load("dark")

    assert [light.hex(t) for t in ("window", "surface", "border", "text", "muted", "accent")] == [
        "#F6F7F9", "#FFFFFF", "#DFE3E8", "#1B1F24", "#57606A", "#0B6E69",
    ]  # fmt: skip
    assert [dark.hex(t) for t in ("window", "surface", "border", "text", "muted", "accent")] == [
        "#14171B", "#1C2026", "#30363D", "#E6EAEE", "#9AA4AF", "#4DB6AC",
    ]  # fmt: skip


@BOTH
def test_both_themes_have_the_same_tokens_and_a_whole_stylesheet(app, name):
    shown = theme.load(name)

    sheet = theme.stylesheet(shown)

    assert shown.colours.keys() == theme.load("light").colours.keys()
    assert "$" not in sheet
    for mark in set(re.findall(r'url\("([^"]+)"\)', sheet)):
        assert paths.Path(mark).is_file()


@BOTH
def test_the_marks_of_the_stylesheet_have_the_colours_of_their_theme(name):
    shown = theme.load(name)
    wanted = {"check": "on_accent", "some": "on_accent", "dot": "on_accent", "down": "muted", "up": "muted"}

    for mark, token in wanted.items():
        assert shown.hex(token) in paths.resource("themes", f"{name}-{mark}.svg").read_text()


@pytest.mark.parametrize("icon", sorted(icons.NAMES))
def test_every_icon_draws_something_at_every_scale(app, icon):
    for scale in (1, 2, 3):
        image = icons.pixmap(icon, "text", 20, scale).toImage()

        assert image.width() == 20 * scale
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_every_icon_file_has_a_name_and_no_other_name_draws(app):
    files = {path.stem for path in paths.resource("icons").glob("*.svg")}

    assert files == icons.NAMES
    with pytest.raises(KeyError):
        icons.icon("../themes/light-check")


def test_switching_the_theme_changes_palette_and_icons_live(app):
    button = QPushButton("Undo")
    icons.set_icon(button, "undo")
    before = button.icon().pixmap(20).toImage()

    theme.apply_theme(app, "dark")

    assert app.palette().color(QPalette.ColorRole.Window) == QColor("#14171B")
    assert button.icon().pixmap(20).toImage() != before
    theme.apply_theme(app, "light")
    assert button.icon().pixmap(20).toImage() == before


def test_results_and_grades_have_a_shape_and_a_word_of_their_own(app):
    results = [result_look(result) for result in Result]
    grades = [grade_look(grade) for grade in Grade]

    for looks in (results, grades):
        assert len({look.glyph for look in looks}) == len(looks)
        assert len({look.icon for look in looks}) == len(looks)
        assert len({look.word for look in looks}) == len(looks)
        assert {look.icon for look in looks} <= icons.NAMES
        assert {look.token for look in looks} <= theme.load("light").colours.keys()


def test_the_text_scale_makes_every_size_larger():
    assert theme.load("light", 2.0).points("body") == 2 * theme.load("light").points("body")
