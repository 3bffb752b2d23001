"""Which marks are quotations, and where they end."""

import pytest

from degarble.schema import Span
from degarble.segment.quotes import find_quotes

CASES = [
    ('She said "yes" and "no".', ['"yes"', '"no"']),
    ("She said “yes”.", ["“yes”"]),
    ("Он сказал «да».", ["«да»"]),
    ("Er sagte „ja“ und ging.", ["„ja“"]),
    ("Hun sagde »ja« og gik.", ["»ja«"]),
    ("the ‘Wagner Group’ left", ["‘Wagner Group’"]),
    ("the 'grain deal' ended", ["'grain deal'"]),
    ("“He called it ‘madness’ twice,” she said.", ["‘madness’", "“He called it ‘madness’ twice,”"]),
    ("«Он назвал это “бредом”», сказала она.", ["“бредом”", "«Он назвал это “бредом”»"]),
    ("“It goes on and on", ["“It goes on and on"]),
    ("“Closed on the wrong side, ”he said.", ["“Closed on the wrong side, ”"]),
    ("„Gdzie jest klucz?” zapytał.", ["„Gdzie jest klucz?”"]),
    ("‘The players’ union won,’ he said.", ["‘The players’ union won,’"]),
]
SILENT = [
    "Turkey's and the warring sides' backers don't agree.",
    "Turkey’s and the warring sides’ backers don’t agree.",
    "the ’90s and the '80s, rock 'n' roll",
    "He is 5'11\" tall.",
    "İstanbul'da ve Ankara’da",
]


def find(text: str) -> list[str]:
    return [span.of(text) for span in find_quotes(text, [Span(0, len(text))])]


@pytest.mark.parametrize(("text", "quotes"), CASES)
def test_quotes(text: str, quotes: list[str]) -> None:
    assert find(text) == quotes


@pytest.mark.parametrize("text", SILENT)
def test_apostrophes(text: str) -> None:
    assert find(text) == []


def test_quotation_reopened_in_the_next_paragraph() -> None:
    text = "“It began here.\n\n“It ends here,” he said."
    first, second = Span(0, 15), Span(17, len(text))
    assert [span.of(text) for span in find_quotes(text, [first, second])] == ["“It began here.", "“It ends here,”"]
