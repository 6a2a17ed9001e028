"""The demo city on a port of its own, as `./dev run` serves it, and what a visit to it keeps."""

import contextlib
import fcntl
import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from devtools import children, site
from devtools.prepare import Preparation
from devtools.shell import environment

NARROW, WIDE = 320, 1280


@dataclass
class DemoSite:
    """A running demo. `logins` are the rows of its demo.json."""

    url: str
    var: Path
    logins: list[dict[str, str]]

    def login_of(self, role: str) -> dict[str, str]:
        return next(login for login in self.logins if login["role"] == role)

    @cached_property
    def web_log(self) -> Path:
        return self.var / "log" / "web.log"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def demo_site(var: Path, name: str = "web") -> Iterator[DemoSite]:
    """Seed the demo where it is not there yet (one at a time, whoever asks), and serve it until left."""
    port = free_port()
    env = environment("marketplace.settings.dev", PORT=str(port), VAR_DIR=str(var), SITE_URL=f"http://localhost:{port}")
    for foreign in ("DATABASE_URL", "TEST_DATABASE_URL", "SECRET_KEY", "BROKER_URL", "REDIS_URL"):
        env.pop(foreign, None)
    python = Path(sys.executable)
    var.mkdir(parents=True, exist_ok=True)
    with (var / "seed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Preparation(python, var, env).run()
    web = children.start("web", site.web_command(python, port), log=var / "log" / f"{name}.log", env=env)
    try:
        site.wait_until_ready(port, [web])
        yield DemoSite(f"http://localhost:{port}", var, json.loads((var / "demo.json").read_text("utf-8")))
    finally:
        children.stop([web])


def is_broken(request: Any) -> bool:
    """Whether a request failed by itself: one given up because the page was left says nothing about the address."""
    return request.failure != "net::ERR_ABORTED"


def watch(page: Any) -> Any:
    """Keep in `page.complaints` what the browser objects to: errors, refused by policy, broken addresses of ours."""
    page.complaints = []
    page.on("console", lambda message: message.type in {"error", "warning"} and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "requestfailed",
        lambda request: is_broken(request) and page.complaints.append(f"{request.failure}: {request.url}"),
    )
    return page


def overflow(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
