"""When was a news text written: from its metadata, its address, its dateline, else from a day the text calls its own.

Names are judged by the date, so a wrong year makes a wrong repair: what is not certain enough stays undated.
"""

from __future__ import annotations

import re
from calendar import monthrange, weekday
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from degarble.schema import Document, Span

FIRST, LAST = 1990, 2035
HEAD, TAIL = 3, 2
REACH = 160
PARAGRAPH = 100
CONTEXT = 60
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ADDRESS_KEYS = ("url", "canonical", "link", "uri", "permalink", "source_url", "source", "og:url")

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_GAP = r"[ \xa0,.-]{1,3}(?:of (?:the )?(?:year )?)?"
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_CLOCK = r"\d{1,2} ?[:.h] ?\d\d"

_ANY_YEAR = re.compile(r"[12][09]\d\d")
_LONE_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
# The first letter is looked at first: that halves the time.
_WORDED = re.compile(
    rf"(?=[\dJFMASOND])(?<![\w.])(?:{_DAY}{_GAP})?\b{_MONTH}{_GAP}(?:{_DAY}{_GAP})?({_YEAR})\b(?: year\b| г\.)?", re.I
)
_DAY_FIRST = re.compile(rf"(?<![\d./-])(\d{{1,2}}) ?([./-]) ?(\d{{1,2}}) ?\2 ?({_YEAR})(?![./-]?\d)")
_YEAR_FIRST = re.compile(rf"(?<![\d./-])({_YEAR})([./-])(\d{{1,2}})\2(\d{{1,2}})(?![./-]?\d)")

_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)(?:T?\d{{6}}|T?\d{{4}})?(?!\d)")
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?(?:\.\d+)?")
_YEAR_MONTH = re.compile(rf"({_YEAR})[-/.](\d\d)|(\d\d)[-/.]({_YEAR})")
_ADDRESS = re.compile(
    rf"(?<!\d)({_YEAR})(?:[-/_.]?(\d\d)[-/_.]?(\d\d)(?!\d)|([-/_.])(\d{{1,2}}|[a-z]{{3,9}})\4(\d{{1,2}})(?!\d))", re.I
)
_ADDRESS_MONTH = re.compile(rf"(?:^|/)({_YEAR})/(\d\d)/")
_COPY = re.compile(r"archive|backup|crawl|download|dump|export|fetch|scrap|snapshot", re.I)

_LINE = re.compile(r"[^\s][^\r\n]*")
_NOISE = re.compile(rf"\b{_WEEKDAY}\b|{_CLOCK}|\b(?:on|in|at|[ap]\.?m|gmt|utc|[cem]es?t|hours)\b|[\W_]+", re.I)
_THEN_CLOCK = re.compile(rf",? ?(?:at |[-–—] ?)?{_CLOCK}")
_PREPOSITION = re.compile(r"\b(?:on|in|at)\b", re.I)
_LABEL = re.compile(
    rf"\b(?:(updated?|modified|edited|revised)|published|posted|publication|added|uploaded"
    rf"|date(?=\W*(?:{_WEEKDAY}\W*)?$))\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_LABEL = frozenset(("article", "date", "first", "it", "last", "of", "originally", "the", "was"))
_IN_PLACE = frozenset(("al", "and", "de", "el", "la", "of", "the"))

_OWN_DAY = re.compile(
    rf"\b(?:({_WEEKDAY})|as of|today|tonight|yesterday|this (?:morning|evening))\W{{1,4}}(?:the )?$", re.I
)
_PLAN = re.compile(
    r"\b(?:deadline|expected|planned|plans|scheduled|shall|upcoming|will|would)\b"
    r"|\b(?:agenda|before|by|cup|due|for|games|next|olympics|starting|till?|through|until|vision)\W{1,3}(?:the )?$",
    re.I,
)
_PLAN_BEHIND = re.compile(r"[^.!?\n]{0,50}\b(?:expected|scheduled|will|would)\b", re.I)
_STOP = re.compile(r"[.!?]\s|\n")


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was written and what tells so; `span` is the place in the text, if it is the text.

    `source` is `metadata`, `address`, `dateline` or `text`, from the surest to the least sure.
    """

    year: int
    month: int | None
    source: str
    span: Span | None = None


class _Date(NamedTuple):
    span: Span
    year: int
    month: int | None
    day: int | None


def date_document(document: Document) -> Dating | None:
    """Return when a document was written, nothing when that is not certain enough.

    >>> date_document(Document("a", "TRIPOLI, 12 of June of 2020 (Reuters) - The port is open."))
    Dating(year=2020, month=6, source='dateline', span=Span(start=9, end=27))
    >>> date_document(Document("a", "The war that began in October 1973 will be over by 2030.")) is None
    True
    """
    return _read_metadata(document.date.strip()) or _read_address(document) or _read_text(document.text)


def _read_metadata(value: str) -> Dating | None:
    """Read a field that holds a date and nothing else: there even a year alone is one."""
    if dates := _find_dates(value):
        return Dating(dates[0].year, dates[0].month, "metadata")
    if (match := _COMPACT.match(value)) and _is_day(*map(int, match.groups())):
        return Dating(int(match[1]), int(match[2]), "metadata")
    if seconds := _EPOCH.fullmatch(value):
        moment = datetime.fromtimestamp(int(seconds[1]), UTC)
        return Dating(moment.year, moment.month, "metadata")
    if parts := _YEAR_MONTH.fullmatch(value):
        year, month = int(parts[1] or parts[4]), int(parts[2] or parts[3])
        return Dating(year, month, "metadata") if _is_day(year, month, 1) else None
    years = {int(year) for year in _LONE_YEAR.findall(value)}
    return Dating(years.pop(), None, "metadata") if len(years) == 1 and FIRST <= min(years) <= LAST else None


def _read_address(document: Document) -> Dating | None:
    for address in _list_addresses(document):
        for match in _ADDRESS.finditer(address):
            year, month, day = match[1], _number(match[2] or match[5]), match[3] or match[6]
            if _is_day(int(year), month, int(day)):
                return Dating(int(year), month, "address")
        if (part := _ADDRESS_MONTH.search(address)) and _is_day(int(part[1]), int(part[2]), 1):
            return Dating(int(part[1]), int(part[2]), "address")
    return None


def _list_addresses(document: Document) -> Iterator[str]:
    """Yield what may hold a date: a file of many records, or a copy of a site, has a date of its own."""
    yield from (document.meta[key] for key in _ADDRESS_KEYS if key in document.meta)
    path, _, record = document.id.partition("#")
    yield from (name for name in ((record,) if record else (document.origin_path, path)) if not _COPY.search(name))


def _read_text(text: str) -> Dating | None:
    if not _ANY_YEAR.search(text):
        return None
    dates = _find_dates(text)
    return _read_dateline(text, dates) or _read_own_day(text, dates)


def _find_dates(text: str) -> list[_Date]:
    """Return the dates of a text in order: day, month and year, or a month named with its year."""
    found: list[_Date] = []
    for match in _WORDED.finditer(text):
        day = match[1] or match[3]
        _add(found, match, int(match[4]), _number(match[2]), day)
    for match in _DAY_FIRST.finditer(text):
        first, second = int(match[1]), int(match[3])
        # 06.12. is the sixth of December wherever it is written; 06/12 and 06-12 may be either.
        if second > 12:
            first, second = second, first
        is_sure = match[2] == "." or first > 12 or first == second
        _add(found, match, int(match[4]), second, str(first), is_sure)
    for match in _YEAR_FIRST.finditer(text):
        _add(found, match, int(match[1]), int(match[3]), match[4])
    return sorted(found)


def _add(
    found: list[_Date], match: re.Match[str], year: int, month: int, day: str | None, is_sure: bool = True
) -> None:
    if _is_day(year, month, int(day or 1)):
        found.append(_Date(Span(*match.span()), year, month if is_sure else None, int(day) if day else None))


def _number(month: str) -> int:
    """Return the number of a month in figures or by name, 0 for another word."""
    if month.isdigit():
        return int(month)
    return _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else 0


def _is_day(year: int, month: int, day: int) -> bool:
    return FIRST <= year <= LAST and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


class _Cut(NamedTuple):
    """A date in one of the first or last lines, with what stands before and behind it up to the next date."""

    date: _Date
    before: str
    after: str
    line: Span
    number: int
    is_first: bool

    @property
    def is_tail(self) -> bool:
        return self.number >= HEAD

    @property
    def is_last(self) -> bool:
        return not _NOISE.sub("", self.after)


def _read_dateline(text: str, dates: Sequence[_Date]) -> Dating | None:
    """Return the date in the first or last lines: that of publication, else one without a label, else an update."""
    latest = max((date.year for date in dates if not _is_planned(text, date.span)), default=FIRST)
    ranked = [(rank, cut.date) for cut in _cut_lines(text, dates) if (rank := _rank(cut, latest)) is not None]
    if len({date.year for rank, date in ranked if rank == 1}) > 1:
        # Lines that begin with dates of several years are a chronicle.
        ranked = [item for item in ranked if item[0] == 0]
    if not ranked:
        return None
    _, best = min(ranked, key=lambda item: item[0])
    return Dating(best.year, best.month, "dateline", best.span)


def _cut_lines(text: str, dates: Sequence[_Date]) -> Iterator[_Cut]:
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    for number, line in enumerate((*lines[:HEAD], *lines[HEAD:][-TAIL:])):
        inside = [date for date in dates if line.start <= date.span.start < min(line.end, line.start + REACH)]
        starts = (line.start, *(date.span.end for date in inside))
        ends = (*(date.span.start for date in inside[1:]), line.end)
        for date, start, end in zip(inside, starts, ends, strict=False):
            before, after = text[start : date.span.start], text[date.span.end : end]
            yield _Cut(date, before, after, line, number, date is inside[0])


def _rank(cut: _Cut, latest: int) -> int | None:
    """Return 0 for a date of publication, 1 for one without a label, 2 for an update, None for any other date.

    `latest` is the latest year the text reports: an account of many years begins with a date as well.
    """
    if (label := _find_label(cut)) is not None:
        is_comment = cut.is_tail and label[0].lower() == "posted" and _THEN_CLOCK.match(cut.after)
        return None if is_comment else 2 if label[1] else 0
    if cut.is_tail:
        # The date of a reader's comment has a time; that of a linked article is older than what the text reports.
        is_alone = cut.is_last and not _NOISE.sub("", cut.before) and ":" not in cut.after
        return 1 if is_alone and cut.date.year >= latest else None
    # News of December may call the next year near.
    is_dateline = cut.is_first and cut.date.year + 1 >= latest and _opens(cut) and _closes(cut)
    return 1 if is_dateline else None


def _find_label(cut: _Cut) -> re.Match[str] | None:
    """Return the label of a date: it begins the line or has a colon, else it is a word of a sentence."""
    label = next(reversed(list(_LABEL.finditer(cut.before))), None)
    if label is None or _STOP.search(cut.before, label.end()):
        return None
    if ":" in cut.before[label.end() :]:
        return label
    words = {word.lower() for word in _WORD.findall(cut.before, 0, label.start())}
    return label if words <= _BEFORE_LABEL and _closes(cut) else None


def _opens(cut: _Cut) -> bool:
    """Tell whether only a time, a day of the week, a place (`KYIV, `) or a column (`News | `) stands before a date."""
    if _PREPOSITION.search(cut.before):
        return cut.is_last and not _NOISE.sub("", cut.before)
    if not _NOISE.sub("", cut.before):
        return True
    before = cut.before.rstrip(" \xa0")
    if before[-1] in "|•·":
        return True
    words = _WORD.findall(before)
    is_place = len(words) <= 6 and all(word[0].isupper() or word in _IN_PLACE for word in words)
    # `Capitol Riot, January 6, 2021` is a title.
    return is_place and before[-1] in ",/-–—" and not (cut.is_last and cut.number == 0)


def _closes(cut: _Cut) -> bool:
    """Tell whether nothing but a time, an agency or a column follows a date, or a dash and the first paragraph."""
    after = cut.after.lstrip(" \xa0*_")
    words = _WORD.findall(after)
    if cut.is_last or after[0] in "([|•·/":
        return True
    if cut.date.day is None:
        return False
    if after[0] in "-–—":
        return cut.line.end - cut.line.start >= PARAGRAPH or len(words) <= 3
    return _THEN_CLOCK.match(after) is not None and len(words) <= 6


def _read_own_day(text: str, dates: Sequence[_Date]) -> Dating | None:
    """Return the latest day reported if the text calls it its own: `on Friday, 12 June 2020`, `as of June 12, 2020`.

    Other days are no date of a text, they only tell that it is not older: in news of known years the latest of them
    was wrong more often than right. A later year, even alone, tells that the day is one of the past.
    """
    reported = [date for date in dates if not _is_planned(text, date.span)]
    own = [date for date in reported if _is_own_day(text, date)]
    if not own:
        return None
    best = max(own, key=lambda date: (date.year, date.month or 0))
    years = (match for match in _LONE_YEAR.finditer(text) if best.year < int(match[0]) <= LAST)
    if any(not _is_planned(text, Span(*match.span())) for match in years):
        return None
    return Dating(best.year, best.month, "text", best.span)


def _is_own_day(text: str, date: _Date) -> bool:
    mark = _OWN_DAY.search(_before(text, date.span.start))
    behind = text[date.span.end : date.span.end + CONTEXT]
    # A reader's comment: `Sunday, 09 May 2010 at 10:57 AM`.
    is_comment = behind.startswith(" ") and _THEN_CLOCK.match(behind)
    if mark is None or date.day is None or is_comment:
        return False
    if mark[1] is None or date.month is None:
        return True
    # `Saturday, 25 July 2019` was a Thursday: a slip of the pen, most likely in the year.
    return _WEEKDAYS.index(mark[1][:3].lower()) == weekday(date.year, date.month, date.day)


def _is_planned(text: str, span: Span) -> bool:
    return bool(_PLAN.search(_before(text, span.start)) or _PLAN_BEHIND.match(text, span.end))


def _before(text: str, offset: int) -> str:
    """Return the end of the sentence before an offset."""
    return _STOP.split(text[max(0, offset - CONTEXT) : offset])[-1]
