"""A causal language model in a GGUF file, run by llama.cpp on one thread: log-likelihoods of the tokens it reads."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from degarble.errors import MissingExtra

if TYPE_CHECKING:
    from llama_cpp import Llama

CONTEXT = 512
EXACT = 0  # GGML_TYPE_F32: with it and without flash attention a token weighs the same in whatever batch it is read
START = "<|endoftext|>"


class LlamaReader:
    """Reads tokens one stretch after another; what stands before a stretch is kept, not read again."""

    def __init__(self, file: Path) -> None:
        """Open a model.

        Raises:
            MissingExtra: llama-cpp-python is not installed.
        """
        try:
            from llama_cpp import Llama
        except ImportError as error:
            raise MissingExtra("A causal language model", "lm") from error
        self._llama: Llama = Llama(
            str(file),
            n_ctx=CONTEXT,
            n_batch=CONTEXT,
            n_ubatch=CONTEXT,
            n_threads=1,  # processes share the cores, not threads
            n_threads_batch=1,
            n_gpu_layers=0,
            op_offload=False,
            type_k=EXACT,
            type_v=EXACT,
            flash_attn=False,
            logits_all=True,
            verbose=False,
        )
        atexit.register(self._llama.close)  # it cannot close itself once the interpreter has gone
        self._start: list[int] = self._llama.tokenize(START.encode(), add_bos=False, special=True)

    def split(self, text: str) -> list[int]:
        """Return the tokens of a text, behind the mark with which texts begin."""
        tokens: list[int] = self._llama.tokenize(text.encode(), add_bos=False, special=False)
        return [*self._start, *tokens]

    def read(self, kept: int, tokens: Sequence[int]) -> list[float]:
        """Read on after the first `kept` tokens read before; return the log-likelihood of each token, 0 for the first.

        All in all, at most CONTEXT tokens can be read.
        """
        import numpy as np

        self._llama.n_tokens = kept
        self._llama.eval(list(tokens))
        first = 1 if kept == 0 else 0
        rows = self._llama.scores[kept + first - 1 : kept + len(tokens) - 1]
        highest = rows.max(axis=1)
        totals = highest + np.log(np.exp(rows - highest[:, None]).sum(axis=1, dtype=np.float64))
        chosen = rows[np.arange(len(rows)), np.asarray(tokens[first:], dtype=np.int64)]
        return [0.0] * first + [float(value) for value in chosen - totals]
