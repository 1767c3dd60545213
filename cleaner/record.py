"""The record: what was taken out of a text, where it stood, what kind it is and why.

`Record.to_dict` follows the JSON Schema in `data/record.schema.json` (`cleaner schema` prints it). The facts in it (title,
authors, credits, appeals) are read from the removed spans, each with its place in the source.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cleaner import phrases
from cleaner.render import cut_out
from cleaner.types import Removed

if TYPE_CHECKING:
    from cleaner import facts

SCHEMA = "https://cleaner.invalid/record/1"
"""Names the version of the record's form; the address is a name, nothing is served there."""

MUCH = 0.5
"""Share of the characters from which a removal is flagged as unusually much."""


@dataclass(frozen=True)
class Record:
    """The record of one text; texts and offsets are those of the source."""

    source: str
    removed: tuple[Removed, ...]
    language: str
    model: tuple[str, str]
    media_type: str = "text/plain"
    url: str | None = None

    @cached_property
    def credits(self) -> list[facts.Credit]:
        """Who contributed, by role."""
        from cleaner import facts  # read only when asked for: a filter must not wait for it

        return [
            credit
            for span in self._labelled("credit")
            for credit in facts.credits(self.source, span.start, span.end, self.language)
        ]

    @cached_property
    def appeals(self) -> list[facts.Appeal]:
        """What the publisher asks money for, with amounts."""
        from cleaner import facts

        return [facts.appeal(self.source, span.start, span.end) for span in self._labelled("appeal")]

    @cached_property
    def byline(self) -> facts.Byline:
        """Authors and dates."""
        from cleaner import facts

        spans = [(span.start, span.end) for span in self._labelled("byline")]
        return facts.byline(self.source, spans, self.language)

    @property
    def title(self) -> str | None:
        """The headline, where it was taken out of the text."""
        return next((self._text(span).strip() for span in self._labelled("title")), None)

    @property
    def flags(self) -> list[str]:
        """What a reader of many records should look at."""
        gone = sum(span.end - span.start for span in self.removed)
        solid = len(self.source.split()) > 0
        tests = {
            "nothing_removed": not self.removed,
            "nothing_left": bool(self.removed) and not cut_out(self.source, self.removed).strip(),
            "much_removed": gone > MUCH * len(self.source),
            "empty": not solid,
            "language_unknown": self.language == phrases.COMMON,
            "language_not_covered": self.language != phrases.COMMON and self.language not in phrases.languages(),
        }
        return [name for name, holds in tests.items() if holds]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data, ready for JSON; keys in a fixed order."""
        return {
            "schema": SCHEMA,
            "source": {
                "characters": len(self.source),
                "sha256": sha256(self.source.encode("utf-8", "surrogatepass")).hexdigest(),
                "media_type": self.media_type,
                "language": self.language,
                "url": self.url,
            },
            "title": self.title,
            "authors": self.byline.authors,
            "published": self.byline.published,
            "modified": self.byline.modified,
            "credits": [credit.to_dict() for credit in self.credits],
            "appeals": [appeal.to_dict() for appeal in self.appeals],
            "removed": [self._entry(span) for span in self.removed],
            "stats": self.stats(),
            "model": {"version": self.model[0], "hash": self.model[1]},
            "rules": {"version": phrases.VERSION, "hash": phrases.fingerprint()},
            "flags": self.flags,
        }

    def to_json(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_schema_org(self) -> dict[str, Any]:
        """What the record knows in the terms of schema.org's NewsArticle (https://schema.org/NewsArticle)."""
        from cleaner import facts

        people = [credit for credit in self.credits if credit.name]
        entries: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.title,
            "url": self.url,
            "inLanguage": self.language if self.language != phrases.COMMON else None,
            "datePublished": self.byline.published,
            "dateModified": self.byline.modified,
            "dateline": facts.dateline(cut_out(self.source, self.removed)),
            "author": [{"@type": "Person", "name": name} for name in self.byline.authors],
            "contributor": [_contributor(credit) for credit in people if credit.role != "agency"],
            "sourceOrganization": [
                {"@type": "Organization", "name": credit.name} for credit in people if credit.role == "agency"
            ],
            "creditText": " ".join(self._text(span).strip() for span in self._labelled("credit")) or None,
            "isAccessibleForFree": False if self._labelled("paywall") else None,
        }
        return {key: value for key, value in entries.items() if value not in (None, [])}

    def stats(self) -> dict[str, Any]:
        """Sizes in characters, and spans and characters of each label."""
        spans: Counter[str] = Counter(span.label for span in self.removed)
        sizes: Counter[str] = Counter()
        for span in self.removed:
            sizes[span.label] += span.end - span.start
        gone = sum(sizes.values())
        return {
            "characters": len(self.source),
            "kept": len(self.source) - gone,
            "removed": gone,
            "labels": {label: {"spans": spans[label], "characters": sizes[label]} for label in sorted(spans)},
        }

    def _labelled(self, label: str) -> list[Removed]:
        return [span for span in self.removed if span.label == label]

    def _text(self, span: Removed) -> str:
        return self.source[span.start : span.end]

    def _entry(self, span: Removed) -> dict[str, Any]:
        return {
            "start": span.start,
            "end": span.end,
            "label": span.label,
            "text": self._text(span),
            "confidence": span.confidence,
            "reasons": [reason.to_dict() for reason in span.reasons],
        }


def rebuild(text: str, record: dict[str, Any]) -> str:
    """The source from a clean text and the plain form of its record."""
    pieces, at = [], 0
    taken = 0
    for span in record["removed"]:
        kept = span["start"] - taken
        pieces += [text[at:kept], span["text"]]
        at, taken = kept, taken + span["end"] - span["start"]
    return "".join([*pieces, text[at:]])


def _contributor(credit: facts.Credit) -> dict[str, Any]:
    kind = "Organization" if credit.kind == "organization" else "Person"
    return {"@type": "Role", "roleName": credit.role, "contributor": {"@type": kind, "name": credit.name}}
