"""Make ``resources/datasets/``: small real tables and a file with their licences.

Run ``python packaging/make_datasets.py`` in an environment with scikit-learn, names and NumPy; the app needs
neither the script nor those packages. The same versions give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import sklearn
from sklearn import datasets

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "datasets"

UCI = "UCI Machine Learning Repository, https://doi.org/"
CC_BY = (
    "Creative Commons Attribution 4.0 International (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/"
)


@dataclass(frozen=True)
class Source:
    """Where one table comes from, and how it is changed on the way here."""

    name: str
    title: str
    citation: str
    licence: str
    changes: str
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


SOURCES = (
    Source(
        "digits",
        "Optical recognition of handwritten digits (test part)",
        f"E. Alpaydin and C. Kaynak (1998). Optical Recognition of Handwritten Digits. {UCI}10.24432/C50P49",
        CC_BY,
        "Values 0 to 16 stored as 8-bit whole numbers.",
        features=tuple(f"row {row} column {column}" for row in range(8) for column in range(8)),
        classes=tuple("0123456789"),
    ),
    Source(
        "breast_cancer",
        "Breast Cancer Wisconsin (Diagnostic)",
        "W. Wolberg, O. Mangasarian, N. Street and W. Street (1993). Breast Cancer Wisconsin (Diagnostic). "
        f"{UCI}10.24432/C5DW2B",
        CC_BY,
        "None.",
    ),
    Source(
        "wine",
        "Wine",
        f"S. Aeberhard and M. Forina (1992). Wine. {UCI}10.24432/C5PC7J",
        CC_BY,
        "Column names written with spaces; the three classes named after the cultivars 1 to 3.",
        classes=("cultivar 1", "cultivar 2", "cultivar 3"),
    ),
    Source(
        "iris",
        "Iris",
        f"R. A. Fisher (1936). Iris. {UCI}10.24432/C56C76. First published in: The use of multiple "
        "measurements in taxonomic problems, Annals of Eugenics 7(2), 179-188.",
        CC_BY,
        "Two rows as in Fisher's paper, which differ from the file of the UCI repository (scikit-learn's "
        "correction).",
    ),
    Source(
        "diabetes",
        "Diabetes progression",
        "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani (2004). Least Angle Regression. Annals of "
        "Statistics 32(2), 407-499. https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html",
        "Published by the authors with the paper, without an explicit licence; redistributed by scikit-learn "
        "(BSD 3-Clause).",
        "The raw measurements, not the centred and scaled ones; readable column names.",
        features=(
            "age (years)",
            "sex",
            "body mass index (kg/m²)",
            "blood pressure (mmHg)",
            "s1 total cholesterol",
            "s2 low-density lipoproteins",
            "s3 high-density lipoproteins",
            "s4 total cholesterol / s3",
            "s5 log of triglycerides",
            "s6 blood sugar",
        ),
    ),
)

NAMES = Source(
    "names",
    "First names of the United States census of 1990, female or male",
    "U.S. Census Bureau (1995). Frequently occurring first names and surnames from the 1990 census: "
    "dist.female.first and dist.male.first. Taken from the Python package names "
    f"{version('names')} by Trey Hunner, https://pypi.org/project/names/",
    "The lists are works of the United States government and in the public domain; the package is published "
    "under the MIT licence:",
    "Names that stand in one of the two lists only; the features are the groups of 1 to 3 letters that occur "
    "in them, with ^ and $ for the beginning and the end, and without how often; stored as the columns of "
    "the ones.",
    classes=("female", "male"),
)

MIT = """\
Copyright (c) 2013 Trey Hunner

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE."""


def smallest(values: np.ndarray) -> np.ndarray:
    """Return ``values`` in the smallest number type that holds every one of them exactly."""
    for dtype in (np.uint8, np.uint16, np.float32):
        with np.errstate(invalid="ignore", over="ignore"):
            small = values.astype(dtype)
        if np.array_equal(small.astype(np.float64), values):
            return small
    return values.astype(np.float64)


def save(source: Source) -> None:
    """Write one table as ``<name>.npz``."""
    options = {"scaled": False} if source.name == "diabetes" else {}
    bunch = getattr(datasets, f"load_{source.name}")(**options)
    names = source.features or tuple(str(name).replace("_", " ") for name in bunch.feature_names)
    classes = source.classes or tuple(str(name) for name in getattr(bunch, "target_names", ()))
    np.savez_compressed(
        FOLDER / f"{source.name}.npz",
        features=smallest(bunch.data),
        targets=smallest(bunch.target),
        feature_names=np.array(names, dtype=str),
        class_names=np.array(classes, dtype=str),
    )


def groups(name: str) -> list[str]:
    """Return the different groups of 1 to 3 letters of a name with its ends marked, in their order."""
    text = f"^{name.lower()}$"
    return sorted({text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1)})


def save_names() -> None:
    """Write ``names.npz``, the names of each list in the order of the census."""
    lists = []
    for kind in NAMES.classes:
        lines = files("names").joinpath(f"dist.{kind}.first").read_text(encoding="utf-8").splitlines()
        lists.append([line.split()[0] for line in lines if line.strip()])
    both = set(lists[0]) & set(lists[1])
    names = [(name, label) for label, known in enumerate(lists) for name in known if name not in both]
    cut = [groups(name) for name, _ in names]
    columns = sorted({group for found in cut for group in found})
    number = {group: at for at, group in enumerate(columns)}
    np.savez_compressed(
        FOLDER / "names.npz",
        ones=np.array([number[group] for found in cut for group in found], dtype=np.uint16),
        counts=np.array([len(found) for found in cut], dtype=np.uint8),
        targets=np.array([label for _, label in names], dtype=np.uint8),
        feature_names=np.array(columns, dtype=str),
        class_names=np.array(NAMES.classes, dtype=str),
    )


def licences() -> str:
    """Return the text of ``LICENCES.md``."""
    lines = [
        "# Data sets shipped with Descent Lab",
        "",
        f"Taken from scikit-learn {sklearn.__version__} (BSD 3-Clause) by `packaging/make_datasets.py`; "
        f"names.npz from the package names {version('names')}.",
    ]
    for source in (*SOURCES, NAMES):
        lines += ["", f"## {source.name}.npz: {source.title}", "", f"- Source: {source.citation}"]
        lines += [f"- Licence: {source.licence}", f"- Changes: {source.changes}"]
    lines += ["", *(f"> {line}".rstrip() for line in MIT.splitlines())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        save(source)
    save_names()
    (FOLDER / "LICENCES.md").write_text(licences(), encoding="utf-8")


if __name__ == "__main__":
    main()
