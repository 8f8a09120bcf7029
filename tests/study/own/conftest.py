import pytest

from app.engine.optimizer import optimizers
from app.study.own.folder import TEMPLATE


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file; afterwards the registry is as it was."""
    list(optimizers)
    items, aliases = dict(optimizers.items), dict(optimizers.aliases)

    def to_file(text=TEMPLATE, name="mine.py"):
        path = tmp_path / name
        path.write_text(text)
        return path

    yield to_file
    optimizers.items, optimizers.aliases = items, aliases
