"""Cell nuclei of breast tumours."""

from __future__ import annotations

from ..dataset import Dataset, Table
from ..resource import shipped_table


class BreastCancer(Dataset):
    """569 tumours, 30 measurements of their cell nuclei, 212 malignant and 357 benign."""

    name = "breast_cancer"
    title = "Breast cancer"
    description = (
        "Thirty measurements of the cell nuclei in 569 breast tumours, malignant or benign. Many columns "
        "say nearly the same, so even standardised data have a condition number of 10⁵ (raw: 2·10¹²): a "
        "long ravine in real data, on which momentum and quasi-Newton methods show what they are for."
    )
    reference = "Wolberg, Mangasarian, Street and Street (1993), Breast Cancer Wisconsin. doi:10.24432/C5DW2B"
    licence = "CC BY 4.0"
    rank = 70

    def load(self) -> Table:
        """Read the table."""
        return shipped_table(self.name)
