import hashlib
import sys

import numpy as np
import pytest

from app.engine.resource import resource, shipped_table
from app.engine.sparse import Sparse

# What `packaging/make_datasets.py` wrote; a table that changes here changes every published number.
CONTENT = {
    "breast_cancer": "cdd5f37c36cbdfc2",
    "diabetes": "e9c1f7559552854a",
    "digits": "f19a7d92591ca0a1",
    "iris": "18565d0da72dafd5",
    "names": "a0fba6b5a1e243e1",
    "wine": "c7e84e8e03b2b5a3",
}


def test_the_shipped_folder_is_found():
    assert resource("datasets", "LICENCES.md").is_file()
    assert resource("datasets").is_dir()


def test_a_bundle_has_its_own_folder(tmp_path, monkeypatch):
    (tmp_path / "resources" / "datasets").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("datasets") == tmp_path / "resources" / "datasets"


def test_a_missing_file_is_named():
    with pytest.raises(FileNotFoundError, match=r"lacks .*nothing\.npz"):
        resource("datasets", "nothing.npz")


@pytest.mark.parametrize("name", CONTENT)
def test_the_shipped_numbers_are_those_of_the_source(name):
    table = shipped_table(name)
    content = hashlib.sha256()
    features = table.features.dense() if isinstance(table.features, Sparse) else table.features
    for values in (features, table.targets):
        content.update(np.ascontiguousarray(values).astype("<f8").tobytes())
    assert content.hexdigest()[:16] == CONTENT[name]


@pytest.mark.parametrize("name", CONTENT)
def test_every_shipped_table_has_a_licence_entry(name):
    text = resource("datasets", "LICENCES.md").read_text(encoding="utf-8")
    entry = text.split(f"## {name}.npz")[1].split("\n## ")[0]
    assert "- Source: " in entry
    assert "- Licence: " in entry


def test_no_table_is_shipped_without_a_test():
    assert {path.stem for path in resource("datasets").glob("*.npz")} == set(CONTENT)
