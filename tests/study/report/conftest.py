"""Reports of small races."""

import pytest

from app.study.prediction import Foretold
from app.study.report.report import compose
from app.study.report.section import Figure

SVG = (
    b'<?xml version="1.0"?>\n<svg width="100" height="50" viewBox="0 0 100 50" '
    b'xmlns="http://www.w3.org/2000/svg"'
    b' xmlns:xlink="http://www.w3.org/1999/xlink">\n<title>old</title>\n<desc>old</desc>\n<defs>'
    b'<linearGradient id="g1"/></defs>\n<g stroke="none"></g>'
    b'<rect fill="url(#g1)" width="9" height="9"/>\n</svg>\n'
)


def figure(name="loss", svg=SVG, **more):
    return Figure(
        name, more.get("title", "Loss"), more.get("description", "It falls."), svg, more.get("caption", "")
    )


@pytest.fixture
def report_of(race_of):
    """Return a function that races a study and composes its report."""

    def report(study, ticks=None, foretold=None, **more):
        problem, history = race_of(study, ticks)
        return compose(study, problem, history, foretold or Foretold(study.prediction), **more)

    return report
