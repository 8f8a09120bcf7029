import numpy as np
import pytest

from app.ui.plots.regions import CELLS, RegionMap, has_regions, raw_points
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import Racing, data_study


def test_only_classes_of_two_features_have_regions(on_data, on_surface):
    assert has_regions(on_data.view.problem)
    assert not has_regions(on_surface.view.problem)
    assert not has_regions(Racing(data_study("iris", epochs=1), until=0).view.problem)


def test_probabilities_are_those_of_the_model(on_data):
    problem = on_data.view.problem
    regions = RegionMap(problem)
    theta = on_data.history.lanes[1].snapshots[-1, 0]
    shares = regions.probabilities(theta)
    assert shares.shape == (CELLS, CELLS, 2)
    np.testing.assert_allclose(shares.sum(axis=2), 1.0)
    features, targets = problem.split.train.features, problem.split.train.targets
    points = raw_points(problem, features)
    column = ((points[:, 0] - regions.x[0]) / (regions.x[1] - regions.x[0]) * CELLS).astype(int)
    line = ((points[:, 1] - regions.y[0]) / (regions.y[1] - regions.y[0]) * CELLS).astype(int)
    right = (shares[line, column].argmax(axis=1) == targets).mean()
    accuracy = on_data.history.lanes[1].evaluated["train_accuracy"][-1, 0]
    assert right == pytest.approx(accuracy, abs=0.02)


def test_weights_without_meaning_give_even_shares(on_data):
    regions = RegionMap(on_data.view.problem)
    shares = regions.probabilities(np.full(on_data.view.problem.params, np.nan))
    np.testing.assert_array_equal(shares, 0.5)


def test_there_is_a_boundary_between_the_classes(on_data):
    regions = RegionMap(on_data.view.problem)
    shares = regions.probabilities(on_data.history.lanes[1].snapshots[-1, 0])
    lines = regions.boundaries(shares)
    assert lines
    for line in lines:
        assert (line[:, 0] >= regions.x[0]).all()
        assert (line[:, 1] <= regions.y[1]).all()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_image_has_the_colours_of_the_classes(on_data, theme):
    regions = RegionMap(on_data.view.problem)
    shares = np.zeros((CELLS, CELLS, 2))
    shares[:, : CELLS // 2, 0] = shares[:, CELLS // 2 :, 1] = 1.0
    image = regions.image(shares, theme)
    left, right = image.pixelColor(2, 2), image.pixelColor(CELLS - 2, 2)
    assert (image.width(), image.height()) == (CELLS, CELLS)
    assert left.hue() != right.hue()


def test_of_large_data_some_examples_are_looked_at():
    from app.ui.plots import regions

    assert regions.drawn(5) == slice(None, None, 1)
    for count in (0, 1, regions.MOST, regions.MOST + 1, 10 * regions.MOST + 7):
        seen = len(range(*regions.drawn(count).indices(count)))
        assert seen == count if count <= regions.MOST else regions.MOST // 2 < seen <= regions.MOST
