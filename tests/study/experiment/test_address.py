"""The address of a scheduler is looked at before anybody is asked."""

import pytest

from app.engine.error import InputError
from app.study.experiment.address import check_address


@pytest.mark.parametrize(
    "address",
    [
        "tcp://host:8786",
        "host:8786",
        "tls://10.0.0.1:1",
        "tcp://[::1]:8786",
        "ucx://a.b-c:65535",
        "ws://host:80/",
    ],
)
def test_an_address_is_taken(address):
    check_address(address)


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("http://host:8787", "tcp://host:8787"),
        ("host", "tcp://host:8786"),
        ("tcp://host", "tcp://host:8786"),
        ("tls://host:99999", "tls://host:8786"),
        ("tcp://host:port", "tcp://host:8786"),
        ("tcp://:8000", "tcp://host:8000"),
        ("", "tcp://host:8786"),
        ("tcp://a:1/b", "tcp://host:8786"),
        ("tcp//host:8786", "tcp://host:8786"),
    ],
)
def test_another_is_refused_with_the_nearest(address, near):
    with pytest.raises(InputError) as caught:
        check_address(address)
    assert caught.value.where == "--scheduler"
    assert f"but '{address}' was given. The nearest valid choice is {near}." in caught.value.message
