"""Rules as data: reading `rules/<target>/<family>.toml` into checked, compiled values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from degarble.errors import KnowledgeError
from degarble.knowledge.tables import Folder
from degarble.schema import Kind, Level, Severity

_LIST = re.compile(r"\{\{([a-z-]+)\}\}")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule. Exactly one of `pattern`, `matcher` and `detector` says who finds its places.

    `pattern` is a regular expression run on each sentence that holds one of `anchors` (on all without anchors), or on
    the whole text with `scope = "document"`; a group named `bad` narrows the finding. `becomes` holds the
    replacements, best first, as expansion templates (`\\\\1`). `matcher` names a function of `detectors/matchers.py`.
    `habit` marks what a text may do throughout: then it is typesetting and reported once.
    `detector` names the detector that reports under this id; such a rule only explains and tests it.
    """

    id: str
    kind: Kind
    message: str
    why: str
    pattern: str = ""
    matcher: str = ""
    detector: str = ""
    ignore_case: bool = False
    scope: str = "sentence"
    anchors: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()
    level: Level = Level.FLAG
    severity: Severity = Severity.MINOR
    score: float = 0.8
    sources: tuple[str, ...] = ()
    quotes: str = "report"
    habit: bool = False
    wrong: tuple[tuple[str, str], ...] = ()
    fine: tuple[str, ...] = ()


def read_rules(folder: Folder, lists: Mapping[str, Sequence[str]]) -> Iterator[Rule]:
    """Yield the rules of a folder, ids prefixed with their family (`casing/country`), word lists filled in.

    Raises:
        KnowledgeError: a file is not TOML, a field is unknown, or a rule contradicts itself.
    """
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield from _read_family(file, lists)


def _read_family(file: Folder, lists: Mapping[str, Sequence[str]]) -> Iterator[Rule]:
    family = file.name.removesuffix(".toml")
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        rules = msgspec.convert(table.get("rule", []), tuple[Rule, ...])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{file.name}: {error}", "See docs/rules.md for the fields of a rule.") from error
    for rule in rules:
        yield _complete(rule, family, lists)


def _complete(rule: Rule, family: str, lists: Mapping[str, Sequence[str]]) -> Rule:
    name = f"{family}/{rule.id}"
    if sum(map(bool, (rule.pattern, rule.matcher, rule.detector))) != 1:
        raise KnowledgeError(f"{name}: give one of pattern, matcher and detector")
    if not rule.wrong or not rule.fine:
        raise KnowledgeError(f"{name}: a rule needs at least one `wrong` and one `fine` example")
    filled = msgspec.structs.replace(
        rule, id=name, pattern=_fill(rule.pattern, lists, name), anchors=tuple(_fill_anchors(rule.anchors, lists, name))
    )
    compile_pattern(filled)
    return filled


def compile_pattern(rule: Rule) -> re.Pattern[str]:
    """Return the compiled pattern of a rule.

    Raises:
        KnowledgeError: the pattern is no regular expression.
    """
    try:
        return re.compile(rule.pattern, re.IGNORECASE if rule.ignore_case else 0)
    except re.error as error:
        raise KnowledgeError(f"{rule.id}: {error} in {rule.pattern[:80]!r}") from error


def _fill(pattern: str, lists: Mapping[str, Sequence[str]], name: str) -> str:
    """Replace `{{list}}` by an alternation of its words, longest first."""
    return _LIST.sub(lambda match: _alternation(_words(match[1], lists, name)), pattern)


def _fill_anchors(anchors: Sequence[str], lists: Mapping[str, Sequence[str]], name: str) -> Iterator[str]:
    for anchor in anchors:
        if anchor.startswith("@"):
            yield from _words(anchor[1:], lists, name)
        else:
            yield anchor


def _words(key: str, lists: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    if key not in lists:
        raise KnowledgeError(f"{name}: unknown word list {key!r}", f"Known: {', '.join(sorted(lists))}")
    return lists[key]


def _alternation(words: Sequence[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"
