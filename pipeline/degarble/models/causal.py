"""Language models of the transformers library as scorers: how likely is each sentence, given its own words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from degarble.errors import ConfigError
from degarble.models.hub import explain_failure, import_transformers

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

BATCH = 8
MAXIMUM_PIECES = 256


class SentenceScorer:
    """Scores sentences with a causal or a masked language model on the CPU.

    A causal model scores each piece after the pieces before it; a masked model scores each piece with only that piece
    masked (pseudo-log-likelihood, Salazar et al. 2020), which costs one pass for each piece.
    """

    def __init__(self, model: str, *, allow_network: bool = False) -> None:
        """Open a model by its folder, or by its hub name when it is kept on this machine or the network is allowed.

        Raises:
            MissingExtra: transformers or torch is not installed.
            ConfigError: the model cannot be opened.
        """
        transformers = import_transformers()
        import torch

        self._torch = torch
        local = not allow_network
        try:
            config = transformers.AutoConfig.from_pretrained(model, local_files_only=local)
            self.is_masked = any("MaskedLM" in name for name in config.architectures or ())
            kind = transformers.AutoModelForMaskedLM if self.is_masked else transformers.AutoModelForCausalLM
            self._tokenizer: PreTrainedTokenizerBase = transformers.AutoTokenizer.from_pretrained(
                model, local_files_only=local
            )
            self._model: PreTrainedModel = kind.from_pretrained(model, local_files_only=local)
        except (OSError, ValueError, KeyError, ImportError) as error:
            raise ConfigError(*explain_failure(model, error, "causal or masked model", local=local)) from error
        self._model.eval()

    def score(self, sentences: Sequence[str]) -> list[float]:
        """Return the mean log-probability (natural, per piece) of each sentence; NaN when there is nothing to score.

        Of a sentence longer than `MAXIMUM_PIECES` pieces the beginning counts.
        """
        score = self._score_masked if self.is_masked else self._score_causal
        with self._torch.inference_mode():
            return [score(self._encode(sentence)) for sentence in sentences]

    def _encode(self, sentence: str) -> Tensor:
        pieces: list[int] = self._tokenizer(sentence, truncation=True, max_length=MAXIMUM_PIECES)["input_ids"]
        first = self._tokenizer.bos_token_id
        if not self.is_masked and first is not None and pieces[:1] != [first]:
            pieces = [first, *pieces]
        return self._torch.tensor([pieces], dtype=self._torch.long)

    def _score_causal(self, pieces: Tensor) -> float:
        if pieces.shape[1] < 2:
            return math.nan
        logits = self._model(input_ids=pieces).logits[:, :-1]
        return -float(self._torch.nn.functional.cross_entropy(logits[0].float(), pieces[0, 1:]))

    def _score_masked(self, pieces: Tensor) -> float:
        torch = self._torch
        special = self._tokenizer.get_special_tokens_mask(pieces[0].tolist(), already_has_special_tokens=True)
        places = [place for place, mark in enumerate(special) if not mark]
        total = 0.0
        for batch in _cut(places):
            rows = torch.arange(len(batch))
            masked = pieces.repeat(len(batch), 1)
            masked[rows, batch] = self._tokenizer.mask_token_id
            logits = self._model(input_ids=masked).logits[rows, batch].float()
            total -= float(torch.nn.functional.cross_entropy(logits, pieces[0, batch], reduction="sum"))
        return total / len(places) if places else math.nan


def _cut(places: Sequence[int]) -> Iterator[Sequence[int]]:
    return (places[start : start + BATCH] for start in range(0, len(places), BATCH))
