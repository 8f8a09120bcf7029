"""A report as data: its title, the order of its sections, and what is put between them."""

import msgspec

from app.study.file import study_from_json
from app.study.report.section import Section, Text
from app.study.spec import LaneSpec
from tests.study.report.conftest import figure


def titles(report):
    return [section.title for section in report.sections]


def test_what_others_have_to_say_comes_after_the_verdict(report_of, surface_study):
    sections = (Section("Tuning", (Text("Equal.", "strong"),)), Section("Sweep", (figure("sweep"),)))
    report = report_of(surface_study, sections=sections, figures=[figure()])
    assert titles(report) == [
        "Question and prediction", "Results", "Verdict", "Tuning", "Sweep", "What this does not show",
        "Figures",
        "Settings", "Every run", "How this was made",
    ]  # fmt: skip
    assert [figure.name for figure in report.figures] == ["sweep", "loss"]


def test_the_title_is_the_studys_or_made_of_what_is_compared(report_of, surface_study, data_study):
    assert report_of(surface_study).title == "Adam, Gradient descent and Momentum on Rosenbrock"
    assert report_of(msgspec.structs.replace(surface_study, title=" Mine ")).title == "Mine"
    many = tuple(LaneSpec(optimizer=name) for name in ("adam", "sgd", "rmsprop", "adagrad"))
    assert (
        report_of(msgspec.structs.replace(surface_study, lanes=many, steps=2)).title
        == "4 optimizers on Rosenbrock"
    )
    assert report_of(surface_study).lead == "Rosenbrock: 3 lanes, 60 steps, 2 seeds."
    assert report_of(data_study).lead.endswith(": 3 lanes, 3 epochs, 2 seeds.")


def test_the_study_is_in_it(report_of, surface_study):
    assert study_from_json(report_of(surface_study).study) == surface_study


def test_versions_but_no_machine(report_of, surface_study):
    import platform

    report = report_of(surface_study, sha256="f00", beside={"history.csv": "numbers"})
    told = repr(report.sections[-1])
    for word in ("NumPy", "Python", "Descent Lab", "Linear algebra", "f00", "history.csv", "run report.html"):
        assert word in told
    assert platform.platform() not in told
    assert platform.node() not in told or not platform.node()
