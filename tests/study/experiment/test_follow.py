import msgspec

from app.study.check import check_study
from app.study.experiment.follow import fitted, with_lanes
from app.study.experiment.spec import Axis, SuiteSpec, SweepSpec, TaskSpec, TuneSpec
from app.study.spec import LaneSpec, Study, SurfaceSpec

AXES = (
    Axis(lane=0, name="lr", values=(0.1, 0.2)),
    Axis(lane=1, name="beta1", values=(0.5,)),
    Axis(lane=1, name="batch_size", values=(8,)),
)
LANES = (LaneSpec(optimizer="sgd"), LaneSpec(optimizer="adam"))


def places(study):
    return [(axis.lane, axis.name) for axis in study.experiment.axes]


def test_axes_follow_lanes_that_move_go_and_are_copied():
    study = Study(lanes=LANES, experiment=SweepSpec(axes=AXES))
    assert places(with_lanes(study, LANES[::-1], [1, 0])) == [(0, "beta1"), (0, "batch_size"), (1, "lr")]
    assert places(with_lanes(study, LANES[1:], [1])) == [(0, "beta1"), (0, "batch_size")]
    copied = with_lanes(study, (LANES[0], LANES[0], LANES[1]), [0, 0, 1])
    assert places(copied) == [(0, "lr"), (1, "lr"), (2, "beta1"), (2, "batch_size")]


def test_axes_that_a_lane_no_longer_has_are_left_out():
    study = Study(problem=SurfaceSpec(), lanes=LANES, experiment=SweepSpec(axes=AXES))
    assert places(fitted(study)) == [(0, "lr"), (1, "beta1")]
    other = msgspec.structs.replace(study, lanes=(LANES[0], LaneSpec(optimizer="momentum")))
    assert places(fitted(other)) == [(0, "lr")]
    check_study(fitted(other))


def test_the_axes_of_a_tuned_suite_and_studies_without_any():
    suite = SuiteSpec(tasks=(TaskSpec(name="a"),), tune=TuneSpec(axes=AXES[:2]))
    study = with_lanes(Study(lanes=LANES, experiment=suite), LANES[1:], [1])
    assert [(axis.lane, axis.name) for axis in study.experiment.tune.axes] == [(0, "beta1")]
    plain = Study(lanes=LANES)
    assert fitted(plain) is plain
    assert with_lanes(plain, LANES[1:], [1]) == Study(lanes=LANES[1:])
