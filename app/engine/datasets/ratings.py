"""Ratings of items by users."""

from __future__ import annotations

import numpy as np

from ..dataset import Dataset, Table
from ..error import InputError
from ..parameter import Parameter
from ..sample import noise, number, seed, stream
from ..sparse import Sparse


class Ratings(Dataset):
    """Ratings r = 3.5 + a_u + c_i + ⟨p_u, q_i⟩ + noise, of pairs of a user and an item, each pair once.

    A row has a 1 in the column of its user and a 1 in that of its item, all else is zero and not stored.
    Users and items differ in how often they are seen, by Zipf's law. Biases a and c have deviation 0.4, the
    vectors p and q entries of deviation 1/√rank, so that the product has deviation 1.
    """

    name = "ratings"
    title = "Ratings"
    task = "regression"
    description = (
        "What users think of items: most pairs are unknown, and the table of all of them has a low rank. The "
        "features are one column for each user and each item, of which two are 1. A few are in every batch "
        "and most in hardly any, so steps that are scaled for each weight help."
    )
    reference = "Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems"
    licence = "Generated"
    parameters = (
        number(3000),
        Parameter(
            "users", 120, "Number of users.",
            kind="integer", low=2, high=10_000, scale="log", slider=(10, 1000), live=False,
        ),
        Parameter(
            "items", 80, "Number of items.",
            kind="integer", low=2, high=10_000, scale="log", slider=(10, 1000), live=False,
        ),
        Parameter(
            "rank", 3, "Rank of the true table besides the biases.",
            kind="integer", low=1, high=64, slider=(1, 10), live=False,
        ),
        noise(0.3, (0.0, 1.0)),
        seed(),
    )  # fmt: skip
    rank = 110

    def load(self) -> Table:
        """Draw the ratings.

        Raises
        ------
        InputError
            If there are fewer pairs than ratings.
        """
        n, users, items, rank = (int(self.values[name]) for name in ("n", "users", "items", "rank"))
        if n > users * items:
            raise InputError(
                f"Each pair of a user and an item is rated once, but n = {n} was given for {users} users and "
                f"{items} items. The nearest valid value is {users * items}.",
                "n",
            )
        rng = stream(self.values["seed"])
        # The n smallest of exponential times are a sample without replacement, with odds by their rates.
        odds = np.outer(1.0 / (10.0 + np.arange(users)), 1.0 / (10.0 + np.arange(items)))
        times = rng.exponential(size=odds.shape) / odds
        pairs = np.argsort(times, axis=None, kind="stable")[:n]
        user, item = rng.permutation(users)[pairs // items], rng.permutation(items)[pairs % items]
        of_users = 0.4 * rng.standard_normal(users)
        of_items = 0.4 * rng.standard_normal(items)
        p, q = (rng.standard_normal((count, rank)) for count in (users, items))
        targets = 3.5 + of_users[user] + of_items[item] + (p[user] * q[item]).sum(axis=1) / rank**0.5
        targets += self.values["noise"] * rng.standard_normal(n)
        rows = np.repeat(np.arange(n), 2)
        columns = np.stack([user, users + item], axis=1).reshape(-1)
        names = [f"user {number + 1}" for number in range(users)]
        names += [f"item {number + 1}" for number in range(items)]
        features = Sparse.of(rows, columns, np.ones(2 * n), (n, users + items))
        return Table(features, targets, tuple(names))
