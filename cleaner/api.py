"""The library: `clean` for one text, `Cleaner` for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.config import Config, ConfigError
from cleaner.model import Model
from cleaner.model import load as load_model
from cleaner.phrases import languages
from cleaner.pipeline import clean_block
from cleaner.read import article_text
from cleaner.record import Record
from cleaner.render import cut_out

BLOCK_TEXTS, BLOCK_CHARACTERS = 32, 400_000
"""A block of texts is closed at this many texts or characters, whichever comes first."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text: the clean `text`, and the `record` of what was taken out of it."""

    text: str
    record: Record


class Cleaner:
    """A reusable cleaner; one may be shared by threads.

    keep: labels to leave in the text although they are taken out by default (see `cleaner.LABELS`).
    drop: labels to take out although they stay by default.
    threshold: the confidence a removal needs, 0 to 1.
    language: the language code of all texts; None to tell it from each text, offline.
    model: a folder with another trained model.

    Raises ConfigError for settings that make no sense, ModelError for a model that cannot be used.
    """

    def __init__(
        self,
        keep: Iterable[str] = (),
        drop: Iterable[str] = (),
        threshold: float | None = None,
        language: str | None = None,
        model: str | Path | None = None,
    ) -> None:
        if language is not None and language not in languages():
            raise ConfigError(f"no phrase book for language {language!r}; there are {', '.join(languages())}")
        self.config = Config.of(keep, drop, threshold, language)
        self.model: Model = load_model(Path(model) if model else None)

    def clean(self, text: str, url: str | None = None, media_type: str = "text/plain") -> Cleaned:
        """Clean one text; where it is from and what it was go into the record."""
        return self._block([text], url, media_type)[0]

    def clean_many(self, texts: Iterable[str]) -> Iterator[Cleaned]:
        """Clean texts in order, block by block: several times faster than one at a time, with the same result."""
        for block in _blocks(texts):
            yield from self._block(block, None, "text/plain")

    def _block(self, texts: list[str], url: str | None, media_type: str) -> list[Cleaned]:
        made = (self.model.version, self.model.fingerprint)
        return [
            Cleaned(cut_out(text, spans), Record(text, tuple(spans), language, made, media_type, url))
            for text, (spans, language) in zip(texts, clean_block(texts, self.config, self.model), strict=True)
        ]


def clean(
    text: str,
    *,
    keep: Iterable[str] = (),
    drop: Iterable[str] = (),
    threshold: float | None = None,
    language: str | None = None,
    url: str | None = None,
) -> Cleaned:
    """Clean one text; for many, make one `Cleaner` and call its `clean_many`. The settings are those of `Cleaner`."""
    return Cleaner(keep, drop, threshold, language).clean(text, url)


def clean_html(html: str | bytes, url: str | None = None, *, cleaner: Cleaner | None = None) -> Cleaned:
    """Clean the article of a page: the text that trafilatura extracts from it, cleaned.

    The record's source is the extracted text; `url` goes into it, and helps to extract.
    """
    return (cleaner or Cleaner()).clean(article_text(html, url), url, "text/html")


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for text in texts:
        if block and (len(block) == BLOCK_TEXTS or size + len(text) > BLOCK_CHARACTERS):
            yield block
            block, size = [], 0
        block.append(text)
        size += len(text)
    if block:
        yield block
