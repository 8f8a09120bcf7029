"""The study within a report: it comes back to the same bits, and only from where this app has put it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.study.file import SCHEMA, load_study, save_study, study_from_json, study_to_json
from app.study.report.embedded import IDENTIFIER, embed, study_within
from app.study.report.page import page
from app.study.spec import LaneSpec, Study
from tests.recorded import raced_again, recorded_bytes
from tests.study.report.hostile import HOSTILE

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def wrapped(element):
    return f"<!DOCTYPE html><html><body>{element}</body></html>".encode()


@given(st.lists(st.one_of(texts, st.sampled_from(HOSTILE)), min_size=3, max_size=3))
def test_any_study_comes_back(names):
    study = Study(title=names[0], description=names[1], lanes=(LaneSpec(name=names[2]),), prediction=names[1])
    content = study_to_json(study)
    element = embed(content)
    assert element.count("<") == 2  # its own start and end alone
    assert study_from_json(study_within(wrapped(element))) == study


def test_a_report_opens_as_its_study_and_gives_the_same_bits(tmp_path, report_of, surface_study):
    study = msgspec.structs.replace(surface_study, title=HOSTILE[1], prediction="Adam.\nBy far.")
    path = tmp_path / "report.html"
    path.write_bytes(page(report_of(study)))
    back = load_study(path)
    assert back == study
    save_study(study, tmp_path / "a.json")
    save_study(back, tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert recorded_bytes(raced_again(back)) == recorded_bytes(raced_again(study))


GOOD = embed(study_to_json(Study()))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><body>Hello</body></html>", "This page holds no study"),
        (b"<", "This page holds no study"),
        (wrapped(f"<!-- {GOOD} -->"), "This page holds no study"),
        (wrapped(GOOD.replace("application/json", "text/javascript")), "This page holds no study"),
        (wrapped(GOOD.replace(IDENTIFIER, "other")), "This page holds no study"),
        (wrapped(f"<style>{GOOD.removesuffix('</script>')}</style>"), "This page holds no study"),
        (wrapped(GOOD + GOOD), "A report holds one study, but this page holds 2"),
        (wrapped(GOOD.replace('"steps": 500', '"steps": "many"')), "A whole number belongs here"),
        (wrapped(GOOD.replace('"steps": 500', '"stesp": 500')), "Did you mean 'steps'"),
        (wrapped(GOOD.replace('"steps": 500', '"steps": 0')), "The nearest valid choice is 1"),
        (wrapped(GOOD.replace(f'"schema": {SCHEMA}', '"schema": 99')), "newer version"),
        (wrapped(GOOD).replace(b"500", b"50\xff"), "not a page in UTF-8"),
        (wrapped(GOOD.replace("}", "", 1)), "This is not JSON"),
        (wrapped(GOOD)[: wrapped(GOOD).index(b"lanes")], "This is not JSON"),
    ],
)
def test_what_is_no_report_is_refused_by_name(tmp_path, content, message):
    path = tmp_path / "mine.html"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        load_study(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_mark_at_the_beginning_and_space_do_not_matter(tmp_path):
    path = tmp_path / "mine.html"
    path.write_bytes(b"\xef\xbb\xbf\n " + wrapped(GOOD))
    assert load_study(path) == Study()


def test_a_page_of_any_length_is_not_read(monkeypatch):
    monkeypatch.setattr("app.study.report.embedded._LONGEST", 100)
    with pytest.raises(InputError, match="up to 0 MiB"):
        study_within(wrapped(GOOD))
