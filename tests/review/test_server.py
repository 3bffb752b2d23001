"""The review server: who is let in, what it answers, and that it lives on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from starlette.testclient import TestClient

from degarble.errors import DegarbleError
from degarble.review.deciding import Answer, Position, decide
from degarble.review.shown import read_sheet_bytes
from degarble.review.store import Store
from degarble.review.web.access import Access
from degarble.review.web.answers import open_desk
from degarble.review.web.page import load_live_page
from degarble.review.web.server import make_app
from degarble.schema import Judgement, Scope

ORIGIN = "http://127.0.0.1:8000"
STRICT = ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
GETS = (
    "/",
    "/api/overview",
    "/api/counts",
    "/api/document/0",
    "/api/finding/0/0",
    "/api/next",
    "/api/explain?rule=casing/day",
    "/api/names",
    "/api/since/0",
)


class StubPage(NamedTuple):
    html: str = "<!doctype html><p>Here is the page.</p>"
    policy: str = "default-src 'none'; connect-src 'self'"


def explain(rule: str) -> Sequence[str]:
    if rule == "broken":
        raise ValueError("a slip in the code")
    if rule != "casing/day":
        raise DegarbleError(f"There is no rule {rule!r}.", "List them.")
    return [rule, "  Days have a capital."]


@pytest.fixture
def access() -> Access:
    return Access(8000)


@pytest.fixture
def stranger(store: Store, access: Access) -> Iterator[TestClient]:
    """Return a browser that was not let in."""
    app = make_app(partial(open_desk, store.path.parent, "ana", explain), StubPage(), access)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient, access: Access) -> TestClient:
    stranger.get(access.make_link())
    stranger.headers["origin"] = ORIGIN
    return stranger


def read_all(store: Store) -> list[object]:
    tables = ("decisions", "findings", "documents", "files", "names", "run")
    return [row for table in tables for row in sqlite3.connect(store.path).execute(f"select * from {table}")]


# Who is let in.


def test_the_link_lets_a_browser_in_and_leaves_the_address_without_token(stranger: TestClient, access: Access) -> None:
    answer = stranger.get(access.make_link())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    name, *marks = answer.headers["set-cookie"].split("; ")
    assert name.startswith("degarble-8000=")
    assert {mark.lower() for mark in marks} == {"httponly", "samesite=strict", "path=/"}
    assert "Here is the page." in stranger.get("/").text


def test_the_link_that_a_browser_is_started_with_opens_once(stranger: TestClient, access: Access) -> None:
    link = access.make_link_once()
    assert stranger.get(link).status_code == 303
    stranger.cookies.clear()
    assert stranger.get(link).status_code == 403
    assert stranger.get(access.make_link()).status_code == 303
    assert stranger.get(access.make_link()).status_code == 303


@pytest.mark.parametrize("path", GETS)
def test_without_the_cookie_nothing_is_shown(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403
    shown = answer.json()["hint"] if path.startswith("/api/") else answer.text
    assert "Use the link that `degarble review` printed" in shown


@pytest.mark.parametrize("path", ["/api/decide", "/api/undo", "/api/name", "/"])
def test_without_the_cookie_nothing_is_written(stranger: TestClient, path: str) -> None:
    assert stranger.post(path, json={}, headers={"origin": ORIGIN}).status_code == 403


@pytest.mark.parametrize("token", ["x", "", "é", "%ED%A0%80", "{token}x", "{token}&token=x"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, access: Access, token: str) -> None:
    first = token.replace("{token}", access.token) if "&" not in token else f"x&token={access.token}x"
    assert stranger.get(f"/?token={first}").status_code == 403
    assert "set-cookie" not in stranger.get(f"/?token={first}").headers


@pytest.mark.parametrize("path", ["/api/overview", "/api/document/0", "//"])
def test_the_token_opens_the_page_and_nothing_else(stranger: TestClient, access: Access, path: str) -> None:
    assert stranger.get(f"{ORIGIN}{path}?token={access.token}").status_code == 403


@pytest.mark.parametrize("cookie", [b"degarble-8000=x", b"degarble-8000=\xc3\xa9", b"degarble-8000=", b"degarble-8000"])
def test_a_wrong_cookie_opens_nothing(stranger: TestClient, cookie: bytes) -> None:
    assert stranger.get("/", headers={b"cookie": cookie}).status_code == 403


def test_the_cookie_of_another_review_opens_nothing(stranger: TestClient, access: Access) -> None:
    assert stranger.get("/", headers={"cookie": f"degarble-8001={access.token}"}).status_code == 403
    assert stranger.get("/", headers={"cookie": f"degarble-8000={access.token}"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["a.example:8000", "127.0.0.1", "127.0.0.1:8001", "localhost:8000.a.example", "a@localhost:8000", ""]
)
def test_a_name_that_leads_here_by_a_trick_is_refused(client: TestClient, access: Access, host: str) -> None:
    assert client.get("/api/overview", headers={"host": host}).status_code == 403
    assert client.get(f"/?token={access.token}", headers={"host": host}).status_code == 403


def test_this_computer_has_two_names(client: TestClient, access: Access) -> None:
    headers = {"host": "localhost:8000", "origin": "http://localhost:8000"}
    assert client.get(f"/?token={access.token}", headers=headers).status_code == 303
    cookie = {"cookie": f"{access.cookie}={access.token}"}
    assert client.post("/api/undo", json={}, headers=headers | cookie).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://a.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", f"{ORIGIN}.a.example", ""]
)
def test_another_page_may_not_ask(client: TestClient, store: Store, origin: str) -> None:
    before = read_all(store)
    asked = {"document": 0, "finding": 0, "judgement": "accept"}
    assert client.post("/api/decide", json=asked, headers={"origin": origin}).status_code == 403
    assert client.get("/api/overview", headers={"origin": origin}).status_code == 403
    assert read_all(store) == before


def test_what_is_written_has_to_say_which_page_asks(client: TestClient) -> None:
    del client.headers["origin"]
    assert client.get("/api/overview").status_code == 200
    assert client.post("/api/undo", json={}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_what_a_form_can_send_is_refused(client: TestClient, kind: str) -> None:
    assert client.post("/api/undo", content=b"{}", headers={"content-type": kind}).status_code == 403


def test_json_may_say_how_it_is_encoded(client: TestClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post("/api/undo", content=b"{}", headers=headers).status_code == 200


def test_a_body_of_a_megabyte_is_refused_even_if_it_hides_its_length(client: TestClient, store: Store) -> None:
    before = read_all(store)
    asked = {"document": 0, "finding": 0, "judgement": "accept", "note": "x" * 1_000_000}
    assert client.post("/api/decide", json=asked).status_code == 413
    pieces = (part for part in [msgspec.json.encode(asked)])
    headers = {"content-type": "application/json"}
    assert client.post("/api/decide", content=pieces, headers=headers).status_code == 413
    assert read_all(store) == before
    assert client.post("/api/decide", json=asked | {"note": "x" * 900_000}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/api/overview", 200), ("/api/x", 404), ("/api/explain?rule=broken", 500), ("/api/undo", 405)],
)
def test_every_answer_tells_browsers_to_be_strict(client: TestClient, path: str, status: int) -> None:
    check_headers(client.get(path), status)


def test_refusals_tell_browsers_to_be_strict(stranger: TestClient, access: Access) -> None:
    check_headers(stranger.get("/"), 403)
    check_headers(stranger.get(access.make_link()), 303)


def check_headers(answer: object, status: int) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers
    policy = headers["content-security-policy"]
    assert policy == StubPage().policy if status == 200 and "html" in headers["content-type"] else True
    assert "default-src 'none'" in policy


def test_what_is_no_page_lets_nothing_run(client: TestClient) -> None:
    assert client.get("/api/overview").headers["content-security-policy"].split("; ") == list(STRICT)


def test_the_page_runs_its_own_code_and_asks_its_own_server() -> None:
    given = dict(part.split(" ", 1) for part in load_live_page().policy.split("; "))
    assert given.pop("script-src").startswith("'sha256-")
    assert given.pop("style-src").startswith("'sha256-")
    assert given.pop("connect-src") == "'self'"
    assert given.pop("require-trusted-types-for") == "'script'"
    assert given == dict(part.split(" ", 1) for part in STRICT)


def test_looking_changes_nothing(client: TestClient, store: Store) -> None:
    client.post("/api/decide", json={"document": 0, "finding": 0, "judgement": "accept"})
    before = read_all(store)
    for path in GETS:
        assert client.get(path).status_code == 200
    for path in ("/api/decide", "/api/undo", "/api/name"):
        assert client.get(path).status_code == 405
    assert read_all(store) == before


# What goes wrong.


@pytest.mark.parametrize(
    "path",
    [
        "/api/document/9", "/api/document/x", "/api/document/-1", "/api/document/99999999999999999999",
        "/api/finding/0/9", "/api/counts?levels=auto,high", "/api/counts?severities=bad", "/api/counts?least=2",
        "/api/next?order=any", "/api/explain?rule=none", "/api/since/x",
    ],
)  # fmt: skip
def test_a_question_without_answer_says_what_to_do(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert all(answer.json()[part] for part in ("error", "hint"))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"{}", b'{"document":0,"finding":0}', b'{"document":0,"finding":0,"judgement":"maybe"}',
        b'{"document":0,"finding":99,"judgement":"accept"}', b'{"document":0,"finding":0,"judgement":"edit"}',
        b'{"document":0,"finding":0,"judgement":"reject","rule":true}',
        b'{"document":0,"finding":0,"judgement":"edit","replacement":"x","rule":true,"scope":"everywhere"}',
        b'{"document":0,"finding":0,"judgement":"edit","replacement":"\\ud800"}',
        b'{"document":0,"finding":0,"judgement":"accept","filter":{"levels":["high"]}}',
    ],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_is_not_written(client: TestClient, store: Store, body: bytes) -> None:
    before = read_all(store)
    answer = client.post("/api/decide", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["hint"]
    assert read_all(store) == before


def test_an_error_nobody_thought_of_is_told_and_the_server_lives_on(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/api/explain?rule=broken")
    assert answer.status_code == 500
    assert "a slip in the code" in answer.json()["error"]
    assert "Traceback" in caplog.text
    assert client.get("/api/overview").status_code == 200


# What it answers.


def ask(client: TestClient, path: str, **body: object) -> dict[str, object]:
    answer = client.post(path, json=body) if body or path == "/api/undo" else client.get(path)
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_the_overview(client: TestClient) -> None:
    told = ask(client, "/api/overview")
    assert [entry["id"] for entry in told["documents"]] == ["a.txt", "b.txt"]  # type: ignore[attr-defined]
    assert told["tally"] == {"open": 5, "applied": 1, "accepted": 0, "edited": 0, "rejected": 0, "unsure": 0}
    assert told["rules"] == [["name/literal", 3], ["casing/day", 1], ["garble/passage", 1], ["lexicon/test", 1]]
    assert told["kinds"]["lexicon"]["mqm_id"]  # type: ignore[index]
    assert told["its_severity"]["critical"] > told["its_severity"]["major"]  # type: ignore[index]
    assert told["record"]["version"] == "1.2.3"  # type: ignore[index]
    assert (told["who"], told["stale"], told["seq"]) == ("ana", [], 0)
    assert told["run"] == ask(client, "/api/since/0")["run"]
    assert Path(str(told["folder"])).name == "out"


def test_counts_of_what_fits_a_filter(client: TestClient) -> None:
    assert ask(client, "/api/counts")["counts"] == [[0, 2, 1, 1, 0, 4], [1, 1, 0, 1, 0, 1]]
    assert ask(client, "/api/counts?levels=flag,auto")["counts"] == [[0, 0, 0, 1, 0, 1], [1, 0, 0, 1, 0, 0]]
    assert ask(client, "/api/counts?severities=major&words=FOREIGN")["counts"] == [[0, 0, 1, 0, 0, 1]]
    assert ask(client, "/api/counts?document=1&least=0.9&rule=casing/day&kinds=")["counts"] == [[1, 0, 0, 1, 0, 0]]
    assert ask(client, "/api/counts?statuses=rejected")["counts"] == []


def test_a_document_and_where_its_findings_stand(client: TestClient, store: Store) -> None:
    told = ask(client, "/api/document/1")
    assert told["sheet"] == msgspec.json.decode(read_sheet_bytes(store, 1))
    assert told["stands"] == [["open", None], ["applied", "Monday"]]
    assert (told["stale"], told["seq"]) == (False, 0)


def test_a_file_that_changed_is_noticed_when_its_document_is_opened(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "in" / "b.txt").write_text("Otherwise.")
    assert ask(client, "/api/overview")["stale"] == []
    assert ask(client, "/api/document/1")["stale"] is True
    assert ask(client, "/api/overview")["stale"] == [1]


def test_all_about_a_finding(client: TestClient) -> None:
    accept = {"document": 0, "finding": 0, "judgement": "accept", "scope": "everywhere", "note": "sure"}
    ask(client, "/api/decide", **accept)
    ask(client, "/api/decide", **accept | {"judgement": None})
    ask(client, "/api/decide", **accept | {"replacement": "Kalin", "scope": "here", "note": ""})
    told = ask(client, "/api/finding/0/0")
    made = told["ruling"]["decision"]  # type: ignore[index]
    assert (told["ruling"]["status"], told["ruling"]["replacement"]) == ("accepted", "Kalin")  # type: ignore[index]
    assert (made["who"], made["scope"], made["judgement"], made["note"]) == ("ana", "here", "accept", "")
    assert (told["elsewhere"]["findings"], told["elsewhere"]["documents"]) == (2, 2)  # type: ignore[index]
    place = {"position": [0, 2], "document": "a.txt", "text": "Thick", "status": "open"}
    assert told["elsewhere"]["places"][0] == place  # type: ignore[index]
    assert told["rule_total"] == 3
    past = [(item["judgement"], item["scope"], item["note"]) for item in told["history"]]  # type: ignore[attr-defined]
    assert past == [("accept", "here", ""), ("", "everywhere", ""), ("accept", "everywhere", "sure")]
    assert all(item["when"] and item["who"] == "ana" for item in told["history"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("", [0, 0]),
        ("back=1", [0, 3]),
        ("document=0&finding=0", [0, 2]),
        ("document=0&finding=0&order=reading", [0, 1]),
        ("document=0&finding=2&order=reading&back=1", [0, 1]),
        ("order=reading&document=1", [1, 0]),
        ("document=0&finding=3&order=reading&document=0", None),
        ("document=0&finding=3&order=reading", [1, 0]),
        ("document=1&finding=0&order=reading&undecided=1", None),
        ("document=1&finding=0&order=reading&undecided=0", [1, 1]),
        ("severities=minor&levels=flag", [0, 3]),
        ("words=thick&document=0&finding=2", [1, 0]),
        ("words=THICK&document=1&finding=0&back=1", [0, 2]),
        ("words=thick&document=1&finding=0", None),
        ("order=together&document=1&finding=0", [0, 1]),
        ("order=together&document=1&finding=1&back=1", [0, 1]),
    ],
)
def test_where_to_go(client: TestClient, query: str, position: list[int] | None) -> None:
    assert ask(client, f"/api/next?{query}") == {"position": position}


def test_a_decision_tells_what_it_did_and_where_to_go_on(client: TestClient) -> None:
    asked = {"document": 0, "finding": 0, "judgement": "accept", "scope": "everywhere", "order": "reading"}
    told = ask(client, "/api/decide", **asked, filter={"document": 0, "levels": "flag,suggest", "words": ""})
    assert (told["seq"], told["findings"], told["documents"]) == (1, 3, 2)
    assert told["tally"]["accepted"] == 3  # type: ignore[index]
    assert told["stands"] == [["accepted", "Kalın"], ["open", None], ["accepted", "Kalın"], ["open", None]]
    assert told["next"] == [0, 1]


def test_a_decision_taken_back(client: TestClient) -> None:
    asked = {"document": 0, "finding": 1, "judgement": "edit", "replacement": "", "filter": {"levels": ["flag"]}}
    told = ask(client, "/api/decide", **asked)
    assert told["stands"][1] == ["edited", ""]  # type: ignore[index]
    assert told["next"] == [0, 3]
    told = ask(client, "/api/decide", **asked | {"judgement": None})
    assert told["stands"][1] == ["open", None]  # type: ignore[index]


def test_a_decision_on_a_rule_leaves_each_finding_its_own_suggestion(client: TestClient) -> None:
    asked = {"document": 0, "finding": 0, "judgement": "accept", "replacement": "x", "scope": "everywhere"}
    told = ask(client, "/api/decide", **asked, rule=True)
    assert (told["findings"], told["documents"]) == (3, 2)
    assert told["stands"][0] == ["accepted", "Kalın"]  # type: ignore[index]


def test_undo_leads_back_until_there_is_nothing(client: TestClient) -> None:
    ask(client, "/api/decide", document=1, finding=1, judgement="reject")
    told = ask(client, "/api/undo")
    assert (told["position"], told["next"]) == ([1, 1], [1, 1])
    assert told["stands"] == [["open", None], ["applied", "Monday"]]
    assert ask(client, "/api/undo") == {"nothing": True}


def test_what_somebody_else_decided_since_is_not_undone(client: TestClient, store: Store) -> None:
    ask(client, "/api/decide", document=0, finding=0, judgement="accept")
    decide(store, Position(0, 0), Answer(Judgement.REJECT, None, Scope.HERE, "ben"))
    answer = client.post("/api/undo", json={})
    assert answer.status_code == 409
    assert "ben" in answer.json()["error"]
    assert ask(client, "/api/document/0")["stands"][0] == ["rejected", None]  # type: ignore[index]


def test_a_rule_explained(client: TestClient) -> None:
    assert ask(client, "/api/explain?rule=casing/day") == {"lines": ["casing/day", "  Days have a capital."]}


def test_names_merged(client: TestClient) -> None:
    told = ask(client, "/api/names")
    assert ([name["canonical"] for name in told["names"]], told["decisions"]) == (["Kalın", "Kalin"], [])  # type: ignore[attr-defined]
    told = ask(client, "/api/name", form="Kalin", name="Kalın", judgement="accept", replacement="x", note="one man")
    assert [name["canonical"] for name in told["names"]] == ["Kalın"]  # type: ignore[attr-defined]
    (made,) = told["decisions"]  # type: ignore[misc]
    assert (made["form"], made["name"], made["who"], made["note"]) == ("Kalin", "Kalın", "ana", "one man")
    assert (made["replacement"], told["seq"], told["findings"]) == (None, 1, 0)


def test_a_name_that_is_not_the_one_reaches_findings(client: TestClient) -> None:
    told = ask(client, "/api/name", form="Thick", name="Kalın", judgement="reject")
    assert (told["findings"], told["documents"]) == (3, 2)
    assert ask(client, "/api/overview")["tally"]["rejected"] == 3  # type: ignore[index]


@pytest.mark.parametrize("change", [{"form": ""}, {"judgement": "edit"}, {"judgement": None}])
def test_a_decision_on_names_that_makes_no_sense(client: TestClient, change: dict[str, object]) -> None:
    asked = {"form": "Kalin", "name": "Kalın", "judgement": "accept"}
    assert client.post("/api/name", json=asked | change).status_code == 400


def test_what_others_decide_is_seen(client: TestClient, store: Store) -> None:
    told = ask(client, "/api/since/0?document=0")
    assert (told["seq"], told["changed"], told["stands"]) == (0, False, None)
    decide(store, Position(0, 0), Answer(Judgement.REJECT, None, Scope.HERE, "ben"))
    told = ask(client, "/api/since/0?document=0")
    assert (told["seq"], told["changed"], told["tally"]["rejected"]) == (1, True, 1)  # type: ignore[index]
    assert told["stands"][0] == ["rejected", None]  # type: ignore[index]
    assert ask(client, "/api/since/0")["stands"] is None
    assert ask(client, "/api/since/1?document=0")["changed"] is False


def test_a_run_made_anew_is_seen(
    client: TestClient, tmp_path: Path, refill: Callable[[object], None], articles: dict[str, object]
) -> None:
    run = ask(client, "/api/overview")["run"]
    refill({"b.txt": articles["b.txt"]})
    (tmp_path / "in" / "b.txt").write_text("Otherwise.")
    told = ask(client, "/api/since/0?document=1")
    assert (told["run"] == run, told["changed"]) == (False, False)
    told = ask(client, "/api/overview")
    assert [entry["id"] for entry in told["documents"]] == ["b.txt"]  # type: ignore[attr-defined]
    assert told["stale"] == [0]
    asked = {"document": 0, "finding": 0, "judgement": "accept"}
    assert client.post("/api/decide", json=asked | {"run": run}).status_code == 409
    assert ask(client, "/api/decide", **asked, run=told["run"])["findings"] == 1
