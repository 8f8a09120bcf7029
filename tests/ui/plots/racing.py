"""Races to draw, and how a frame of them is made."""

from app.study.build import build_problem, build_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.colour import study_looks, with_colours
from app.ui.frame import Frame, RaceView
from app.ui.theme import LIGHT


def lane(optimizer, lr, **more):
    return LaneSpec(optimizer=optimizer, hyperparameters={"lr": lr}, **more)


LANES = (lane("gradient_descent", 1e-3), lane("momentum", 5e-4), lane("adam", 0.05))


class Racing:
    """A race that can go on, and frames of it."""

    def __init__(self, study, until=None):
        self.study = with_colours(study)
        problem = build_problem(self.study)
        self.race = build_race(self.study, problem=problem)
        self.race.begin()
        self.view = RaceView(self.study, problem, self.race.history)
        self.advance(self.race.ticks if until is None else until)

    @property
    def history(self):
        return self.race.history

    def advance(self, tick):
        if tick > self.race.tick:
            self.race.advance(tick - self.race.tick)

    def frame(self, tick=None, theme=LIGHT, solo=None, highlighted=None, run=0):
        recorded = self.history.tick
        tick = recorded if tick is None else tick
        steps = tuple(self.history.plan.step_at(index, tick) for index in range(len(self.study.lanes)))
        looks = study_looks(self.study, theme, solo, highlighted)
        return Frame(self.view, tick, recorded, steps, looks, run)


def surface_study(lanes=LANES, steps=200, surface="rosenbrock", **more):
    seeds = more.pop("seeds", (0,))
    target = more.pop("target", None)
    problem = SurfaceSpec(surface=surface, **more)
    return Study(problem=problem, lanes=tuple(lanes), steps=steps, seeds=seeds, target=target)


def data_study(dataset="two_moons", lanes=None, epochs=6, seeds=(0,), **more):
    lanes = lanes or (lane("sgd", 0.05, batch_size=32), lane("adam", 0.01, batch_size=32))
    problem = DataSpec(dataset=dataset, model="mlp", model_parameters={"hidden": [8]})
    return Study(problem=problem, lanes=tuple(lanes), epochs=epochs, seeds=seeds, **more)
