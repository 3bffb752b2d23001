"""How a repair fits the place it goes to: capitals like the word it replaces, and the indefinite article before it."""

from __future__ import annotations

import re

_CONSONANT = re.compile(r"(?i:eu|ukr|u[bks][aeiou]|uni(?![dmn])|ut[aeiou]|one\b|once)|U[A-Z]|UN\b")
_VOWEL = re.compile(r"(?i:[aeiou]|hono|hour|heir)|[FHLMNRSX](?=[A-Z]{1,3}\b|-)")
_ARTICLE_BEFORE = re.compile(r"(?<![\w.'’-])an? \Z", re.IGNORECASE)


def match_case(right: str, wrong: str) -> str:
    """Return `right` with the capital letter or capitals of `wrong`.

    >>> match_case("set pieces", "Fixed balls")
    'Set pieces'
    """
    if len(wrong) > 3 and wrong.isupper():
        return right.upper()
    if wrong[:1].isupper() and right[:1].islower():
        return right[:1].upper() + right[1:]
    return right


def with_article(article: str, repair: str) -> str:
    """Return a repair behind the indefinite article its first sound asks for.

    >>> with_article("An", "separate incident")
    'A separate incident'
    """
    if repair.split(" ", 1)[0].lower() in ("a", "an", "the"):
        return match_case(repair, article)
    wanted = "an" if _VOWEL.match(repair) and not _CONSONANT.match(repair) else "a"
    return f"{match_case(wanted, article)} {repair}"


def put_in_place(sentence: str, start: int, end: int, repair: str) -> str:
    """Return a sentence with a repair in the place of a word, its capitals and the article before it fitted.

    >>> put_in_place("He gave an examination.", 11, 22, "test")
    'He gave a test.'
    """
    repair = match_case(repair, sentence[start:end])
    article = _ARTICLE_BEFORE.search(sentence[max(0, start - 4) : start])
    if article:
        written = article[0][:-1]
        return sentence[: start - len(written) - 1] + with_article(written, repair) + sentence[end:]
    return sentence[:start] + repair + sentence[end:]
