"""Named matchers: what a rule looks for when a regular expression cannot say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from degarble.detectors.context import Context
from degarble.knowledge.rules import Rule
from degarble.schema import Finding

Matcher = Callable[[Rule, Context], Iterable[Finding]]

MATCHERS: dict[str, Matcher] = {}
