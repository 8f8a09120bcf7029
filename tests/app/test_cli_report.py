"""Reports from the command line, as a program of its own and within this one."""

import json

import pytest

from app import cli
from tests.app.test_cli_files import TABLES, start
from tests.study.report.reading import Reader

WORDS = ("compare", "--surface", "beale", "--steps", "30", "--lane", "adam:lr=0.1", "--lane", "momentum")


@pytest.mark.e2e
def test_a_report_without_a_screen_and_again_from_the_report(tmp_path):
    done = start(
        *WORDS, "--report", "--no-pictures", "--prediction", "Adam <wins>.", "--out", "one", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "one").iterdir()} == TABLES | {
        "report.html",
        "report.pdf",
        "verdict.csv",
    }
    words = Reader((tmp_path / "one" / "report.html").read_bytes()).words
    assert "Adam <wins>." in words
    assert "It stood in the study before this race began." in words
    done = start("run", "one/report.html", "--report", "--no-pictures", "--out", "two", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("history.csv", "study.json", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_without_the_word_there_is_none(tmp_path, capsys):
    assert cli.main([*WORDS, "--no-pictures", "--quiet", "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir() if path.name != "home"} == TABLES | {"verdict.csv"}
    assert json.loads((tmp_path / "study.json").read_text())["study"]["prediction"] == ""


def test_a_prediction_that_is_too_long_is_refused(tmp_path, capsys):
    assert cli.main([*WORDS, "--prediction", "x" * 2001, "--out", str(tmp_path)]) == 2
    assert "prediction: A prediction is plain text of up to 2,000 characters" in capsys.readouterr().err


def test_a_page_that_is_no_report_is_refused_by_name(tmp_path, capsys):
    page = tmp_path / "page.html"
    page.write_text("<html><body>Hello</body></html>")
    assert cli.main(["run", str(page), "--out", str(tmp_path / "out")]) == 2
    assert f"{page}: This page holds no study" in capsys.readouterr().err
