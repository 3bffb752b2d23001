"""Markup that was left in a text: tags, entities, code, link targets, placeholders and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from degarble.schema import Span

_HINT = re.compile(r"[<&`{%\]\[]|http|www\.")
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n(?:(?!\1)[^\n]*\n)*?\1[ \t]*$", re.MULTILINE)
_TAGS = (
    "a|abbr|article|aside|audio|b|blockquote|body|br|button|center|cite|code|del|div|em|embed|figcaption|figure|font|footer"
    "|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|noscript|object|ol|p|path|pre"
    "|q|s|script|section|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|time|tr|u|ul|video"
)
_MARKUP = re.compile(
    r"</?(?i:" + _TAGS + r")(?:\s+[\w:-]+\s*=[^<>\n]{0,400}|\s*)/?>"
    r"|<!--[^<>]{0,400}-->"
    r"|&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,6});"
    r"|(?<=\])\([^()\s]{1,400}\)"
    r"|\{\{[^{}\n]{0,80}\}\}|\$\{[^{}\n]{0,80}\}|\{%[^{}\n]{0,80}%\}"
    r"|%(?:\(\w{1,30}\))?[sdif]\b(?!\w)|%\d\$[sd]"
    r"|\[/?(?:caption|gallery|embed|video|audio|quote|url|img|b|i|tds_\w+|vc_\w+)(?:[ =][^\[\]\n]{0,300})?\]"
    r"|(?:https?://|www\.)[^\s<>\"”»)\]]{3,}"
)
_PERCENTAGE = re.compile(r"\d\s?$")


def find_markup(text: str) -> Iterator[Span]:
    """Yield the markup of a text in order; nothing overlaps. Every repeat is bounded, so cost is linear."""
    if not _HINT.search(text):
        return
    fences = [Span(*match.span()) for match in _FENCE.finditer(text)] if "```" in text or "~~~" in text else []
    position = 0
    for fence in (*fences, None):
        stop = fence.start if fence else len(text)
        for match in _MARKUP.finditer(text, position, stop):
            if not _is_percentage(text, match):
                yield Span(*match.span())
        if fence:
            yield fence
            position = fence.end


def _is_percentage(text: str, match: re.Match[str]) -> bool:
    """Tell "5%d" apart from a placeholder: a number stands before it."""
    return match[0][0] == "%" and _PERCENTAGE.search(text, max(0, match.start() - 2), match.start()) is not None
