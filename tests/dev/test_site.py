"""`./dev run`: what it prints, and when it says that the site is up."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from devtools import site
from devtools.shell import Refusal


@pytest.fixture
def server():
    """A site on a free port whose answers, one a request, the test puts into `.answers`."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            status = self.server.answers.pop(0)
            self.server.asked.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"index is missing")

        def log_message(self, *args):
            return

    with HTTPServer(("127.0.0.1", 0), Answering) as running:
        running.answers, running.asked = [], []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_it_waits_until_the_site_is_ready(server):
    server.answers = [503, 200]

    site.wait_until_ready(server.server_port, [], seconds=30)

    assert server.asked == [("/readyz", f"localhost:{server.server_port}")] * 2


def test_it_gives_up_on_a_site_that_never_gets_ready(server):
    server.answers = [503]

    with pytest.raises(Refusal, match="the site is not ready after 0 s") as caught:
        site.wait_until_ready(server.server_port, [], seconds=0)

    assert caught.value.details == "index is missing"


def test_it_refuses_a_second_run_on_the_same_state(tmp_path):
    with (
        site.only_one(tmp_path),
        pytest.raises(Refusal, match=r"another ./dev run \(process \d+\)"),
        site.only_one(tmp_path),
    ):
        pass


def test_it_runs_again_after_the_first_has_ended(tmp_path):
    with site.only_one(tmp_path):
        pass

    with site.only_one(tmp_path):
        assert (tmp_path / "run.lock").exists()


def test_it_prints_a_login_a_role_and_how_to_get_the_code(tmp_path, capsys):
    logins = [
        {"role": "持有人", "login": "holder@demo.test", "password": "pw-1", "totp_secret": None},
        {"role": "moderator", "login": "mod@demo.test", "password": "pw-2", "totp_secret": "ABC"},
    ]
    (tmp_path / "demo.json").write_text(json.dumps(logins), encoding="utf-8")

    site.announce(8000, tmp_path, 1.0)

    printed = capsys.readouterr().out
    assert "http://localhost:8000/en/" in printed
    assert "  持有人     holder@demo.test  pw-1      -\n" in printed
    assert "  moderator  mod@demo.test     pw-2      manage.py demo_code mod@demo.test\n" in printed
    assert "ABC" not in printed


def test_it_prints_no_logins_where_there_is_no_demo(tmp_path, capsys):
    site.announce(8000, tmp_path, 1.0)

    assert "Demo logins" not in capsys.readouterr().out


def test_it_does_not_serve_production(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

    with pytest.raises(Refusal, match=r"serves the demo; docs/operations\.md"):
        site.run([])


@pytest.mark.parametrize("place", ["taken", "taken/inside"])
def test_a_state_directory_that_cannot_be_written_is_one_line(tmp_path, place):
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(Refusal, match=r"state can't be kept in .*: make it a folder that you may write to") as refusal:
        site.require_writable(tmp_path / place)

    assert "\n" not in str(refusal.value)


def test_a_state_directory_is_made_where_there_is_none(tmp_path):
    site.require_writable(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()
