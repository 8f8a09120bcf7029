"""Drawings in a page: their names are their own, and nothing in them runs or fetches."""

import pytest

from app.engine.error import InputError
from app.study.report.drawing import inline
from tests.study.report.conftest import SVG, figure


def with_body(body):
    return figure(svg=SVG.replace(b"<rect", body + b"<rect"))


def test_names_are_made_its_own_and_empty_groups_go():
    text = inline(figure("sharpness", title="S & T", description="<b>"))
    assert 'id="sharpness-g1"' in text
    assert "url(#sharpness-g1)" in text
    assert "<g " not in text
    assert "old" not in text
    assert '<title id="sharpness-title">S &amp; T</title>' in text
    assert '<desc id="sharpness-desc">&lt;b&gt;</desc>' in text
    assert text.startswith('<svg viewBox="0 0 100 50"')
    assert "<?xml" not in text


@pytest.mark.parametrize(
    "body",
    [
        b"<script>alert(1)</script>",
        b"<SCRIPT/>",
        b'<rect onload="alert(1)"/>',
        b'<rect ONCLICK = "alert(1)"/>',
        b"<foreignObject/>",
        b"<a><rect/></a>",
        b"<animate/>",
        b"<style>@import 'x'</style>",
        b'<image xlink:href="http://example.org/x.png"/>',
        b'<image href="//example.org/x.png"/>',
        b'<use xlink:href="other.svg#a"/>',
        b'<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
        b'<rect fill="url(http://example.org/#a)"/>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]>',
        b'<a xlink:href="javascript:alert(1)">x</a>',
    ],
)
def test_what_may_run_or_fetch_is_refused(body):
    with pytest.raises(InputError, match="The figure loss holds"):
        inline(with_body(body))


def test_what_looks_so_in_a_text_is_a_text():
    text = inline(with_body(b"<text>on load = &lt;script&gt; javascript: url(http://x)</text>"))
    assert "javascript: url(http://x)" in text


def test_an_image_within_and_a_reference_within_stay():
    body = b'<image xlink:href="data:image/png;base64,AAAA"/><use xlink:href="#g1"/>'
    text = inline(with_body(body))
    assert 'xlink:href="data:image/png;base64,AAAA"' in text
    assert 'xlink:href="#loss-g1"' in text


@pytest.mark.parametrize("svg", [b"", b"<svg></svg>", b"<svg viewBox='0 0 1 1'>", b"<p>"])
def test_what_is_no_drawing_is_refused(svg):
    with pytest.raises(InputError, match="is no SVG with a viewBox"):
        inline(figure(svg=svg))
