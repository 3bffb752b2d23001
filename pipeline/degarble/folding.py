"""Names without their marks: what is left when diacritics, apostrophes and case do not count."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "ı": "i",
        "İ": "I",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ə": "e",
        "Ə": "E",
        "þ": "th",
        "ð": "d",
        "’": "",
        "'": "",
        "‘": "",
        "ʻ": "",
        "ʼ": "",
        "`": "",
    }
)


@lru_cache(maxsize=65_536)
def strip_marks(text: str) -> str:
    """Return `text` without diacritics and apostrophes, case kept.

    >>> strip_marks("Çavuşoğlu"), strip_marks("Kalın"), strip_marks("Sa'ar")
    ('Cavusoglu', 'Kalin', 'Saar')
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Return the name in lower case without diacritics, apostrophes and hyphens.

    >>> fold("Al-Sisi"), fold("İbrahim Kalın")
    ('al sisi', 'ibrahim kalin')
    """
    return strip_marks(text).lower().replace("-", " ")
