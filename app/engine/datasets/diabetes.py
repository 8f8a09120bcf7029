"""Progression of diabetes after one year."""

from __future__ import annotations

from ..dataset import Dataset, Table
from ..resource import shipped_table


class Diabetes(Dataset):
    """442 patients, 10 measurements, and a score of how far the disease went on in the year after."""

    name = "diabetes"
    title = "Diabetes"
    task = "regression"
    description = (
        "Age, sex, body mass index, blood pressure and six blood values of 442 patients, and how far their "
        "diabetes went on in a year. Least squares on it is an exact quadratic bowl, with a condition "
        "number of 470 when standardised: theory's step sizes and rates can be checked to the last digit."
    )
    reference = "Efron, Hastie, Johnstone and Tibshirani (2004), Least Angle Regression"
    licence = "Published with the paper, no explicit licence"
    rank = 90

    def load(self) -> Table:
        """Read the table."""
        return shipped_table(self.name)
