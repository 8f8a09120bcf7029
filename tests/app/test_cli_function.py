"""``compare --function``: a function of one's own on the command line."""

import pytest

from app import cli
from app.study.file import load_study

LANE = ("--lane", "adam:lr=0.1", "--steps", "20", "--no-pictures", "--quiet")


def compare(capsys, *options):
    code = cli.main(["compare", *map(str, options), *LANE])
    return code, capsys.readouterr().err


def test_a_function_of_your_own(capsys, tmp_path):
    options = ["--values", "a=2,B=3", "--domain", "-2,2,-1,1", "--start", "-1,0.5", "--noise", "0.1"]
    assert compare(capsys, "--function", "-a*x*exp(-x^2 - B*y^2)", *options, "--out", tmp_path) == (0, "")
    problem = load_study(tmp_path / "study.json").problem
    assert (problem.surface, problem.expression) == ("custom", "-a*x*exp(-x^2 - B*y^2)")
    assert (problem.parameters, problem.domain) == ({"a": 2.0, "B": 3.0}, (-2, 2, -1, 1))
    assert (problem.start, problem.noise) == ((-1.0, 0.5), 0.1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["x^2 + sinn(y)"],
            "--function: Character 7: There is no function named 'sinn'. Did you mean 'sin'?",
        ),
        (["x^2 + sinn(y)"], "\nx^2 + sinn(y)\n      ^"),
        (["a*x", "--values", "b=2"], "No parameter of values named 'b'"),
        (["x", "--values", "b=2"], "values has no parameters"),
        (["a*x", "--values", "a=much"], "a must be a number"),
        (["x", "--domain", "1,2,3"], "four numbers left,right,bottom,top"),
        (["x", "--domain", "1,0,0,1"], "left < right"),
        (["x", "--epochs", "3"], "--epochs belongs to --dataset"),
        (["x", "--surface", "bowl"], "not allowed with"),
    ],
)
def test_what_is_not_valid(capsys, tmp_path, options, words):
    code, errors = compare(capsys, "--function", *options, "--out", tmp_path)
    assert code == 2
    assert words in errors


def test_a_domain_belongs_to_a_function(capsys, tmp_path):
    code, errors = compare(capsys, "--surface", "bowl", "--domain", "-1,1,-1,1", "--out", tmp_path)
    assert code == 2
    assert "--domain belongs to --function" in errors
