"""What a LanguageTool server finds, without its opinions on names and style; off unless asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from degarble.config import Settings
from degarble.detectors.context import Context
from degarble.detectors.findings import soften
from degarble.models.languagetool import SPELLING, Remark, open_languagetool
from degarble.schema import Evidence, Finding, Kind, Level, Severity, Span, Suggestion
from degarble.standards import LANGUAGETOOL_KINDS

SCORE = 0.5  # below our own rules, which know machine translation
MOST_REPLACEMENTS = 5
_NAMES = ("names", "literals", "acronyms", "countries", "nationalities")


class Checker(Protocol):
    """Anything that makes remarks on a text."""

    def check(self, text: str) -> Iterable[Remark]:
        """Return the remarks on a text."""
        ...


class LanguageTool:
    """Turns the remarks of a checker into findings: SUGGEST at most, and never against a name."""

    name = "languagetool"

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def detect(self, context: Context) -> Iterable[Finding]:
        """Yield one finding for each remark that may be about damage.

        Raises:
            InputError: the server does not answer.
        """
        reading = context.reading
        named = _cover_names(context)
        for remark in self._checker.check(reading.text):
            if remark.category not in LANGUAGETOOL_KINDS or not remark.span.of(reading.text):
                continue
            if reading.is_exempt(remark.span):
                continue
            if remark.category == SPELLING and _is_name(remark.span, reading.text, named):
                continue
            finding = _make_finding(remark, context)
            yield soften(finding) if reading.is_quoted(remark.span) else finding


def open_detector(settings: Settings) -> LanguageTool:
    """Return the detector with a client of the server the settings name.

    Raises:
        MissingExtra: language-tool-python is not installed.
        ConfigError: there is no server to ask, or it does not answer.
    """
    return LanguageTool(open_languagetool(settings))


def _cover_names(context: Context) -> frozenset[int]:
    """Return the offsets that lie in a name of the text or in a name of the knowledge."""
    hits = (hit for channel in _NAMES for hit in context.reading.hits(channel))
    spans = (*(item.span for item in context.mentions), *(Span(hit.start, hit.end) for hit in hits))
    return frozenset(offset for span in spans for offset in range(span.start, span.end))


def _is_name(span: Span, text: str, named: frozenset[int]) -> bool:
    """Tell whether a span holds a capital or touches a name."""
    return any(text[offset].isupper() or offset in named for offset in range(span.start, span.end))


def _make_finding(remark: Remark, context: Context) -> Finding:
    text = remark.span.of(context.reading.text)
    names = [item.text for item in context.mentions if remark.span.contains(item.span)]
    repairs = [item for item in remark.replacements if item != text and _keeps(names, item)][:MOST_REPLACEMENTS]
    kind = LANGUAGETOOL_KINDS[remark.category]
    return Finding(
        rule=f"languagetool/{remark.rule.lower().replace('_', '-')}",
        kind=kind,
        span=remark.span,
        text=text,
        message=remark.message,
        severity=Severity.MAJOR if kind is Kind.LEXICON else Severity.MINOR,
        level=Level.SUGGEST if repairs else Level.FLAG,
        score=SCORE,
        suggestions=tuple(Suggestion(repair, round(SCORE / place, 2)) for place, repair in enumerate(repairs, 1)),
        evidence=(Evidence("LanguageTool", f"rule {remark.rule}, category {remark.category}"),),
    )


def _keeps(names: Iterable[str], repair: str) -> bool:
    """Tell whether a repair leaves every name in place; its capitals may change."""
    return all(name.casefold() in repair.casefold() for name in names)
