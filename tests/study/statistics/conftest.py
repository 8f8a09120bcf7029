import json
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def golden():
    """Values of the reference implementations, from tests/golden/record_statistics.py."""
    return json.loads((Path(__file__).parents[2] / "golden/statistics.json").read_text())
