"""The command that makes a pack of dictionaries a user has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from degarble.guard import guarded

READ_MORE = """What can be read:

FreeDict for dictd:  apt install dict-freedict-spa-eng  puts freedict-spa-eng.index and .dict.dz in
/usr/share/dictd

FreeDict as TEI XML:  spa-eng.tei, from the releases of freedict.org

Your own:  a line  juicio<TAB>judgement, ruling; trial<TAB>noun  (`,` between words that say the same, `;` between
meanings; the part of speech may be left out)

Words of one numbered meaning count as the same; only words of different meanings become rows, and of those only
words that news uses. Several dictionaries
at once tell more near-synonyms.

The table is PACK/senses/CODE.tsv, to be read, corrected and added to by hand (docs/knowledge.md). It inherits the
dictionary's licence: mind that before you pass it on.
"""


@guarded
def import_freedict(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Dictionaries into English, also several: .index with .dict.dz beside it, .tei or .xml, .tsv or .txt.",
        ),
    ],
    lang: Annotated[str, typer.Option(metavar="CODE", help="The language they translate from: `es`, `tr`, `de`.")],
    out: Annotated[Path, typer.Option(metavar="PACK", help="The pack to write into; made if it is not there.")] = Path(
        "my-pack"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace the table of that language in the pack.")] = False,
) -> None:
    """Make a table of senses from dictionaries you have.

    An old translation takes one sense of a word for another: juicio is judgement as well as trial. From a dictionary
    into English the table learns which English words may have been mistaken for which; a model then chooses in context.

    Example:  degarble data import-freedict /usr/share/dictd/freedict-spa-eng.index --lang es --out my-pack

    Then:  degarble repair articles/ --out out --data my-pack
    """
    from degarble.dictionaries.importing import import_dictionaries
    from degarble.progress import count

    table, rows = import_dictionaries(paths, lang, out, force=force)
    typer.echo(f"{count(rows, 'row')}. See {table}; use it with --data {out}", err=True)
