"""`cleaner`: the filter, and the commands around it.

A first argument that is the name of a command runs that command; anything else runs the filter (a file called `rules` is
`./rules`). Commands are imported when they are run, so that the filter starts fast.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from cleaner.cli.console import USAGE, complain, quiet_pipe
from cleaner.errors import CleanerError

COMMANDS = {
    "explain": "cleaner.cli.commands:explain",
    "schema": "cleaner.cli.commands:schema",
    "rules": "cleaner.cli.rules:rules",
    "train": "cleaner.cli.training:train",
    "evaluate": "cleaner.cli.training:evaluate",
}
_FILTER = "cleaner.cli.filter:clean_command"


def main() -> None:
    """Run the command line."""
    arguments = sys.argv[1:]
    name = arguments.pop(0) if arguments and arguments[0] in COMMANDS else None
    module, _, attribute = COMMANDS.get(name or "", _FILTER).partition(":")
    try:
        command: click.Command = getattr(import_module(module), attribute)
        command.main(arguments, prog_name=f"cleaner {name}" if name else "cleaner", standalone_mode=True)
    except BrokenPipeError:
        quiet_pipe()
    except CleanerError as error:
        complain(str(error))
        sys.exit(USAGE)
