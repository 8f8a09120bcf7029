"""What waits of an experiment: the order of the plan, and then what is run again."""

from app.study.experiment.agenda import Agenda
from app.study.experiment.block import Block
from app.study.experiment.number import numbered


def stage(count, number=0, done=()):
    return numbered([[Block(index=0, content=place, work=2.0) for place in range(count)]], number, done)


def test_blocks_come_in_order_and_those_that_are_run_again_after_them():
    agenda = Agenda(set())
    agenda.add(stage(3), 3)
    first = agenda.take()
    agenda.put(first)
    assert len(agenda) == 3
    assert [agenda.take().index for _ in range(3)] == [1, 2, 0]
    assert not agenda


def test_what_is_stored_is_passed_over():
    agenda = Agenda({0, 2, 3})
    agenda.add(stage(6), 3)
    assert [agenda.take().index for _ in range(3)] == [1, 4, 5]
    assert not agenda
    assert (len(agenda.plan), agenda.work) == (6, 12.0)


def test_what_comes_to_be_stored_while_it_runs_changes_nothing():
    stored = set()
    agenda = Agenda(stored)
    agenda.add(stage(3), 3)
    stored.add(agenda.take().index)
    assert [agenda.take().index, agenda.take().index] == [1, 2]
    assert not agenda


def test_a_stage_follows_another():
    agenda = Agenda(set())
    agenda.add(stage(2), 2)
    before = [agenda.take(), agenda.take()]
    agenda.add(stage(2, 1, [(before[-1], {})]), 2)
    assert [(block.index, block.stage) for block in (agenda.take(), agenda.take())] == [(2, 1), (3, 1)]
    assert [block.index for block in agenda.plan] == [0, 1, 2, 3]
    assert agenda.work == 8.0
