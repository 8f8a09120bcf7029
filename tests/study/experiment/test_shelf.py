"""Results that a window finds again, and folders that do not pile up."""

import msgspec

from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.shelf import Shelf
from app.study.file import study_to_json
from app.study.pairing import with_streams

replace = msgspec.structs.replace


def run(shelf, study):
    runner = Runner(study, shelf.place(study), SerialExecutor(study_to_json(study)))
    runner.run()
    return runner.folder


def test_the_same_numbers_have_the_same_place(tmp_path, surface_sweep):
    shelf = Shelf(tmp_path)
    lane = replace(surface_sweep.lanes[0], name="Mine", colour="2")
    renamed = replace(surface_sweep, title="Other", lanes=(lane, surface_sweep.lanes[1]))
    assert shelf.place(surface_sweep) == shelf.place(renamed)
    assert shelf.place(surface_sweep) != shelf.place(replace(surface_sweep, steps=41))
    assert shelf.place(surface_sweep) != shelf.place(surface_sweep, [b"def step"])
    independent = replace(surface_sweep, pairing="independent")
    noted = with_streams(independent)
    assert shelf.place(independent) == shelf.place(noted) != shelf.place(surface_sweep)
    assert shelf.place(replace(noted, pairing="paired")) == shelf.place(surface_sweep)


def test_what_was_shown_is_found_again(tmp_path, surface_sweep):
    shelf = Shelf(tmp_path)
    assert shelf.recall("sweep") is None
    folder = run(shelf, surface_sweep)
    shelf.remember("sweep", surface_sweep, [folder])
    study, (results,) = Shelf(tmp_path).recall("sweep")
    assert study == surface_sweep
    assert results.complete
    assert Shelf(tmp_path).recall("tune") is None


def test_a_note_that_is_broken_is_none(tmp_path, surface_sweep):
    shelf = Shelf(tmp_path)
    shelf.remember("sweep", surface_sweep, [tmp_path / "gone"])
    assert shelf.recall("sweep") == (surface_sweep, [])
    (tmp_path / "last-sweep.json").write_text("{")
    assert shelf.recall("sweep") is None


def test_old_folders_go_but_not_those_that_are_shown(tmp_path, surface_sweep):
    shelf = Shelf(tmp_path)
    for number in range(30):
        (tmp_path / f"old{number:02}").mkdir()
    shelf.remember("sweep", surface_sweep, [tmp_path / "old00"])
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert len(left) == 25
    assert "old00" in left
