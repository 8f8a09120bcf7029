"""A function that is typed into the panel."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.study.check import check_study
from app.study.spec import Study, SurfaceSpec
from app.ui.controls.function_edit import EXAMPLES, landmarks_text, with_expression
from app.ui.controls.problem_edit import surface_of
from app.ui.draft import Draft
from app.ui.theme import DARK
from tests.ui.controls.steering import choose, open_menu, pick, retype

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TYPED = SurfaceSpec(surface="custom", expression="x^2 + kappa*y^2", parameters={"kappa": 3.0}, noise=0.5)


@pytest.fixture
def panel(make_panel):
    return make_panel(problem=TYPED)


@pytest.fixture
def editor(panel):
    return panel.problem.surface_editor


@pytest.fixture
def field(editor):
    return editor.function.field


def type_in(qtbot, field, text, end=Key.Key_Return):
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Key.Key_Delete)
    qtbot.keyClicks(field, text)
    if end is not None:
        qtbot.keyClick(field, end)


def last(panel):
    study, text, key = panel.emitted[-1]
    check_study(study)
    assert study == panel.study
    return study.problem, text, key


def test_a_built_in_surface_has_no_such_controls(make_panel):
    editor = make_panel().problem.surface_editor
    assert editor.function is editor.domain is None


def test_choosing_it(qtbot, make_panel):
    panel = make_panel(problem=SurfaceSpec(surface="ravine", parameters={"kappa": 9.0}, noise=0.1))
    editor = panel.problem.surface_editor
    pick(qtbot, editor.surface.open_list(), "Your own function")
    problem, text, _ = last(panel)
    assert problem == SurfaceSpec(surface="custom", noise=0.1)
    assert text == "Choose the surface Your own function"
    assert editor.function.isVisible()
    assert editor.function.field.toPlainText() == EXAMPLES[0][1].expression
    assert list(editor.form.controls) == ["a"]
    pick(qtbot, editor.surface.open_list(), "Bowl")
    assert last(panel)[0] == SurfaceSpec(surface="bowl", noise=0.1)
    assert not editor.function.isVisible()
    assert not editor.domain.isVisible()


def test_a_valid_text_is_taken_with_enter(qtbot, panel, editor, field):
    type_in(qtbot, field, "(x - 1)^2 + c*y^4")
    problem, text, key = last(panel)
    assert problem.expression == "(x - 1)^2 + c*y^4"
    assert problem.parameters == {}
    assert problem.noise == 0.5
    assert (text, key) == ("Change the function", "problem.expression")
    assert list(editor.form.controls) == ["c"]
    assert "(1, 0) f = 0" in editor.domain.found.text()


def test_a_valid_text_is_taken_after_a_pause(qtbot, panel, field):
    with qtbot.waitSignal(panel.study_edited):
        type_in(qtbot, field, "x^2 + y^2", end=None)
    assert last(panel)[0].expression == "x^2 + y^2"


def test_a_valid_text_is_taken_when_the_field_is_left(qtbot, panel, editor, field):
    type_in(qtbot, field, "x^2 + 9y^2", end=None)
    editor.start[0].setFocus()
    assert last(panel)[0].expression == "x^2 + 9y^2"


def test_an_error_is_shown_with_the_key_and_the_last_good_function_stays(qtbot, panel, editor, field):
    type_in(qtbot, field, "x^2 + siin(y)", end=None)
    assert panel.emitted == []
    assert field.property("invalid")
    assert (
        editor.function.error.text() == "Character 7: There is no function named 'siin'. Did you mean 'sin'?"
    )
    assert editor.function.error.isVisible()
    (mark,) = field.extraSelections()
    assert mark.cursor.selectedText() == "s"
    assert mark.cursor.selectionStart() == 6
    qtbot.keyClick(field, Key.Key_Return)
    assert panel.emitted == []
    assert panel.study.problem == TYPED
    assert list(editor.form.controls) == ["kappa"]
    type_in(qtbot, field, "x^2 + sin(y)")
    assert not editor.function.error.isVisible()
    assert not field.property("invalid")
    assert field.extraSelections() == []
    assert last(panel)[0].expression == "x^2 + sin(y)"


def test_what_is_missing_at_the_end_is_marked_before_it(qtbot, field):
    type_in(qtbot, field, "x^2 +", end=None)
    assert "the end stands there" in field.reason
    (mark,) = field.extraSelections()
    assert mark.cursor.selectedText() == "+"
    type_in(qtbot, field, "", end=None)
    assert "is expected" in field.reason


def test_escape_brings_the_last_good_one_back(qtbot, panel, field):
    type_in(qtbot, field, "x^2 + siin(y)", end=Key.Key_Escape)
    assert field.toPlainText() == "x^2 + kappa*y^2"
    assert field.reason == ""
    assert panel.emitted == []


def test_a_parameter_has_a_slider_under_its_own_name(qtbot, panel, editor):
    control = editor.form.controls["kappa"]
    assert control.entry.text() == "3"
    assert "kappa" in control.label.text()
    retype(qtbot, control.entry, "4.5")
    problem, text, _ = last(panel)
    assert (problem.parameters, text) == ({"kappa": 4.5}, "Change kappa of the surface")
    qtbot.keyClick(control.entry, Key.Key_Up)
    assert last(panel)[2] == "problem.parameters.kappa"


def test_a_value_comes_back_with_its_name(qtbot, panel, field):
    type_in(qtbot, field, "x^2 + y^2")
    assert last(panel)[0].parameters == {}
    type_in(qtbot, field, "x^2 + kappa*y^4")
    assert last(panel)[0].parameters == {"kappa": 3.0}


def test_the_range_of_a_slider(qtbot, panel, editor):
    assert editor.form.controls["kappa"].parameter.slider == (-5.0, 5.0)
    editor.domain.sliders.set_open(True)
    left, right = editor.domain.ranges["kappa"]
    retype(qtbot, right, "20")
    problem, text, _ = last(panel)
    assert (problem.ranges, text) == ({"kappa": (-5.0, 20.0)}, "Change the slider of kappa")
    assert editor.form.controls["kappa"].parameter.slider == (-5.0, 20.0)
    retype(qtbot, left, "30")
    assert "30 to 20" in left.reason
    assert last(panel)[0].ranges == {"kappa": (-5.0, 20.0)}
    editor.function.field.setFocus()
    type_in(qtbot, editor.function.field, "x^2 + b*y^2")
    assert last(panel)[0].ranges == {}
    assert list(editor.domain.ranges) == ["b"]


def test_the_domain(qtbot, panel, editor):
    least_x, greatest_x, least_y, _ = editor.domain.ends
    retype(qtbot, least_x, "-2")
    assert last(panel)[0].domain == (-2.0, 5.0, -5.0, 5.0)
    retype(qtbot, greatest_x, "-3")
    assert "-2 to -3" in greatest_x.reason
    retype(qtbot, least_y, "1")
    problem, text, _ = last(panel)
    assert (problem.domain, text) == ((-2.0, 5.0, 1.0, 5.0), "Change the domain")
    assert editor.domain.found.text().startswith("No minimum")
    qtbot.keyClick(least_y, Key.Key_Up)
    assert last(panel)[2] == "problem.domain[2]"
    retype(qtbot, least_x, "1e9")
    assert least_x.reason


def test_the_start(qtbot, panel, editor):
    retype(qtbot, editor.start[0], "1.25")
    assert last(panel)[0].start[0] == 1.25


def test_examples(qtbot, panel, editor):
    menu = open_menu(editor.function.examples, qtbot)
    assert [action.text() for action in menu.actions()] == [title for title, _ in EXAMPLES]
    choose(menu, "A banana valley")
    problem, text, _ = last(panel)
    assert problem.expression == "(1 - x)^2 + b*(y - x^2)^2"
    assert problem.noise == 0.5
    assert text == "Choose the example A banana valley"
    assert editor.domain.found.text() == "Minimum: (1, 1) f = 0. No saddle."
    assert editor.function.field.toPlainText() == problem.expression


@pytest.mark.parametrize(("title", "spec"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_every_example_is_valid_and_has_a_minimum(title, spec):
    surface = surface_of(spec)
    assert surface.name == "custom"
    assert surface.minima
    for parameter in surface.parameters:
        low, high = parameter.slider
        assert low <= surface.values[parameter.name] <= high
    (left, right), (bottom, top) = surface.domain
    assert spec.start is None or (left < spec.start[0] < right and bottom < spec.start[1] < top)


def test_a_value_that_is_refused_marks_the_field(panel, editor):
    panel.show_error("problem.expression", "no")
    assert editor.function.field.property("invalid")
    assert editor.function.error.text() == "no"
    panel.show_error("problem.domain", "narrow")
    assert editor.domain.ends[0].reason == "narrow"
    panel.show_error("problem.ranges.kappa", "wide")
    assert editor.domain.ranges["kappa"][0].reason == "wide"
    assert editor.field("domainish") is editor.field("nothing") is None


def test_another_study_is_shown(make_panel, panel, editor, field):
    other = SurfaceSpec(surface="custom", expression="x*y + c", domain=(0.0, 1.0, 0.0, 2.0))
    panel.set_study(make_panel(problem=other).study)
    assert panel.emitted == []
    assert field.toPlainText() == "x*y + c"
    assert [entry.value for entry in editor.domain.ends] == [0.0, 1.0, 0.0, 2.0]


def test_another_theme(qtbot, panel, field):
    type_in(qtbot, field, "x +", end=None)
    panel.apply_theme(DARK)
    QApplication.processEvents()
    (mark,) = field.extraSelections()
    assert mark.format.underlineColor().name() == DARK.bad.lower()


def test_what_was_typed_is_undone_at_once():
    draft = Draft()
    draft.open_study(Study(problem=TYPED))
    for text in ("x^2", "x^2 + y^2", "x^2 + y^2 + 1"):
        problem = with_expression(draft.study.problem, text, {})
        assert draft.edit(Study(problem=problem), "Change the function", "problem.expression")
    assert draft.undo_text == "Change the function"
    draft.undo()
    assert draft.study.problem == TYPED
    assert not draft.can_undo
    draft.redo()
    assert draft.study.problem.expression == "x^2 + y^2 + 1"


def test_a_function_that_is_not_valid_is_refused_with_a_caret():
    draft, messages = Draft(), []
    draft.message_raised.connect(lambda found, to=messages: to.append(found))
    assert not draft.edit(Study(problem=SurfaceSpec(surface="custom", expression="x + siin(y)")))
    (message,) = messages
    assert message.where == "problem.expression"
    assert message.details == "x + siin(y)\n    ^"


def test_minima_in_words():
    def words(text):
        return landmarks_text(surface_of(SurfaceSpec(surface="custom", expression=text)))

    assert words("x^2 + y^2") == "Minimum: (0, 0) f = 0. No saddle."
    assert words("x^2 - y^2") == "No minimum in the domain. 1 saddle."
    assert words("(x^2 - 1)^2 + y^2") == "Minima: (-1, 0) f = 0; (1, 0) f = 0. 1 saddle."
    assert words("x^3/3 - x + y^2").endswith("The border of the domain is lower.")
    assert "and 45 more" in words("20 + x^2 - 10cos(2pi*x/1.5) + y^2 - 10cos(2pi*y/1.5)")


def test_a_text_keeps_what_it_still_names():
    spec = SurfaceSpec(
        surface="custom", expression="a*x + b*y", parameters={"a": 2.0, "b": 3.0}, ranges={"a": (0.0, 4.0)}
    )
    changed = with_expression(spec, "a*x + c*y", {"c": 5.0})
    assert changed.parameters == {"a": 2.0, "c": 5.0}
    assert changed.ranges == {"a": (0.0, 4.0)}
