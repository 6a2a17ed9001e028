"""`./dev services`: PostgreSQL and Redis for tests and benchmarks, started and stopped by us."""

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from devtools import ports, quality
from devtools.shell import Refusal, complain, output, say, tail, var_dir

PACKAGES = ("postgresql", "redis-server")
DATABASE = "zhirong"
INSTALL_HINT = "./dev services start --install (Debian, Ubuntu, as root)"


def is_root() -> bool:
    return os.geteuid() == 0


def port_from(name: str, default: int) -> int:
    return ports.chosen_port(os.environ, name, default)


def must(words: Sequence[str | Path], what: str, log: Path | None = None) -> str:
    code, text = output(words)
    if code:
        raise Refusal(f"{what} failed" + (f": see {log}" if log else ""), details=(text + (tail(log) if log else "")))
    return text


def is_alive(pid: int, program: str) -> bool:
    """Whether the process exists and is that program: a number left in a file may be somebody else's by now."""
    code, name = output(["ps", "-o", "comm=", "-p", str(pid)])
    return code == 0 and program in name


def read_pid(path: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(path.read_text(encoding="ascii").splitlines()[0])
    return None


class Postgres:
    """A cluster of our own: no password, loopback only, nothing worth keeping in it."""

    title = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self.port = port_from("PGPORT", 54329)
        self.folder = reachable(folder) if is_root() else folder
        self.data = self.folder / "pg"
        self.log = self.data / "server.log"

    @property
    def url(self) -> str:
        return f"postgres://postgres@localhost:{self.port}/{DATABASE}"

    def exports(self) -> list[str]:
        return [f"export TEST_DATABASE_URL={self.url}"]

    def program(self, name: str) -> Path:
        """Debian keeps the server's programs off PATH, a folder a version."""
        folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        for folder in reversed(folders):
            if (folder / name).exists():
                return folder / name
        found = shutil.which(name)
        if found:
            return Path(found)
        raise Refusal(f"PostgreSQL's {name} is not here: {INSTALL_HINT}, or install PostgreSQL 14 or newer")

    def as_owner(self, *words: str | Path) -> list[str | Path]:
        """PostgreSQL's programs refuse to run as root."""
        return ["runuser", "-u", "postgres", "--", *words] if is_root() else list(words)

    def pid(self) -> int | None:
        pid = read_pid(self.data / "postmaster.pid")
        return pid if pid and is_alive(pid, "postgres") else None

    def running_port(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[3])
        return None

    def start(self, *, durable: bool) -> str:
        if self.pid():
            if self.running_port() != self.port:
                raise Refusal(f"our PostgreSQL already runs on port {self.running_port()}: ./dev services stop first")
            return "runs already"
        if not ports.is_free(self.port):
            raise Refusal(f"port {self.port} is taken: choose another, PGPORT={self.port + 1} ./dev services start")
        if not (self.data / "PG_VERSION").exists():
            self.create()
        options = f"-p {self.port} -c listen_addresses=localhost -c unix_socket_directories= -c max_connections=200"
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        ctl = [self.program("pg_ctl"), "-D", self.data, "-w", "-t", "60", "-l", self.log, "-o", options, "start"]
        must(self.as_owner(*ctl), "starting PostgreSQL", self.log)
        self.create_database()
        return "started"

    def create(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o700)
        if is_root():
            shutil.chown(self.data, "postgres", "postgres")
        flags = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres"]
        must(self.as_owner(self.program("initdb"), "-D", self.data, *flags), "making a PostgreSQL cluster")

    def create_database(self) -> None:
        connect = ["-h", "localhost", "-p", str(self.port), "-U", "postgres"]
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608
        found = must([self.program("psql"), *connect, "-d", "postgres", "-Atc", query], "asking PostgreSQL")
        if found.strip() != "1":
            must([self.program("createdb"), *connect, DATABASE], "making the database")

    def stop(self) -> str:
        if not self.pid():
            return "does not run"
        ctl = [self.program("pg_ctl"), "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop"]
        must(self.as_owner(*ctl), "stopping PostgreSQL", self.log)
        return "stopped"


class Redis:
    """A server of our own that keeps nothing on the disk."""

    title = "Redis"

    def __init__(self, folder: Path) -> None:
        self.port = port_from("REDISPORT", 63790)
        self.folder = folder / "redis"
        self.pidfile = self.folder / "redis.pid"
        self.portfile = self.folder / "redis.port"

    @property
    def url(self) -> str:
        return f"redis://localhost:{self.port}/0"

    def exports(self) -> list[str]:
        return [f"export TEST_REDIS_URL={self.url}"]

    def pid(self) -> int | None:
        pid = read_pid(self.pidfile)
        return pid if pid and is_alive(pid, "redis-server") else None

    def start(self, *, durable: bool) -> str:
        if self.pid():
            running = read_pid(self.portfile)
            if running != self.port:
                raise Refusal(f"our Redis already runs on port {running}: ./dev services stop first")
            return "runs already"
        program = shutil.which("redis-server")
        if program is None:
            raise Refusal(f"redis-server is not here: {INSTALL_HINT}, or install Redis 6 or newer")
        if not ports.is_free(self.port):
            raise Refusal(f"port {self.port} is taken: choose another, REDISPORT={self.port + 1} ./dev services start")
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / "redis.log"
        flags = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.folder, "--logfile", log]
        daemon = ["--daemonize", "yes", "--pidfile", self.pidfile]
        must([program, "--port", str(self.port), *flags, *daemon], "starting Redis", log)
        self.portfile.write_text(f"{self.port}\n", encoding="ascii")
        deadline = time.monotonic() + 15
        while output(["redis-cli", "-p", str(self.port), "ping"])[1].strip() != "PONG":
            if time.monotonic() > deadline:
                raise Refusal(f"Redis does not answer on port {self.port}: see {log}", details=tail(log))
            time.sleep(0.1)
        return "started"

    def stop(self) -> str:
        pid = self.pid()
        if pid is None:
            return "does not run"
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 15
        while self.pid():
            if time.monotonic() > deadline:
                raise Refusal(f"Redis (process {pid}) does not stop")
            time.sleep(0.1)
        return "stopped"


def reachable(folder: Path) -> Path:
    """The folder where user postgres can get at it, else one of ours under the system's temporary folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if output(["runuser", "-u", "postgres", "--", "test", "-x", folder])[0] == 0:
        return folder
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    other = Path(tempfile.gettempdir()) / f"zhirong-services-{key}"
    with contextlib.suppress(FileExistsError):
        other.mkdir(mode=0o755)
    found = other.lstat()
    # The name can be guessed, so somebody else could have laid a folder or a link there first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Refusal(
            f"{other} belongs to somebody else: remove it, or set VAR_DIR to a folder that postgres may enter"
        )
    other.chmod(0o755)
    return other


def install_packages() -> None:
    if not is_root() or shutil.which("apt-get") is None:
        raise Refusal(f"--install needs Debian or Ubuntu and root: install {' and '.join(PACKAGES)} your own way")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    complain("Installing " + ", ".join(PACKAGES))
    must(["apt-get", "update", "-q"], "apt-get update")
    must(["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES], "apt-get install")


def main(args: Sequence[str]) -> int:
    """Start, stop or show the services; what a shell should export goes to the output, the rest to the error stream."""
    words = list(args)
    action = words.pop(0) if words and not words[0].startswith("-") else "start"
    unknown = set(words) - ({"--install", "--durable"} if action == "start" else set())
    if action not in {"start", "stop", "status"} or unknown:
        raise Refusal("./dev services [start [--install] [--durable] | stop | status]")
    if "--install" in words:
        install_packages()
    folder = var_dir() / "services"
    services = [Postgres(folder), Redis(folder)]
    if action == "start":
        for service in services:
            complain(f"{service.title:<11} {service.start(durable='--durable' in words):<13} {service.url}")
        show_exports(services)
        return 0
    if action == "stop":
        for service in services:
            complain(f"{service.title:<11} {service.stop()}")
        return 0
    running = [service for service in services if service.pid()]
    for service in services:
        complain(f"{service.title:<11} {'runs' if service in running else 'does not run':<13} {service.url}")
    show_exports(running)
    return 0 if len(running) == len(services) else 1


def show_exports(services: Sequence[Postgres | Redis]) -> None:
    for service in services:
        for line in service.exports():
            say(line)
    browser = quality.find_browser()
    if services and browser:
        say(f"export CHROMIUM={browser}")
