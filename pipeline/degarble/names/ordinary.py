"""Names that are ordinary words of the target language: a capital alone says nothing about them."""

from __future__ import annotations

from degarble.knowledge import Knowledge

_LISTS = ("month", "weekday", "nationality", "people", "country", "capital", "region")


def is_ordinary(form: str, knowledge: Knowledge) -> bool:
    """Tell whether a form is one word of the language, small words apart: `the Crescent`, `Spanish`, `That is`."""
    words = [word for word in form.lower().split() if word not in knowledge.lowered("opener")]
    return len(words) <= 1 and all(is_word(word, knowledge) for word in words)


def is_single(form: str, knowledge: Knowledge) -> bool:
    """Tell whether a form has one word beside small ones: the translation of a name is then a word of the language."""
    return sum(word not in knowledge.lowered("opener") for word in form.lower().split()) <= 1


def is_word(word: str, knowledge: Knowledge) -> bool:
    """Tell whether a word in lower case stands in the dictionary, or names a day, a month, a people or their land."""
    return word in knowledge.vocabulary or any(word in knowledge.lowered(name) for name in _LISTS)
