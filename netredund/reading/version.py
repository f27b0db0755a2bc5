"""`show version`: lines that say something between the lines of law and licence."""

import re

from netredund.facts.version import SoftwareFamily, StackMember, Version
from netredund.reading.output import Output
from netredund.reading.template import Row

# The fields of the record by the values of the template, each printed once.
_FIELDS = {
    "Hostname": "hostname",
    "Release": "release",
    "XeRelease": "xe_release",
    "ReleaseKind": "release_kind",
    "PlatformSoftware": "platform_software",
    "Image": "image",
    "ImageFile": "image_file",
    "Rom": "rom",
    "Bootloader": "bootloader",
    "Model": "model",
    "Processor": "processor",
    "BoardId": "processor_board_id",
    "Uptime": "uptime",
    "ReturnedBy": "returned_to_rom_by",
    "RestartedAt": "restarted_at",
    "ReloadReason": "reload_reason",
    "Register": "configuration_register",
    "NextRegister": "configuration_register_next",
}
_SECONDS = {
    "year": 365 * 86400,
    "week": 7 * 86400,
    "day": 86400,
    "hour": 3600,
    "minute": 60,
    "second": 1,
}
_UPTIME_PART = re.compile(r"(\d{1,9}) ([a-z]+?)s?(?:, |$)")


class _Member:
    """What was read of one switch of a stack so far."""

    def __init__(self, number: int, line: int) -> None:
        self.number = number
        self.line = line
        self.values: dict[str, str] = {}
        self.hardware: dict[str, str] = {}
        self.is_in_table = False


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.hardware: dict[str, str] = {}
        self.members: dict[int, _Member] = {}
        self.member: _Member | None = None
        self.stack_heading: str | None = None
        self.is_xe = False


def read(output: Output) -> Version:
    """Read `show version`.

    Every release prints who the device is, what it runs and on what, and closes with the
    configuration register: without one of them the text is not whole.
    """
    reading = _Reading()
    for row in output.scan("show_version"):
        _add(output, reading, row)
    values, lines, hardware = reading.values, reading.lines, reading.hardware
    has_facts = bool(values or hardware or reading.members)
    if has_facts:
        _check_whole(output, reading)
    model = _find(hardware, "Model number") or values.get("model")
    return Version(
        hostname=values.get("hostname"),
        software=_family(reading),
        release=values.get("release"),
        xe_release=values.get("xe_release"),
        release_kind=values.get("release_kind"),
        platform_software=values.get("platform_software"),
        image=values.get("image"),
        image_file=values.get("image_file"),
        rom=values.get("rom"),
        bootloader=values.get("bootloader"),
        model=model,
        processor=values.get("processor"),
        serial=_find(hardware, "System serial number") or values.get("processor_board_id"),
        processor_board_id=values.get("processor_board_id"),
        mac_address=_find(hardware, "Base ethernet MAC Address"),
        uptime=values.get("uptime"),
        uptime_s=_count_seconds(output, values.get("uptime"), lines.get("uptime")),
        returned_to_rom_by=values.get("returned_to_rom_by"),
        restarted_at=values.get("restarted_at"),
        reload_reason=values.get("reload_reason"),
        configuration_register=values.get("configuration_register"),
        configuration_register_next=values.get("configuration_register_next"),
        hardware=hardware,
        members=tuple(_stack_member(member) for member in reading.members.values()),
        lines=lines,
        **output.outcome(has_facts=has_facts),
    )


def _add(output: Output, reading: _Reading, row: Row) -> None:
    """Take one line into what was read."""
    values = row.values
    reading.is_xe = reading.is_xe or "XeRelease" in values or "IosXe" in values
    if "StackHeading" in values:
        reading.stack_heading, reading.member = values["StackHeading"], None
        reading.lines.setdefault("members", row.line)
    elif "Number" in values:
        _add_table_row(output, reading, row)
    elif "Member" in values:
        number = int(values["Member"])
        reading.member = reading.members.setdefault(number, _Member(number, row.line))
    elif "Name" in values:
        owner = reading.member.hardware if reading.member else reading.hardware
        text = values.get("Text", "")
        if owner.setdefault(values["Name"], text) != text:
            output.problem(f"{values['Name']!r} stands twice with different values", row.line)
    for name, text in values.items():
        field = _FIELDS.get(name)
        if field is None:
            continue
        if field in reading.values:
            output.problem(
                f"the {field} stands twice, also on line {reading.lines[field]}", row.line
            )
            continue
        reading.values[field] = text.strip()
        reading.lines[field] = row.line


def _add_table_row(output: Output, reading: _Reading, row: Row) -> None:
    """Take one row of the table of stack members."""
    number = int(row.values["Number"])
    member = reading.members.setdefault(number, _Member(number, row.line))
    if reading.stack_heading is None:
        output.problem("a stack member without the heading of its table", row.line)
    elif reading.stack_heading.endswith("Mode") and "StackMode" not in row.values:
        output.problem(f"stack member {number}: the row has no mode: it was cut", row.line)
    if member.is_in_table:
        output.problem(f"stack member {number} stands twice", row.line)
        return
    member.is_in_table = True
    member.values = row.values


def _check_whole(output: Output, reading: _Reading) -> None:
    """Note what every release prints and this text lacks."""
    for field, what in (
        ("hostname", "host name and uptime"),
        ("release", "release"),
        ("image_file", "image file"),
        ("model", "line with model, processor and memory"),
        ("configuration_register", "configuration register, the last line of every release"),
    ):
        if field not in reading.values:
            output.problem(f"no {what}: the output was cut")
    if not reading.stack_heading:
        return
    in_table = [member for member in reading.members.values() if member.is_in_table]
    if not in_table:
        output.problem("the table of stack members has no rows", reading.lines["members"])
    elif not any("Active" in member.values for member in in_table):
        output.problem("no stack member is marked as active", reading.lines["members"])
    for member in reading.members.values():
        if not member.is_in_table:
            output.problem(f"stack member {member.number} is not in the table", member.line)


def _family(reading: _Reading) -> SoftwareFamily | None:
    """Return the family; IOS XE's own line is missing on IOL, whose release 16 and up is IOS XE."""
    release = reading.values.get("release")
    major = int(found[0]) if (found := re.match(r"\d{2}(?=\.)", release or "")) else 0
    if reading.is_xe or major >= 16:
        return SoftwareFamily.IOS_XE
    return SoftwareFamily.IOS if release else None


def _find(hardware: dict[str, str], name: str) -> str | None:
    """Return a hardware line's text; releases differ in the case of its name."""
    return next((text for key, text in hardware.items() if key.lower() == name.lower()), None)


def _stack_member(member: _Member) -> StackMember:
    values, hardware = member.values, member.hardware
    return StackMember(
        line=member.line,
        number=member.number,
        is_active="Active" in values if member.is_in_table else None,
        ports=int(values["Ports"]) if "Ports" in values else None,
        model=values.get("StackModel") or _find(hardware, "Model number"),
        version=values.get("StackVersion"),
        image=values.get("StackImage"),
        mode=values.get("StackMode"),
        uptime=_find(hardware, "Switch uptime"),
        serial=_find(hardware, "System serial number"),
        mac_address=_find(hardware, "Base ethernet MAC Address"),
        hardware=hardware,
    )


def _count_seconds(output: Output, uptime: str | None, line: int | None) -> int | None:
    """Return the seconds of `1 week, 2 days, 3 minutes`, null where a word is none of time."""
    if uptime is None:
        return None
    seconds = 0
    for part in uptime.split(", "):
        match = _UPTIME_PART.match(part)
        if not match or match[2] not in _SECONDS:
            output.problem(f"{part!r} is no time", line)
            return None
        seconds += int(match[1]) * _SECONDS[match[2]]
    return seconds
