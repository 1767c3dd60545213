"""What a caller may choose: one small immutable object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.errors import CleanerError
from cleaner.types import KEPT, LABELS

THRESHOLD = 0.9
"""The confidence a removal needs unless told otherwise."""


class ConfigError(CleanerError, ValueError):
    """A setting that makes no sense; the message says which and what would."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of a `Cleaner`.

    keep: labels that stay in the text although they are removed by default.
    drop: labels that are removed although they are kept by default (`notice`; `body` cannot be dropped).
    threshold: the confidence a removal needs, 0 to 1; 0.95 means that 95 in 100 of the removals are right.
    language: the code of the language of all texts; None to tell it from each text.
    """

    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    threshold: float = THRESHOLD
    language: str | None = None

    @classmethod
    def of(
        cls,
        keep: Iterable[str] = (),
        drop: Iterable[str] = (),
        threshold: float | None = None,
        language: str | None = None,
    ) -> Config:
        """Settings checked; a label that does not exist or a threshold out of range raises ConfigError."""
        kept, dropped = _labels("keep", keep), _labels("drop", drop)
        if both := kept & dropped:
            raise ConfigError(f"cannot both keep and drop {', '.join(sorted(both))}")
        if "body" in dropped:
            raise ConfigError("cannot drop body: it is what the tool is there to keep")
        chosen = THRESHOLD if threshold is None else float(threshold)
        if not 0 <= chosen <= 1:
            raise ConfigError(f"threshold is {chosen}, must lie between 0 and 1")
        return cls(kept, dropped, chosen, language)

    @property
    def removable(self) -> tuple[str, ...]:
        """The labels that may leave the text, in the order of the taxonomy."""
        return tuple(label for label in LABELS if (label not in KEPT or label in self.drop) and label not in self.keep)


def _labels(name: str, labels: Iterable[str]) -> frozenset[str]:
    chosen = frozenset([labels] if isinstance(labels, str) else labels)
    if unknown := chosen - set(LABELS):
        raise ConfigError(f"{name}: no label {', '.join(sorted(unknown))}; the labels are {', '.join(LABELS)}")
    return chosen
