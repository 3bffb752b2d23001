"""The shell of a page: one file that fetches nothing, shows its data with a script of its own and lets no other run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import msgspec

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)


class Shell(NamedTuple):
    """What stands before and behind the data."""

    head: str
    tail: str


def load_shell(template: str, styles: Sequence[str], scripts: Sequence[str]) -> Shell:
    """Return the shell made of files in `page/`; its policy names script and style by their hashes."""
    style = "\n" + "".join(map(_read, styles))
    script = '\n"use strict";\n(() => {\n' + "".join(map(_read, scripts)) + "})();\n"
    policy = _POLICY.format(script=_hash(script), style=_hash(style))
    head, tail = _read(template).split("<!-- data -->\n")
    head = head.replace("<!-- policy -->", policy).replace("<!-- style -->", style)
    return Shell(head, tail.replace("<!-- script -->", script))


def embed(name: str, value: msgspec.Struct) -> str:
    """Return an element that holds a value as JSON and runs nothing, whatever the value says.

    >>> class Note(msgspec.Struct):
    ...     text: str
    >>> embed("note", Note("</script>")).count("</script>")
    1
    """
    text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return f'<script type="application/json" id="{name}">{safe}</script>\n'


def _read(name: str) -> str:
    return (files("degarble.reports") / "page" / name).read_text("utf-8")


def _hash(content: str) -> str:
    """Return how a content security policy names an inline script or style: by the hash of what stands in it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
