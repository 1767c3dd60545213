"""What can go wrong by the caller's doing; everything else is a defect."""


class CleanerError(Exception):
    """Base of all errors raised on purpose; its message says which input, where, and what to do."""
