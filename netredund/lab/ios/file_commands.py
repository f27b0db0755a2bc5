"""The commands for files, archive, confirmed change and replacement, as tables.

Actions are functions of `file_actions.py` and `undo_actions.py`; those under `SHOW_FILES` of
`show/files.py`. Sources: IOS configuration fundamentals command reference, by its change history
for the releases that have each.
"""

from netredund.lab.ios.flash import RUNNING, STARTUP
from netredund.lab.ios.syntax import Command

REPLACE = frozenset({"configure-replace"})
REVERT = frozenset({"configure-revert"})
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
    Command("show archive config rollback timer", "rollback_timer", {}, REVERT),
)
