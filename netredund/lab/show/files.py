"""Files, the configuration archive and the confirmed change.

From memory of the IOS configuration fundamentals command reference: `show archive` lists fifteen
numbers on releases before 15 and as many as `maximum` allows on later ones.
"""

from netredund.errors import FlashError
from netredund.lab.ios.archive import LAST_NUMBER
from netredund.lab.ios.config_diff import (
    NO_CHANGES,
    keep_case,
    list_additions,
    render_context,
)
from netredund.lab.ios.configuration_lock import PROCESS
from netredund.lab.ios.flash import FLASH, RUNNING, STARTUP, name_of
from netredund.lab.ios.rollback import NOTHING_PENDING
from netredund.lab.show.query import Query, show
from netredund.lab.show.system import render_time


@show
def directory(query: Query) -> list[str]:
    """List the files in flash, or one."""
    device = query.device
    wanted = name_of(query.values.get("file", FLASH))
    if wanted and wanted not in device.flash.files:
        return [f"%Error opening {FLASH}/{wanted} (No such file or directory)"]
    files = sorted(device.flash.files.items(), key=lambda pair: pair[1].number)
    rows = []
    for name, file in files:
        moment = device.time_of(file.written_s)
        date = f"{moment:%b} {moment.day:>2} {moment:%Y %H:%M:%S} +00:00"
        if wanted in ("", name):
            rows.append(f"{file.number:>5}  -rwx  {file.size:>10}  {date}  {name}")
    return [
        f"Directory of {FLASH}/{wanted}",
        "",
        *rows,
        "",
        f"{device.flash.capacity} bytes total ({device.flash.free} bytes free)",
    ]


@show
def more(query: Query) -> list[str]:
    """Print a file."""
    url = query.values["file"]
    try:
        return query.device.read_file(url)
    except FlashError as error:
        return [f"%Error opening {url} ({error.reason})"]


@show
def archive(query: Query) -> list[str]:
    """List the archived configurations by number."""
    kept = query.device.archive
    if not kept.enabled:
        return ["Archive feature not enabled"]
    first, last = (1, kept.maximum) if kept.stamped else (0, LAST_NUMBER)
    lines = [f"The maximum archive configurations allowed is {kept.maximum}."]
    lines = [
        *(lines if kept.stamped else []),
        f"There are currently {len(kept.files)} archive configurations saved.",
        f"The next archive file will be named {kept.next_name()}",
        " Archive #  Name",
    ]
    newest = max(kept.files, default=0)
    for number in range(first, max(last, kept.last) + 1):
        name = kept.files.get(number, ":Deleted" if 0 < number <= kept.last else "")
        mark = " <- Most Recent" if number == newest and name else ""
        lines.append(f"{number:>4}        {name}{mark}")
    return lines


@show
def differences(query: Query) -> list[str]:
    """Compare two files; the second is the running configuration, the first what is saved."""
    first = query.values.get("first", STARTUP)
    second = query.values.get("second", RUNNING)
    try:
        lines = query.device.read_file(second)
        before = query.device.read_file(first)
    except FlashError as error:
        return [f"%Error opening {error.name} ({error.reason})"]
    if "ignorecase" in query.values:
        lines = keep_case(lines, before)
    return [*render_context(before, lines), ""]


@show
def incremental_differences(query: Query) -> list[str]:
    """List what a merge of a file would bring."""
    try:
        lines = query.device.read_file(query.values["first"])
    except FlashError as error:
        return [f"%Error opening {error.name} ({error.reason})"]
    running = query.device.running_lines()
    if "ignorecase" in query.values:
        lines = keep_case(lines, running)
    commands = list_additions(running, lines)
    return ["!List of Commands:", *([*commands, "end"] if commands else [NO_CHANGES]), ""]


@show
def configuration_lock(query: Query) -> list[str]:
    """Print who has the lock on configuration mode."""
    holder = query.device.lock.holder
    taken = holder is not None
    rows = {
        "Owner PID": PROCESS if taken else -1,
        "User": holder.user if holder is not None else "unknown",
        "TTY": holder.terminal if holder is not None else -1,
        "Type": "EXCLUSIVE" if taken else "NO LOCK",
        "State": "LOCKED" if taken else "FREE",
        "Class": "EXPOSED" if taken else "unknown",
        "Count": int(taken),
        "Pending Requests": 0,
        "User debug info": "configure terminal" if taken else "",
    }
    return [
        "Parser Configure Lock",
        "---------------------",
        *(f"{word:<19}: {value}".rstrip() for word, value in rows.items()),
        "",
    ]


@show
def rollback_timer(query: Query) -> list[str]:
    """Print what a confirmed change waits for."""
    pending = query.device.rollback.pending
    if pending is None:
        return [NOTHING_PENDING]
    return [
        f"Time configured(or reconfigured): {render_time(query, pending.configured_s)}",
        f"Timer type: {pending.kind} timer",
        f"Timer value: {pending.minutes} min",
        f"User: {pending.user}",
    ]
