"""Run the tool over labelled or clean texts as `degarble repair` does: examine each, link their names, propose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from degarble import __version__
from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.engines import choose_engine
from degarble.evaluation.answers import Answers, make_answer
from degarble.evaluation.gold import GoldText
from degarble.fingerprint import describe_settings
from degarble.link import link
from degarble.opening import open_knowledge
from degarble.progress import Watcher
from degarble.repair import Proposer
from degarble.schema import Analysis, Document
from degarble.stages import Failure, Step


def make_documents(texts: Sequence[GoldText], settings: Settings) -> list[Document]:
    """Return labelled texts without their labels."""
    return [Document(item.id, item.text, lang=item.lang or settings.lang) for item in texts]


def examine(documents: Sequence[Document], settings: Settings, watcher: Watcher) -> Answers:
    """Return what the tool says of some documents; what breaks on one is told, and it has no answer.

    Raises:
        DegarbleError: the settings or the knowledge cannot be used.
    """
    knowledge, engine = open_knowledge(settings), choose_engine(settings.jobs)
    build = partial(Analyzer, settings, knowledge if engine.is_local else None)
    analyses: list[Analysis] = []
    tasks = ((document.id, document) for document in watcher.track(documents, "Examining"))
    for result in engine.map(partial(Step, build), tasks):
        if isinstance(result, Failure):
            watcher.tell(f"error: {result.document}: {result.reason}")
        elif result is not None:
            analyses.append(result)
    names = link((mention for item in analyses for mention in item.mentions), knowledge, settings)
    propose = Proposer(settings.level, names.findings, parted=names.parted)
    answers = tuple(make_answer(propose(item)) for item in watcher.track(analyses, "Repairing"))
    return Answers(answers, __version__, knowledge.hash, describe_settings(settings))
