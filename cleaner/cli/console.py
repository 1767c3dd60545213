"""What the commands share: exit codes, messages, reading and writing bytes, progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn

import click

DONE, USAGE, UNREADABLE, FAILED, BROKEN_PIPE = 0, 2, 3, 4, 141
"""Exit codes: done; wrong usage; an input could not be read; some records failed; the reader of our output went away."""

EXIT_CODES = """\b
Exit codes:
  0  done, also when there was nothing to take out
  2  wrong usage
  3  an input could not be read; the others were cleaned
  4  some records of a stream failed; the others were cleaned"""

PATIENCE = 1.0
"""Seconds before progress is shown, and between two updates of it."""


def complain(message: str) -> None:
    """One line on stderr."""
    click.echo(f"cleaner: {message}", err=True)


def write(data: bytes) -> None:
    """Bytes to stdout."""
    sys.stdout.buffer.write(data)


def encoded(text: str) -> bytes:
    """Text to UTF-8; bytes that were broken in the input come out as they were."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file for reading, or stdin for "-"."""
    if name != "-":
        with open(name, "rb") as file:
            yield file
        return
    if sys.stdin.isatty():
        complain("reading from the terminal; end with Ctrl-D, or see cleaner --help")
    yield sys.stdin.buffer


def quiet_pipe() -> NoReturn:
    """End without a word because nobody reads our output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(BROKEN_PIPE)


class Progress:
    """Records, megabytes, rate and share removed, on stderr when it is a terminal and the work takes long."""

    def __init__(self) -> None:
        self.records = self.failed = self.characters = self.removed = 0
        self._started = self._shown = time.monotonic()
        self._live = sys.stderr.isatty()

    def add(self, characters: int, removed: int) -> None:
        """Count one record."""
        self.records += 1
        self.characters += characters
        self.removed += removed
        now = time.monotonic()
        if self._live and now - self._shown >= PATIENCE:
            self._shown = now
            click.echo(f"\r\x1b[K{self}", err=True, nl=False)

    def close(self) -> None:
        """Leave the last line standing."""
        if self._live and self._shown > self._started:
            click.echo(f"\r\x1b[K{self}", err=True)

    def __str__(self) -> str:
        rate = self.records / max(1e-9, time.monotonic() - self._started)
        share = self.removed / max(1, self.characters)
        return f"{self.records:,} records, {self.characters / 1e6:,.1f} M characters, {rate:,.0f} records/s, {share:.1%} removed, {self.failed:,} failed"
