"""What `show version` says."""

import msgspec

from netredund.facts.outcome import Facts, Token


class SoftwareFamily(Token):
    """Which of the two operating systems the device runs."""

    IOS = "IOS"
    IOS_XE = "IOS XE"


class StackMember(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One switch of a stack, from the table of members and its own paragraph.

    `is_active` is the star of the table (the active switch, formerly master). `uptime` is not
    printed for the active one, whose uptime is the stack's. `hardware` has the `Name : value` lines
    of the member's paragraph.
    """

    line: int
    number: int
    is_active: bool | None = None
    ports: int | None = None
    model: str | None = None
    version: str | None = None
    image: str | None = None
    mode: str | None = None
    uptime: str | None = None
    serial: str | None = None
    mac_address: str | None = None
    hardware: dict[str, str] = {}


class Version(Facts, frozen=True, gc=False, kw_only=True, tag="version"):
    """`show version`.

    `release` is that of IOS (`15.2(4)E7`, `16.12.4`), `xe_release` the spelling of IOS XE's own
    line (`16.12.04`). `image` is the name of the software (`CAT9K_IOSXE`), `image_file` what was
    booted. `uptime_s` counts a year as 365 days. `serial` is the system serial number, or the
    processor board's where no other is printed. `lines` has the line of each of these fields.
    """

    hostname: str | None = None
    software: SoftwareFamily | None = None
    release: str | None = None
    xe_release: str | None = None
    release_kind: str | None = None
    platform_software: str | None = None
    image: str | None = None
    image_file: str | None = None
    rom: str | None = None
    bootloader: str | None = None
    model: str | None = None
    processor: str | None = None
    serial: str | None = None
    processor_board_id: str | None = None
    mac_address: str | None = None
    uptime: str | None = None
    uptime_s: int | None = None
    returned_to_rom_by: str | None = None
    restarted_at: str | None = None
    reload_reason: str | None = None
    configuration_register: str | None = None
    configuration_register_next: str | None = None
    hardware: dict[str, str] = {}
    members: tuple[StackMember, ...] = ()
    lines: dict[str, int] = {}
