"""Asks loopback servers for pages and times the answers: with wrk where it is installed, else with threads."""

import http.client
import json
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TypedDict

LUA = """
local paths, at = {}, 0
function init(arguments) for index = 1, #arguments do paths[index] = arguments[index] end end
function request() at = at + 1; return wrk.format("GET", paths[(at - 1) % #paths + 1]) end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n@@{"requests": %d, "seconds": %.6f, "p50": %.4f, "p95": %.4f, "bad": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


class Took(TypedDict):
    requests: int
    seconds: float
    p50: float
    p95: float
    bad: int


def load(port: int, paths: list[str], connections: int, seconds: float) -> Took:
    """Requests in rotation over `connections` kept-open connections; times in ms."""
    if shutil.which("wrk"):
        return _with_wrk(port, paths, connections, seconds)
    return _with_threads(port, paths, connections, seconds)


def _with_wrk(port: int, paths: list[str], connections: int, seconds: float) -> Took:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "rotate.lua"
        script.write_text(LUA)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", script,
                   f"http://127.0.0.1:{port}", "--", *paths]  # fmt: skip
        text = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    line = next(line for line in text.splitlines() if line.startswith("@@"))
    took: Took = json.loads(line[2:])
    return took


def _with_threads(port: int, paths: list[str], connections: int, seconds: float) -> Took:
    times: list[float] = []
    bad = [0]
    end = time.perf_counter() + seconds

    def ask(offset: int) -> None:
        connection, at = http.client.HTTPConnection("127.0.0.1", port, timeout=30), offset
        while time.perf_counter() < end:
            start = time.perf_counter()
            try:
                connection.request("GET", paths[at % len(paths)])
                answer = connection.getresponse()
                answer.read()
                bad[0] += answer.status != 200
            except (OSError, http.client.HTTPException):
                bad[0] += 1
                connection.close()
            times.append((time.perf_counter() - start) * 1e3)
            at += 1

    threads = [threading.Thread(target=ask, args=(each * 7,)) for each in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    count = len(times)
    return Took(
        requests=count, seconds=seconds, p50=times[count // 2], p95=times[min(int(count * 0.95), count - 1)], bad=bad[0]
    )
