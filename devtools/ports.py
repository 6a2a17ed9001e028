"""The port the site is served on: read from the environment, and known to be free before anything else is done."""

import errno
import socket
from collections.abc import Mapping

from devtools.shell import Refusal

DEFAULT_PORT = 8000
# A browser that looks up "localhost" may try either family first, so both must be ours or nobody's.
LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def chosen_port(environ: Mapping[str, str], name: str = "PORT", default: int = DEFAULT_PORT) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refusal(f"{name} is {text!r}: give a number from 1 to 65535, such as {name}={default + 1}")
    return int(text)


def problem(family: int, address: str, port: int) -> int | None:
    """The error number that binding meets, or nothing."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind((address, port))
    except OSError as error:
        return error.errno
    return None


def is_free(port: int) -> bool:
    return all(problem(family, address, port) != errno.EADDRINUSE for family, address in LOOPBACK)


def require_free(port: int) -> None:
    for family, address in LOOPBACK:
        number = problem(family, address, port)
        if number == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else DEFAULT_PORT
            raise Refusal(f"port {port} is taken by another program: stop it, or choose one: PORT={other} ./dev run")
        if number in (errno.EACCES, errno.EPERM):
            raise Refusal(f"port {port} needs an administrator: choose one above 1023, such as PORT=8000 ./dev run")
        if number is not None and family == socket.AF_INET:
            raise Refusal(f"port {port} can't be used here: {errno.errorcode.get(number, number)}")
