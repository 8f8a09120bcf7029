"""What a report says of a prediction: that it was there before, or that it was not."""

import pytest

from app.study.prediction import Foretold
from app.study.report.expectation import expectation
from app.study.report.section import Quote, Text
from app.study.spec import Study


def told(now, before, origin="first", **more):
    section = expectation(Study(prediction=now, **more), Foretold(before, origin))
    return [(type(block).__name__, block.text) for block in section.blocks], [
        block.source for block in section.blocks if isinstance(block, Quote)
    ]


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("first", "before any other was run since the study was opened"),
        ("again", "after another had been run since the study was opened"),
        ("file", "Whether a race had been seen when it was written is not known"),
    ],
)
def test_one_that_was_there_is_quoted_with_what_is_known(origin, words):
    blocks, (source,) = told("Adam.", "Adam.", origin)
    assert blocks == [("Quote", "Adam.")]
    assert words in source


def test_one_that_was_changed_is_quoted_as_it_was_and_as_it_is():
    blocks, sources = told("Momentum.", "Adam.")
    assert blocks == [
        ("Quote", "Adam."),
        ("Text", "The prediction was changed after the race had begun."),
        ("Quote", "Momentum."),
    ]
    assert sources[1] == "Written after the race had begun."


def test_one_that_was_taken_away_is_quoted_all_the_same():
    blocks, _ = told("", "Adam.")
    assert blocks[0] == ("Quote", "Adam.")
    assert blocks[-1] == ("Text", "It was taken away.")


def test_one_that_came_later_is_called_what_it_is():
    blocks, (source,) = told("Adam.", "  \n")
    assert blocks[0] == ("Text", "There was no prediction when the race began.")
    assert source == "Written after the race had begun: this is no prediction."


def test_none_is_said():
    blocks, _ = told("", "")
    assert blocks == [("Text", "No prediction was written for this race.")]


def test_the_question_of_the_study_comes_first():
    section = expectation(Study(description="Which one?"), Foretold(""))
    assert section.blocks[0] == Text("Which one?")
