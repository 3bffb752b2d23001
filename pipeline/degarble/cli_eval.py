"""The command that measures a run against labelled texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from degarble.flags import Flags, with_flags
from degarble.guard import fail_if, guarded, show_instead


class Labels(StrEnum):
    """How labels are written."""

    DEGARBLE = "degarble"
    MLQE = "mlqe"
    WMT_ESA = "wmt-esa"


@guarded
@with_flags
def evaluate(
    flags: Flags,
    run: Annotated[
        Path,
        typer.Argument(metavar="RUN", help="What `repair` wrote: its folder or findings.jsonl; or the labels alone."),
    ],
    gold: Annotated[
        Path | None, typer.Option(metavar="GOLD", help="Labelled texts: .jsonl, .tsv, or a folder of tag files.")
    ] = None,
    gold_format: Annotated[
        Labels | None, typer.Option(help="How the labels are written, if their name does not say it.")
    ] = None,
    clean: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Human texts, or a run over them, where each finding is an alarm."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the draws.")] = 1,
    boot: Annotated[int, typer.Option(metavar="N", min=0, help="Draws of texts for the intervals; 0 for none.")] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure a run against labelled texts.

    Words, characters, suggestions, alarms on clean text, verdicts and calibration; each figure has an interval, found
    by drawing the texts again. With labels alone the tool is run over their texts first, under the settings given.

    Example:  degarble eval out --gold labels.jsonl
    """
    settings = flags.settle(str(run))
    if show_instead(flags, [str(run)]):
        return
    from degarble.evaluation.command import Request, measure, show
    from degarble.evaluation.opening import GoldFormat
    from degarble.evaluation.report import Draws
    from degarble.progress import Terminal

    style = GoldFormat(gold_format.value) if gold_format else None
    request = Request(run, gold, style, clean, Draws(seed, boot))
    report = measure(request, settings, Terminal())
    show(report, as_json=as_json)
    fail_if(report.missing, 2)
