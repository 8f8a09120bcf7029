"""From a study to a race: what is built, how much it records, what the lanes are called."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.optimizer import optimizers
from app.study import build
from app.study.build import build_problem, build_race, lane_names, plan_race
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

IRIS = DataSpec(dataset="iris", model="softmax")


def lane(optimizer, **hyperparameters):
    return LaneSpec(optimizer=optimizer, hyperparameters=hyperparameters)


class TestMemory:
    def refusal(self, study, limit, monkeypatch):
        monkeypatch.setattr(build, "MEMORY_LIMIT", limit)
        with pytest.raises(InputError) as caught:
            build_race(study)
        return caught.value

    @pytest.mark.parametrize("seeds", [1, 7])
    @pytest.mark.parametrize(
        ("study", "name", "limit"),
        [
            (Study(steps=100_000), "steps", 2**20),
            (Study(steps=100_000, lanes=(LaneSpec(), LaneSpec())), "steps", 2**22),
            (Study(problem=IRIS, epochs=5000, evaluations_per_epoch=5), "epochs", 2**20),
        ],
    )
    def test_what_fits_is_named_and_fits(self, study, name, limit, seeds, monkeypatch):
        fields = {field: getattr(study, field) for field in study.__struct_fields__}
        study = Study(**fields | {"seeds": tuple(range(seeds))})
        error = self.refusal(study, limit, monkeypatch)
        assert error.where == name
        assert f"{getattr(study, name):,} {name} with {len(study.lanes)} lane" in error.message
        assert f"{seeds} seed" in error.message
        fits = int(error.message.split("About ")[1].split(f" {name} fit")[0].replace(",", ""))
        smaller = Study(**fields | {"seeds": study.seeds, name: fits})
        plan = plan_race(smaller, build_problem(smaller))
        assert 0.6 * limit < plan.nbytes <= limit

    def test_where_even_one_epoch_does_not_fit(self, monkeypatch):
        error = self.refusal(Study(problem=IRIS), 2**8, monkeypatch)
        assert error.where == "seeds"
        assert error.message.endswith("Take fewer seeds or a smaller model.")

    def test_the_largest_studies_are_refused_quickly(self):
        seeds = tuple(range(1000))
        for study, name in [
            (Study(steps=10_000_000, seeds=seeds), "steps"),
            (Study(problem=IRIS, epochs=100_000, evaluations_per_epoch=10, seeds=seeds), "epochs"),
        ]:
            with pytest.raises(InputError, match=r"takes at most 4 GiB, but 1\d*,.* seeds need") as caught:
                build_race(study)
            assert caught.value.where == name


class TestBuild:
    def test_a_surface(self):
        study = Study(
            problem=SurfaceSpec(surface="ravine", parameters={"kappa": 7}), lanes=(lane("adam", lr=0.5),)
        )
        race = build_race(study)
        problem = race.lanes[0].problem
        assert problem.surface.values == {"kappa": 7.0}
        assert problem.start == problem.surface.starts[0]
        np.testing.assert_array_equal(race.lanes[0].optimizer.lr, 0.5)

    def test_data(self):
        spec = DataSpec(
            dataset="iris", model="mlp", model_parameters={"hidden": "5x4"}, split=(0.8, 0.1, 0.1)
        )
        race = build_race(Study(problem=spec, seeds=(1, 2)))
        problem = race.lanes[0].problem
        assert problem.params == 4 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3
        assert problem.examples == 120
        assert race.lanes[0].theta.shape == (2, problem.params)

    @pytest.mark.parametrize(
        ("batch_size", "optimizer", "expected"),
        [
            (None, "gradient_descent", 106),
            (None, "sgd", 1),
            (None, "adam", 32),
            ("full", "sgd", 106),
            (16, "gradient_descent", 16),
            (1000, "adam", 106),
        ],
    )
    def test_batch_sizes(self, batch_size, optimizer, expected):
        study = Study(problem=IRIS, lanes=(LaneSpec(optimizer=optimizer, batch_size=batch_size),))
        assert plan_race(study, build_problem(study)).lanes[0].batch_size == expected

    def test_a_problem_at_hand_is_used(self):
        study = Study(problem=IRIS)
        problem = build_problem(study)
        assert build_race(study, problem=problem).lanes[0].problem is problem

    def test_the_buffer_is_asked_for_its_plan(self):
        asked = []

        def buffer(plan):
            asked.append(plan.nbytes)
            return bytearray(plan.nbytes)

        race = build_race(Study(), buffer=buffer)
        assert asked == [race.history.plan.nbytes]

    @pytest.mark.parametrize("optimizer", optimizers.names())
    @pytest.mark.parametrize("problem", [SurfaceSpec(surface="bowl"), IRIS], ids=["surface", "data"])
    def test_every_optimizer_races_on_both(self, optimizer, problem):
        """Or is refused on a surface, where its class says why."""
        study = Study(
            problem=problem, lanes=(LaneSpec(optimizer=optimizer),), steps=20, epochs=2, seeds=(0, 1)
        )
        reason = optimizers[optimizer].no_surface
        if reason and problem is not IRIS:
            with pytest.raises(InputError, match=reason[:20]):
                build_race(study)
            return
        race = build_race(study)
        race.run()
        assert np.isfinite(race.history.lanes[0].batch_loss).all()
        assert (race.history.lanes[0].diverged_at == -1).all()

    def test_aliases_are_understood(self):
        race = build_race(Study(lanes=(LaneSpec(optimizer="nag"), LaneSpec(optimizer="heavy_ball"))))
        assert [built.optimizer.name for built in race.lanes] == ["nesterov", "momentum"]


class TestNames:
    @pytest.mark.parametrize(
        ("lanes", "names"),
        [
            ((lane("adam"), lane("sgd")), ["Adam", "SGD"]),
            ((lane("adam", lr=0.1), lane("adam", lr=0.01)), ["Adam lr=0.1", "Adam lr=0.01"]),
            ((lane("adam"), lane("adam", lr=0.01)), ["Adam lr=0.001", "Adam lr=0.01"]),
            ((lane("adam"), lane("adam")), ["Adam", "Adam (2)"]),
            ((LaneSpec(optimizer="adam", name="A"), lane("adam")), ["A", "Adam"]),
            (
                (LaneSpec(optimizer="sgd", batch_size=1), LaneSpec(optimizer="sgd", batch_size=8)),
                ["SGD batch=1", "SGD batch=8"],
            ),
            (
                (lane("adam", beta1=0.5, lr=0.1), lane("adam", lr=0.1), lane("adam")),
                ["Adam lr=0.1 beta1=0.5", "Adam lr=0.1 beta1=0.9", "Adam lr=0.001 beta1=0.9"],
            ),
        ],
    )
    def test_they_tell_lanes_apart(self, lanes, names):
        assert lane_names(Study(lanes=lanes)) == names

    def test_no_two_are_the_same(self):
        lanes = (
            LaneSpec(optimizer="adam", name="Adam (2)"),
            *(lane("adam") for _ in range(4)),
            LaneSpec(optimizer="sgd", name="Adam"),
        )
        names = lane_names(Study(lanes=lanes))
        assert len(set(names)) == len(lanes)
