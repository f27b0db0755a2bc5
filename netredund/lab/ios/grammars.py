"""The grammar of every mode, built once for each set of features."""

from functools import lru_cache

from netredund.lab.ios.exec_commands import PRIVILEGED, SHOW, SHOW_PRIVILEGED, USER
from netredund.lab.ios.file_commands import FILES, SHOW_FILES
from netredund.lab.ios.global_commands import ARCHIVE_MODE, GLOBAL, LINE_MODE, VLAN_MODE
from netredund.lab.ios.help import TEXTS
from netredund.lab.ios.interface_commands import INTERFACE
from netredund.lab.ios.syntax import Command, Grammar

TABLES: dict[str, tuple[Command, ...]] = {
    "config": GLOBAL,
    "config-if": INTERFACE,
    "config-if-range": INTERFACE,
    "config-vlan": VLAN_MODE,
    "config-line": LINE_MODE,
    "config-archive": ARCHIVE_MODE,
    "user": (*USER, *SHOW),
    "privileged": (*USER, *PRIVILEGED, *FILES, *SHOW, *SHOW_PRIVILEGED, *SHOW_FILES),
}


@lru_cache(maxsize=256)
def grammar_of(mode: str, features: frozenset[str], *, negated: bool = False) -> Grammar:
    """Return the grammar of a mode where these features are; `negated` is that of `no`."""
    return Grammar(
        [command for command in TABLES[mode] if command.exists_with(features)],
        negated=negated,
        texts=TEXTS[mode],
    )
