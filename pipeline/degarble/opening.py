"""Knowledge and model as the settings of a run ask for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from platformdirs import user_cache_path

from degarble.config import CACHE_OFF, Settings
from degarble.knowledge import Knowledge, load_knowledge
from degarble.models.catalog import read_entry
from degarble.models.kept import KeptScorer
from degarble.names.policy import write_form
from degarble.schema import Alias, Entity, Policy


def open_knowledge(settings: Settings) -> Knowledge:
    """Return the knowledge under some settings.

    Raises:
        KnowledgeError: a pack or a file of names is missing or breaks its format.
    """
    packs, names = (tuple(map(Path, paths)) for paths in (settings.data, settings.names))
    knowledge = load_knowledge(packs, names=names, target=settings.lang)
    if settings.policy is Policy.PRESS:
        return knowledge
    entities = {name: _write(entity, settings.policy) for name, entity in knowledge.entities.items()}
    return replace(knowledge, entities=entities)


def _write(entity: Entity, policy: Policy) -> Entity:
    """Return an entity whose canonical form follows a policy; the press form stays a spelling of it."""
    written = write_form(entity, policy)
    if written == entity.canonical:
        return entity
    press = Alias(entity.canonical, "en", "spelling", entity.ambiguous)
    return replace(entity, canonical=written, aliases=(press, *entity.aliases))


def open_scorer(settings: Settings) -> KeptScorer | None:
    """Return the embedded model of the target language; None where there is none. Its files are read when needed."""
    entry = read_entry(settings.lang)
    if entry is None:
        return None
    if settings.cache == CACHE_OFF:
        return KeptScorer(settings.lang, entry, None)
    return KeptScorer(settings.lang, entry, Path(settings.cache) if settings.cache else user_cache_path("degarble"))
