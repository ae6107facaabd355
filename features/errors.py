"""The errors this project raises for a reason it understands.

    RettplassError
    ├── InputError      what came in cannot be used: a file, a setting, an argument; below it what a caller can tell
    │                   apart: a subsidy question or rule book, an approval, an unsafe start, too little data
    ├── StorageError    the database could not be reached, read or written
    ├── BundleError     a folder holds no trained matcher that can be used (`models.bundle`)
    └── RegistryError   the store of runs and models did not do what was asked (`models.registry`)

The message is one sentence for whoever caused it and says what to do. The cause stays chained, for those who maintain
the program.
"""

from __future__ import annotations


class RettplassError(Exception):
    """Root of the tree: a message fit to show the caller."""


class InputError(RettplassError):
    """What came in cannot be used as it is."""


class StorageError(RettplassError):
    """The database could not be reached, read or written."""
