"""Puts a whole configuration in the place of the running one.

IOS works out the lines that lead from one to the other and enters them one by one, in up to five
passes. The lab reads the file aside and then lets all of it come into force at one moment, so that
no protocol ever sees a state that is neither; what both have goes on undisturbed. What IOS cannot
take or cannot remove (a refused line, a physical interface that the file does not name) it says at
the end of the fifth pass, and the rest holds.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from netredund.lab.ios.configurator import Configurator, enter_lines, is_refusal
from netredund.lab.ios.management import Configuration
from netredund.lab.ios.names import read_name

if TYPE_CHECKING:
    from netredund.lab.ios.device import Device

PASSES = 5
DONE = "Rollback Done"


class Replacement(msgspec.Struct, frozen=True):
    """What came of it: how many passes, and the lines that IOS could not enter."""

    passes: int
    failed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What IOS prints at the end (texts from memory of the configuration guide)."""
        if not self.failed:
            return f"\nTotal number of passes: {self.passes}\n{DONE}\n\n"
        block = "\n".join(["********", *self.failed, "********"])
        return (
            f"The rollback configlet from the last pass is listed below:\n{block}\n\n\n"
            f"Rollback aborted after {self.passes} passes\n"
            f"The following commands are failed to apply to the IOS image.\n{block}\n\n"
        )


def is_whole(lines: Sequence[str]) -> bool:
    """Tell whether a file may be a whole configuration: IOS wants `end` at its end."""
    words = [line.strip() for line in lines if line.strip()]
    return bool(words) and words[-1] == "end"


def replace_configuration(device: "Device", lines: Sequence[str], user: str) -> Replacement:
    """Make `lines` the running configuration of a switch."""
    before = device.running_lines()
    target = Configuration()
    configurator = Configurator(target, device.release, device.model, tuple(device.hardware))
    failed = [line for _, line, answer in enter_lines(configurator, lines) if is_refusal(answer)]
    running = device.configuration
    for name in _unnamed_ports(device, lines):
        failed.append(f"no interface {name}")
        if name in running.switch.interfaces:
            target.switch.interfaces[name] = running.switch.interfaces[name]
    running.become(target)
    device.switch.apply()
    changed = device.running_lines() != before
    if changed:
        device.changed = (device.clock.now_s, user)
    return Replacement(PASSES if failed else int(changed), tuple(failed))


def _unnamed_ports(device: "Device", lines: Sequence[str]) -> list[str]:
    """Return the physical ports that have no stanza in a file: IOS cannot remove them."""
    named = set()
    for line in lines:
        word, _, rest = line.partition(" ")
        found = read_name(rest.strip()) if word == "interface" else None
        if found is not None:
            named.add(found[0])
    return [name for name in device.hardware if name not in named]
