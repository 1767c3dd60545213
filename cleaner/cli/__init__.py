"""The command line."""

from cleaner.cli.main import main

__all__ = ["main"]
