"""When a prediction was written, told from edits and races alone."""

import msgspec

from app.study.prediction import Foretold
from app.study.spec import Study
from app.ui.foresight import Foresight

replace = msgspec.structs.replace


class Sitting:
    """A study that is edited and raced."""

    def __init__(self, text=""):
        self.study = Study(prediction=text)
        self.begun = False
        self.foresight = Foresight(self.study)

    def write(self, text):
        before, self.study = self.study, replace(self.study, prediction=text)
        self.foresight.edited(before, self.study, self.begun)

    def run(self):
        self.begun = True

    def change(self):
        before, self.study = self.study, replace(self.study, steps=self.study.steps + 1)
        self.foresight.edited(before, self.study, self.begun)
        self.anew()

    def anew(self):
        self.foresight.raced_anew(self.begun)
        self.begun = False

    @property
    def told(self):
        return self.foresight.foretold(self.study)


def test_written_then_run():
    sitting = Sitting()
    sitting.write("A")
    sitting.write("Adam")
    sitting.run()
    assert sitting.told == Foretold("Adam", "first")
    sitting.anew()
    sitting.run()
    assert sitting.told == Foretold("Adam", "first")  # it is as old as it was


def test_run_then_written_is_none():
    sitting = Sitting()
    sitting.run()
    sitting.write("Adam")
    assert sitting.told == Foretold("", "file")


def test_changed_while_it_ran_the_first_text_counts():
    sitting = Sitting()
    sitting.write("Adam")
    sitting.run()
    sitting.write("Momentum")
    sitting.write("Momentum!")
    assert sitting.told == Foretold("Adam", "first")
    sitting.write("Adam")  # undone
    assert sitting.told == Foretold("Adam", "first")


def test_changed_while_it_ran_it_is_old_news_for_the_next_race():
    sitting = Sitting()
    sitting.write("Adam")
    sitting.run()
    sitting.write("Momentum")
    sitting.anew()
    sitting.run()
    assert sitting.told == Foretold("Momentum", "again")


def test_written_between_two_races():
    sitting = Sitting()
    sitting.run()
    sitting.change()
    sitting.write("Adam")
    sitting.run()
    assert sitting.told == Foretold("Adam", "again")


def test_a_race_that_was_never_run_has_shown_nothing():
    sitting = Sitting()
    sitting.change()
    sitting.change()
    sitting.write("Adam")
    sitting.run()
    assert sitting.told == Foretold("Adam", "first")


def test_one_that_came_with_the_file_may_be_of_any_time():
    sitting = Sitting("Adam")
    sitting.run()
    assert sitting.told == Foretold("Adam", "file")
    sitting.change()
    sitting.write("Momentum")
    sitting.write("Adam")
    sitting.run()
    assert sitting.told == Foretold("Adam", "file")
