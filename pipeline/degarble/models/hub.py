"""Opening models of the transformers library by folder or by hub name, with errors a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from degarble.errors import ConfigError, MissingExtra

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class Opened:
    """A tokenizer and a model ready to be asked on the CPU, and the weights that were not in the file."""

    tokenizer: PreTrainedTokenizerBase
    model: PreTrainedModel
    missing: Sequence[str]


def open_pretrained(model: str, head: str, what: str, *, allow_network: bool) -> Opened:
    """Return a model with its tokenizer; `head` is a class of transformers, `what` says in words what is wanted.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: the model cannot be opened.
    """
    transformers = import_transformers()
    kind = getattr(transformers, head)
    local = not allow_network
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(model, local_files_only=local)
        opened, loading = kind.from_pretrained(model, local_files_only=local, output_loading_info=True)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, ImportError) as error:
        raise ConfigError(*explain_failure(model, error, what, local=local)) from error
    opened.eval()
    return Opened(tokenizer, opened, sorted(loading["missing_keys"]))


def import_transformers() -> ModuleType:
    """Return the library.

    Raises:
        MissingExtra: it or torch is not installed.
    """
    try:
        import torch  # noqa: F401 - transformers imports without it, and then fails late
        import transformers
    except ImportError as error:
        raise MissingExtra("A transformers model", "transformers") from error
    library: ModuleType = transformers
    return library


def explain_failure(model: str, error: Exception, what: str, *, local: bool) -> tuple[str, str]:
    """Return what is wrong with a model and what to do."""
    reason = " ".join(str(error).split())[:200]
    if Path(model).is_dir():
        hint = f"The folder must hold config.json, the weights and the tokenizer of a {what}."
    elif local:
        hint = "Name a folder with a model, or allow the network (--allow-network, or allow_network = true)."
    else:
        hint = f"Name a folder with a model, or a {what} of the hub."
    return f"The model {model!r} cannot be opened: {reason}", hint
