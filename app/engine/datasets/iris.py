"""Fisher's irises."""

from __future__ import annotations

from ..dataset import Dataset, Table
from ..resource import shipped_table


class Iris(Dataset):
    """150 flowers, 4 measurements in cm, 3 species with 50 flowers each."""

    name = "iris"
    title = "Iris"
    description = (
        "Length and width of sepal and petal of 150 irises of three species. Small enough to see every "
        "example, and one species is separated by a straight line from the others: without an L2 term the "
        "weights grow for ever while the loss creeps towards its lower limit."
    )
    reference = "Fisher (1936), The use of multiple measurements in taxonomic problems. doi:10.24432/C56C76"
    licence = "CC BY 4.0"
    rank = 50

    def load(self) -> Table:
        """Read the table."""
        return shipped_table(self.name)
