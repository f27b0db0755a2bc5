"""One thing that is wrong with a site file, where it stands, and the collector of them all."""

import difflib
import re
from collections.abc import Collection
from itertools import islice
from typing import Protocol

import msgspec

# Comparing names costs more than anything else that reading does: a file of nothing but unknown
# names gets this many comparisons, and after that problems without a suggestion.
_COMPARISONS = 20_000
_LONGEST_NAME = 64
_LONGEST_VALUE = 80
_NOT_SHOWN = "(not shown)"
_SECRET_PARTS = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "community",
    "credential",
    "token",
)
_SECRET_NAMES = frozenset(
    ("auth", "enable", "pass", "psk", "pw", "pwd", "snmp", "userpass", "user_pass")
)


class Place(Protocol):
    """Where something stands in a text; both counts start at 1."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class SiteProblem(msgspec.Struct, frozen=True, gc=False):
    """What is wrong at `line` and `column` of a site file, and what is allowed there.

    `path` names the place by its keys (`servers.web1.vlan`). `value` is what stands there, cut when
    it is long, or None where nothing does; what may be a secret is never repeated.
    """

    line: int
    column: int
    path: str
    value: str | None
    message: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.line}:{self.column}: " + (f"{self.path}: " if self.path else "")
        got = "" if self.value is None else f", got {self.value!r}"
        allowed = f"; allowed: {self.allowed}" if self.allowed else ""
        return f"{where}{self.message}{got}{allowed}"


class Problems:
    """Collects problems while a file is read, so that all of them are told at once."""

    def __init__(self) -> None:
        self._found: list[SiteProblem] = []
        self._comparisons_left = _COMPARISONS

    def __bool__(self) -> bool:
        return bool(self._found)

    def report(
        self, place: Place, path: str, message: str, *, value: str | None = None, allowed: str = ""
    ) -> None:
        """Add one problem."""
        shown = None if value is None else show_value(value)
        self._found.append(SiteProblem(place.line, place.column, path, shown, message, allowed))

    def report_secret(self, place: Place, path: str) -> None:
        """Add the problem of a secret in the file, without the secret."""
        self.report(
            place,
            path,
            "a site file holds no secrets",
            value=_NOT_SHOWN,
            allowed="NETREDUND_USERNAME, NETREDUND_PASSWORD and NETREDUND_ENABLE in the"
            " environment, SSH keys, the agent, or a prompt",
        )

    def suggest(self, wrong: str, known: Collection[str]) -> str:
        """Return ` (did you mean ...?)` for a near miss, else nothing."""
        if len(wrong) > _LONGEST_NAME or len(known) > self._comparisons_left:
            return ""
        self._comparisons_left -= len(known)
        folded = {name.lower().replace("-", "_"): name for name in known}
        near = difflib.get_close_matches(wrong.lower().replace("-", "_"), folded, 1, 0.7)
        return f" (did you mean {folded[near[0]]!r}?)" if near else ""

    def sorted_by_position(self) -> tuple[SiteProblem, ...]:
        """Return what was found, in the order of the text."""
        return tuple(sorted(self._found, key=lambda found: (found.line, found.column)))


def is_secret_key(key: str) -> bool:
    """Tell whether people write a secret under such a key."""
    lower = key.lower()
    plain = re.sub(r"[^a-z]", "", lower)
    return (
        any(part in plain for part in _SECRET_PARTS)
        or plain in _SECRET_NAMES
        or plain.endswith(("key", "keys"))
    )


def show_value(text: str) -> str:
    """Return `text` fit for a message: not endless, and nothing that looks like a secret."""
    lower = text[:10_000].lower()
    if any(part in lower for part in _SECRET_PARTS):
        return _NOT_SHOWN
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def list_names(names: Collection[str], most: int = 10) -> str:
    """Return the names in one line, the first ones where there are many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(islice(names, most)) + more


def join_path(*keys: str) -> str:
    """Return the keys as one path; a key with unusual characters is quoted.

    >>> join_path("servers", "web1", "vlan"), join_path("servers", "a b")
    ('servers.web1.vlan', "servers.'a b'")
    """
    return ".".join(
        key if re.fullmatch(r"[\w@-]{1,64}", key) else repr(show_value(key)) for key in keys
    )
