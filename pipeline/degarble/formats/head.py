"""What a page tells about its article besides the text: title, date, author, address."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from degarble.formats.body import load_elements, within
from degarble.formats.fields import normalize_date
from degarble.formats.tokens import Page, TextRange, find_regions


def read_metas(page: Page) -> dict[str, str]:
    """Return the content of the <meta> elements by property, name or itemprop in lower case."""
    metas: dict[str, str] = {}
    for tag in page.tags:
        if tag.name == "meta":
            key = tag.attributes.get("property") or tag.attributes.get("name") or tag.attributes.get("itemprop") or ""
            metas.setdefault(key.lower(), tag.attributes.get("content", "").strip())
    return metas


def find_title(page: Page, texts: Sequence[TextRange], metas: Mapping[str, str]) -> str:
    """Return the first headline among the text read, else what the head says."""
    regions = find_regions(page, frozenset({"h1", "title"}))
    headlines = [_plain(page.raw, within(texts, region)) for region in regions["h1"]]
    titles = [_plain(page.raw, within(page.texts, region)) for region in regions["title"]]
    return next((title for title in (*headlines, metas.get("og:title", ""), *titles) if title), "")


def _plain(raw: str, texts: Sequence[TextRange]) -> str:
    return " ".join(html.unescape("".join(raw[start:end] for start, end in texts)).split())


def find_date(page: Page, texts: Sequence[TextRange], metas: Mapping[str, str]) -> str:
    """Return the day of publication from the metadata, else from the first <time> in the text, else nothing."""
    for name in load_elements().dates:
        if metas.get(name):
            return normalize_date(metas[name])
    first, last = (texts[0][0], texts[-1][1]) if texts else (0, 0)
    for tag in page.tags:
        if tag.name == "time" and first <= tag.start <= last and tag.attributes.get("datetime"):
            return normalize_date(tag.attributes["datetime"])
    return ""


def make_meta(page: Page, metas: Mapping[str, str]) -> dict[str, str]:
    """Return what goes into `Document.meta`."""
    lang = next((tag.attributes.get("lang", "") for tag in page.tags if tag.name == "html" and not tag.is_end), "")
    found = {"author": metas.get("author", ""), "url": metas.get("og:url", ""), "lang": lang}
    return {key: value for key, value in found.items() if value}
