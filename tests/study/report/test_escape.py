from hypothesis import given
from hypothesis import strategies as st

from app.study.report.escape import escaped, printable


@given(st.text())
def test_what_comes_out_is_printable_and_holds_no_sign_of_a_page(text):
    found = escaped(text)
    found.encode()
    assert not set("<>\"'\x00\x1b\x7f\ufffe") & set(found)


def test_signs_are_kept_in_their_place():
    assert printable("a\x00b\ud800c\n\t") == "a\ufffdb\ufffdc\n\t"
    assert escaped("<&\"'>") == "&lt;&amp;&quot;&#x27;&gt;"
