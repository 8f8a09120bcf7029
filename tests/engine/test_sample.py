import numpy as np
import pytest

from app.engine.sample import class_numbers, stream


def test_the_same_seed_gives_the_same_numbers():
    assert stream(3).random() == stream(3).random()
    assert stream(3).random() != stream(4).random()


@pytest.mark.parametrize(("n", "classes"), [(10, 2), (11, 3), (100, 7), (13, 13)])
def test_classes_are_shared_evenly_and_in_order(n, classes):
    numbers = class_numbers(n, classes)
    counts = np.bincount(numbers, minlength=classes)
    assert counts.sum() == n
    assert counts.max() - counts.min() <= 1
    assert (np.diff(numbers) >= 0).all()
