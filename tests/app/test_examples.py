"""The reports that are shown in docs: of the suites as they are shipped, and small."""

from pathlib import Path

import pytest

from app.study.experiment.pin import pinned
from app.study.experiment.suites import suite_names, suite_path
from app.study.file import load_study

FOLDER = Path(__file__).parents[2] / "docs" / "examples"
MOST = 400_000  # bytes


@pytest.mark.parametrize("name", suite_names())
def test_every_shipped_suite_has_its_report(name):
    report = FOLDER / name / "report.html"
    assert load_study(report) == pinned(load_study(suite_path(name)))
    assert report.stat().st_size < MOST
    assert f"({name}/report.html)" in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"`python3 -m app suite {name} --out DIR`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_no_report_names_a_place_of_the_machine_it_was_made_on():
    for path in FOLDER.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not any(word in text for word in ("/tmp/", "/home/", "/root/")), path
