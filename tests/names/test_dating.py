"""When a text was written, by which evidence, and when that is left open."""

from __future__ import annotations

from timeit import repeat

import pytest

from degarble.dating import Dating, date_document
from degarble.schema import Document, Span

Short = tuple[int, int | None, str] | None
BODY = "The port is open again, two days after the storm closed it, the authority said in a statement to the press."
METADATA = [
    ("2020-06-12T10:00Z", (2020, 6)),
    ("2020-06-12", (2020, 6)),
    ("2020/06/12 14:05", (2020, 6)),
    ("12.06.2020", (2020, 6)),
    ("12/06/2020", (2020, None)),
    ("28/12/2019", (2019, 12)),
    ("12/28/2019", (2019, 12)),
    ("06/06/2020", (2020, 6)),
    ("June 12, 2020", (2020, 6)),
    ("Sept. 3, 2019, 10:00 p.m.", (2019, 9)),
    ("12-Jun-2020", (2020, 6)),
    ("20200612", (2020, 6)),
    ("20200612T101500Z", (2020, 6)),
    ("20200612101500", (2020, 6)),
    ("Fri, 12 Jun 2020 10:00:00 +0200", (2020, 6)),
    ("1591956000", (2020, 6)),
    ("1591956000000", (2020, 6)),
    ("2020-06", (2020, 6)),
    ("06/2020", (2020, 6)),
    ("June 2020", (2020, 6)),
    ("2020", (2020, None)),
    ("12 juin 2020", (2020, None)),
    ("2020年6月12日", (2020, None)),
    ("", None),
    ("yesterday", None),
    ("1970-01-01T00:00:00Z", None),
    ("1066-10-14", None),
    ("2020-13-40", (2020, None)),
    ("99999999", None),
    ("2019 or 2020", None),
]
ADDRESSES = [
    ("https://example.org/2020/06/12/port-open", (2020, 6)),
    ("https://example.org/world/2020/jun/12/port-open", (2020, 6)),
    ("https://example.org/2020/6/2/port-open", (2020, 6)),
    ("https://example.org/n3/2020/0612/c90000.html", (2020, 6)),
    ("https://example.org/english/2020-06/12/c_139134444.htm", (2020, 6)),
    ("https://example.org/port-open-2020-06-12.html", (2020, 6)),
    ("https://example.org/t20200612_4411.shtml", (2020, 6)),
    ("https://example.org/2020/06/port-open/", (2020, 6)),
    ("https://example.org/2020/port-open", None),
    ("https://example.org/port-open-2020", None),
    ("https://example.org/news/id202006129941", None),
    ("https://example.org/season-2019-20/table", None),
    ("https://example.org/remembering-september-11-2001-attacks", None),
    ("https://web.archive.org/web/20230105101010/https://example.org/port", None),
    ("https://example.org/1912/04/15/titanic", None),
]
FILES = [
    ("2020-06-12-article.txt", (2020, 6)),
    ("news/2020/06/12/port.txt", (2020, 6)),
    ("2020/06/port.txt", (2020, 6)),
    ("port_20200612.html", (2020, 6)),
    ("article-2020.txt", None),
    ("0020_0e6f0355ded90af2.txt", None),
    ("export-2023-01-05.jsonl#4711", None),
    ("wire.jsonl#2020-06-12-port", (2020, 6)),
    ("crawl-2023-01-05/port.txt", None),
]
DATELINES = [
    (f"TRIPOLI, June 12, 2020 (Reuters) - {BODY}", "June 12, 2020", 6),
    (f"Xinhua News Agency, Nanchang, July 26th, 2020 (Li Wei) {BODY}", "July 26th, 2020", 7),
    (f"Port opens\n\nKYIV, Friday, 12 June 2020 — {BODY}", "12 June 2020", 6),
    (f"28/12/2020 –  {BODY}", "28/12/2020", 12),
    (f"Published: 12 June 2020 14:05\n{BODY}", "12 June 2020", 6),
    (f"Posted by TODAY on Monday, 14 September 2020\n{BODY}", "14 September 2020", 9),
    (f"Port opens\n12.06.2020\n{BODY}", "12.06.2020", 6),
    (f"Port opens\n00: 50 / 06/12/2020\n{BODY}", "06/12/2020", None),
    (f"# Port opens\n\n*12.06.2020 | Politics*\n\n{BODY}", "12.06.2020", 6),
    (f"Text and video | 01.10.2020\n{BODY}", "01.10.2020", 10),
    (f"Port opens\nJune 12, 2020, 15:12 Elena Sokolova\n{BODY}", "June 12, 2020", 6),
    (f"Port opens\nFriday, June 12, 2020\n{BODY}", "June 12, 2020", 6),
    (f"Port opens\n12 of June of 2020\n{BODY}", "12 of June of 2020", 6),
    (f"Port opens\nJune 12 of 2020\n{BODY}", "June 12 of 2020", 6),
    (f"Port opens\n12 June 2020 year\n{BODY}", "12 June 2020 year", 6),
    (f"Port opens\non 12.06.2020\n{BODY}", "12.06.2020", 6),
    (f"Port opens\nJune 12 , 2020\n{BODY}", "June 12 , 2020", 6),
    (f"Port opens\n{BODY}\n{BODY}\n{BODY}\nPublished on 12 June 2020", "12 June 2020", 6),
    (f"Port opens\n{BODY}\n{BODY}\n{BODY}\n12.06.2020", "12.06.2020", 6),
    (f"Port opens\nUpdated: 12 June 2020\n{BODY}", "12 June 2020", 6),
    (f"Updated: 3 January 2021\nPublished: 12 June 2020\n{BODY}", "12 June 2020", 6),
    (f"Published 12 June 2020 | Updated 3 January 2021\n{BODY}", "12 June 2020", 6),
    (f"Last updated on 3 January 2021\n12 June 2020\n{BODY}", "12 June 2020", 6),
    (f"Magazine\nJune 2020\n{BODY}", "June 2020", 6),
    (f"RIGA, 28 December 2020 (Leta) - {BODY} The law has applied from January 2021.", "28 December 2020", 12),
]
OWN_DAYS = [
    (f"{BODY} He was named on Friday, 12 June 2020, by the council.", "12 June 2020"),
    (f"{BODY} As of June 12, 2020, it had taken 40 ships.", "June 12, 2020"),
    (f"{BODY} In June 2019 it was shut. It reopened on Friday (12 June 2020).", "12 June 2020"),
    (f"{BODY} It reopened on Friday, 12 June 2020. It will be sold by 2030.", "12 June 2020"),
]
UNDATED = [
    BODY,
    f"{BODY} The war began in October 1973.",
    f"{BODY} It is to be ready by 2030 and to pay until 2035, after World Cup 2026.",
    f"{BODY} Elections are planned for Sunday, 12 July 2020.",
    f"{BODY} The terminal will open on Monday, 13 July 2020.",
    f"{BODY} The ceasefire was declared in January 2020.",
    f"{BODY} On 12 May 2008 an earthquake struck the region, and on 11 March 2011 another.",
    f"{BODY} He was arrested on Tuesday, 8 June 2010, and freed in 2014.",
    f"{BODY} He was arrested on Tuesday, 8 June 2010. In March 2014 he was freed.",
    f"{BODY} Two men spoke on Saturday, 25 July 2019.",
    f"Capitol Riot, January 6, 2021\n{BODY}",
    f"What happened on September 11, 2001\n{BODY}",
    f"On May 12, 2008, the port was closed. {BODY}",
    f"Published in May 2019, the report said so. {BODY}",
    f"A study, published on 12 June 2015, found so. {BODY}",
    f"Anna Ivanova\nDate of birth: 12 June 1995\n{BODY}",
    f"12 June 1941\n{BODY}",
    f"4 April 2019 – {BODY}\n3 March 2020 – {BODY}\n5 May 2021 – {BODY}",
    f"{BODY}\n{BODY}\n{BODY}\nrover7 June 3, 2021 at 4:05 pm",
    f"{BODY}\n{BODY}\n{BODY}\nPosted by: Anna | Sunday, 09 May 2010 at 10:57 AM",
    f"{BODY}\n{BODY} In May 2020 it closed.\n{BODY}\nThe old port\n5 June 2018",
    f"1 May 2019 – {BODY}\n3 March 2020 – {BODY}\n{BODY}",
    f"{BODY}\n{BODY}\n{BODY}\n© 2020 The Port News",
    f"31 June 2020\n{BODY}",
    f"{BODY} The index fell 12.06 to 2020.55, and 2019 people came.",
]


def date(document: Document) -> Short:
    found = date_document(document)
    return (found.year, found.month, found.source) if found else None


def named(date: tuple[int, int | None] | None, source: str) -> Short:
    return (*date, source) if date else None


@pytest.mark.parametrize(("value", "expected"), METADATA)
def test_metadata(value: str, expected: tuple[int, int | None] | None) -> None:
    assert date(Document("a.txt", BODY, date=value)) == named(expected, "metadata")


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_address(url: str, expected: tuple[int, int | None] | None) -> None:
    assert date(Document("a.txt", BODY, meta={"url": url})) == named(expected, "address")


@pytest.mark.parametrize(("name", "expected"), FILES)
def test_file_name(name: str, expected: tuple[int, int | None] | None) -> None:
    path = name.partition("#")[0]
    assert date(Document(name, BODY, origin_path=path)) == named(expected, "address")


@pytest.mark.parametrize(("text", "piece", "month"), DATELINES)
def test_dateline(text: str, piece: str, month: int | None) -> None:
    start = text.index(piece)
    assert date_document(Document("a", text)) == Dating(2020, month, "dateline", Span(start, start + len(piece)))


@pytest.mark.parametrize(("text", "piece"), OWN_DAYS)
def test_day_the_text_calls_its_own(text: str, piece: str) -> None:
    start = text.index(piece)
    assert date_document(Document("a", text)) == Dating(2020, 6, "text", Span(start, start + len(piece)))


@pytest.mark.parametrize("text", UNDATED)
def test_left_open(text: str) -> None:
    assert date_document(Document("a", text)) is None


def test_order_of_trust() -> None:
    text = f"KYIV, 1 May 2018 (UNIAN) - {BODY} It opened on Friday, 5 May 2017."
    url = {"link": "https://example.org/2019/02/03/port"}
    assert date(Document("a", text, date="2020-01-02", meta=url)) == (2020, 1, "metadata")
    assert date(Document("a", text, date="soon", meta=url)) == (2019, 2, "address")
    assert date(Document("a", text)) == (2018, 5, "dateline")
    assert date(Document("a", text.removeprefix("KYIV, 1 May 2018 (UNIAN) - "))) == (2017, 5, "text")


@pytest.mark.parametrize(
    "filler", ["x", "1", "12.", "12 ", "May ", "date ", "12 June 2020 ", "2020 ", " -", "\n", "AB, "]
)
def test_long_text_takes_linear_time(filler: str) -> None:
    document = Document("a", f"June 2020 {filler * 5_000} 2019")
    assert min(repeat(lambda: date_document(document), number=1, repeat=2)) < 2


def test_text_without_dates_costs_next_to_nothing() -> None:
    document = Document("a", (BODY * 30)[:3000])
    # The bound is wide: a slow machine under load must not fail the build.
    assert min(repeat(lambda: date_document(document), number=100, repeat=5)) / 100 < 5e-4
