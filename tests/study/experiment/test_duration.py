import pytest

from app.study.experiment.duration import duration_text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0 s"), (40, "40 s"), (180, "3 min"), (9000, "2.5 h"), (400_000, "5 days")]
)
def test_as_people_say_it(seconds, text):
    assert duration_text(seconds) == text
