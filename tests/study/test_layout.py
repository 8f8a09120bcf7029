import json

from hypothesis import given
from hypothesis import strategies as st

from app.study.layout import readable

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain)
def test_it_is_json(value):
    assert json.loads(readable(value)) == value


def test_short_things_stand_on_one_line():
    text = readable({"a": {"seeds": [1, 2], "long": ["word" * 10] * 5, "none": {}}})
    assert '    "seeds": [1, 2],\n' in text
    assert text.count("wordword") > 5
    assert max(map(len, text.splitlines())) < 100
    assert text.endswith("}\n")
