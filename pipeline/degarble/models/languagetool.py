"""A LanguageTool server as a model: text goes in, remarks with code point offsets come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Protocol, cast

from degarble.config import Settings
from degarble.errors import ConfigError, InputError, MissingExtra
from degarble.schema import Span

MAXIMUM_CHARS = 20_000
SPELLING = "TYPOS"
# News may be spelled either way: a word counts as misspelt when every variant of the language says so.
_VARIANTS = {"en": ("en-US", "en-GB"), "de": ("de-DE",), "pt": ("pt-PT", "pt-BR")}
_START = 'Start a LanguageTool server and name it: languagetool_server = "http://localhost:8081".'


@dataclass(frozen=True, slots=True)
class Remark:
    """What the server says about one place: rule and category are LanguageTool's ids, replacements best first."""

    span: Span
    rule: str
    category: str
    message: str
    replacements: tuple[str, ...] = ()


class Match(Protocol):
    """What language_tool_python knows about one place; `offset` counts code points, `error_length` UTF-16 units."""

    offset: int
    error_length: int
    rule_id: str
    category: str
    message: str
    replacements: list[str]


class Tool(Protocol):
    """The part of `language_tool_python.LanguageTool` in use."""

    language: str

    def check(self, text: str) -> list[Match]:
        """Return the matches in a text."""
        ...


class LanguageToolClient:
    """Asks a LanguageTool server about texts; `server` says where it is, for messages."""

    def __init__(self, tool: Tool, server: str, variants: tuple[str, ...]) -> None:
        self._tool = tool
        self._server = server
        self._variants = variants

    def check(self, text: str) -> list[Remark]:
        """Return the remarks on a text in order; misspellings only where all variants of the language agree.

        Raises:
            InputError: the server does not answer or answers with something else than remarks.
        """
        remarks = self._ask(text, self._variants[0])
        for variant in self._variants[1:]:
            if all(remark.category != SPELLING for remark in remarks):
                break
            agreed = {item.span for item in self._ask(text, variant) if item.category == SPELLING}
            remarks = [item for item in remarks if item.category != SPELLING or item.span in agreed]
        return sorted(remarks, key=lambda item: (item.span, item.rule))

    def _ask(self, text: str, variant: str) -> list[Remark]:
        from language_tool_python.exceptions import LanguageToolError

        try:
            if str(self._tool.language) != variant:
                self._tool.language = variant
            return [remark for start, part in cut(text) for remark in self._check_part(part, start)]
        except (LanguageToolError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"The LanguageTool server at {self._server} gave no usable answer: {_shorten(error)}.",
                "See that it runs and answers /v2/check, or leave out --enable languagetool.",
            ) from error

    def _check_part(self, part: str, start: int) -> Iterator[Remark]:
        # Half a character cannot be sent; a replacement mark of the same length keeps the offsets.
        sent = part.encode("utf-8", "replace").decode() if any("\ud800" <= char <= "\udfff" for char in part) else part
        for match in self._tool.check(sent):
            first = match.offset
            last = first + count_points(sent[first : first + match.error_length], match.error_length)
            yield Remark(
                Span(start + first, start + last),
                match.rule_id,
                match.category,
                match.message,
                tuple(match.replacements),
            )


def open_languagetool(settings: Settings) -> LanguageToolClient:
    """Return a client of the server the settings name, else of a local one, which may be downloaded.

    Raises:
        MissingExtra: language-tool-python is not installed.
        ConfigError: no server is named and the network is not allowed, or the server does not answer.
    """
    try:
        from language_tool_python import LanguageTool
        from language_tool_python.exceptions import LanguageToolError
    except ImportError as error:
        raise MissingExtra("The detector languagetool", "languagetool") from error
    server = settings.languagetool_server
    if not server and not settings.allow_network:
        raise ConfigError("The detector languagetool has no server to ask.", f"{_START} Or allow_network = true.")
    variants = _VARIANTS.get(settings.lang, (settings.lang,))
    try:
        tool = cast("Tool", LanguageTool(variants[0], remote_server=server or None))
    except (LanguageToolError, OSError, TypeError, ValueError, AttributeError) as error:
        place = f"at {server}" if server else "of this machine"
        problem = f"The LanguageTool server {place} gave no list of its languages: {_shorten(error)}."
        raise ConfigError(problem, f"{_START} It must answer /v2/languages and know {variants[0]}.") from error
    return LanguageToolClient(tool, server or "this machine", variants)


def count_points(text: str, units: int) -> int:
    """Return how many code points of `text` the first `units` UTF-16 code units are.

    >>> count_points("😀 hi", 3)
    2
    """
    ends = accumulate(2 if char > "\uffff" else 1 for char in text)
    return sum(1 for _ in takewhile(lambda end: end <= units, ends))


def cut(text: str, size: int = MAXIMUM_CHARS) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with their offsets: at most `size` characters, cut at the last line end, else space."""
    start = 0
    while len(text) - start > size:
        end = start + size
        places = (text.rfind(mark, start, end) + len(mark) for mark in ("\n\n", "\n", " ") if mark in text[start:end])
        stop = next(places, end)
        yield start, text[start:stop]
        start = stop
    if start < len(text):
        yield start, text[start:]


def _shorten(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= 200 else f"{words[:200]}..."
