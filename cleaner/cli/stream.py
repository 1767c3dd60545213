"""JSON Lines in, JSON Lines out: one broken record never stops the stream, and what fails is set aside whole."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from cleaner.api import BLOCK_TEXTS, Cleaned, Cleaner
from cleaner.cli.console import Progress, complain, write


class BadRecordError(Exception):
    """A line that cannot be cleaned; the message says why."""


@dataclass
class Stream:
    """One run over JSON Lines; `errors` is where failed lines go, each with its number and the reason."""

    cleaner: Cleaner
    text_field: str
    id_field: str | None
    record_field: str | None
    errors: BinaryIO | None = None
    progress: Progress = field(default_factory=Progress)

    def run(self, name: str, lines: BinaryIO) -> None:
        """Clean every line of a file; failures are counted in `progress.failed`."""
        block: list[tuple[int, bytes, dict[str, Any]]] = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                block.append((number, line, self._parsed(line)))
            except BadRecordError as error:
                self._set_aside(name, number, line, str(error))
            if len(block) == BLOCK_TEXTS:
                self._flush(name, block)
                block = []
        self._flush(name, block)

    def _parsed(self, line: bytes) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except UnicodeDecodeError as error:
            raise BadRecordError(f"invalid UTF-8 at byte {error.start}") from None
        except (ValueError, RecursionError) as error:
            raise BadRecordError(f"no valid JSON: {error}") from None
        if not isinstance(row, dict):
            raise BadRecordError(f"a JSON object is needed, this is {type(row).__name__}")
        if not isinstance(row.get(self.text_field), str):
            raise BadRecordError(f"no text in field {self.text_field!r}; its fields: {', '.join(row)[:200]} (see --text-field)")
        if self.record_field in row:
            raise BadRecordError(f"field {self.record_field!r} is there already; choose another with --record-field")
        return row

    def _flush(self, name: str, block: list[tuple[int, bytes, dict[str, Any]]]) -> None:
        for (number, line, row), cleaned in zip(
            block, self._cleaned([row[self.text_field] for _, _, row in block]), strict=True
        ):
            if isinstance(cleaned, Exception):
                self._set_aside(name, number, line, f"{type(cleaned).__name__}: {cleaned}", row)
            else:
                self._put(row, cleaned)

    def _cleaned(self, texts: list[str]) -> Iterator[Cleaned | Exception]:
        """The texts cleaned together; if that fails, one by one, so that only the culprit fails."""
        try:
            yield from list(self.cleaner.clean_many(texts))
        except Exception:
            for text in texts:
                try:
                    yield self.cleaner.clean(text)
                except Exception as error:  # whatever it is, it may cost this record only
                    yield error

    def _put(self, row: dict[str, Any], cleaned: Cleaned) -> None:
        source = row[self.text_field]
        row[self.text_field] = cleaned.text
        if self.record_field:
            row[self.record_field] = cleaned.record.to_dict()
        write(json_line(row))
        self.progress.add(len(source), len(source) - len(cleaned.text))

    def _set_aside(self, name: str, number: int, line: bytes, why: str, row: dict[str, Any] | None = None) -> None:
        self.progress.failed += 1
        known = f" ({self.id_field} {row[self.id_field]})" if row and self.id_field and self.id_field in row else ""
        complain(f"{name}:{number}{known}: {why}")
        if self.errors:
            self.errors.write(json_line({"file": name, "line": number, "error": why} | _raw(line)))


def json_line(row: dict[str, Any]) -> bytes:
    """A record as one line of UTF-8; lone surrogates, which UTF-8 has no bytes for, stay escaped."""
    try:
        return (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:
        return (json.dumps(row) + "\n").encode("ascii")


def _raw(line: bytes) -> dict[str, str]:
    """The line as it was: as text where it is text, else in base64."""
    try:
        return {"input": line.decode("utf-8").rstrip("\r\n")}
    except UnicodeDecodeError:
        return {"input_base64": base64.b64encode(line).decode("ascii")}
