"""What a file of one's own must be, and what is said of one that is not."""

import pytest

from app.engine.error import InputError
from app.engine.optimizer import optimizers
from app.study.build import build_race
from app.study.own.folder import TEMPLATE, files_in, own_folder, write_template
from app.study.own.learn import Learner
from app.study.own.load import load_file
from app.study.own.stand_in import describe, stand_in
from app.study.spec import LaneSpec, Study

STEP = "        self.b *= self.momentum\n        self.b += grad\n        theta -= self.lr * self.b\n"


def with_step(*lines):
    assert STEP in TEMPLATE
    return TEMPLATE.replace(STEP, "".join(f"        {line}\n" for line in lines))


def test_the_template_is_momentum_and_races(write):
    load_file(write())
    lanes = (
        LaneSpec(optimizer="my_optimizer", hyperparameters={"lr": 1e-3}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    race = build_race(Study(lanes=lanes, steps=50))
    race.run()
    ours, theirs = race.history.lanes
    assert (abs(ours.theta - theirs.theta) < 1e-12).all()


def test_saved_again_it_is_another(write):
    first = load_file(write())
    second = load_file(write(TEMPLATE.replace('"My optimizer"', '"Better"').replace("MyOptimizer", "Other")))
    assert first is not second
    assert optimizers["my_optimizer"].title == "Better"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def (:\n", 1, "SyntaxError"),
        ("import nothing_of_that_name\n", 1, "nothing_of_that_name"),
        ("x = 1\n", 0, "has none"),
        (TEMPLATE + TEMPLATE.replace("MyOptimizer", "Two").replace("my_opt", "two"), 0, "MyOptimizer, Two"),
        (with_step("theta = theta - self.lr * grad"), 0, "in place"),
        (with_step("theta -= self.lr * grad.mean()"), 0, "influence each other"),
        (with_step("theta -= self.lr * np.random.default_rng().normal(size=theta.shape)"), 0, "second time"),
        (with_step("theta -= self.rate * grad"), 25, "'rate'"),
        (with_step("pass"), 0, "moved nothing"),
        (TEMPLATE.replace("    formula", "    formulas"), 0, "the text 'formula'"),
        (TEMPLATE.replace("with_default(LR, 1e-2),", ""), 0, "the parameter lr"),
        (TEMPLATE.replace('"my_optimizer"', '"adam"'), 11, "'adam'"),
        ("raise SystemExit(3)\n", 1, "SystemExit: 3"),
        ("import sys; sys.exit()\n", 1, "SystemExit"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(write, text, line, words):
    before = dict(optimizers.items)
    path = write(text)
    fault = Learner().learn([str(path)])[0]
    assert words in fault.message
    assert fault.line == line
    assert fault.message.startswith(f"mine.py, line {line}: " if line else "mine.py: ")
    assert optimizers.items == before


def test_one_bad_file_leaves_the_others(write):
    good, bad = write(), write("1/0\n", "bad.py")
    found = Learner().learn([str(bad), str(good)])
    assert found[0].text == "ZeroDivisionError: division by zero"
    assert found[1].texts["name"] == "my_optimizer"


def test_a_file_that_went_away(write):
    learner, path = Learner(), write()
    learner.learn([str(path)])
    assert "my_optimizer" in optimizers
    learner.learn([])
    assert "my_optimizer" not in optimizers
    path.unlink()
    assert "FileNotFoundError" in learner.learn([str(path)])[0].message


def test_the_window_knows_the_declaration_only(write):
    kind = load_file(write())
    described = describe(kind, "mine.py")
    optimizers.remove("my_optimizer")
    found = stand_in(described, "mine")
    assert optimizers["my_optimizer"] is found
    assert found.parameters == kind.parameters
    assert (found.title, found.slots, found.formula) == (kind.title, kind.slots, kind.formula)
    with pytest.raises(NotImplementedError):
        found(1, 2).step(None, None, None)


def test_the_folder(tmp_path):
    assert str(own_folder()).startswith(str(tmp_path.anchor))
    folder = tmp_path / "own"
    assert files_in(folder) == []
    first, second = write_template(folder), write_template(folder)
    (folder / "_part.py").touch()
    assert files_in(folder) == [first, second]
    assert [kind.texts["name"] for kind in Learner().learn([str(first), str(second)])] == [
        "my_optimizer",
        "my_optimizer_2",
    ]
    for name in ("my_optimizer", "my_optimizer_2"):
        optimizers.remove(name)


def test_a_capital_is_refused(write):
    with pytest.raises(TypeError, match="lower case"):
        load_file(write(TEMPLATE.replace('"my_optimizer"', '"Mine"')))


def test_not_python(write):
    with pytest.raises(InputError, match="no Python file"):
        load_file(write("x", "mine.txt"))
