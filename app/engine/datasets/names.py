"""First names, female or male: the sparse data set."""

from __future__ import annotations

from ..dataset import Dataset, Table
from ..resource import shipped_table


class Names(Dataset):
    """4832 first names of the US census of 1990, 3944 female and 888 male, none that is both.

    A feature is 1 where a group of 1 to 3 letters is in the name, with ^ and $ for its beginning and end:
    3367 features, of which 0.6 % are 1.
    """

    name = "names"
    title = "First names"
    description = (
        "4832 names, female or male, to be told by the groups of up to three letters in them, such as the a$ "
        "of Anna. Most groups are rare: two in five of the 3367 features occur in two names at most, so "
        "their gradients are nearly always zero. Methods that scale steps for each weight win here: compare "
        "AdaGrad with SGD."
    )
    reference = "U.S. Census Bureau (1995), Frequently occurring first names from the 1990 census"
    licence = "Public domain"
    rank = 100

    def load(self) -> Table:
        """Read the table; its features are sparse."""
        return shipped_table(self.name)
