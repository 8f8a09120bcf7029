"""Handwritten digits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..dataset import Dataset, Table
from ..resource import shipped_table


class Digits(Dataset):
    """1797 images of 8 x 8 pixels, 10 classes with 174 to 183 images; grey values 0 to 16 divided by 16."""

    name = "digits"
    title = "Handwritten digits"
    description = (
        "Images of 8 by 8 pixels of the digits 0 to 9, with grey values from 0 to 1. The smallest data set "
        "that feels like deep learning: mini-batches matter, a network with one hidden layer reaches 97 % "
        "on unseen images, and pixels at the border that are nearly always 0 show why steps are scaled for "
        "each coordinate."
    )
    reference = "Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits. doi:10.24432/C50P49"
    licence = "CC BY 4.0"
    rank = 80

    def load(self) -> Table:
        """Read the table."""
        table = shipped_table(self.name)
        return replace(table, features=np.asarray(table.features) / 16.0)
