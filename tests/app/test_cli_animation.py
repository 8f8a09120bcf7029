"""``--animation`` and ``--pdf``."""

import pytest
from PIL import Image

from app import cli

COMPARE = ("compare", "--surface", "rosenbrock", "--steps", "40", "--lane", "adam", "--quiet", "--seeds", "1")


def call(tmp_path, *words):
    return cli.main([*COMPARE, "--out", str(tmp_path / "out"), *words])


@pytest.fixture(autouse=True)
def offscreen(qapp, monkeypatch):
    """Keep the platform that this process has: the command sets the variable for good."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def test_an_animation_stands_beside_the_tables(tmp_path, capsys):
    words = ("--no-pictures", "--animation", "gif:size=320x200,fps=10,seconds=1,pause=0")
    assert call(tmp_path, *words) == 0
    path = tmp_path / "out" / "stage.gif"
    with Image.open(path) as image:
        assert (image.n_frames, image.size) == (10, (320, 200))
    assert capsys.readouterr().out.splitlines()[-1] == str(path)
    assert [entry.name for entry in path.parent.iterdir() if entry.suffix in (".png", ".svg", ".pdf")] == []


def test_a_study_is_animated_too(tmp_path):
    assert call(tmp_path, "--no-pictures") == 0
    study = str(tmp_path / "out" / "study.json")
    words = ("--no-pictures", "--quiet", "--animation", "webp:of=loss,size=200x150,seconds=0.5")
    assert cli.main(["run", study, "--out", str(tmp_path / "again"), *words]) == 0
    assert (tmp_path / "again" / "loss.webp").exists()


def test_pictures_are_pdf_only_when_asked(tmp_path):
    assert call(tmp_path) == 0
    assert list((tmp_path / "out").glob("*.pdf")) == []
    assert call(tmp_path, "--no-pictures", "--pdf") == 0
    found = sorted(path.name for path in (tmp_path / "out").glob("*.pdf"))
    assert found == ["gradient_norm.pdf", "loss.pdf", "stage.pdf", "trajectory.pdf"]
    assert all((tmp_path / "out" / name).read_bytes().startswith(b"%PDF-") for name in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("giff", "--animation giff: No animation format named 'giff'. Did you mean 'gif'?"),
        ("gif:to=41", "--animation: The animation is to end with step 41, but the last there is is 40."),
        ("gif:of=test_loss", "--animation: This problem has no test loss to animate."),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_run(tmp_path, capsys, text, words):
    assert call(tmp_path, "--animation", text) == cli.BAD_INPUT
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
