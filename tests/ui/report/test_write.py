"""A report in a folder: all of it or nothing, the same bytes for equal races."""

import hashlib

import msgspec
import pytest

from app.engine.error import InputError
from app.study.file import load_study
from app.study.prediction import Foretold
from app.study.report.section import Section, Text
from app.ui.report import print as printing
from app.ui.report.write import check_name, report_paths, write_report
from tests.recorded import raced_again, recorded_bytes
from tests.study.conftest import race_of, surface_study  # noqa: F401
from tests.study.report.reading import Reader

PARTS = ("history", "summary", "study")
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def raced(race_of, surface_study):  # noqa: F811
    study = msgspec.structs.replace(surface_study, prediction="Adam.")
    return study, *race_of(study)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_of_it(tmp_path, raced):
    told = []
    show = lambda *given: told.append(given)  # noqa: E731
    written = write_report(tmp_path, *raced, Foretold("Adam.", "first"), PARTS, show=show)
    assert written == report_paths(tmp_path, PARTS, "report", ("html", "pdf"))
    assert names(tmp_path) == sorted(path.name for path in written)
    read = Reader((tmp_path / "report.html").read_bytes())
    digest = hashlib.sha256((tmp_path / "history.csv").read_bytes()).hexdigest()
    assert digest in read.words
    assert "before any other was run" in read.words
    assert "history.csv-metadata.json" in read.words
    assert [attrs["id"] for attrs in read.all("figure") if "id" in attrs] == [
        "trajectory",
        "loss",
        "gradient_norm",
    ]
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    doings = list(dict.fromkeys(doing for doing, *_ in told))
    assert doings[0] == "Drawing the figures"
    assert doings[-2:] == ["Writing report.html", "Writing report.pdf"]
    back = load_study(tmp_path / "report.html")
    assert back == raced[0]
    assert recorded_bytes(raced_again(back)) == recorded_bytes(raced[2])


def test_alone_it_names_nothing_beside_it(tmp_path, raced):
    write_report(tmp_path, *raced, Foretold("Adam."), name="mine", kinds=("html",))
    assert names(tmp_path) == ["mine.html"]
    words = Reader((tmp_path / "mine.html").read_bytes()).words
    assert "Beside this report" not in words
    assert "run mine.html --out DIR" in words


def test_a_further_section_is_in_the_page_and_in_the_pages(tmp_path, raced, monkeypatch):
    seen = []
    real = printing.printed
    monkeypatch.setattr(printing, "printed", lambda report: (seen.append(report), real(report))[1])
    sections = (Section("Tuning", (Text("Cannot tell."),)),)
    write_report(tmp_path, *raced, Foretold("Adam."), sections=sections)
    assert "Cannot tell." in Reader((tmp_path / "report.html").read_bytes()).words
    assert sections[0] in seen[0].sections


def test_equal_races_have_equal_pages(tmp_path, raced, race_of):  # noqa: F811
    study = raced[0]
    for name, race in (("a", raced[1:]), ("b", race_of(study))):
        write_report(tmp_path / name, study, *race, Foretold("Adam."), PARTS, kinds=("html",))
    assert (tmp_path / "a" / "report.html").read_bytes() == (tmp_path / "b" / "report.html").read_bytes()


def test_a_page_that_cannot_be_written_leaves_all_as_it_was(tmp_path, raced):
    (tmp_path / "report.pdf").mkdir()
    (tmp_path / "history.csv").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"report\.pdf cannot be written: this is a folder"):
        write_report(tmp_path, *raced, Foretold(""), PARTS)
    assert names(tmp_path) == ["history.csv", "report.pdf"]
    assert (tmp_path / "history.csv").read_bytes() == b"mine"


def test_a_mistake_while_the_last_file_is_made_leaves_nothing(tmp_path, raced, monkeypatch):
    def fail(report):
        raise RuntimeError("a mistake")

    monkeypatch.setattr(printing, "printed", fail)
    with pytest.raises(RuntimeError):
        write_report(tmp_path, *raced, Foretold(""), PARTS)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("report", "report"), (" Mine.html ", "Mine"), ("a.PDF", "a"), ("v1.2", "v1.2"), ("día 1", "día 1")],
)
def test_names(text, name):
    assert check_name(text) == name


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("", "'report'"),
        ("a/b", "'a-b'"),
        ("..", "'report'"),
        (".hidden", "'hidden'"),
        ("a:b?", "'a-b-'"),
        ("con", "'con-report'"),
        ("a\x00", "'a-'"),
        ("a.", "'a'"),
    ],
)
def test_names_that_no_system_takes(text, near):
    with pytest.raises(InputError, match="The nearest valid choice is ") as caught:
        check_name(text)
    assert caught.value.message.endswith(f"{near}.")
    assert check_name(near.strip("'")) == near.strip("'")
    with pytest.raises(InputError, match="up to 100"):
        check_name("x" * 101)
