"""The port: known to be ours before anything is installed."""

import socket

import pytest

from devtools import ports
from devtools.shell import Refusal


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_it_serves_on_8000_unless_told(monkeypatch):
    assert ports.chosen_port({}) == 8000
    assert ports.chosen_port({"PORT": "8123"}) == 8123


@pytest.mark.parametrize("text", ["0", "65536", "-1", "eight", "８０００", "80 "])
def test_it_refuses_what_is_no_port(text):
    with pytest.raises(Refusal, match="give a number from 1 to 65535, such as PORT=8001"):
        ports.chosen_port({"PORT": text})


def test_it_says_what_to_do_about_a_taken_port(taken_port):
    with pytest.raises(Refusal) as caught:
        ports.require_free(taken_port)

    assert str(caught.value) == (
        f"port {taken_port} is taken by another program: stop it, or choose one: PORT={taken_port + 1} ./dev run"
    )


def test_it_takes_a_port_that_nobody_has(taken_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]

    ports.require_free(free)

    assert (ports.is_free(free), ports.is_free(taken_port)) == (True, False)
