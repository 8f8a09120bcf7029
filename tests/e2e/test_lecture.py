"""A lecturer shows one update of an optimizer and takes a moving picture home: by names, keys and mouse."""

import re

import pytest
from PIL import Image

from tests.e2e.person import until

pytestmark = pytest.mark.e2e

NUMBER = r"([−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?)"


def numbers(text):
    return [float(part.replace("−", "-")) for part in re.findall(NUMBER, text)]


def test_inside_an_update_of_lion_and_a_gif_of_the_race(start, tmp_path):
    program, person = start()

    # Rosenbrock, from another surface, and Lion with a learning rate of 0.01.
    person.see("Gradient descent", "label")
    person.keys("ctrl+n")
    person.choose("Surface", "himmel")
    person.see("Himmelblau", "label")
    person.choose("Surface", "rosen")
    person.see("Rosenbrock", "label")
    person.choose("Add optimizer", "lion")
    person.type("lr of Lion", "0.01")
    assert "2 lanes" in person.seen("label")

    # To the end, and five steps back.
    person.pick("Speed", "As fast as it computes", "End")
    person.press("Run")
    person.see("Run again", seconds=30)
    end = person.position()[1]
    assert person.position() == (end, end)
    for _ in range(5):
        person.press("Step back")
    until(lambda: person.position() == (end - 5, end))

    # The inspector: what Lion did in that step.
    person.keys("alt+v")
    person.press("Look inside an update")
    person.pick("Lane to look into", "Lion", "End")
    person.see(f"update {end - 5}", "label")
    page = until(lambda: (text := person.see("The update, term by term")["text"]) and "m" in text and text)
    given = re.search(rf"From θ = \({NUMBER}, {NUMBER}\) with the gradient g = \({NUMBER}, {NUMBER}\)", page)
    assert given, page
    x, y, gx, gy = (float(part.replace("−", "-")) for part in given.groups())
    # The gradient is Rosenbrock's at that point, as exactly as the digits shown tell.
    assert gx == pytest.approx(-2 * (1 - x) - 400 * x * (y - x * x), abs=0.1 + 0.01 * abs(gx))
    assert gy == pytest.approx(200 * (y - x * x), abs=0.1 + 0.01 * abs(gy))
    # Lion moves each coordinate by its learning rate, whatever the gradient.
    last = page[page.rindex("θ ←") :].replace("\xa0", " ")
    after = [numbers(line.rpartition("=")[2])[0] for line in last.splitlines() if re.match(r"[xy]: ", line)]
    assert [abs(new - old) for new, old in zip(after, (x, y), strict=True)] == pytest.approx(
        [0.01, 0.01], abs=2e-4
    )
    person.press("Next term")
    person.press("Term before")

    # A GIF of the whole stage.
    person.keys("ctrl+e")
    person.see("Folder", "text")
    if not person.see("Animation as", "check box")["checked"]:
        person.press("Animation as", "check box")
    until(lambda: person.see("Animation as", "check box")["checked"])
    folder = tmp_path / "results"
    person.type("Folder", str(folder))
    path = until(lambda: next(iter(folder.glob("*.gif")), None) if folder.is_dir() else None, 90.0)
    until(lambda: "Folder" not in person.seen("text"), 60.0)
    with Image.open(path) as film:
        assert film.format == "GIF"
        assert film.size == (800, 500)
        assert film.n_frames > 50
        first = film.convert("RGB").tobytes()
        film.seek(film.n_frames - 1)
        assert film.convert("RGB").tobytes() != first
    person.turn_to("Descent Lab")
    person.keys("ctrl+q")
    assert program.ended() == 0
    assert "Traceback" not in program.said()
