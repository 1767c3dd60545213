"""Appeals: what a publisher asks for, for whom, and how much."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from cleaner.facts.words import level, names, pattern, table

_NUMBER = r"\d{1,3}(?:[ .,’'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'”’)\]]+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|net|info|media|news|io|me|ru|de|fr|es|uk)(?:/[^\s<>\"'”’)\]]*)?(?![\w.])"
)
_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?](?=\d)[^.!?。！？\n]*)*[.!?。！？\n]?")
_FROM = re.compile(
    r"(?:message|note|letter|appeal|word|nachricht|botschaft|message|mensaje|сообщение|обращение) (?:from|von|de|от) ([^:.!\n]+?)\s*[:.!\n]",
    re.IGNORECASE,
)

INTERVAL_REACH = 45
"""Characters around an amount in which the word for its interval is looked for."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: `currency` is an ISO 4217 code, `interval` month, year, week, day, once or None."""

    value: float
    currency: str
    interval: str | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal of the publisher; kind: donation, membership, subscription, crowdfunding, purchase or other."""

    kind: str
    organization: str | None
    amounts: tuple[Amount, ...]
    urls: tuple[str, ...]
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The appeal as plain data."""
        return asdict(self) | {"amounts": [asdict(amount) for amount in self.amounts], "urls": list(self.urls)}


def appeal(source: str, start: int, end: int) -> Appeal:
    """What the appeal in a span of a source asks for."""
    text = source[start:end]
    amounts = tuple(dict.fromkeys(_amounts(text)))
    urls = tuple(dict.fromkeys(found.group().rstrip(".,;:") for found in _URL.finditer(text)))
    return Appeal(_kind(text), _organization(text), amounts, urls, start, end)


def _kind(text: str) -> str:
    """The kind whose words are most frequent; an earlier one in the table where several are."""
    folded = level(text)
    counts = {kind: len(known.findall(folded)) for kind, known in _kinds().items()}
    if counts["crowdfunding"]:
        return "crowdfunding"
    kind = max(counts, key=counts.__getitem__)
    return kind if counts[kind] else "other"


def _organization(text: str) -> str | None:
    """Who asks: the signature of the message, or the name it uses most."""
    signed = _FROM.search(text)
    if signed:
        return signed.group(1).removeprefix("the ").strip()
    counts = Counter(name.text for name in names(text) if " " in name.text)
    name, times = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return name if times > 1 else None


def _amounts(text: str) -> Iterator[Amount]:
    folded = level(text)
    for sentence in _SENTENCE.finditer(folded):
        found = list(_money().finditer(sentence.group()))
        for index, money in enumerate(found):
            low = found[index - 1].end() if index else 0
            high = found[index + 1].start() if index + 1 < len(found) else len(sentence.group())
            sign = money["before"] or money["after"]
            yield Amount(
                _value(money["first"] or money["second"]), _currency(sign), _interval(sentence.group(), money, low, high)
            )


def _interval(sentence: str, money: re.Match[str], low: int, high: int) -> str | None:
    """The interval named behind the amount, else the one named before it."""
    behind = sentence[money.end() : min(high, money.end() + INTERVAL_REACH)]
    before = sentence[max(low, money.start() - INTERVAL_REACH) : money.start()]
    for stretch, nearest in ((behind, min), (before, max)):
        seen = [(found.start(), interval) for interval, known in _intervals().items() for found in known.finditer(stretch)]
        if seen:
            return nearest(seen)[1]
    return None


def _value(digits: str) -> float:
    """A number as written anywhere: 1,200.50 or 1.200,50 or 1 200.

    >>> _value("1.200,50"), _value("2,500"), _value("4.50")
    (1200.5, 2500.0, 4.5)
    """
    digits = re.sub(r"[ ’'\u00a0\u202f]", "", digits)
    decimal = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"[.,]", "", digits[: decimal.start()] if decimal else digits)
    return float(f"{whole}.{decimal.group(1)}" if decimal else whole)


def _currency(sign: str) -> str:
    code = _signs()[sign]
    return "JPY" if code == "CNY_OR_JPY" else code


@cache
def _signs() -> dict[str, str]:
    return {level(sign): code for code, signs in table()["currencies"].items() for sign in signs}


@cache
def _money() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_signs(), key=len, reverse=True))
    letters = r"(?<![^\W\d_])"
    return re.compile(
        rf"{letters}(?P<before>{signs})\s?(?P<first>{_NUMBER})|(?<![\d.,])(?P<second>{_NUMBER})[ \u00a0]?(?P<after>{signs})(?![^\W\d_]{{4}})"
    )


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {kind: pattern(words) for kind, words in table()["appeal"].items()}


@cache
def _intervals() -> dict[str, re.Pattern[str]]:
    return {interval: pattern(words) for interval, words in table()["intervals"].items()}
