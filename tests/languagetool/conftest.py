"""A real server that speaks `/v2/languages` and `/v2/check`, over LanguageTool's rules as ported by lingotweaker."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

LANGUAGES = [{"name": f"English ({code})", "code": "en", "longCode": f"en-{code}"} for code in ("US", "GB")]


@cache
def open_engine(variant: str):
    import lt_py

    return lt_py.Engine("en-US", variant=variant)


def count_units(text: bytes) -> int:
    return len(text.decode().encode("utf-16-le")) // 2


def make_match(found: dict, text: bytes) -> dict:
    start, end = found["offset"], found["offset"] + found["length"]
    offset, length = count_units(text[:start]), count_units(text[start:end])
    return {
        "message": found["message"],
        "shortMessage": found["short_message"] or "",
        "replacements": [{"value": value} for value in found["suggestions"]],
        "offset": offset,
        "length": length,
        "context": {"text": text[start:end].decode(), "offset": 0, "length": length},
        "sentence": "",
        "rule": {
            "id": found["rule_id"],
            "description": found["rule_id"],
            "issueType": found["issue_type"],
            "category": {"id": found["category_id"], "name": found["category_name"]},
        },
    }


class Front(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...

    def do_GET(self) -> None:
        self.answer(200, LANGUAGES) if self.path == "/v2/languages" else self.answer(404, {})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        text, variant = form["text"][0], form["language"][0]
        matches = open_engine(variant).check(text)
        self.answer(200, {"matches": [make_match(found, text.encode()) for found in matches]})

    def answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Broken(Front):
    """Knows its languages and then breaks: what a dying server looks like."""

    calls: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.calls.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(500, {"error": "out of memory"})


@contextmanager
def serve(handler: type[Front]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    pytest.importorskip("language_tool_python", reason="needs pip install 'degarble[languagetool-test]'")
    pytest.importorskip("lt_py", reason="needs pip install 'degarble[languagetool-test]'")
    pytest.importorskip("lingotweaker_data_en", reason="needs pip install 'degarble[languagetool-test]'")
    with serve(Front) as address:
        yield address


@pytest.fixture
def broken_server() -> Iterator[str]:
    pytest.importorskip("language_tool_python", reason="needs pip install 'degarble[languagetool]'")
    with serve(Broken) as address:
        yield address


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
