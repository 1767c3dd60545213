"""Whole documents, as people will meet them."""

from __future__ import annotations

import textwrap
import threading

import pytest
from conftest import text_of

import cleaner as package
from cleaner import Cleaner
from cleaner.config import ConfigError

BODY = """\
The ferry between Port Ellery and the islands will stop for the winter on Friday, after inspectors found cracks in the hull.
"We would rather disappoint people than strand them," the operator's director, Moira Tallis, told a meeting on Tuesday.
The council said it would charter a fishing boat to bring mail and medicines. A replacement ship is due in March."""
APPEAL = """\
A message from the Ellery Lantern:
Dear readers,
When the harbour office stopped answering questions this spring, our reporters went and counted the rivets themselves.
We see our work differently from those who would rather nobody looked. Nobody owns us.
Please support our journalism from £4 a month. Every contribution, however small, keeps a reporter on the quay.
Thank you for standing with us."""


def labels(cleaned: package.Cleaned) -> list[str]:
    return [span.label for span in cleaned.record.removed]


def test_credit_and_appeal_at_the_end(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(f"{BODY}\nAFP contributed reporting.\n{APPEAL}\n\nRemind me later.")
    assert cleaned.text == BODY + "\n"
    assert labels(cleaned) == ["credit", "appeal", "ui"]
    record = cleaned.record.to_dict()
    assert [(credit["role"], credit["name"]) for credit in record["credits"]] == [("agency", "AFP")]
    assert record["appeals"][0]["organization"] == "Ellery Lantern"
    assert record["appeals"][0]["amounts"] == [{"value": 4, "currency": "GBP", "interval": "month"}]
    assert record["removed"][1]["text"].startswith("A message from")
    assert record["removed"][1]["text"].rstrip().endswith("Thank you for standing with us.")


def test_body_resumes_after_an_appeal(cleaner: Cleaner) -> None:
    first, *rest = BODY.split("\n")
    cleaned = cleaner.clean("\n".join([first, APPEAL, *rest]))
    assert cleaned.text == BODY
    assert labels(cleaned) == ["appeal"]


def test_appeal_on_top(cleaner: Cleaner) -> None:
    assert cleaner.clean(f"{APPEAL}\n{BODY}").text == BODY


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_newline_style_is_kept(cleaner: Cleaner, newline: str, end: str) -> None:
    text = newline.join([*BODY.split("\n"), "AFP contributed reporting."]) + end.replace("\n", newline)
    assert cleaner.clean(text).text == BODY.replace("\n", newline) + newline


def test_blank_lines_go_with_what_is_removed(cleaner: Cleaner) -> None:
    paragraphs = BODY.split("\n")
    text = "\n\n".join(
        [paragraphs[0], "Sign up for our daily newsletter", *paragraphs[1:], "AFP contributed reporting.", "Advertisement"]
    )
    assert cleaner.clean(text + "\n").text == "\n\n".join(paragraphs) + "\n"


def test_credit_glued_to_the_last_paragraph(cleaner: Cleaner) -> None:
    for credit in ("(AFP)", "(NTB, STT)", "(Reporting by Ann Bell; Editing by Kim Lee)", "AFP contributed to this report."):
        cleaned = cleaner.clean(f"{BODY} {credit}")
        assert cleaned.text == BODY
        assert labels(cleaned) == ["credit"]


def test_agency_mark_at_the_head_stays(cleaner: Cleaner) -> None:
    for mark in ("(AFP) ", "PORT ELLERY (Reuters) - ", "PORT ELLERY, Scotland (AP) — "):
        assert cleaner.clean(mark + BODY).text == mark + BODY


def test_article_on_one_line(cleaner: Cleaner) -> None:
    line = f"{BODY} AFP contributed reporting.".replace("\n", " ")
    cleaned = cleaner.clean(line)
    assert cleaned.text == BODY.replace("\n", " ")


def test_hard_wrapped(cleaner: Cleaner) -> None:
    body = "\n\n".join(textwrap.fill(line, 70) for line in BODY.split("\n"))
    appeal = "\n\n".join(textwrap.fill(line, 70) for line in APPEAL.split("\n"))
    assert cleaner.clean(f"{body}\n\n{appeal}\n").text == body + "\n"


def test_boilerplate_only(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean(
        "Sign up for our newsletter\nFollow us on Facebook and Twitter\nAll rights reserved.\nAdvertisement\n"
    )
    assert cleaned.text == ""
    assert "nothing_left" in cleaned.record.flags


def test_keep_and_drop() -> None:
    text = f"{BODY}\nAFP contributed reporting.\nAdvertisement\n"
    assert Cleaner(keep={"credit"}).clean(text).text == f"{BODY}\nAFP contributed reporting.\n"
    assert Cleaner(keep=package.LABELS).clean(text).text == text
    noted = f"{BODY}\nCorrection: An earlier version of this article misstated the day the ferry stops.\n"
    assert Cleaner().clean(noted).text == noted
    assert Cleaner(drop={"notice"}, threshold=0.5).clean(noted).text == f"{BODY}\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"keep": {"spam"}}, "no label spam"),
        ({"drop": {"body"}}, "cannot drop body"),
        ({"keep": {"notice"}, "drop": {"notice"}}, "both keep and drop"),
        ({"threshold": 2}, "between 0 and 1"),
        ({"language": "xx"}, "no phrase book for language 'xx'; there are"),
    ],
)
def test_settings_that_make_no_sense(settings: dict, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ConfigError, match=message):
        Cleaner(**settings)


def test_shared_by_threads(cleaner: Cleaner, articles: list[dict]) -> None:  # type: ignore[type-arg]
    texts = [text_of(document) for document in articles[:40]]
    expected = [cleaner.clean(text).text for text in texts]
    results: dict[int, list[str]] = {}

    def work(number: int) -> None:
        results[number] = [cleaned.text for cleaned in cleaner.clean_many(texts)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[number] for number in range(4)] == [expected] * 4


@pytest.mark.parametrize("text", ["a " * 500_000, "word. " * 170_000, "x\n" * 100_000, "\n" * 300_000, "(AFP) " * 50_000])
def test_huge_input_is_cleaned(cleaner: Cleaner, text: str) -> None:
    cleaned = cleaner.clean(text)
    assert package.rebuild(cleaned.text, cleaned.record.to_dict()) == text


def test_html(cleaner: Cleaner) -> None:
    page = "<html><head><title>Ferry</title></head><body><article>" + "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    cleaned = package.clean_html(
        page + "<p>AFP contributed reporting.</p></article></body></html>", url="https://example.org/ferry"
    )
    assert cleaned.text.strip() == BODY
    assert cleaned.record.to_dict()["source"]["media_type"] == "text/html"
