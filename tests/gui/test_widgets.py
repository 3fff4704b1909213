"""Controls show text as typed, can be reached and heard, and tell what was done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from auditdesk.core.models.enums import Grade, Result
from auditdesk.gui import theme, widgets
from auditdesk.gui.vocabulary import grade_look, result_look
from tests.gui.helpers import Heard, type_text, wait_until


@pytest.fixture
def window(app):
    page = QWidget()
    page.resize(600, 400)
    QVBoxLayout(page)
    page.show()
    page.activateWindow()
    return page


def test_a_label_shows_markup_as_typed(window):
    label = widgets.PlainLabel("<b>x</b>", window)
    plain = widgets.PlainLabel("x", window)

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().width() > plain.sizeHint().width() * 3


def test_a_label_stays_plain_whatever_is_asked(window):
    label = widgets.PlainLabel("<img src='file:///etc/passwd'>", window)

    label.setTextFormat(Qt.TextFormat.RichText)

    assert label.textFormat() == Qt.TextFormat.PlainText


def test_an_elided_label_tells_the_whole_text_in_its_tip(window):
    label = widgets.PlainLabel("a <b>long</b> file name.pdf", window, elide=Qt.TextElideMode.ElideMiddle)
    label.show()

    label.resize(40, 20)

    assert label.toolTip() == "<span>a &lt;b&gt;long&lt;/b&gt; file name.pdf</span>"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_reading_text_keeps_to_eighty_characters(window):
    label = widgets.PlainLabel("word " * 100, window, wrap=True)

    assert label.heightForWidth(4000) == label.heightForWidth(label.line_width())


@pytest.mark.parametrize("text", ["<b>x</b>", "a<b and c>d", "one\ntwo <i>", "<a href='file:///x'>y</a>"])
def test_a_tip_with_markup_is_escaped(text):
    tip = widgets.plain_tip(text)

    assert "<b>" not in tip and "<i>" not in tip and "<a " not in tip
    assert "&lt;" in tip


def test_a_tip_tells_its_shortcut():
    assert widgets.with_shortcut("Undo", "Ctrl+Z") == "Undo (Ctrl+Z)"
    assert widgets.with_shortcut("Undo", "") == "Undo"


def test_a_field_takes_its_name_from_its_label(window):
    field = QLineEdit(window)

    label = widgets.FieldLabel("&Vendor && site", field, window)

    assert field.accessibleName() == "Vendor & site"
    assert label.buddy() is field


def test_typing_is_told_and_filling_is_not(window):
    field = widgets.PlainText(window)
    heard = Heard(field.edited)

    field.set_text("from the workbook")
    assert heard.values == []
    type_text(field, "Ørveni 漢字 ")

    assert len(heard.values) == 1
    assert field.text() == "Ørveni 漢字 from the workbook"


@pytest.mark.parametrize("text", ["a\u00a0b", "<b>x</b>", "one\n\ntwo\n", "\ttab", "𝕏 😀"])
def test_a_text_field_gives_back_what_it_was_given(window, text):
    field = widgets.PlainText(window)

    field.set_text(text)

    assert field.text() == text


def test_a_text_field_grows_with_its_text_up_to_a_limit(window):
    field = widgets.PlainText(window, min_lines=2, max_lines=5)
    window.layout().addWidget(field)
    small = field.height()

    field.set_text("line\n" * 3)
    middle = field.height()
    field.set_text("line\n" * 50)

    assert small < middle < field.height()
    assert field.height() <= small / 2 * 5


def test_tab_leaves_a_text_field(window):
    field, after = widgets.PlainText(window), QPushButton("after", window)
    window.layout().addWidget(field)
    window.layout().addWidget(after)
    field.setFocus()
    wait_until(field.hasFocus)

    QTest.keyClick(field, Qt.Key.Key_Tab)

    assert after.hasFocus()


def test_an_answer_button_is_chosen_by_space_and_says_its_word(window):
    button = widgets.ResultButton(Result.UNABLE, "5", window)

    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)

    assert button.isChecked()
    assert button.accessibleName() == "Unable to verify"
    assert button.toolTip() == "Unable to verify (5)"


def test_a_rail_button_says_its_state(window):
    button = widgets.RailButton("findings", "Findings", window, keys="Ctrl+5")

    button.set_count(8)
    button.set_waiting(True)
    button.set_progress(0.999)

    assert button.accessibleName() == "Findings, 8, 99 % done, something waits here"
    assert button.toolTip().endswith("(Ctrl+5)")


def test_words_with_an_ampersand_are_no_access_key(window):
    button = widgets.push_button("Facts & figures", window)

    assert button.text() == "Facts && figures"
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Facts & figures"


def test_the_completeness_meter_names_what_is_missing(window):
    meter = widgets.CompletenessMeter(["Criterion", "Cause"], window)

    meter.set_present(["Cause"])

    assert meter.accessibleName() == "1 of 2"
    assert meter.toolTip() == "Missing: Criterion"


def test_an_empty_screen_offers_its_one_button(window):
    empty = widgets.EmptyState("Evidence is collected here.", "Add evidence", window)
    heard = Heard(empty.started)

    empty.button.click()

    assert len(heard.values) == 1


def test_a_flow_wraps_and_grows_in_height(window):
    holder = QWidget(window)
    flow = widgets.FlowLayout(holder)
    for _ in range(10):
        flow.addWidget(widgets.Chip(result_look(Result.CONFORMS), holder))

    assert flow.heightForWidth(2000) < flow.heightForWidth(300)
    flow.clear()
    assert flow.count() == 0


def test_a_toast_keeps_the_focus_where_it_is_and_offers_undo(window):
    host = widgets.ToastHost(window)
    field = QLineEdit(window)
    window.layout().addWidget(field)
    field.setFocus()
    wait_until(field.hasFocus)
    presses = QPushButton(window)
    presses.setCheckable(True)

    toast = host.say("A17 is now <b>open</b>", action="Undo", on_action=presses.toggle)

    assert field.hasFocus()
    assert toast.geometry().bottom() <= window.height()
    host.focus_action()
    assert toast.action.hasFocus()
    toast.action.click()
    assert presses.isChecked()
    assert host.toasts == ()
    assert field.hasFocus()


def test_a_toast_goes_by_itself_and_a_fourth_sends_the_first_away(window):
    host = widgets.ToastHost(window)
    elsewhere = QPushButton(window)
    window.layout().addWidget(elsewhere)
    elsewhere.setFocus()
    wait_until(elsewhere.hasFocus)

    for number in range(4):
        host.say(f"Saved {number}", shown_ms=50)

    assert [toast.label.text() for toast in host.toasts] == ["Saved 1", "Saved 2", "Saved 3"]
    wait_until(lambda: not host.toasts)


def test_toasts_are_cleared_at_once(window):
    host = widgets.ToastHost(window)
    host.say("EV-004 was added")

    host.clear()

    assert host.toasts == ()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_painted_control_draws_in_every_state(app, window, name):
    theme.apply_theme(app, name)
    controls = [widgets.ResultButton(result, "1", window) for result in Result]
    controls += [widgets.Chip(grade_look(grade), window) for grade in Grade]
    controls += [widgets.ChipButton(result_look(Result.PARTLY), window, checkable=True)]
    controls += [widgets.RailButton("start", "Start", window), widgets.Ring(window)]

    for control in controls:
        control.resize(control.sizeHint() if control.sizeHint().isValid() else control.size())
        for enabled in (True, False):
            control.setEnabled(enabled)
            assert len(set(_pixels(control))) > 1
    theme.apply_theme(app, "light")


def test_a_focused_control_shows_it(window):
    for button in (widgets.ResultButton(Result.PARTLY, "3", window), widgets.RailButton("start", "Start", window)):
        window.layout().addWidget(button)
        QPushButton(window).setFocus()
        before = _pixels(button)

        button.setFocus()
        wait_until(button.hasFocus)

        assert _pixels(button) != before


def test_a_ring_is_never_full_before_all_is_done(app):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)

    widgets.paint_ring(painter, QRect(0, 0, 40, 40).toRectF(), 0.5)
    painter.end()

    accent = theme.current().colour("accent")
    assert image.pixelColor(37, 20).name() == accent.name()
    assert image.pixelColor(2, 20).name() != accent.name()


def _pixels(control: QWidget) -> bytes:
    return bytes(control.grab().toImage().constBits())
