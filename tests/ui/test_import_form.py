"""The options of a file: they show what was found, and give back what was chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.intake.options import FileSpec
from app.study.intake.preview import preview
from app.ui.import_form import ImportForm


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "things.csv"
    path.write_text("length;kind;weight\n1,5;in;2\n2,5;out;3\n")
    return preview(FileSpec(path=str(path), decimal=","))


@pytest.fixture
def form(qtbot):
    widget = ImportForm()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_what_was_found_is_shown_and_given_back(form, found):
    form.show_options(found.spec, found.columns)
    assert [form.target.box.itemText(at) for at in range(3)] == ["length", "kind", "weight (the last column)"]
    assert (form.target.value(), form.delimiter.value(), form.comma.isChecked()) == ("weight", ";", True)
    given = form.chosen(found.spec)
    assert (given.target, given.delimiter, given.decimal, given.header) == (
        "weight",
        ";",
        ",",
        found.spec.header,
    )


def test_arrays_have_neither_columns_nor_the_options_of_text(form):
    form.show_options(FileSpec(path="digits.npz", task="regression"), ())
    assert not any(
        each.isEnabled() for each in (form.header, form.comma, form.target.box, form.delimiter.box)
    )
    assert form.task.box.isEnabled()
    assert form.chosen(FileSpec(path="digits.npz")).target == ""
    assert form.chosen(FileSpec(path="digits.npz")).task == "regression"


def test_the_first_line_is_as_the_file_has_it_until_somebody_says_otherwise(qtbot, form, found):
    unknown = FileSpec(path="x.csv")
    form.show_options(unknown, found.columns)
    assert form.chosen(unknown).header is unknown.header
    with qtbot.waitSignal(form.changed):
        QTest.mouseClick(form.header, Qt.MouseButton.LeftButton, pos=form.header.rect().center())
    assert form.chosen(unknown).header is form.header.isChecked()


def test_showing_is_no_change_by_the_person(form, found):
    told = []
    form.changed.connect(lambda: told.append(1))
    form.show_options(found.spec, found.columns)
    form.show_options(FileSpec(path=""), ())
    assert told == []


def test_a_field_is_found_by_the_name_of_the_option(form):
    assert form.field("delimiter") is form.delimiter.box
    assert form.field("path") is None
