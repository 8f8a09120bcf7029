"""The order of examples: the same for all lanes, one permutation an epoch and seed."""

from itertools import islice

import numpy as np
import pytest

from app.engine import feed as module
from app.engine.feed import Feed

N = 23
FEATURES = np.arange(N * 2.0).reshape(N, 2)
TARGETS = np.arange(N)
ORDER = [
    5,
    22,
    0,
    6,
    8,
    15,
    14,
    19,
    17,
    11,
    16,
    18,
    4,
    10,
    9,
    13,
    12,
    21,
    7,
    2,
    1,
    20,
    3,
]  # of seed 0 in epoch 0


def seen(feed, batch_size, epochs=1):
    """Return the target of every example in the order of sight, (rows, epochs * N)."""
    batches = islice(feed.batches(batch_size), epochs * -(-N // batch_size))
    return np.concatenate([targets for _, targets in batches], axis=1)


@pytest.mark.parametrize("batch_size", [1, 4, 7, 22])
def test_an_epoch_shows_every_example_once(batch_size):
    orders = seen(Feed(FEATURES, TARGETS, (0, 1, 2)), batch_size, epochs=3).reshape(3, 3, N)
    np.testing.assert_array_equal(np.sort(orders, axis=2), np.broadcast_to(TARGETS, orders.shape))
    assert len({order.tobytes() for order in orders.reshape(9, N)}) == 9, "every epoch and seed has its own"


@pytest.mark.parametrize("batch_size", [2, 3, 8, 22])
def test_all_batch_sizes_cut_the_same_order(batch_size):
    feed = Feed(FEATURES, TARGETS, (5, 6))
    np.testing.assert_array_equal(seen(feed, batch_size, 3), seen(feed, 1, 3))


def test_features_go_with_their_targets():
    for features, targets in islice(Feed(FEATURES, TARGETS, (0, 1)).batches(5), 12):
        np.testing.assert_array_equal(features[..., 0], 2.0 * targets)
        np.testing.assert_array_equal(features[..., 1], 2.0 * targets + 1.0)


def test_the_last_batch_is_smaller():
    sizes = [targets.shape[1] for _, targets in islice(Feed(FEATURES, TARGETS, (0,)).batches(5), 6)]
    assert sizes == [5, 5, 5, 5, 3, 5]


@pytest.mark.parametrize("batch_size", [N, N + 1])
def test_a_full_batch_is_the_set_as_it_lies(batch_size):
    for features, targets in islice(Feed(FEATURES, TARGETS, (0, 1)).batches(batch_size), 3):
        np.testing.assert_array_equal(features, FEATURES[None])
        np.testing.assert_array_equal(targets, TARGETS[None])


def test_a_seed_has_its_order_whoever_is_beside_it():
    alone = seen(Feed(FEATURES, TARGETS, (7,)), 4, 2)
    beside = seen(Feed(FEATURES, TARGETS, (3, 7, 7)), 4, 2)
    np.testing.assert_array_equal(beside[1:], np.repeat(alone, 2, axis=0))


def test_equal_seeds_share_one_batch():
    features, targets = next(Feed(FEATURES, TARGETS, (7, 7, 7)).batches(4))
    assert (features.shape, targets.shape) == ((1, 4, 2), (1, 4))


def test_orders_are_known_for_ever():
    """Recorded with NumPy 2.4: a saved study gives the same run with every release."""
    (order,) = Feed(FEATURES, TARGETS, (0,)).order(0)
    assert order.tolist() == ORDER
    assert seen(Feed(FEATURES, TARGETS, (0,)), 1)[0].tolist() == ORDER


@pytest.mark.parametrize("at_once", [1, 100, 200, 10_000])
def test_however_many_are_copied_at_once(at_once, monkeypatch):
    whole = seen(Feed(FEATURES, TARGETS, (0, 1)), 4, 3)
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    np.testing.assert_array_equal(seen(Feed(FEATURES, TARGETS, (0, 1)), 4, 3), whole)


def test_a_batch_is_not_overwritten_by_later_ones():
    batches = Feed(FEATURES, TARGETS, (0, 1)).batches(4)
    held = [next(batches) for _ in range(30)]
    kept = [(features.copy(), targets.copy()) for features, targets in held]
    for _ in range(30):
        next(batches)
    for (features, targets), (then, those) in zip(held, kept, strict=True):
        np.testing.assert_array_equal(features, then)
        np.testing.assert_array_equal(targets, those)


@pytest.mark.parametrize("kept", [0, 2**25])
def test_lanes_far_apart_do_not_disturb_each_other(kept, monkeypatch):
    """Orders are kept for the lanes behind; one that was dropped is drawn again."""
    monkeypatch.setattr(module, "_KEPT", kept)
    feed = Feed(FEATURES, TARGETS, (0,))
    expected = seen(Feed(FEATURES, TARGETS, (0,)), 1, 6)[0]
    fast, slow = feed.batches(1), feed.batches(1)
    ahead = [int(next(fast)[1][0, 0]) for _ in range(5 * N)]
    behind = [int(next(slow)[1][0, 0]) for _ in range(N)]
    ahead += [int(next(fast)[1][0, 0]) for _ in range(N)]
    behind += [int(next(slow)[1][0, 0]) for _ in range(2 * N)]
    assert ahead == expected.tolist()
    assert behind == expected[: 3 * N].tolist()
    assert (len(feed._orders) == 2) == (kept == 0)
