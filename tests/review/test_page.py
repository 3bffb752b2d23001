"""The live review page in a real browser: keys decide, others see it, and nothing in an article does anything."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from degarble.applying import apply_in_place, revert
from degarble.progress import Log
from degarble.review.naming import list_name_decisions
from degarble.review.shown import list_stands
from degarble.review.store import Store
from degarble.review.web.access import Access
from degarble.review.web.answers import open_desk
from degarble.review.web.page import load_live_page
from degarble.review.web.server import make_app
from degarble.schema import Judgement, Level, Severity

from .conftest import Damage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium is installed to open the page in")

HOSTILE = (
    '<script>document.title="taken"</script><img src=x onerror="document.title=1"> '
    '<a href="javascript:document.title=2">here</a> <style>@import "//far.example/x.css"</style> ${name} \u202e end'
)


@dataclass
class Site:
    """A review that is served, and what browsers asked for meanwhile."""

    store: Store
    access: Access
    context: BrowserContext
    asked: list[str] = field(default_factory=list)

    def open(self, place: str = "") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(8000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.access.make_link())
        if place:
            page.goto("about:blank")
            page.goto(f"{self.access.address}#{place}")
        see(page.locator("#last")).to_contain_text("You decide as ana")
        see(page.locator("#card")).not_to_be_empty()
        return page

    def stands(self, document: int) -> list[tuple[str, str | None]]:
        return [(stand.status.value, stand.replacement) for stand in list_stands(self.store, document)]


def see(locator: Locator) -> Any:
    return playwright.expect(locator)


def explain(rule: str) -> Sequence[str]:
    return [rule, "  A name was taken for a word.", "  wrong: Thick said no.", "  right: Kalın said no."]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as play:
        yield play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])


@pytest.fixture
def site(store: Store, browser: Browser) -> Iterator[Site]:
    import uvicorn

    from degarble.review.web.serve import _listen

    listener = _listen(0)
    access = Access(listener.getsockname()[1])
    app = make_app(partial(open_desk, store.path.parent, "ana", explain), load_live_page(), access)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield Site(store, access, context)
    context.close()
    server.should_exit = server.force_exit = True
    thread.join()


def wait_for(find: Callable[[], bool]) -> None:
    """Wait for something outside the browser."""
    limit = time.monotonic() + 8
    while not find():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.02)


def test_the_page_runs_its_own_code_and_asks_its_own_server() -> None:
    page = load_live_page()
    assert not re.search(
        r"https?:|url\(|@import|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", page.html
    )
    assert "connect-src 'self'" in page.policy
    assert "default-src 'none'" in page.policy
    assert "unsafe" not in page.policy
    assert page.html.count("<script>") == 1


def test_it_opens_where_the_worst_damage_is(site: Site) -> None:
    page = site.open()
    see(page.locator(".card-repair")).to_have_text("Thick → Kalın")
    see(page.locator(".progress-words")).to_have_text("1 of 6 decided")
    see(page.locator("#pages .before .mark.current")).to_have_text("Thick")
    see(page.locator("#pages .after ins.current")).to_have_text("Kalın")
    see(page.locator("#elsewhere h3")).to_have_text("Elsewhere: 2 more in 2 documents")
    page.click("text=explain")
    see(page.locator("#explanation")).to_contain_text("A name was taken for a word.")


def test_one_key_accepts_and_goes_on(site: Site) -> None:
    page = site.open()
    page.keyboard.press("y")
    see(page.locator("#others [aria-current]")).to_have_attribute("data-line", "2")
    see(page.locator("#pages .after ins.accepted")).to_have_text("Kalın")
    see(page.locator("#status")).to_contain_text("Accepted. Finding 3 of 4 in a.txt")
    see(page.locator("#last")).to_contain_text("Accepted: Thick → Kalın")
    see(page.locator(".progress-words")).to_have_text("2 of 6 decided")
    wait_for(lambda: site.stands(0)[0] == ("accepted", "Kalın"))
    assert site.stands(0)[2][0] == "open"


def test_a_number_chooses_a_suggestion(site: Site) -> None:
    page = site.open()
    page.keyboard.press("2")
    wait_for(lambda: site.stands(0)[0] == ("accepted", "Kalin"))
    page.keyboard.press("k")
    see(page.locator(".choice-line[aria-pressed=true] .choice")).to_have_text("Kalin")
    see(page.locator("#ruling strong")).to_have_text("ana")


def test_own_words_begin_with_the_suggestion(site: Site) -> None:
    page = site.open("document=0&finding=1&order=reading")
    page.keyboard.press("e")
    see(page.locator("#own")).to_have_value("foreign minister")
    page.keyboard.press("End")
    page.keyboard.type(" of it")
    page.keyboard.press("Enter")
    see(page.locator("#pages .after ins.edited")).to_have_text("foreign minister of it")
    wait_for(lambda: site.stands(0)[1] == ("edited", "foreign minister of it"))
    page.keyboard.press("e")
    page.keyboard.type("nothing of this is kept")
    page.keyboard.press("Escape")
    see(page.locator("#own")).to_have_count(0)
    assert [status for status, _ in site.stands(0)] == ["open", "edited", "open", "open"]


def test_undo_leads_back(site: Site) -> None:
    page = site.open("document=0&finding=1&order=reading")
    page.keyboard.press("n")
    see(page.locator("#pages .after .rejected")).to_have_text("holder of Foreign")
    page.keyboard.press("z")
    see(page.locator("#others [aria-current]")).to_have_attribute("data-line", "1")
    see(page.locator("#pages .mark.rejected")).to_have_count(0)
    assert site.stands(0)[1] == ("open", None)
    page.keyboard.press("z")
    see(page.locator("#last")).to_have_text("There is nothing to take back.")


def test_a_flag_is_found_to_be_right(site: Site) -> None:
    page = site.open("document=0&finding=3&order=reading")
    page.keyboard.press("y")
    see(page.locator("#document-title")).to_have_text("b.txt")
    wait_for(lambda: site.stands(0)[3] == ("accepted", None))
    page.keyboard.press("k")
    see(page.locator("#pages .after .mark.accepted")).to_have_text("The end")


def test_unsure_is_marked_and_found_again(site: Site) -> None:
    page = site.open("document=0&finding=3&order=reading")
    page.keyboard.press("u")
    see(page.locator("#document-title")).to_have_text("b.txt")
    page.keyboard.press("k")
    see(page.locator("#pages .mark.unsure").first).to_have_text("The end")
    page.click("#show-filters")
    page.click(".chip:text-is('Unsure')")
    see(page.locator(".card-repair")).to_have_text("The end")
    see(page.locator("#shelf-head h2")).to_have_text("1 of 2 documents")
    see(page.locator(".state")).to_contain_text("Unsure")


def test_filters_narrow_the_queue(site: Site) -> None:
    page = site.open()
    page.click(".chips[aria-label=Severity] .chip:has-text('major')")
    see(page.locator(".card-repair")).to_have_text("holder of Foreign → foreign minister")
    see(page.locator("#others-title")).to_have_text("1 of 4 findings in this document")
    see(page.locator("#pages .before .mark.dim")).to_have_count(3)
    assert "severities=major" in page.url
    page.click("#clear")
    page.fill("#words", "MONDAY")
    see(page.locator("#shelf-head h2")).to_have_text("1 of 2 documents")
    see(page.locator(".card-repair")).to_have_text("monday → Monday")


def test_accept_everywhere_says_first_how_much_that_is(site: Site) -> None:
    page = site.open()
    page.keyboard.press("A")
    see(page.locator("#wide")).to_contain_text("Thick → Kalın")
    see(page.locator(".scope").first).to_contain_text("2 places")
    see(page.locator(".scope").last).to_contain_text("3 places in 2 documents")
    assert site.stands(0)[0] == ("open", None)
    page.keyboard.press("Enter")
    see(page.locator("#last")).to_contain_text("in 3 places in 2 documents")
    assert site.stands(1)[0] == ("accepted", "Kalın")
    page.keyboard.press("z")
    see(page.locator(".card-repair")).to_have_text("Thick → Kalın")
    assert site.stands(1)[0] == ("open", None)


def test_reject_everywhere_can_stay_in_the_document(site: Site) -> None:
    page = site.open()
    page.keyboard.press("N")
    see(page.locator("#wide-go")).to_contain_text("Reject 3 places")
    page.keyboard.press("ArrowUp")
    see(page.locator("#wide-go")).to_contain_text("Reject 2 places")
    page.keyboard.press("Enter")
    see(page.locator("#last")).to_contain_text("in 2 places in 1 document")
    assert [status for status, _ in site.stands(0)] == ["rejected", "open", "rejected", "open"]
    assert site.stands(1)[0] == ("open", None)


def test_a_rule_is_ignored_everywhere(site: Site) -> None:
    page = site.open()
    page.keyboard.press("I")
    see(page.locator("#wide")).to_contain_text("name/literal")
    see(page.locator("#wide-go")).to_contain_text("Ignore 3 places")
    page.fill("#wide-note", "they are words here")
    page.keyboard.press("Enter")
    see(page.locator("#last")).to_contain_text("Ignored the rule name/literal in 3 places")
    assert site.stands(1)[0] == ("rejected", None)
    page.click("#others [data-line='0']")
    see(page.locator("#ruling")).to_contain_text("they are words here")


def test_the_preview_is_what_would_be_written(site: Site) -> None:
    page = site.open("document=0&finding=1&order=reading")
    page.keyboard.press("p")
    rows = page.locator("#pages .row.single .cell")
    see(rows.nth(1)).to_have_text("The holder of Foreign came. Thick, said no.")
    page.keyboard.press("y")
    see(rows.nth(1)).to_have_text("The foreign minister came. Thick, said no.")
    page.keyboard.press("z")
    see(rows.nth(1)).to_have_text("The holder of Foreign came. Thick, said no.")
    page.keyboard.press("p")
    see(page.locator("#pages .row .after").first).to_be_visible()


def test_a_reload_comes_back_to_all_that_was_decided(site: Site) -> None:
    page = site.open("document=0&finding=0&order=reading&here=1&preview=1")
    for key in "yn2u":
        page.keyboard.press(key)
    wait_for(lambda: [status for status, _ in site.stands(0)] == ["accepted", "rejected", "accepted", "unsure"])
    see(page.locator("#progress")).to_contain_text("5 of 6")
    place = page.url
    page.reload()
    see(page.locator(".progress-words")).to_have_text("5 of 6 decided")
    see(page.locator("#here")).to_have_attribute("aria-pressed", "true")
    see(page.locator("#others .sign").nth(0)).to_have_text("✓")
    see(page.locator("#others .sign").nth(3)).to_have_text("?")
    see(page.locator("#pages .row.single").first).to_be_visible()
    assert page.url == place


def test_fast_typing_loses_nothing(site: Site) -> None:
    page = site.open("order=reading")
    for key in "ynyny":
        page.keyboard.press(key)
    see(page.locator(".end h2")).to_have_text("Everything is decided")
    see(page.locator(".commands code").last).to_contain_text("degarble apply")
    statuses = [status for document in (0, 1) for status, _ in site.stands(document)]
    assert statuses == ["accepted", "rejected", "accepted", "rejected", "accepted", "applied"]


def test_what_the_server_refuses_is_taken_back(site: Site) -> None:
    # Before the page is opened: one that is open may send a request before the browser holds requests back.
    site.context.route("**/api/decide", lambda route: route.abort())
    page = site.open()
    page.keyboard.press("y")
    see(page.locator("#alarm")).to_contain_text("The review server does not answer.")
    see(page.locator("#pages .mark.accepted")).to_have_count(0)
    see(page.locator("#others [aria-current]")).to_have_attribute("data-line", "0")
    see(page.locator(".progress-words")).to_have_text("1 of 6 decided")
    site.context.unroute("**/api/decide")
    page.keyboard.press("y")
    wait_for(lambda: site.stands(0)[0] == ("accepted", "Kalın"))


def test_two_tabs_see_each_other(site: Site) -> None:
    one, other = site.open("document=0&finding=0"), site.open("document=0&finding=1")
    one.bring_to_front()
    one.keyboard.press("n")
    other.bring_to_front()
    see(other.locator("#pages .after .mark.rejected")).to_have_text("Thick")
    see(other.locator(".progress-words")).to_have_text("2 of 6 decided")
    see(other.locator("#others [aria-current]")).to_have_attribute("data-line", "1")


def test_a_run_made_anew_is_loaded(site: Site, refill: Callable[[Any], None]) -> None:
    page = site.open()
    refill({"new.txt": ("Thick, said yes.\n", [Damage("Thick", ("Kalın",), "name/literal", Severity.CRITICAL)])})
    see(page.locator("#document-title")).to_have_text("new.txt")
    see(page.locator(".progress-words")).to_have_text("0 of 1 decided")


def test_an_empty_run_says_so(site: Site, refill: Callable[[Any], None]) -> None:
    refill({})
    page = site.open()
    see(page.locator("#reader")).to_contain_text("There is no document in this run.")
    page.keyboard.press("y")
    see(page.locator("#last")).to_have_text("There is no finding in focus.")


def test_a_hostile_article_does_nothing(site: Site, refill: Callable[[Any], None]) -> None:
    parts = ('<img src=x onerror="document.title=1">', "javascript:document.title=2")
    damages = [Damage(part, ("</script><script>document.title=3</script>", HOSTILE)) for part in parts]
    refill({"<img src=x onerror=alert(1)>.txt": (f"{HOSTILE}\n{HOSTILE}\n", damages)})
    page = site.open()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    see(page.locator("#pages .before").first).to_have_text(HOSTILE)
    page.keyboard.press("2")
    page.keyboard.press("p")
    see(page.locator("#pages .row.single .cell").first).to_contain_text("</style>")
    see(page.locator(".progress-words")).to_have_text("1 of 2 decided")
    assert page.title() == "1 of 2 decided"
    assert page.locator("#documents :is(script, img, a, style, iframe)").count() == 0
    assert {url for url in site.asked if not url.startswith((site.access.address, "about:"))} == set()


def test_long_runs_and_long_articles_are_built_as_far_as_they_are_seen(
    site: Site, refill: Callable[[Any], None]
) -> None:
    text = "\n".join(f"In line {number} the holder of Foreign came.\n" for number in range(600))
    damages = [Damage("holder of Foreign", ("foreign minister",)) for _ in range(600)]
    texts = {f"{number:03}.txt": ("Thick came.\n", [Damage("Thick", ("Kalın",))]) for number in range(300)}
    refill({"000long.txt": (text, damages), **texts})
    page = site.open("document=0&finding=0&order=reading")
    assert page.locator(".shelf-line").count() < 40
    assert page.locator("#others .other").count() < 40
    assert page.locator("[data-row]").count() < 400
    page.locator("#others").evaluate("node => node.scrollTop = node.scrollHeight")
    page.click("#others [data-line='599']")
    see(page.locator("#pages .before .mark.current")).to_be_in_viewport()
    page.keyboard.press("J")
    see(page.locator("#document-title")).to_have_text("000.txt")


def test_all_of_it_works_by_keyboard(site: Site) -> None:
    page = site.open()
    page.keyboard.press("?")
    see(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    see(page.locator("#words")).to_be_focused()
    page.keyboard.type("yn")
    page.keyboard.press("Escape")
    see(page.locator("#words")).not_to_be_focused()
    see(page.locator("#shelf-head h2")).to_have_text("0 of 2 documents")
    page.keyboard.press("J")
    see(page.locator("#status")).to_have_text("This is the last document.")
    page.fill("#words", "")
    see(page.locator("#shelf-head h2")).to_have_text("2 documents")
    page.locator("#reader").focus()
    page.keyboard.press("K")
    see(page.locator("#document-title")).to_have_text("a.txt")
    page.locator("[data-document='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    see(page.locator("#document-title")).to_have_text("b.txt")
    page.locator("#act-reject").focus()
    page.keyboard.press("Enter")
    wait_for(lambda: site.stands(1)[0] == ("rejected", None))
    assert site.stands(0)[0] == ("open", None)


def test_names_are_merged_split_and_renamed(site: Site) -> None:
    page = site.open()
    page.keyboard.press("g")
    see(page.locator("#name-title")).to_have_text("2 names")
    page.fill("#name-words", "kalin")
    page.keyboard.press("Escape")
    page.click(".name-line:has-text('Kalin')")
    page.keyboard.press("m")
    page.keyboard.type("thick")
    page.keyboard.press("Enter")
    see(page.locator("#merge")).to_contain_text("becomes a form of it")
    page.keyboard.press("Enter")
    see(page.locator("#name-title")).to_have_text("1 name")
    see(page.locator(".name-rulings")).to_contain_text("ana: Kalin is Kalın")
    page.click(".form-row:has-text('Thick') .split")
    see(page.locator("#name-title")).to_have_text("1 of 2 names")
    see(page.locator("#name-last")).to_contain_text("Split off: Thick")
    page.keyboard.press("r")
    page.fill("#new-name", "İbrahim Kalın")
    page.keyboard.press("Enter")
    see(page.locator("#name-heading")).to_have_text("İbrahim Kalın")
    page.keyboard.press("z")
    see(page.locator("#name-heading")).to_have_text("Kalın")
    judgements = {decision.judgement for decision in list_name_decisions(site.store)}
    assert judgements == {Judgement.ACCEPT, Judgement.REJECT}
    page.reload()
    see(page.locator("#name-title")).to_have_text("2 names")


def test_two_chosen_names_are_said_not_to_be_the_same(site: Site) -> None:
    page = site.open("view=names")
    see(page.locator("#name-title")).to_have_text("2 names")
    for key in "xjx":
        page.keyboard.press(key)
    page.click("#part-pair")
    see(page.locator(".name-rulings")).to_contain_text("is not")
    assert [decision.judgement for decision in list_name_decisions(site.store)] == [Judgement.REJECT]


def test_a_name_leads_into_its_documents(site: Site) -> None:
    page = site.open("view=names")
    see(page.locator("#name-title")).to_have_text("2 names")
    page.click(".form-row:has-text('Thick') .places .link:has-text('b.txt')")
    see(page.locator("#document-title")).to_have_text("b.txt")


def test_the_colours_chosen_are_kept(site: Site) -> None:
    page = site.open()
    shade = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(shade)
    page.click("#look")
    page.click("#look")
    see(page.locator("#look")).to_have_attribute("aria-label", "Colours: Dark")
    dark = page.evaluate(shade)
    assert dark != light
    page.reload()
    see(page.locator("#look")).to_have_attribute("aria-label", "Colours: Dark")
    assert page.evaluate(shade) == dark


def test_a_file_that_changed_is_marked(site: Site) -> None:
    (site.store.path.parents[1] / "in" / "a.txt").write_text("Something else.\n", encoding="utf-8")
    page = site.open("document=0&finding=0")
    see(page.locator(".stale-line")).to_contain_text("changed after it was examined")


def test_a_run_of_flags_only_can_be_decided(site: Site, refill: Callable[[Any], None]) -> None:
    refill({"c.txt": ("The end came.\n", [Damage("The end", (), "garble/passage", Severity.MINOR, Level.FLAG)])})
    page = site.open()
    page.click("#act-accept")
    see(page.locator(".end h2")).to_have_text("Everything is decided")


def test_what_was_decided_here_is_applied_and_restored(site: Site, tmp_path: Path) -> None:
    article = tmp_path / "in" / "a.txt"
    before = article.read_text()
    page = site.open("document=0&finding=0&order=reading")
    for key in "yyn":
        page.keyboard.press(key)
    wait_for(lambda: [status for status, _ in site.stands(0)[:3]] == ["accepted", "accepted", "rejected"])
    apply_in_place(site.store, Log())
    assert article.read_text() == before.replace("Thick, said the", "Kalın, said the").replace(
        "holder of Foreign", "foreign minister"
    )
    page.reload()
    see(page.locator("#document-title")).to_have_text("a.txt")
    see(page.locator(".stale")).to_have_count(0)
    revert(site.store, Log())
    assert article.read_text() == before
