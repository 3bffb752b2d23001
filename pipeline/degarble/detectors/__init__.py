"""One room for each kind of damage, and the table that names them in the order they run."""

from __future__ import annotations

from importlib.metadata import entry_points

from degarble.config import Settings
from degarble.detectors.context import Context, Detector
from degarble.detectors.encoding import Encoding
from degarble.detectors.garble import Garble
from degarble.detectors.lexicon import Lexicon
from degarble.detectors.patterns import Patterns
from degarble.detectors.residue import Residue
from degarble.detectors.slips import Slips
from degarble.detectors.spun import Spun

__all__ = ["DETECTORS", "Context", "Detector", "load_detectors"]

DETECTORS: dict[str, type[Detector]] = {
    "residue": Residue,
    "encoding": Encoding,
    "patterns": Patterns,
    "lexicon": Lexicon,
    "slips": Slips,
    "spun": Spun,
    "garble": Garble,
}


def load_detectors(settings: Settings) -> tuple[Detector, ...]:
    """Return the active detectors: ours, then those of other packages (entry point group `degarble.detectors`)."""
    table = dict(DETECTORS)
    for point in entry_points(group="degarble.detectors"):
        table.setdefault(point.name, point.load())
    return tuple(detector() for name, detector in table.items() if name not in settings.disable)
