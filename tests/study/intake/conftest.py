import pytest

from app.study.intake.options import FileSpec


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and gives the spec that reads it."""

    def to_file(content, name="table.csv", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return FileSpec(path=str(path), **options)

    return to_file
