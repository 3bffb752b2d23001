"""Knowledge as the settings of a run ask for it: packs and lists of names on top, canonical forms by the policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from degarble.config import Settings
from degarble.knowledge import Knowledge, load_knowledge
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
