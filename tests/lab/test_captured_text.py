"""What a real switch printed, loaded into a lab switch's tables and printed again, is the same.

Blank lines, prompts, echoes, trailing blanks and tabs aside: those are the terminal's, or were lost
on the way to where the capture was found.
"""

import json
import re
from pathlib import Path
from typing import Any

import netredund
from tests.lab.devices import make_device, make_session
from tests.lab.loading import load_tables
from tests.lab.test_round_trip import Reported

FOLDERS = (
    "show_spanning-tree",
    "show_etherchannel_summary",
    "show_etherchannel_port-channel",
    "show_lacp_internal",
    "show_lacp_neighbor",
)
ALTERED = re.compile(r"\bcut\b|edited|re-typed")
PROMPT = re.compile(r"[\w.-]+[#>] ?(?:$|(?=s))|show ")
DETAIL = "legacy: status without role"  # `show spanning-tree` of 12.4 modules is no table

# The lab switch that prints as the device of a capture did; 15.2 on an IOSvL2 is not listed.
USUAL = ("15.2", "IOSvL2")
OLD = ("12.2", "WS-C3750-24TS-E")
WIDE = ("12.2(46)SE", "WS-C3750-24TS-E")
ROUTER = ("16.9", "ISR4331/K9")
MODULAR = ("12.2SX", "WS-C6506-E")
PRINTED_BY = {
    "boonchu__3750_empty_po1": OLD,
    "genie-ios__ShowEtherchannelSummary_golden_output": ROUTER,
    "genie-ios__ShowEtherchannelSummary_golden_output_1": ROUTER,
    "genie-ios__ShowLacpInternal_golden_output": MODULAR,
    "genie-ios__ShowLacpNeighbor_golden_output": ROUTER,
    "genie-ios__ShowSpanningTree_golden_output_vlan": MODULAR,
    "genie-iosxe__ShowEtherchannelPortChannel_golden_output_2": ("16.12", "C9300-48UXM"),
    "genie-iosxe__ShowEtherchannelPortChannel_golden_output_3": ("16.6", "C9300-48UXM"),
    "genielibs__get_bundled_interface": ROUTER,
    "grom1984__iol_s1_all_suspended": OLD,
    "hosseinoliabak__3750_access_uplinkfast": OLD,
    "hosseinoliabak__3750_sw1_hello3": WIDE,
    "hosseinoliabak__3750_sw1_root": WIDE,
    "jjjfx__hw_s2_three_altn": OLD,
    "jjjfx__hw_s3": ("12.1", "WS-C2950-24"),
    "jjjfx__hw_s3_pagp_Pd": ("12.1", "WS-C2950-24"),
    "nautobot__xe_vrfs": ROUTER,
}
# What was typed where that is not the command alone.
TYPED = {
    "jjjfx__hw_s1_begin_group": "show etherchannel summary | begin Group",
    "genie-ios__ShowLacpInternal_golden_output": "show lacp 1 internal",
    "genie-iosxe__ShowEtherchannelPortChannel_golden_output_2": "show etherchannel 1 port-channel",
    "genie-iosxe__ShowEtherchannelPortChannel_golden_output_3": "show etherchannel 1 port-channel",
}
# Those that are printed otherwise, and why.
DIFFERENT = {
    "genie-ios__ShowEtherchannelSummary_golden_output_1": "the four lines below a router's table "
    "are missing: cut, though its notes do not say so",
}
LEAST = 0.9


def lines_of(text: str) -> list[str]:
    """Return the lines of an output that are neither blank nor the terminal's."""
    lines = [line.expandtabs().rstrip() for line in text.splitlines()]
    return [line for line in lines if line and not PROMPT.match(line)]


def is_comparable(meta: dict[str, Any]) -> bool:
    """Tell whether a capture is a table as a device printed it."""
    return not ALTERED.search(meta.get("note", "")) and DETAIL not in meta["variants"]


def comparable(captures: Path) -> dict[str, list[Path]]:
    """Return the captures to compare, by folder."""
    found: dict[str, list[Path]] = {}
    for folder in FOLDERS:
        texts = sorted((captures / folder).glob("*.txt"))
        found[folder] = [
            path
            for path in texts
            if is_comparable(json.loads(path.with_suffix(".facts.json").read_text())["_meta"])
        ]
    return found


def print_again(folder: str, path: Path) -> str:
    """Return what the lab prints in the state that a capture tells of."""
    command = folder.replace("_", " ")
    train, model = PRINTED_BY.get(path.stem, USUAL)
    device = make_device(train, model=model)
    tables = load_tables(netredund.parse(command, path.read_bytes()))
    device.switch = Reported(**tables)  # type: ignore[assignment]  # as much as shows ask for
    return make_session(device).execute(TYPED.get(path.stem, command)).text


def test_captures_are_printed_again(captures: Path) -> None:
    folders = comparable(captures)
    assert all(folders.values())
    different = {
        path.stem
        for folder, paths in folders.items()
        for path in paths
        if lines_of(print_again(folder, path)) != lines_of(path.read_text("utf-8"))
    }
    assert different == DIFFERENT.keys()
    total = sum(len(paths) for paths in folders.values())
    assert total - len(different) >= LEAST * total
