"""Damage for training: from a clean English sentence a damaged one, one operation per class of damage.

Public names: DamageMaker, Tables, Damaged, Edit, OPERATIONS, restore, and split for the operations themselves. Scripts
import the package as `damage`; it needs lemminflect (extra `train`).
"""

from .maker import OPERATIONS, DamageMaker
from .schema import Damaged, Edit, Operation, restore
from .tables import Tables
from .words import Sentence, split

__all__ = ["OPERATIONS", "DamageMaker", "Damaged", "Edit", "Operation", "Sentence", "Tables", "restore", "split"]
