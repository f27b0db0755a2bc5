"""Makes simulated switches for tests, alone and without sockets."""

from datetime import UTC, datetime

from netredund.lab.clock import Clock
from netredund.lab.definition import SwitchDefinition
from netredund.lab.ios.device import Device
from netredund.lab.ios.session import Session
from netredund.lab.ios.terminal import Terminal
from netredund.lab.release import Release, find_release
from netredund.lab.switch_model import find_model

BEGAN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ADDRESS = "0019.e7aa.0100"
MODEL_OF = {"12.2": "WS-C2960-24TT-L", "15.2": "WS-C3750X-24T-S", "16.12": "C9300-24T"}
TRAINS = tuple(MODEL_OF)
BARE = (("12.1", "WS-C2950-24"), ("12.2(35)SE5", "WS-C2960-24TT-L"))  # can take nothing back
# Releases that differ from one of those by their layouts.
VARIANT_OF = {
    "12.1": "WS-C2950-24",
    "12.2(46)SE": "WS-C3750-24TS-E",
    "12.2SX": "WS-C6506-E",
    "16.6": "C9300-48UXM",
    "16.9": "ISR4331/K9",
}


def release_of(train: str) -> Release:
    """Return a release that must exist."""
    release = find_release(train)
    assert release is not None
    return release


def make_device(train: str = "12.2", startup: str = "", model: str | None = None) -> Device:
    """Return a switch named sw1 of a release, with a startup configuration."""
    found = find_model(model or (MODEL_OF | VARIANT_OF)[train])
    assert found is not None
    switch = SwitchDefinition("sw1", found, release_of(train), address=ADDRESS)
    return Device(
        "sw1",
        found,
        switch.release,
        switch.ports(),
        switch.media(),
        Clock(),
        address=ADDRESS,
        startup=startup,
        began=BEGAN,
    )


def make_session(device: Device | None = None, *, privilege: int = 15) -> Session:
    """Return a session of user `admin`."""
    return Session(device or make_device(), "admin", privilege=privilege, vty=0)


class Screen:
    """A terminal and everything that appeared on it."""

    def __init__(self, session: Session) -> None:
        self.written: list[str] = []
        self.terminal = Terminal(session, self.written.append)
        self.terminal.start()

    def type(self, keys: str) -> str:
        """Type and return what appeared since."""
        before = len(self.written)
        self.terminal.feed(keys)
        return "".join(self.written[before:])
