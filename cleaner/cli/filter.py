"""The main command: text in, body out, record beside it."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

import click

from cleaner.api import Cleaned, Cleaner, clean_html
from cleaner.cli.console import DONE, EXIT_CODES, FAILED, UNREADABLE, complain, encoded, opened, write
from cleaner.cli.explain import explanation
from cleaner.cli.stream import Stream, json_line
from cleaner.read import ReadError, decode, is_html
from cleaner.types import LABELS

_LABEL = click.Choice(LABELS[1:])
_EPILOG = f"""\b
Examples:
  cleaner < article.txt > body.txt
  curl -s https://example.org/story | cleaner --record record.json
  cleaner --no-text --record - article.txt | jq .credits
  cleaner --jsonl < articles.jsonl > clean.jsonl --errors failed.jsonl
  cleaner --explain article.txt > /dev/null

{EXIT_CODES}

Other commands: cleaner explain | rules | schema | train | evaluate, each with --help."""


@click.command("cleaner", epilog=_EPILOG)
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--jsonl", is_flag=True, help="Input is JSON Lines: clean a field of every record, keep the others.")
@click.option("--text-field", default="text", show_default=True, metavar="NAME", help="The field that holds the text.")
@click.option("--id-field", metavar="NAME", help="The field that names a record in messages.")
@click.option("--record-field", default="record", show_default=True, metavar="NAME", help="Where the record goes; '' for none.")
@click.option(
    "--errors", type=click.File("wb", lazy=False), metavar="FILE", help="Collect the lines that failed, with the reason."
)
@click.option(
    "--record",
    type=click.File("wb", lazy=False),
    metavar="FILE",
    help="Write the record (JSON, a line an input); - for stdout.",
)
@click.option("--no-text", is_flag=True, help="Do not write the text.")
@click.option("--keep", multiple=True, type=_LABEL, help="Leave this label in the text; may be given several times.")
@click.option("--drop", multiple=True, type=_LABEL, help="Take this label out although it is kept by default (notice).")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The confidence a removal needs.  [default: 0.9]")
@click.option("--language", metavar="CODE", help="The language of the texts; told from each text if not given.")
@click.option("--encoding", metavar="NAME", help="The encoding of the input, if it is neither UTF-8 nor to be detected.")
@click.option("--explain", is_flag=True, help="Say on stderr what was taken out and why.")
@click.version_option(package_name="cleaner")
def clean_command(files: tuple[str, ...], **options: Any) -> None:
    """Take out of a news article what is not the article.

    Reads FILEs or stdin, text or HTML, and writes the body to stdout: without donation appeals, agency credits, newsletter
    and share prompts, bios, captions, related links and the like. What was taken out, where it stood, what it is and why
    goes into the record, so that text and record rebuild the input.
    """
    _check(files, options)
    cleaner = Cleaner(options["keep"], options["drop"], options["threshold"], options["language"])
    run = _stream if options["jsonl"] else _texts
    sys.exit(run(cleaner, files or ("-",), options))


def _check(files: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse combinations that make no sense, before anything is read."""
    record = options["record"]
    if options["jsonl"] and (record or options["no_text"] or options["explain"]):
        raise click.UsageError(
            "with --jsonl the record goes into each line (--record-field); leave out --record, --no-text, --explain"
        )
    if not options["jsonl"] and (options["errors"] or options["id_field"]):
        raise click.UsageError("--errors and --id-field go with --jsonl")
    if record and record.name == "<stdout>" and not options["no_text"]:
        raise click.UsageError("text and record cannot both go to stdout; add --no-text, or give --record a file")
    if options["no_text"] and not (record or options["explain"]):
        raise click.UsageError("--no-text leaves nothing to write; add --record FILE or --explain")


def _stream(cleaner: Cleaner, files: tuple[str, ...], options: dict[str, Any]) -> int:
    stream = Stream(cleaner, options["text_field"], options["id_field"], options["record_field"] or None, options["errors"])
    unread = 0
    for name in files:
        try:
            with opened(name) as lines:
                stream.run(name, lines)
        except OSError as error:
            unread += _unreadable(name, error)
    stream.progress.close()
    return UNREADABLE if unread else FAILED if stream.progress.failed else DONE


def _texts(cleaner: Cleaner, files: tuple[str, ...], options: dict[str, Any]) -> int:
    unread = 0
    for name in files:
        try:
            with opened(name) as file:
                cleaned = _cleaned(cleaner, file, name, options["encoding"])
        except (OSError, ReadError) as error:
            unread += _unreadable(name, error)
            continue
        _emit(cleaned, name, options)
    return UNREADABLE if unread else DONE


def _cleaned(cleaner: Cleaner, file: BinaryIO, name: str, encoding: str | None) -> Cleaned:
    text, told = decode(file.read(), encoding)
    if told != "utf-8" and not encoding:
        complain(f"{name}: read as {told}; say --encoding if that is wrong")
    return clean_html(text, cleaner=cleaner) if is_html(text) else cleaner.clean(text)


def _emit(cleaned: Cleaned, name: str, options: dict[str, Any]) -> None:
    if not options["no_text"]:
        write(encoded(cleaned.text))
    if options["record"]:
        options["record"].write(json_line(cleaned.record.to_dict()))
    if options["explain"]:
        click.echo(explanation(cleaned, name), err=True)


def _unreadable(name: str, error: Exception) -> int:
    if isinstance(error, BrokenPipeError):
        raise error
    reason = error.strerror if isinstance(error, OSError) else str(error)
    complain(f"cannot read {name}: {reason}")
    return 1
