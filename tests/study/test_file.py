import errno
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study import file
from app.study.build import build_race
from app.study.curve import CurveSpec
from app.study.file import FORMAT, SCHEMA, load_study, save_study, study_from_json, study_to_json
from app.study.intake.options import FileSpec
from app.study.pairing import with_streams
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from tests.recorded import raced_again, recorded_bytes

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
values = st.one_of(
    numbers, st.booleans(), st.integers(-(2**60), 2**60), texts, st.lists(st.integers(1, 99)).map(tuple)
)
tables = st.dictionaries(texts, values, max_size=4)
lanes = st.builds(
    LaneSpec,
    optimizer=st.sampled_from(optimizers.names()),
    hyperparameters=tables,
    batch_size=st.one_of(st.none(), st.just("full"), st.integers(1, 10**6)),
    name=texts,
    colour=st.sampled_from(["", "#00ff7f"]),
    muted=st.booleans(),
    stream=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    schedule=st.one_of(
        st.none(), st.builds(ScheduleSpec, name=texts, parameters=tables, warmup=st.floats(0.0, 1e6))
    ),
    filters=st.lists(st.builds(FilterSpec, name=texts, parameters=tables), max_size=2).map(tuple),
    changes=st.lists(st.builds(Change, st.integers(0, 10**6), texts, values), max_size=2).map(tuple),
)
surfaces = st.builds(
    SurfaceSpec,
    surface=texts,
    parameters=tables,
    start=st.one_of(st.none(), st.tuples(numbers, numbers)),
    noise=numbers,
)
data = st.builds(
    DataSpec,
    dataset=texts,
    dataset_parameters=tables,
    model_parameters=tables,
    split=st.tuples(numbers, numbers, numbers),
)
switch = st.one_of(st.none(), st.booleans())
curves = st.builds(CurveSpec, quantity=texts, x=texts, log_x=switch, log_y=switch)
studies = st.builds(
    Study,
    problem=st.one_of(surfaces, data),
    lanes=st.lists(lanes, max_size=3).map(tuple),
    steps=st.integers(-(2**60), 2**60),
    seeds=st.lists(st.integers(0, 2**63 - 1), max_size=3).map(tuple),
    target=st.one_of(st.none(), numbers),
    title=texts,
    prediction=texts,
    curves=st.lists(curves, max_size=2).map(tuple),
)


@given(studies)
def test_what_is_written_comes_back(study):
    content = study_to_json(study)
    back = study_from_json(content)
    assert back == study
    assert study_to_json(back) == content
    assert study_from_json(content.decode()) == study


@given(numbers)
def test_numbers_come_back_bit_by_bit(number):
    back = study_from_json(study_to_json(Study(target=number)))
    assert np.float64(back.target).tobytes() == np.float64(number).tobytes()


def test_a_file_says_what_it_is_and_who_wrote_it(tmp_path):
    from app import __version__

    save_study(Study(title="Ravine, κ = 50"), tmp_path / "a.descent.json")
    raw = json.loads((tmp_path / "a.descent.json").read_text(encoding="utf-8"))
    assert list(raw) == ["format", "schema", "app_version", "study"]
    assert (raw["format"], raw["schema"], raw["app_version"]) == (FORMAT, SCHEMA, __version__)
    assert "κ = 50" in (tmp_path / "a.descent.json").read_text(encoding="utf-8")
    assert load_study(tmp_path / "a.descent.json") == Study(title="Ravine, κ = 50")


def test_the_layout_does_not_depend_on_the_order_of_keys():
    one = Study(lanes=(LaneSpec(hyperparameters={"lr": 0.1, "eps": 1e-8}),))
    two = Study(lanes=(LaneSpec(hyperparameters={"eps": 1e-8, "lr": 0.1}),))
    assert study_to_json(one) == study_to_json(two)


def test_numpy_numbers_are_numbers():
    study = Study(lanes=(LaneSpec(hyperparameters={"lr": np.float64(0.1), "hidden": np.array([3, 4])}),))
    assert study_from_json(study_to_json(study)).lanes[0].hyperparameters == {"lr": 0.1, "hidden": (3, 4)}


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan"), np.inf])
def test_infinite_numbers_are_not_written(tmp_path, number):
    for study, place in (
        (Study(target=number), "target"),
        (Study(lanes=(LaneSpec(hyperparameters={"lr": number}),)), "lanes[0].hyperparameters.lr"),
    ):
        with pytest.raises(InputError, match="Numbers in a study are finite") as caught:
            save_study(study, tmp_path / "a")
        assert caught.value.where == place
    assert list(tmp_path.iterdir()) == []


def test_what_json_cannot_hold_is_not_written():
    with pytest.raises(InputError, match="numbers, texts, switches and lists"):
        study_to_json(Study(lanes=(LaneSpec(hyperparameters={"lr": object()}),)))


def wrapped(**study):
    return {"format": FORMAT, "schema": SCHEMA, "study": study}


def test_a_file_by_hand_may_leave_out_defaults():
    text = json.dumps(wrapped(problem={"kind": "surface", "start": [1, 2]}, lanes=[{"optimizer": "sgd"}]))
    study = study_from_json("\ufeff" + text)
    assert study == Study(problem=SurfaceSpec(start=(1.0, 2.0)), lanes=(LaneSpec(optimizer="sgd"),))
    assert study_from_json(("\ufeff" + text).encode()) == study


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This is not JSON: Expecting value, line 1 column 1."),
        (b'{\n  "a": 1,\n}', r"This is not JSON: .*, line [23] column [1-9]"),
        (b"\xff\xfe", "not a text in UTF-8: byte 1"),
        (b"[1]", "This is not a study"),
        (b'{"format": "other"}', "This is not a study"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 5000, "JSON that can be read"),
        (b'{"a": NaN}', "finite, but NaN was given"),
        (b'{"a": -Infinity}', "finite, but -Infinity was given"),
        (b'{"a": 1e999}', "finite, but 1e999 was given"),
        (b'{"a": 1, "a": 2}', "The key 'a' stands twice"),
    ],
)
def test_what_is_no_study_is_refused(content, message):
    with pytest.raises(InputError, match=message):
        study_from_json(content)


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        ({"schema": 99}, "schema", r"newer version \(schema 99\); this version reads schema 3\. Update"),
        ({"schema": 0}, "schema", "a whole number from 1, but 0"),
        ({"schema": True}, "schema", "a whole number from 1, but True"),
        ({"schema": "1"}, "schema", "a whole number from 1, but '1'"),
        ({"study": None}, "study", "an object {...}, but nothing"),
        ({"study": [1] * 50}, "study", r"but \[1, 1, .*\.\.\. was given"),
        ({"shema": 1}, "", "No key of a file named 'shema'. Did you mean 'schema'?"),
    ],
)
def test_the_wrapper_is_checked(change, where, message):
    with pytest.raises(InputError, match=message) as caught:
        study_from_json(json.dumps(wrapped() | change))
    assert caught.value.where == where


@pytest.mark.parametrize(
    ("study", "where", "message"),
    [
        ({"stesp": 5}, "", "No key of a study named 'stesp'. Did you mean 'steps'?"),
        ({"lanes": [{"optimizr": "adam"}]}, "lanes[0]", "Did you mean 'optimizer'?"),
        (
            {"lanes": [{}, {"changes": [{"step": 1, "name": "lr", "valeu": 2}]}]},
            "lanes[1].changes[0]",
            "Did you mean 'value'?",
        ),
        ({"lanes": [{"schedule": {"nmae": "step"}}]}, "lanes[0].schedule", "Did you mean 'name'?"),
        (
            {"lanes": [{"filters": [{"name": "ema"}, {"name": "swa", "paramters": {}}]}]},
            "lanes[0].filters[1]",
            "Did you mean 'parameters'?",
        ),
        ({"problem": {"kind": "surface", "sart": [1, 2]}}, "problem", "Did you mean 'start'?"),
        ({"problem": {"kind": "data", "modle": "mlp"}}, "problem", "Did you mean 'model'?"),
        ({"problem": {"kind": "surfaces"}}, "problem.kind", "Did you mean 'surface'?"),
        ({"problem": {}}, "problem.kind", "Choose one of: data, surface"),
        ({"problem": {"kind": ["data"]}}, "problem.kind", "is a text"),
        ({"problem": 3}, "problem", r"An object {...} belongs here, but 3 was given"),
        ({"steps": "many"}, "steps", 'A whole number belongs here, but "many" was given'),
        ({"steps": 1.5}, "steps", "A whole number belongs here, but 1.5 was given"),
        ({"steps": True}, "steps", "A whole number belongs here, but true was given"),
        ({"lanes": {}}, "lanes", "A list belongs here"),
        ({"lanes": [3]}, "lanes[0]", r"An object {...} belongs here"),
        ({"lanes": [{"colour": "red"}]}, "lanes[0].colour", "A colour is .#rrggbb., a number from 1 to 99"),
        ({"lanes": [{"batch_size": "fll"}]}, "lanes[0].batch_size", "A batch size is a whole number, 'full'"),
        ({"lanes": [{"changes": [{"step": 1}]}]}, "lanes[0].changes[0]", "missing required field `name`"),
        (
            {"problem": {"kind": "surface", "start": [1, 2, 3]}},
            "problem.start",
            "A list of length 2 belongs here",
        ),
    ],
)
def test_unknown_keys_and_wrong_types_are_placed(study, where, message):
    with pytest.raises(
        InputError, match=message.replace("?", r"\?").replace("{...}", r"\{\.\.\.\}")
    ) as caught:
        study_from_json(json.dumps(wrapped(**study)))
    assert caught.value.where == where


def test_loading_also_checks_names_and_ranges(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(wrapped(lanes=[{"optimizer": "adamm"}])))
    with pytest.raises(InputError) as caught:
        load_study(path)
    assert (
        str(caught.value) == f"{path}: lanes[0].optimizer: No optimizer named 'adamm'. Did you mean 'adam'?"
    )


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match=r"none\.json cannot be read: there is no such file"):
        load_study(tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be read"):
        load_study(tmp_path)


def test_a_full_disk_leaves_the_old_study(tmp_path, monkeypatch):
    save_study(Study(steps=1), tmp_path / "a")

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="the disk is full"):
        save_study(Study(steps=2), tmp_path / "a")
    assert load_study(tmp_path / "a").steps == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_older_schema_is_brought_forward(monkeypatch):
    """Two invented changes of the format: `iterations` became `steps`, then lanes got their list."""
    monkeypatch.setattr(file, "SCHEMA", 3)

    def first(body):
        body = dict(body)
        body["steps"] = body.pop("iterations")
        return body

    def second(body):
        body = dict(body)
        body["lanes"] = [body.pop("lane")]
        return body

    monkeypatch.setattr(file, "MIGRATIONS", {1: first, 2: second})
    old = {"format": FORMAT, "schema": 1, "study": {"iterations": 7, "lane": {"optimizer": "sgd"}}}
    middle = {"format": FORMAT, "schema": 2, "study": {"steps": 7, "lane": {"optimizer": "sgd"}}}
    for content in (old, middle):
        study = study_from_json(json.dumps(content))
        assert (study.steps, study.lanes) == (7, (LaneSpec(optimizer="sgd"),))
    with pytest.raises(InputError, match="No key of a study named 'iterations'"):
        study_from_json(json.dumps(old | {"schema": 3}))
    with pytest.raises(InputError, match="not as schema 1 had it: KeyError"):
        study_from_json(json.dumps(old | {"study": {}}))


def test_a_file_of_schema_1_opens_and_is_a_study_without_a_prediction():
    path = Path(__file__).with_name("schema_1.descent.json")
    study = load_study(path)
    assert (study.title, study.steps, study.seeds, study.prediction) == ("Why momentum", 300, (0, 1), "")
    assert [lane.optimizer for lane in study.lanes] == ["gradient_descent", "momentum"]
    again = study_to_json(study)
    assert b'"schema": 3' in again
    assert study_from_json(again) == study


def test_a_file_of_schema_2_opens_with_paired_lanes_and_gives_the_same_numbers():
    """Recorded with the last version that wrote schema 2; integers and the first weights are exact."""
    study = load_study(Path(__file__).with_name("schema_2.descent.json"))
    assert (study.pairing, [lane.stream for lane in study.lanes]) == ("paired", [None, None])
    race = build_race(study)
    first, second = race.lanes
    assert first.problem is second.problem
    assert first.problem.feed.order(0)[:, :6].tolist() == [[99, 73, 23, 68, 21, 38], [58, 72, 26, 44, 14, 11]]
    weights = [-0.39720038503518196, -0.1800533802485822, 0.4990815249355214, -0.3071730867602237]
    assert first.problem.initial().ravel()[:4].tolist() == weights
    race.run()
    last = [lane.batch_loss[-1].tolist() for lane in race.history.lanes]
    known = [[0.5227508813605917, 0.5930426538528197], [0.8087305377811338, 0.9191429969305462]]
    np.testing.assert_allclose(last, known, rtol=1e-12)  # the last digit is the processor's


def test_an_opened_study_of_independent_lanes_has_their_numbers_noted(tmp_path):
    lanes = (LaneSpec(), LaneSpec(optimizer="sgd"))
    study = Study(lanes=lanes, pairing="independent", problem=SurfaceSpec(noise=0.1), steps=20)
    path = tmp_path / "a.descent.json"
    save_study(study, path)
    opened = load_study(path)
    assert opened == with_streams(study) != study
    save_study(opened, path)
    assert load_study(path) == opened
    assert recorded_bytes(raced_again(opened)) == recorded_bytes(raced_again(study))


def test_a_file_of_schema_2_opens_and_is_a_study_without_curves():
    study = study_from_json(json.dumps({"format": FORMAT, "schema": 2, "study": {"prediction": "Adam"}}))
    assert (study.prediction, study.curves) == ("Adam", ())


def test_each_older_schema_has_its_migration():
    assert sorted(file.MIGRATIONS) == list(range(1, SCHEMA))


def test_the_example_of_the_documentation_is_a_study():
    text = (Path(__file__).parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
    study = study_from_json(text.split("```json\n")[1].split("```")[0])
    assert (study.title, study.steps, len(study.lanes)) == ("Why momentum", 300, 2)


def test_the_documentation_names_every_key():
    text = (Path(__file__).parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
    for kind in (Study, CurveSpec, SurfaceSpec, DataSpec, LaneSpec, ScheduleSpec, FilterSpec, FileSpec):
        for key in kind.__struct_fields__:
            assert f"`{key}`" in text, key
