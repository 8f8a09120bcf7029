"""The page of a report: well formed, whole in itself, the same for equal races, and proof against texts."""

import base64
import re
from itertools import pairwise

import msgspec
import pytest

from app.study.file import study_from_json
from app.study.prediction import without_controls
from app.study.report.page import page
from app.study.report.report import Report
from app.study.report.section import Cell, Figure, Heading, Points, Quote, Section, Table, Text
from app.study.spec import LaneSpec
from tests.study.report.conftest import figure
from tests.study.report.hostile import HOSTILE
from tests.study.report.reading import Reader


@pytest.mark.parametrize("kind", ["surface_study", "data_study"])
def test_it_is_well_formed_and_can_be_found_ones_way_in(request, report_of, kind):
    study = msgspec.structs.replace(request.getfixturevalue(kind), title="Mine", prediction="Adam.")
    read = Reader(page(report_of(study, figures=[figure()])))
    assert read.all("html") == [{"lang": "en"}]
    assert [tag for tag, *_ in read.elements].count("h1") == 1
    identifiers = [attrs["id"] for _, attrs, _ in read.elements if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))
    for attrs in read.all("section"):
        assert attrs["aria-labelledby"] in identifiers
    links = [attrs["href"] for attrs in read.all("a")]
    assert all(link[1:] in identifiers for link in links if link.startswith("#"))
    assert len([link for link in links if link.startswith("#")]) == len(read.all("section"))
    levels = [int(tag[1]) for tag, *_ in read.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(read.all("caption")) == len(read.all("table")) >= 5
    for tag, attrs, above in read.elements:
        if tag == "th":
            assert attrs["scope"] == ("col" if "thead" in above else "row")
        if tag == "svg":
            assert attrs["role"] == "img"
            assert set(attrs["aria-labelledby"].split()) <= set(identifiers)


def test_it_asks_nothing_of_anybody(report_of, surface_study):
    content = page(report_of(surface_study, figures=[figure()]))
    read = Reader(content)
    for tag, attrs, _ in read.elements:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "xlink:href", "action", "srcset", "poster", "data"):
                assert value.startswith(("#", "data:")), (tag, name, value)
    assert [attrs["type"] for attrs in read.all("script")] == ["application/json"]
    assert not {"link", "iframe", "object", "embed", "img", "form"} & {tag for tag, *_ in read.elements}
    (style,) = [text for text in read.raw if ":root" in text]
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    (policy,) = [attrs["content"] for attrs in read.all("meta") if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text(report_of, surface_study, text):
    lanes = (msgspec.structs.replace(surface_study.lanes[0], name=text), *surface_study.lanes[1:])
    study = msgspec.structs.replace(
        surface_study, title=text, description=text, lanes=lanes, prediction=without_controls(text[:2000])
    )
    calm = msgspec.structs.replace(
        study, title="T", description="D", prediction="P", lanes=surface_study.lanes
    )
    drawn = [figure(title=text, description=text, caption=text)]
    read = Reader(page(report_of(study, figures=drawn)))
    other = Reader(page(report_of(calm, figures=[figure()])))
    assert [tag for tag, *_ in read.elements] == [tag for tag, *_ in other.elements]
    assert [sorted(attrs) for _, attrs, _ in read.elements] == [
        sorted(attrs) for _, attrs, _ in other.elements
    ]
    seen = text.replace("\x00", "\ufffd").replace("\x08", "\ufffd").replace("\x1b", "\ufffd")
    assert read.words.replace("\r", "").count(seen.strip().replace("\r", "")) >= 3


def test_every_block_is_written_and_escaped():
    evil = "<i>&\"'"
    table = Table(evil, (evil, evil), ((evil, Cell(evil, "bad")), (evil, evil)), frozenset([1]), evil)
    blocks = (
        Text(evil),
        Text(evil, "warning"),
        Heading(evil),
        Points((evil, evil)),
        Quote(evil, evil),
        table,
    )
    read = Reader(
        page(Report(evil, evil, (Section(evil, (*blocks, figure(title=evil, caption=evil))),), b"{}"))
    )
    assert read.all("i") == []
    assert read.words.count(evil) == 23
    assert {"class": "warning"} in read.all("p")
    assert read.all("b") == [{"class": "bad"}, {}]


def test_equal_races_have_equal_pages(report_of, surface_study):
    assert page(report_of(surface_study)) == page(report_of(surface_study))


def test_nothing_in_it_comes_from_the_clock(report_of, surface_study, monkeypatch):
    before = page(report_of(surface_study))
    monkeypatch.setattr("app.engine.lane.perf_counter", lambda: 12345.0, raising=False)
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert page(report_of(surface_study)) == before
    assert not re.search(rb"20[2-9]\d-[01]\d-", before)


def test_the_link_is_the_study(report_of, surface_study):
    read = Reader(page(report_of(surface_study)))
    (link,) = [attrs for attrs in read.all("a") if "download" in attrs]
    assert link["download"] == "study.descent.json"
    content = base64.b64decode(link["href"].partition("base64,")[2])
    assert study_from_json(content) == surface_study


def test_a_block_of_another_kind_is_a_mistake():
    with pytest.raises(TypeError, match="no blocks such as 3"):
        page(Report("", "", (Section("A", (3,)),), b"{}"))


def test_many_lanes_are_many_tables(report_of, surface_study):
    lanes = tuple(LaneSpec(hyperparameters={"lr": 0.001 * (k + 1)}) for k in range(32))
    study = msgspec.structs.replace(surface_study, lanes=lanes, steps=3, seeds=tuple(range(5)))
    read = Reader(page(report_of(study)))
    assert "The first 60 of 160 runs" in read.words
    assert sum("Adam lr=" in text for text in read.text) > 32 * 2


def test_a_figure_that_is_none_is_refused():
    bad = Figure("loss", "Loss", "", b"no drawing")
    with pytest.raises(Exception, match="The figure loss is no SVG"):
        page(Report("", "", (Section("A", (bad,)),), b"{}"))
