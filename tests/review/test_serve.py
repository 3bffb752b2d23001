"""`degarble review`: a port of this computer alone, a link, a browser, an end with Ctrl-C."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from http.cookiejar import CookieJar
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from degarble.cli import app
from degarble.errors import DegarbleError, InputError
from degarble.review.store import Store, make_store
from degarble.review.web import page, serve

START = """
import sys
from pathlib import Path
from degarble.review.web import page, serve
page.load_live_page = lambda: page.Page("<p>here</p>", "default-src 'none'")
serve.serve(Path(sys.argv[1]), "ana", list, browser=False)
"""


def no_page() -> page.Page:
    return page.Page("<p>here</p>", "default-src 'none'")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the links that browsers were started with; the server itself ends at once."""
    links: list[str] = []
    monkeypatch.setattr(page, "load_live_page", no_page)
    monkeypatch.setattr(serve, "_run", lambda app, listener: listener.close())
    monkeypatch.setattr(webbrowser, "open", links.append)
    monkeypatch.setenv("BROWSER", "any")
    return links


def test_the_server_answers_until_ctrl_c(store: Store) -> None:
    command = [sys.executable, "-c", START, str(store.path.parent)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stderr
        words = run.stderr.readline().split()
        assert " ".join(words[2:]) == "Ctrl-C to stop; decisions are saved at once."
        assert words[1].startswith("http://127.0.0.1:")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(words[1]) as answer:
            assert (answer.read(), "?" in answer.url) == (b"<p>here</p>", False)
            assert "server" not in {name.lower() for name in answer.headers}
        run.send_signal(signal.SIGINT)
        assert run.stderr.read() == "Stopped.\n"
        assert run.wait() == 0


def test_only_this_computer_can_connect() -> None:
    with serve._listen(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_answers_are_not_held_back() -> None:
    with serve._listen(0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken(store: Store, opened: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(DegarbleError, match=f"Port {port} cannot be used"):
            serve.serve(store.path.parent, "ana", list, port=port)
    assert opened == []


def test_the_browser_gets_a_link_of_its_own(
    store: Store, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    serve.serve(store.path.parent, "ana", list)
    end = time.monotonic() + 10
    while not opened and time.monotonic() < end:
        time.sleep(0.01)
    printed = capsys.readouterr().err.split()[1]
    assert opened[0].partition("=")[0] == printed.partition("=")[0]
    assert opened[0] != printed


def test_no_browser_where_it_is_not_wanted_or_cannot_be_seen(
    store: Store, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serve.serve(store.path.parent, "ana", list, browser=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    serve.serve(store.path.parent, "ana", list)
    time.sleep(0.1)
    assert opened == []


def test_nothing_to_review(tmp_path: Path, opened: list[str]) -> None:
    with pytest.raises(InputError, match="nothing to review"):
        serve.serve(tmp_path, "ana", list)
    with make_store(tmp_path), pytest.raises(DegarbleError, match="no run"):
        serve.serve(tmp_path, "ana", list)
    assert opened == []


# The command.


def test_the_command_serves(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(serve, "serve", lambda out, who, explain, **more: calls.append((out, who, explain("x"), more)))
    monkeypatch.setattr("degarble.explain.explain_rule", lambda rule, knowledge: iter([rule, knowledge]))
    monkeypatch.setattr("degarble.opening.open_knowledge", lambda settings: settings.lang)
    out = store.path.parent
    assert CliRunner().invoke(app, ["review", str(out), "--who", "ana", "--port", "8765"]).exit_code == 0
    assert CliRunner().invoke(app, ["review", str(out), "--no-browser"], env={"LOGNAME": "ben"}).exit_code == 0
    assert calls == [
        (out, "ana", ["x", "en"], {"port": 8765, "browser": True}),
        (out, "ben", ["x", "en"], {"port": 0, "browser": False}),
    ]


@pytest.mark.parametrize(
    ("option", "module", "name"), [("--simple", "lines", "run_lines"), ("--terminal", "terminal", "run_terminal")]
)
def test_the_command_reviews_in_the_terminal(
    store: Store, monkeypatch: pytest.MonkeyPatch, option: str, module: str, name: str
) -> None:
    calls: list[tuple[object, ...]] = []
    stub = SimpleNamespace(**{name: lambda opened, who, *streams: calls.append((opened.path, who, len(streams)))})
    monkeypatch.setitem(sys.modules, f"degarble.review.console.{module}", stub)  # type: ignore[arg-type]
    result = CliRunner().invoke(app, ["review", str(store.path.parent), option, "--who", "ana"])
    assert result.exit_code == 0, result.output
    assert calls == [(store.path, "ana", 2 if option == "--simple" else 0)]


@pytest.mark.parametrize("options", [[], ["--simple"], ["--terminal"]])
def test_the_command_says_what_to_run_first(tmp_path: Path, options: list[str]) -> None:
    result = CliRunner().invoke(app, ["review", str(tmp_path), *options])
    assert result.exit_code == 2
    assert f"degarble repair ARTICLES --out {tmp_path}" in result.stderr


def test_two_ways_at_once(store: Store) -> None:
    result = CliRunner().invoke(app, ["review", str(store.path.parent), "--simple", "--terminal"])
    assert (result.exit_code, "Give one of them" in result.stderr) == (2, True)


def test_help_loads_no_server() -> None:
    code = (
        "import sys\nfrom degarble.cli import app\ntry: app(['review', '--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'starlette', 'uvicorn', 'sqlite3', 'webbrowser'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert "degarble review out" in done.stdout
