"""What the documentation names as proof is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "fair-comparison.md").read_text(encoding="utf-8")


def test_each_of_the_nine_rules_has_a_row_and_names_tests_that_exist():
    rows = [line for line in TEXT.splitlines() if re.match(r"\| \*\*\d\*\*", line)]
    assert [row[4] for row in rows] == list("123456789")
    for row in rows:
        path = ""
        named = re.findall(r"`(tests/[\w/]+\.py)?::(\w+)`", row)
        assert len(named) >= 3, row[:60]
        for file, test in named:
            path = file or path
            content = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^ *def {test}\(", content, re.MULTILINE), f"{path}::{test}"


def test_the_file_is_found_from_the_front_page():
    assert "docs/fair-comparison.md" in (ROOT / "README.md").read_text(encoding="utf-8")
