"""`basin` on the command line: files, pictures, shares, refusals."""

import multiprocessing

from app.cli import main

ONE = ["basin", "--surface", "himmelblau", "--lane", "adam:lr=0.3", "--steps", "30"]


def test_maps_are_written_and_gone_on_with(tmp_path, capsys):
    out = tmp_path / "out"
    command = [*ONE, "--resolution", "50", "--workers", "1", "--out", str(out)]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "minimum 1 (3, 2)" in told
    assert "the target is reached by Adam" in " ".join(told.split())
    names = {"basin.csv", "basin_shares.csv", "basins.png", "basins.svg", "study.json", "timing.csv"}
    names |= {"report.html", "report.pdf", "verdict.csv"}
    assert names <= {path.name for path in out.iterdir()}
    before = (out / "basin.csv").read_bytes()
    assert before.count(b"\r\n") == 1 + 50 * 50
    assert main([*command[:-2], "--quiet", "--out", str(out)]) == 0
    assert (out / "basin.csv").read_bytes() == before
    for number, source in enumerate(("study.json", "report.html")):
        again = ["basin", str(out / source), "--workers", "1", "--quiet", "--no-report"]
        assert main([*again, "--out", str(tmp_path / f"again{number}")]) == 0
        assert (tmp_path / f"again{number}" / "basin.csv").read_bytes() == before
        assert not (tmp_path / f"again{number}" / "report.html").exists()
    assert multiprocessing.active_children() == []


def test_what_cannot_be_mapped_is_refused(tmp_path, capsys):
    assert main([*ONE, "--resolution", "60", "--out", str(tmp_path / "a")]) == 2
    assert "nearest valid choice is 50" in capsys.readouterr().err
    on_data = [
        "basin",
        "--dataset",
        "iris",
        "--model",
        "softmax",
        "--lane",
        "adam",
        "--out",
        str(tmp_path / "b"),
    ]
    assert main(on_data) == 2
    assert "need a surface" in capsys.readouterr().err
    swept = [*ONE[:3], "--lane", "adam:lr=log(1e-3,1,4)", "--out", str(tmp_path / "c")]
    assert main(swept) == 2
    assert "run a sweep" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
