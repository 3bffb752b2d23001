"""Seq2seq models of the transformers library as rewriters, and how a setting names a rewriter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from degarble.models.hub import Opened, open_pretrained

BEAMS = 4
MAXIMUM_PIECES = 256


class Seq2SeqRewriter:
    """Writes sentences anew by beam search on the CPU, one at a time so that none depends on the others.

    `prefix` stands before every sentence: many T5 models were trained with one (`grammar: `).
    """

    def __init__(self, opened: Opened, prefix: str = "") -> None:
        self._tokenizer = opened.tokenizer
        self._model = opened.model
        self._prefix = prefix

    def rewrite(self, sentences: Sequence[str]) -> list[str]:
        """Return each sentence as the model writes it; empty for one too long, and for an answer that has no end."""
        return [self._rewrite(sentence) for sentence in sentences]

    def _rewrite(self, sentence: str) -> str:
        import torch

        sent = f"{self._prefix}{sentence}".encode("utf-8", "replace").decode()
        pieces: list[int] = self._tokenizer(sent)["input_ids"]
        if len(pieces) > MAXIMUM_PIECES:
            return ""
        generate: Any = self._model.generate  # typed in some versions as what cannot be called
        with torch.inference_mode():
            output: list[int] = generate(
                input_ids=torch.tensor([pieces]),
                attention_mask=torch.ones((1, len(pieces)), dtype=torch.long),
                num_beams=BEAMS,
                do_sample=False,
                early_stopping=True,
                max_new_tokens=2 * len(pieces) + 10,
            )[0].tolist()
        return self._decode(output[1:])

    def _decode(self, pieces: list[int]) -> str:
        end = self._model.generation_config.eos_token_id
        ends = {end} if isinstance(end, int) else set(end or ())
        if ends and not ends & set(pieces):
            return ""
        return str(self._tokenizer.decode(pieces, skip_special_tokens=True, clean_up_tokenization_spaces=False)).strip()


def open_seq2seq(name: str, *, allow_network: bool = False) -> Seq2SeqRewriter:
    """Return a rewriter by its folder or hub name; what follows a `#` is the prefix of every sentence.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: the model cannot be opened.
    """
    model, prefix = split_name(name)
    return Seq2SeqRewriter(
        open_pretrained(model, "AutoModelForSeq2SeqLM", "seq2seq model", allow_network=allow_network), prefix
    )


def split_name(name: str) -> tuple[str, str]:
    """Return a model and what follows its `#`; a folder may have the sign in its name.

    >>> split_name("someone/model#grammar: ")
    ('someone/model', 'grammar: ')
    """
    if Path(name).is_dir():
        return name, ""
    model, _, rest = name.partition("#")
    return model, rest
