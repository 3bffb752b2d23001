"""The full-screen review: what stands where, as text, and what keys, the mouse and other people do to it."""

from __future__ import annotations

import asyncio
import builtins
import io
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from degarble.errors import DegarbleError, MissingExtra
from degarble.review.console.palette import DARK, LIGHT, PLAIN
from degarble.review.console.spread import Anchor, Spread
from degarble.review.console.terminal import choose_palette, run_terminal
from degarble.review.deciding import Answer, Position, decide
from degarble.review.shown import list_stands
from degarble.review.store import Store, make_store
from degarble.schema import Judgement, Scope, Severity

from .conftest import ARTICLES, Damage, Texts, fill_store

pytest.importorskip("textual")

from textual.pilot import Pilot

from degarble.review.console.panes import Reader, Shelf
from degarble.review.console.screen import ReviewApp

HERE = Path(__file__).parent / "screens"
WRITE = os.environ.get("DEGARBLE_GOLDEN") == "write"
MOVED = (
    "The holder of Foreign went to the sea\n\n"
    "Thick, said the boats are late this spring, and that nobody in the harbour had been told why it took so long. "
    "The part moroccan answered on monday that the nets are the holder's own, and that it is not the moment.\n\n"
    "漁業の会談は月曜日に始まる。 The minister gave his colleague, Turkish a model of a boat.\n\n"
    "Follow us on the usual channels\n"
)
HARBOUR: Texts = {
    "harbour/boats.txt": (
        MOVED,
        [
            Damage("holder of Foreign", ("foreign minister",)),
            Damage("Thick", ("Kalın", "Kalin"), "name/literal", Severity.CRITICAL, entity="Kalın"),
            Damage("part moroccan", ("Moroccan side",), "order/adjective"),
            Damage("monday", ("Monday",), "casing/day", Severity.MINOR, score=0.99),
            Damage("it is not the moment", (), "garble/passage", Severity.MINOR, score=0.4),
            Damage("his colleague, Turkish", ("his Turkish colleague",), "order/adjective"),
            Damage("Follow us on the usual channels\n", ("",), "residue/boilerplate", Severity.NEUTRAL),
        ],
    ),
    "harbour/nets.txt": ("The nets are dry.\n", []),
    **ARTICLES,
}


@pytest.fixture(autouse=True)
def _same_time_and_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("degarble.review.log.tell_time", lambda: "2026-05-04T09:30:00Z")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "in" / "harbour").mkdir(parents=True)
    with make_store(tmp_path / "out") as opened:
        fill_store(opened, tmp_path / "in", HARBOUR)
        yield opened


def read_screen(app: ReviewApp) -> str:
    """Return what stands on the screen, without colours."""
    console = Console(width=app.size.width, file=io.StringIO(), record=True, legacy_windows=False)
    stack = app._background_screens
    console.print(app.screen._compositor.render_update(full=True, screen_stack=stack))
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


def run(app: ReviewApp, use: Callable[[Pilot[object]], Awaitable[None]], size: tuple[int, int] = (120, 40)) -> None:
    """Open a review on a screen and let it be used."""

    async def use_app() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await use(pilot)

    asyncio.run(use_app())


def press(store: Store, *keys: str, size: tuple[int, int] = (120, 40)) -> str:
    """Return what stands on the screen after some keys."""
    app, seen = ReviewApp(store, "ana"), []

    async def use(pilot: Pilot[object]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        if app.is_running:
            seen.append(read_screen(app))

    run(app, use, size)
    return seen[0] if seen else ""


@pytest.mark.parametrize(
    ("name", "size", "keys"),
    [
        ("80x24", (80, 24), ()),
        ("80x24-documents", (80, 24), ("d", "J")),
        ("80x24-help", (80, 24), ("question_mark",)),
        ("120x40", (120, 40), ("y", "n", "2", "o")),
        ("120x40-everywhere", (120, 40), ("A",)),
        ("120x40-own-words", (120, 40), ("e",)),
        ("200x60", (200, 60), ("u", "k", "I")),
        ("200x60-all-decided", (200, 60), (*"yyyyyyyyyyyy",)),
        ("30x10", (30, 10), ()),
    ],
)
def test_the_screen_is_that_of_the_snapshot(
    harbour: Store, name: str, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    snapshot, shown = HERE / f"{name}.txt", press(harbour, *keys, size=size)
    if WRITE:
        HERE.mkdir(exist_ok=True)
        snapshot.write_text(shown, encoding="utf-8")
    assert shown == snapshot.read_text(encoding="utf-8"), "read the difference, then DEGARBLE_GOLDEN=write"


def test_without_findings_it_says_so(store: Store, refill: Callable[[Texts], None]) -> None:
    refill({"c.txt": ("It rained.\n", [])})
    assert "Nothing was found" in press(store, "y", "j")


def test_keys_decide(harbour: Store) -> None:
    shown = press(harbour, "y", "e", *"X", "enter", "n")
    found = [item.status for number in range(4) for item in list_stands(harbour, number)]
    assert sorted(found)[:3] == ["accepted", "applied", "edited"]
    assert "3 of 13 decided" in shown


def test_escape_leaves_the_input_and_the_question(harbour: Store) -> None:
    shown = press(harbour, "e", "y", "escape", "A", "escape", "slash", "q", "escape")
    assert "0 of 13 decided" in shown
    assert "Your words" not in shown
    assert "Accept everywhere" not in shown


def test_q_leaves(harbour: Store) -> None:
    assert press(harbour, "q") == ""


def test_a_search_narrows_list_and_text(harbour: Store) -> None:
    shown = press(harbour, "slash", *"garble", "enter")
    assert "garble" in shown.splitlines()[0]
    assert "1/2" in shown.splitlines()[1]


def test_what_others_decide_appears(harbour: Store) -> None:
    app, seen = ReviewApp(harbour, "ana"), []

    async def use(pilot: Pilot[object]) -> None:
        decide(harbour, Position(0, 1), Answer(Judgement.REJECT, scope=Scope.EVERYWHERE, who="ben"))
        app.look_around()
        await pilot.pause()
        seen.append(read_screen(app))

    run(app, use)
    assert "ben decided something meanwhile." in seen[0]
    assert "✕Thick" in seen[0]
    assert "rejected by ben" in seen[0]


def test_a_run_made_anew_appears(store: Store, refill: Callable[[Texts], None]) -> None:
    app, seen = ReviewApp(store, "ana"), []

    async def use(pilot: Pilot[object]) -> None:
        refill({"new.txt": ("Thick came.\n", [Damage("Thick", ("Kalın",))])})
        await pilot.press("y")
        await pilot.pause()
        seen.append(read_screen(app))

    run(app, use)
    assert "new.txt" in seen[0]
    assert "The run was made anew meanwhile" in seen[0]
    assert list_stands(store, 0)[0].status == "open"


def test_a_click_opens_a_document_and_a_finding(harbour: Store) -> None:
    app = ReviewApp(harbour, "ana")

    async def use(pilot: Pilot[object]) -> None:
        await pilot.click(Shelf, offset=(5, 4))
        await pilot.pause()
        assert app.query_one(Shelf).here == 2
        row = next(number for number, line in enumerate(app.query_one(Reader).lines) if "holder" in str(line))
        column = "".join(part.text for part in app.query_one(Reader).lines[row]).index("holder")
        await pilot.click(Reader, offset=(column + 2, row))
        await pilot.pause()
        assert app.query_one(Reader).focus_on == 1

    run(app, use)


def test_the_text_moves(harbour: Store) -> None:
    app = ReviewApp(harbour, "ana")

    async def use(pilot: Pilot[object]) -> None:
        reader = app.query_one(Reader)
        await pilot.press(*["pageup"] * 9)
        before = reader.lines
        await pilot.press("pagedown")
        assert reader.lines != before
        await pilot.press("pageup")
        assert reader.lines == before

    run(app, use, (60, 16))


def test_the_colours_change_and_are_none_where_none_are_wanted(harbour: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = ReviewApp(harbour, "ana")

    async def use(pilot: Pilot[object]) -> None:
        assert app.theme == DARK.name
        await pilot.press("t")
        assert app.theme == LIGHT.name
        assert app.query_one(Reader).palette is LIGHT

    run(app, use)
    monkeypatch.setenv("NO_COLOR", "1")
    bare, pictures = ReviewApp(harbour, "ana", PLAIN), []

    async def look(pilot: Pilot[object]) -> None:
        await pilot.press("t")
        segments = [segment for strip in bare.screen._compositor.render_strips() for segment in strip]
        pictures.extend(segment.style for segment in segments if segment.style)

    run(bare, look)
    colours = {colour.name for style in pictures for colour in (style.color, style.bgcolor) if colour}
    assert colours <= {"default"}
    assert any(style.reverse for style in pictures)


@pytest.mark.parametrize(
    ("no_color", "colours", "palette"),
    [("", "", DARK), ("", "0;15", LIGHT), ("", "15;default;0", DARK), ("", "7;8", DARK), ("1", "0;15", PLAIN)],
)
def test_the_environment_chooses_the_palette(no_color: str, colours: str, palette: object) -> None:
    assert choose_palette(no_color, colours) is palette


def test_a_missing_extra_is_named(harbour: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "degarble.review.console.screen":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match="terminal"):
        run_terminal(harbour, "ana")


def test_a_pipe_is_no_terminal(harbour: Store) -> None:
    with pytest.raises(DegarbleError, match="needs a terminal"):
        run_terminal(harbour, "ana")


def test_a_long_text_is_laid_out_where_it_is_seen(tmp_path: Path) -> None:
    text = "The holder of Foreign came late to the talks of the day. " * 20_000
    with make_store(tmp_path / "out") as store:
        fill_store(store, tmp_path / "in", {"long.txt": (text, [Damage("holder of Foreign", ("minister",))] * 300)})
        from degarble.review.shown import read_sheet

        spread = Spread(read_sheet(store, 0), list_stands(store, 0), 100, 299)
        place = spread.reveal(Anchor(0, 0), 30)
        shown = spread.show(place, 30)
    assert any("focus" in part.style for line in shown for part in line)
    assert len(spread._laid) < 20
