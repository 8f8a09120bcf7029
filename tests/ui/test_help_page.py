"""Everything that can be chosen has a page, made from its own declaration."""

import re

import pytest

from app.ui.actions import ACTIONS, key_text
from app.ui.help_page import TOPICS, page
from app.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")  # a key's name needs an application


@pytest.mark.parametrize("kind", TOPICS)
def test_each_item_has_a_page_with_its_settings(kind):
    for item in TOPICS[kind]:
        text = page(f"{kind}:{item.name}", LIGHT)
        assert item.description.split(".")[0].split("&")[0].split("'")[0][:20] in text.replace("&#x27;", "'")
        for parameter in getattr(item, "parameters", ()):
            assert parameter.name in text


def test_every_link_of_the_guide_leads_somewhere():
    links = set(re.findall(r'href="([^"]+)"', page("guide", DARK)))
    assert len(links) > 50
    for link in links:
        assert "Did you mean" not in page(link, DARK)


def test_an_unknown_topic_says_so():
    assert "Did you mean 'adam'" in page("optimizer:adm", LIGHT).replace("&#x27;", "'")


def test_shortcuts_lists_every_key():
    text = page("shortcuts", LIGHT).replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">")
    for spec in ACTIONS:
        assert key_text(spec) in text.replace("&amp;", "&")


def test_keys_are_unique():
    keys = [key_text(spec) for spec in ACTIONS if key_text(spec)]
    assert len(keys) == len(set(keys))


def test_what_has_a_hat_is_slanted():
    assert "<i>m\u0302</i> = m / (1 − β" in page("optimizer:adam", LIGHT)


def test_the_language_of_functions_is_explained():
    text = page("surface:custom", LIGHT)
    assert "asin acos atan" in text
    assert "becomes a parameter" in text


def test_minima_are_listed_where_they_do_not_move():
    assert "Known minima: (512, 404.232)" in page("surface:eggholder", LIGHT)
    assert "Known minima" not in page("surface:ravine", LIGHT)
