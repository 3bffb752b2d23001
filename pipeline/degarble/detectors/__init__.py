"""One room for each kind of damage, and the table that names them in the order they run."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from degarble.config import Settings
from degarble.detectors import languagetool, rewrite, surprise, tagged
from degarble.detectors.choice import Choice
from degarble.detectors.context import Context, Detector
from degarble.detectors.encoding import Encoding
from degarble.detectors.garble import Garble
from degarble.detectors.lexicon import Lexicon
from degarble.detectors.name_acronym import NameAcronym
from degarble.detectors.name_homograph import NameHomograph
from degarble.detectors.name_literal import NameLiteral
from degarble.detectors.name_organisation import NameOrganisation
from degarble.detectors.name_spelling import NameSpelling
from degarble.detectors.patterns import Patterns
from degarble.detectors.residue import Residue
from degarble.detectors.slips import Slips
from degarble.detectors.spelling import Spelling
from degarble.detectors.spun import Spun
from degarble.models.causal_chooser import check_chooser

__all__ = ["DETECTORS", "OPTIONAL", "Context", "Detector", "is_enabled", "load_detectors"]

DETECTORS: dict[str, type[Detector]] = {
    "residue": Residue,
    "encoding": Encoding,
    "patterns": Patterns,
    "name-literal": NameLiteral,
    "name-organisation": NameOrganisation,
    "name-acronym": NameAcronym,
    "name-spelling": NameSpelling,
    "name-homograph": NameHomograph,
    "lexicon": Lexicon,
    "choice": Choice,
    "slips": Slips,
    "spelling": Spelling,
    "spun": Spun,
    "garble": Garble,
}


# Off unless enabled: they need an optional dependency, and a server or a model that the settings name.
OPTIONAL: dict[str, Callable[[Settings], Detector]] = {
    "languagetool": languagetool.open_detector,
    "surprise": surprise.open_detector,
    "tagged": tagged.open_detector,
    "rewrite": rewrite.open_detector,
}


def is_enabled(name: str, settings: Settings) -> bool:
    """Tell whether an optional detector is to run: it is enabled, or the settings name its model; never if disabled."""
    models = {"tagged": settings.tagger, "rewrite": settings.rewriter}
    return (name in settings.enable or models.get(name, "") != "") and name not in settings.disable


def load_detectors(settings: Settings) -> tuple[Detector, ...]:
    """Return the active detectors: ours, other packages' (entry point group `degarble.detectors`), enabled ones.

    Raises:
        MissingExtra: the dependency of an enabled detector or of the chooser is not installed.
        ConfigError: an enabled detector's server or model is missing, or there is no such chooser.
    """
    if settings.chooser:
        check_chooser(settings.chooser)
    table = dict(DETECTORS)
    for point in entry_points(group="degarble.detectors"):
        table.setdefault(point.name, point.load())
    active = [detector() for name, detector in table.items() if name not in settings.disable]
    return (*active, *(OPTIONAL[name](settings) for name in OPTIONAL if is_enabled(name, settings)))
