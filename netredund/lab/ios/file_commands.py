"""The commands for files, archive, confirmed change and replacement, as tables.

Actions are functions of `file_actions.py` and `undo_actions.py`; those under `SHOW_FILES` of
`show/files.py`. Sources: IOS configuration fundamentals command reference, by its change history
for the releases that have each.
"""

from netredund.lab.ios.flash import RUNNING, STARTUP
from netredund.lab.ios.syntax import Command

REPLACE = frozenset({"configure-replace"})
REVERT = frozenset({"configure-revert"})
LOCK = frozenset({"configuration-lock"})
REPLACE_OPTIONS = "[nolock] [<list=list>] [<force=force>] [<ignorecase=ignorecase>]"
ABSOLUTE = {"kind": "absolute"}
IDLE = {"kind": "idle"}

FILES = (
    Command("copy running-config <target:file>", "copy_file", {"source": RUNNING}),
    Command("copy startup-config <target:file>", "copy_file", {"source": STARTUP}),
    Command("copy <source:file> running-config", "copy_file", {"target": RUNNING}),
    Command("copy <source:file> startup-config", "copy_file", {"target": STARTUP}),
    Command("copy <source:file> <target:file>", "copy_file"),
    Command(
        "copy startup-config running-config", "copy_file", {"source": STARTUP, "target": RUNNING}
    ),
    Command("delete <force=/force> <file:flash>", "delete_file"),
    Command("delete <file:flash>", "delete_file"),
    Command("archive config", "archive_config", {}, REPLACE),
    Command(
        f"configure replace <file:file> {REPLACE_OPTIONS}"
        " [time <minutes:1-120>] [<ignorecase=ignorecase>]",
        "configure_replace",
        {},
        REPLACE,
    ),
    Command(
        f"configure replace <file:file> {REPLACE_OPTIONS} revert timer <minutes:1-120>",
        "configure_replace",
        {},
        REVERT,
    ),
    Command(
        f"configure replace <file:file> {REPLACE_OPTIONS} revert trigger <trigger=error>"
        " [timer <minutes:1-120>]",
        "configure_replace",
        {},
        REVERT,
    ),
    Command("configure terminal lock", "configure_lock", {}, LOCK),
    Command("clear configuration lock", "clear_lock", {}, LOCK),
    Command("configure confirm", "configure_confirm", {}, REPLACE),
    Command(
        "configure terminal revert timer <minutes:1-120>", "configure_revert", ABSOLUTE, REVERT
    ),
    Command("configure terminal revert idle <minutes:1-120>", "configure_revert", IDLE, REVERT),
    Command("configure revert now", "revert_now", {}, REVERT),
    Command("configure revert timer <minutes:1-120>", "reset_revert", ABSOLUTE, REVERT),
    Command("configure revert idle <minutes:1-120>", "reset_revert", IDLE, REVERT),
)

SHOW_FILES = (
    Command("dir [<file:flash>]", "directory"),
    Command("more <file:file>", "more"),
    Command("show archive", "archive", {}, REPLACE),
    Command("show archive config differences", "differences", {}, REPLACE),
    Command(
        "show archive config differences <first:file> [<second:file>] [<ignorecase=ignorecase>]",
        "differences",
        {},
        REPLACE,
    ),
    Command(
        "show archive config incremental-diffs <first:file> [<ignorecase=ignorecase>]",
        "incremental_differences",
        {},
        REPLACE,
    ),
    Command("show configuration lock", "configuration_lock", {}, LOCK),
    Command("show archive config rollback timer", "rollback_timer", {}, REVERT),
)
