"""Credits, appeals and bylines as data."""

from __future__ import annotations

import pytest

from cleaner import facts
from cleaner.facts import Amount


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("AFP contributed reporting.", "en", [("agency", "AFP")]),
        (
            "(Reporting by Ann Bell in Rome and Tom Reyes in Oslo; Editing by Kim Lee)",
            "en",
            [("reporter", "Ann Bell"), ("reporter", "Tom Reyes"), ("editor", "Kim Lee")],
        ),
        ("With files from The Canadian Press", "en", [("agency", "The Canadian Press")]),
        (
            "Ann Bell and Tom van Dyk contributed to this report.",
            "en",
            [("contributor", "Ann Bell"), ("contributor", "Tom van Dyk")],
        ),
        ("Translated by Maria Lopez", "en", [("translator", "Maria Lopez")]),
        ("mit Material von dpa und AFP", "de", [("agency", "dpa"), ("agency", "AFP")]),
        ("(EFE)", "es", [("agency", "EFE")]),
        ("जि. / PTI", "hi", [("agency", "PTI")]),
        ("【共同】", "ja", [("agency", "共同")]),
        ("(끝)", "ko", [("end-mark", "끝")]),
        ("jm/kb (dpa, AFP)", "de", [("contributor", "jm"), ("contributor", "kb"), ("agency", "dpa"), ("agency", "AFP")]),
        ("编译：张三 责编：李四", "zh", [("translator", "张三"), ("editor", "李四")]),
        ("", "en", []),
    ],
)
def test_credits(text: str, language: str, expected: list[tuple[str, str]]) -> None:
    padded = "Body.\n" + text
    found = facts.credits(padded, 6, len(padded), language)
    assert [(credit.role, credit.name) for credit in found] == expected
    assert all(padded[credit.start : credit.end] == credit.name for credit in found)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Support us monthly starting from just $2.", [Amount(2, "USD", "month")]),
        ("£4 a month or £40 a year", [Amount(4, "GBP", "month"), Amount(40, "GBP", "year")]),
        ("Ab 5 Euro im Monat oder einmalig 50 €.", [Amount(5, "EUR", "month"), Amount(50, "EUR", "once")]),
        ("à partir de 1,99 € par mois", [Amount(1.99, "EUR", "month")]),
        ("desde $1.500 al mes", [Amount(1500, "USD", "month")]),
        ("от 300 рублей в месяц", [Amount(300, "RUB", "month")]),
        ("Rp50.000 per bulan", [Amount(50000, "IDR", "month")]),
        ("₹99 प्रति माह", [Amount(99, "INR", "month")]),
        ("每月30元", [Amount(30, "CNY", "month")]),
        ("C$5", [Amount(5, "CAD", None)]),
        ("no sum at all", []),
    ],
)
def test_amounts(text: str, amounts: list[Amount]) -> None:
    assert list(facts.appeal(text, 0, len(text)).amounts) == amounts


@pytest.mark.parametrize(
    ("text", "kind", "organization"),
    [
        ("A message from the Ellery Lantern:\nPlease donate.", "donation", "Ellery Lantern"),
        ("Become a member of Harbour Watch. Harbour Watch is read by all.", "membership", "Harbour Watch"),
        ("Subscribe now for £1", "subscription", None),
        ("Back our crowdfunding campaign", "crowdfunding", None),
        ("Werden Sie Mitglied", "membership", None),
        ("Поддержите редакцию", "donation", None),
    ],
)
def test_kind_and_organization(text: str, kind: str, organization: str | None) -> None:
    appeal = facts.appeal(text, 0, len(text))
    assert (appeal.kind, appeal.organization) == (kind, organization)


def test_urls() -> None:
    text = "Give at https://lantern.example/give?x=1, or on patreon.com/lantern."
    assert facts.appeal(text, 0, len(text)).urls == ("https://lantern.example/give?x=1", "patreon.com/lantern")


@pytest.mark.parametrize(
    ("text", "language", "authors", "published", "modified"),
    [
        ("By Jane van Dyk, Aug. 14, 2025\nUpdated 15 August 2025", "en", ["Jane van Dyk"], "2025-08-14", "2025-08-15"),
        ("Von Eva Stein\n3. März 2024", "de", ["Eva Stein"], "2024-03-03", None),
        ("Par Luc Moreau, 5 mai 2023", "fr", ["Luc Moreau"], "2023-05-05", None),
        ("2025年8月14日", "zh", [], "2025-08-14", None),
        ("04/05/2025", "en", [], None, None),
        ("5 min read", "en", [], None, None),
    ],
)
def test_byline(text: str, language: str, authors: list[str], published: str | None, modified: str | None) -> None:
    assert facts.byline(text, [(0, len(text))], language) == (authors, published, modified)
