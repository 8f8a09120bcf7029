import numpy as np
import pytest

from app.engine.dataset import Table, datasets
from app.engine.error import InputError
from app.engine.split import split_table

USUAL = (0.7, 0.15, 0.15)


def digits():
    return datasets["digits"]().load()


def diabetes():
    return datasets["diabetes"]().load()


@pytest.mark.parametrize("table", [digits(), diabetes()], ids=["digits", "diabetes"])
@pytest.mark.parametrize("fractions", [USUAL, (0.5, 0.5, 0.0), (0.8, 0.0, 0.2), (1, 0, 0)])
def test_every_row_is_in_exactly_one_part(table, fractions):
    split = split_table(table, fractions, 0, False)
    parts = (split.train, split.validation, split.test)
    n = len(table.targets)
    assert np.array_equal(np.sort(np.concatenate([part.rows for part in parts])), np.arange(n))
    for part, fraction in zip(parts, fractions, strict=True):
        assert abs(len(part.targets) - fraction * n) <= 1
        assert np.array_equal(part.features, table.features[part.rows])
        assert np.array_equal(part.targets, table.targets[part.rows])
        assert part.features.flags.c_contiguous


@pytest.mark.parametrize("name", ["digits", "breast_cancer", "wine", "iris", "blobs"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_class_shares_are_kept(name, seed):
    table = datasets[name]().load()
    split = split_table(table, USUAL, seed, False)
    whole = np.bincount(table.targets)
    for part, fraction in zip((split.train, split.validation, split.test), USUAL, strict=True):
        assert np.abs(np.bincount(part.targets, minlength=len(whole)) - fraction * whole).max() <= 2


def test_the_seed_decides():
    table = digits()
    first, again, other = (split_table(table, USUAL, seed, True) for seed in (5, 5, 6))
    assert np.array_equal(first.train.rows, again.train.rows)
    assert np.array_equal(first.test.features, again.test.features)
    assert not np.array_equal(np.sort(first.train.rows), np.sort(other.train.rows))


def test_rows_are_in_no_order():
    rows = split_table(digits(), (1, 0, 0), 0, False).train.rows
    assert abs(np.corrcoef(rows, np.arange(len(rows)))[0, 1]) < 0.1
    counts = [np.bincount(digits().targets[rows[i : i + 100]], minlength=10) for i in range(0, 1700, 100)]
    assert np.var(counts) > 3  # chance gives 9, interleaved classes below 1


def test_mean_and_deviation_come_from_training_alone():
    table = diabetes()
    split = split_table(table, USUAL, 0, True)
    rows = split.train.rows
    assert np.allclose(split.offset, table.features[rows].mean(axis=0), rtol=1e-14)
    assert np.allclose(split.scale, table.features[rows].std(axis=0), rtol=1e-14)
    assert np.allclose(split.train.features.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(split.train.features.std(axis=0), 1, rtol=1e-12)
    assert not np.allclose(split.test.features.mean(axis=0), 0, atol=1e-3)
    back = split.test.features * split.scale + split.offset
    assert np.allclose(back, table.features[split.test.rows], rtol=1e-12)


def test_regression_targets_are_standardised_too():
    table = diabetes()
    split = split_table(table, USUAL, 0, True)
    assert split.train.targets.mean() == pytest.approx(0, abs=1e-12)
    assert split.train.targets.std() == pytest.approx(1)
    back = split.validation.targets * split.target_scale + split.target_offset
    assert np.allclose(back, table.targets[split.validation.rows])
    plain = split_table(table, USUAL, 0, False)
    assert (plain.target_offset, plain.target_scale) == (0, 1)


def test_class_numbers_stay():
    split = split_table(digits(), USUAL, 0, True)
    assert split.train.targets.dtype == np.int64
    assert (split.target_offset, split.target_scale) == (0, 1)


def test_a_column_that_does_not_vary_is_only_centred():
    table = digits()
    constant = np.ptp(table.features, axis=0) == 0
    assert constant.sum() == 3
    split = split_table(table, USUAL, 0, True)
    assert (split.scale[constant] == 1).all()
    assert (split.train.features[:, constant] == 0).all()
    tenth = Table(np.full((30, 1), 0.1), np.full(30, 0.1), ("x",))
    split = split_table(tenth, (1, 0, 0), 0, True)
    assert split.scale[0] == split.target_scale == 1
    assert np.abs(split.train.features).max() < 1e-15


def test_everything_in_training():
    split = split_table(digits(), (1, 0, 0), 0, True)
    assert len(split.train.targets) == 1797
    assert split.validation.features.shape == split.test.features.shape == (0, 64)


def test_classes_of_one_and_of_no_example_are_fine():
    table = Table(np.arange(20.0)[:, None], np.array([0] * 19 + [2]), ("x",), ("a", "b", "c"))
    split = split_table(table, USUAL, 0, True)
    assert sum(len(part.targets) for part in (split.train, split.validation, split.test)) == 20


@pytest.mark.parametrize(
    ("fractions", "words"),
    [
        (
            (0.7, 0.2, 0.2),
            r"sum to 1, but \(0.7, 0.2, 0.2\) sums to 1.1. The nearest valid choice is \(0.6, 0.2, 0.2\)",
        ),
        ((0.0, 0.5, 0.5), r"Training needs examples"),
        ((1.2, -0.1, -0.1), r"three fractions from 0 to 1"),
        ((0.5, 0.5), r"three fractions"),
        ((float("nan"), 0.5, 0.5), r"three fractions"),
        ((0.999, 0.001, 0.0), r"0.001 of 20 examples for validation is none. The nearest .* 0.05 or 0"),
        ((0.01, 0.495, 0.495), r"0.01 of 20 examples for training is none"),
    ],
)
def test_a_split_that_cannot_be_is_refused(fractions, words):
    table = Table(np.arange(20.0)[:, None], np.arange(20.0), ("x",))
    with pytest.raises(InputError, match=words):
        split_table(table, fractions, 0, False)
