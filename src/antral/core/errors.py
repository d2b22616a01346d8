"""What antral raises. Every message says what was wanted, what came, where, and what to do.

AntralError
└── InputError         wrong usage or input; exit code 2
    ├── ProtocolError  a protocol, or a change to one, cannot be used
    ├── RecordError    a record shipped with antral or given by the user is malformed
    ├── DataError      a table of trial data cannot be used
    └── RunError       a run folder cannot be written, read or continued
"""


class AntralError(Exception):
    """Anything antral raises on purpose."""


class InputError(AntralError):
    """The user's command, file or value cannot be used; the message says what to do."""


class ProtocolError(InputError):
    """A protocol, or a change to one, cannot be used."""


class RecordError(InputError):
    """A record (YAML, JSON) is malformed."""


class DataError(InputError):
    """A table of trial data cannot be used."""


class RunError(InputError):
    """A run folder cannot be written, read or continued."""
