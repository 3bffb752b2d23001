"""The shell of a page: one file that fetches nothing, shows its data with a script of its own and lets no other run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

import msgspec

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'"
)


class Code(NamedTuple):
    """Style and script of a page, and the policy that names them by their hashes and allows nothing else."""

    style: str
    script: str
    policy: str


class Shell(NamedTuple):
    """What stands before and behind the data."""

    head: str
    tail: str


def load_shell(template: str, styles: Sequence[str], scripts: Sequence[str]) -> Shell:
    """Return the shell made of files in `page/`; its policy names script and style by their hashes."""
    code = join_code(map(read_part, styles), map(read_part, scripts))
    head, tail = read_part(template).split("<!-- data -->\n")
    return Shell(put_code(head.replace("<!-- policy -->", code.policy), code), put_code(tail, code))


def join_code(styles: Iterable[str], scripts: Iterable[str]) -> Code:
    """Return style sheets and scripts as one of each; the scripts share their names and hide them from the page."""
    style = "\n" + "".join(styles)
    script = '\n"use strict";\n(() => {\n' + "".join(scripts) + "})();\n"
    return Code(style, script, _POLICY.format(script=_hash(script), style=_hash(style)))


def put_code(template: str, code: Code) -> str:
    """Return a template with style and script in their places."""
    return template.replace("<!-- style -->", code.style).replace("<!-- script -->", code.script)


def read_part(name: str, room: str = "reports") -> str:
    """Return a file of the folder `page/` of a room."""
    return (files(f"degarble.{room}") / "page" / name).read_text("utf-8")


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


def _hash(content: str) -> str:
    """Return how a content security policy names an inline script or style: by the hash of what stands in it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
