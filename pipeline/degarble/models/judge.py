"""Who judges between a word and its options in a sentence: the embedded model, alone or with a language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, Protocol

from degarble.fitting import put_in_place
from degarble.models.catalog import ChoiceLimits
from degarble.models.causal_chooser import CausalChooser, open_chooser, read_choosers
from degarble.models.fit import Fit, look_at, try_option, weigh
from degarble.models.scorer import Scorer, SentenceScores

MOST_TRIED = 4  # options the sentence is read with; the rest fits worse by the first pass


class Opinion(NamedTuple):
    """Of an option: the log-odds that it is to replace the word, and its worth beside the other options."""

    odds: float
    worth: float


UNTRIED = Opinion(-inf, -inf)


class Judge(Protocol):
    """Anything that says whether a word as it stands is to be replaced, and by which of its options."""

    @property
    def name(self) -> str:
        """Return what the evidence of a finding calls it."""
        ...

    @property
    def limits(self) -> ChoiceLimits:
        """Return the log-odds from which its word is taken."""
        ...

    def suspect(self, sentence: str, scores: SentenceScores, number: int) -> float:
        """Return the log-odds that word `number` of a sentence is the wrong one, whatever the right one is."""
        ...

    def measure(self, sentence: str, scores: SentenceScores, number: int, options: Sequence[str]) -> list[Fit | None]:
        """Return how each option fits the place of word `number`; None for those that were not tried."""
        ...


@dataclass(frozen=True)
class EmbeddedJudge:
    """The embedded model: it scored every place when it read the sentence, and reads it again with likely options."""

    scorer: Scorer
    name: str = "embedded model"

    @property
    def limits(self) -> ChoiceLimits:
        """Return the limits of the catalogue."""
        return self.scorer.entry.choice

    def suspect(self, sentence: str, scores: SentenceScores, number: int) -> float:
        """Return the log-odds by the first pass alone."""
        start, end = scores.words[number][:2]
        company, _ = self.scorer.suit(sentence, start, end, ())
        return weigh(self._look_at(sentence, scores, number, company), self.limits.first)

    def measure(self, sentence: str, scores: SentenceScores, number: int, options: Sequence[str]) -> list[Fit | None]:
        """Return how each of the options that fit best by the first pass does, by reading the sentence with it."""
        ratings = self.scorer.rate(scores.queries[number], options)
        tried = sorted(range(len(options)), key=lambda place: -ratings[place])[:MOST_TRIED]
        start, end = scores.words[number][:2]
        read = self.scorer.score([put_in_place(sentence, start, end, options[place]) for place in tried])
        company, suits = self.scorer.suit(sentence, start, end, [options[place] for place in tried])
        word = self._look_at(sentence, scores, number, company)
        fits: list[Fit | None] = [None] * len(options)
        for place, changed, suit in zip(tried, read, suits, strict=True):
            words = changed.words[number : number + len(options[place].split())]
            fits[place] = try_option(word, ratings[place], self.scorer.rarity(options[place]), suit, words)
        return fits

    def _look_at(self, sentence: str, scores: SentenceScores, number: int, company: float) -> Fit:
        start, end = scores.words[number][:2]
        return look_at(scores, number, self.scorer.rarity(sentence[start:end]), company)


@dataclass(frozen=True)
class CausalJudge:
    """A causal language model beside the embedded one: it reads the sentence anew with each option that was tried."""

    embedded: EmbeddedJudge
    chooser: CausalChooser
    name: str
    limits: ChoiceLimits

    def suspect(self, sentence: str, scores: SentenceScores, number: int) -> float:
        """Return the log-odds by the embedded model's first pass."""
        return self.embedded.suspect(sentence, scores, number)

    def measure(self, sentence: str, scores: SentenceScores, number: int, options: Sequence[str]) -> list[Fit | None]:
        """Return how each of the options that the embedded model tried fits, likelihoods among the rest."""
        fits = self.embedded.measure(sentence, scores, number, options)
        tried = [option for option, fit in zip(options, fits, strict=True) if fit is not None]
        start, end = scores.words[number][:2]
        likelihoods = iter(self.chooser.rate(sentence, start, end, tried))
        return [None if fit is None else fit._replace(likelihood=next(likelihoods)) for fit in fits]


def give_opinions(
    judge: Judge, sentence: str, scores: SentenceScores, number: int, options: Sequence[str]
) -> list[Opinion]:
    """Return the opinion of a judge on each option in the place of word `number`; UNTRIED for those not tried."""
    limits, fits = judge.limits, judge.measure(sentence, scores, number, options)
    return [UNTRIED if fit is None else Opinion(weigh(fit, limits.weights), weigh(fit, limits.order)) for fit in fits]


def open_judge(chooser: str, scorer: Scorer) -> Judge:
    """Return the judge of a name; empty for the embedded model alone.

    Raises:
        MissingExtra: the package with the model, or llama-cpp-python, is not installed.
        ConfigError: there is no chooser of this name, or its file is not the one that was measured.
    """
    embedded = EmbeddedJudge(scorer)
    if not chooser:
        return embedded
    return CausalJudge(embedded, open_chooser(chooser), chooser, read_choosers()[chooser].limits)
