"""The switch itself: version, configurations, clock, users, log."""

from datetime import datetime

from netredund.lab.config import InterfaceConfig
from netredund.lab.ios.device import Device, image_file
from netredund.lab.ios.flash import measure
from netredund.lab.ios.names import split_name
from netredund.lab.ios.power import ScheduledReload
from netredund.lab.ios.stanza import render_interface
from netredund.lab.show.query import Query, show

NVRAM_BYTES = 65536
COUNTED_KINDS = {
    "Ethernet": "Ethernet",
    "FastEthernet": "FastEthernet",
    "GigabitEthernet": "Gigabit Ethernet",
    "TenGigabitEthernet": "Ten Gigabit Ethernet",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@show
def running_config(query: Query) -> list[str]:
    """Print the running configuration, or one stanza of it."""
    device = query.device
    name = query.values.get("interface")
    if name is None:
        changed = _change_lines(query)
        body = ["!", *changed, *device.running_lines()]
    else:
        stanza = device.configuration.switch.interfaces.get(name, InterfaceConfig())
        body = ["!", *render_interface(name, stanza, device.release), "end"]
    return [
        "Building configuration...",
        "",
        f"Current configuration : {measure(body)} bytes",
        *body,
        "",
    ]


def _change_lines(query: Query) -> list[str]:
    """Return who changed and saved last; releases before 15 print it only after a change."""
    device = query.device
    lines = []
    if device.changed is not None:
        moment, user = device.changed
        lines.append(f"! Last configuration change at {render_time(query, moment)} by {user}")
    if device.saved_s is not None:
        lines.append(f"! NVRAM config last updated at {render_time(query, device.saved_s)}")
    return [*lines, "!"] if lines else []


@show
def startup_config(query: Query) -> list[str]:
    """Print what the switch would start with."""
    startup = query.device.startup
    if startup is None:
        return ["startup-config is not present"]
    body = ["!", *startup]
    return [f"Using {measure(body)} out of {NVRAM_BYTES} bytes", *body, ""]


def render_time(query: Query, protocol_s: float) -> str:
    """Return a moment as `show clock` prints it, without fractions."""
    return render_moment(query.device, protocol_s)


def render_moment(device: Device, protocol_s: float) -> str:
    """Return a moment of protocol time as a time of day and a date."""
    moment = device.time_of(protocol_s)
    month = MONTHS[moment.month - 1]
    return f"{moment:%H:%M:%S} UTC {moment:%a} {month} {moment.day} {moment.year}"


@show
def clock(query: Query) -> list[str]:
    """Print the time of day; the star says that nobody set the clock."""
    moment = query.device.time_of(query.device.clock.now_s)
    head = f"*{moment:%H:%M:%S}.{moment.microsecond // 1000:03}"
    return [f"{head} UTC {moment:%a} {MONTHS[moment.month - 1]} {moment.day} {moment.year}"]


@show
def privilege(query: Query) -> list[str]:
    """Print the privilege level of the session."""
    return [f"Current privilege level is {query.privilege}"]


@show
def users(query: Query) -> list[str]:
    """Print who is logged in; a star marks the asker."""
    lines = ["    Line       User       Host(s)              Idle       Location"]
    for vty, described in sorted(query.device.sessions.items()):
        user, _, location = described.partition(" ")
        star = "*" if vty == query.vty else " "
        lines.append(f"{star}{vty + 1:>3} vty {vty:<5} {user:<10} {'idle':<20} 00:00:00 {location}")
    return [
        *lines,
        "",
        "  Interface    User               Mode         Idle     Peer Address",
        "",
    ]


@show
def logging(query: Query) -> list[str]:
    """Print the log."""
    device = query.device
    management = device.configuration.management
    size = management.logging_buffered or 4096
    lines = [
        "Syslog logging: enabled (0 messages dropped, 0 messages rate-limited, 0 flushes, "
        "0 overruns, xml disabled, filtering disabled)",
        "",
        f"    Console logging: {_level(on=management.logging_console is not False)}, "
        f"{device.logged} messages logged, xml disabled,",
        "                     filtering disabled",
        f"    Monitor logging: {_level(on=management.logging_monitor is not False)}, "
        "0 messages logged, xml disabled,",
        "                     filtering disabled",
        f"    Buffer logging:  level debugging, {device.logged} messages logged, xml disabled,",
        "                     filtering disabled",
        "",
        f"Log Buffer ({size} bytes):",
        "",
    ]
    kept: list[str] = []
    used = 0
    for message in reversed(device.log):
        line = f"{render_stamp(query, message.time_s)}: {message.line}"
        used += len(line) + 1
        if used > size:
            break
        kept.append(line)
    return [*lines, *reversed(kept)]


def _level(*, on: bool) -> str:
    return "level debugging" if on else "disabled"


def render_stamp(query: Query, protocol_s: float) -> str:
    """Return the time stamp of a log line, in the form the image is set to."""
    device = query.device
    up_s = protocol_s - device.power.booted_s
    return stamp_of(device.release.fixed_lines, device.time_of(protocol_s), up_s)


def stamp_of(fixed_lines: tuple[str, ...], moment: datetime, uptime_s: float) -> str:
    """Return uptime (`00:01:52`) or date, as `service timestamps log` says."""
    if "service timestamps log uptime" in fixed_lines:
        whole = max(0, int(uptime_s))
        if whole < 86400:
            return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
        return f"{whole // 86400}d{whole // 3600 % 24:02}h"
    month = MONTHS[moment.month - 1]
    return f"*{month} {moment.day:>2} {moment:%H:%M:%S}.{moment.microsecond // 1000:03}"


@show
def scheduled_reload(query: Query) -> list[str]:
    """Print the reload that is scheduled."""
    scheduled = query.device.power.scheduled
    if scheduled is None:
        return ["No reload is scheduled."]
    lines = describe_reload(query.device, scheduled)
    return [*lines, *([f"Reload reason: {scheduled.reason}"] if scheduled.reason else [])]


def describe_reload(device: Device, scheduled: ScheduledReload) -> list[str]:
    """Return when a scheduled reload comes, and who asked for it."""
    due = render_moment(device, scheduled.due_s)
    left = render_uptime(scheduled.due_s - device.clock.now_s)
    for many, one in (("hours,", "hours and"), ("hour,", "hour and")):
        left = left.replace(many, one)
    return [f"Reload scheduled for {due} (in {left}) by {scheduled.by}"]


@show
def version(query: Query) -> list[str]:
    """Print software, uptime, image, model and serial number."""
    device = query.device
    hostname = device.configuration.switch.hostname
    up = render_uptime(device.power.uptime_s)
    cause = device.power.returned_by
    file = f"flash:{image_file(device.model, device.release)}"
    xe = "xe" in device.release.features
    serial = serial_number(device.model.board, device.address)
    counts: dict[str, int] = {}
    for name in device.hardware:
        kind = COUNTED_KINDS.get(split_name(name)[0], split_name(name)[0])
        counts[kind] = counts.get(kind, 0) + 1
    return [
        *device.version_lines(),
        f"Copyright (c) 1986-20{device.release.compiled.split()[1][-2:]} by Cisco Systems, Inc.",
        f"Compiled {device.release.compiled}",
        "",
        "ROM: IOS-XE ROMMON" if xe else "ROM: Bootstrap program is the lab's boot loader",
        "",
        f"{hostname} uptime is {up}",
        *([f"Uptime for this control processor is {up}"] if xe else []),
        f"System returned to ROM by {cause}",
        f'System image file is "{file}"',
        "",
        f"cisco {device.model.name} {device.model.processor}",
        f"Processor board ID {serial}",
        f"Last reset from {cause}",
        "1 Virtual Ethernet interface",
        *(f"{count} {kind} interface{'s' if count > 1 else ''}" for kind, count in counts.items()),
        "The password-recovery mechanism is enabled.",
        "",
        "512K bytes of flash-simulated non-volatile configuration memory.",
        f"Base ethernet MAC Address       : {_colons(device.address).upper()}",
        f"Model number                    : {device.model.name}",
        f"System serial number            : {serial}",
        "",
        "",
        "Switch Ports Model              SW Version            SW Image                 ",
        "------ ----- -----              ----------            ----------               ",
        f"*    1 {len(device.hardware):<5} {device.model.name:<18} {device.release.name:<21} "
        f"{device.model.image + ('' if xe else '-M'):<25}",
        "",
        "",
        f"Configuration register is {'0x102' if xe else '0xF'}",
        "",
    ]


def serial_number(board: str, address: str) -> str:
    """Return a serial number that follows from the MAC address."""
    return board[:8] + address.replace(".", "")[-3:].upper()


def _colons(address: str) -> str:
    digits = address.replace(".", "")
    return ":".join(digits[index : index + 2] for index in range(0, 12, 2))


def render_uptime(seconds: float) -> str:
    """Return an uptime in words: `1 week, 2 days, 3 hours, 4 minutes`."""
    minutes = int(seconds) // 60
    parts = []
    for unit, length in (("week", 10080), ("day", 1440), ("hour", 60)):
        count, minutes = divmod(minutes, length)
        if count:
            parts.append(f"{count} {unit}{'s' if count > 1 else ''}")
    parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return ", ".join(parts)
