"""Puts ports into err-disable and takes them out: BPDU guard, the EtherChannel guard, recovery."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from netredund.lab.bridging import BridgingPort
from netredund.lab.channel import Channel
from netredund.lab.config import ChannelMode, SwitchConfig
from netredund.lab.frames.frame import Frame
from netredund.lab.ios.names import short_name
from netredund.lab.port import Port

DEFAULT_RECOVERY_S = 300
MISCONFIGURED_AFTER = 4  # times that the sender of BPDUs on one bundle may change
BPDUGUARD = "bpduguard"
MISCONFIGURATION = "channel-misconfig"

Log = Callable[[str, int, str, str], None]


class ErrDisableHost(Protocol):
    """What err-disable needs of its switch."""

    config: SwitchConfig

    def apply(self) -> None: ...

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None: ...


class ErrDisable:
    """The err-disable of one switch; a port keeps its cause in `Port.reason`."""

    def __init__(self, host: ErrDisableHost) -> None:
        self._host = host
        self._senders: dict[str, tuple[bytes, int]] = {}

    def trip_bpduguard(self, port: BridgingPort) -> None:
        """Disable a port that heard a BPDU."""
        name = short_name(port.name)
        text = f"Received BPDU on port {name} with BPDU Guard enabled. Disabling port."
        self._host.log("SPANTREE", 2, "BLOCK_BPDUGUARD", text)
        self._disable(port.members, BPDUGUARD)

    def is_misconfigured(
        self, port: BridgingPort, frame: Frame, channels: Mapping[int, Channel]
    ) -> bool:
        """Apply the EtherChannel guard to a BPDU; true when it cost a bundle its ports.

        BPDUs on a bundle in mode on from senders that take turns mean that the other end is none.
        """
        number = port.members[0].stanza.channel_group
        if port.counter is None or number is None:
            return False
        if self._host.config.etherchannel_guard is False:
            return False
        modes = {each.mode for each in channels[number].members.values()}
        if modes != {ChannelMode.ON}:
            return False
        sender, changes = self._senders.get(port.name, (frame.source, 0))
        changes += sender != frame.source
        self._senders[port.name] = (frame.source, changes)
        if changes < MISCONFIGURED_AFTER:
            return False
        self.forget(port.name)
        text = f"Detected loop due to etherchannel misconfiguration of {short_name(port.name)}"
        self._host.log("SPANTREE", 2, "CHNL_MISCFG", text)
        self._disable(port.members, MISCONFIGURATION)
        return True

    def forget(self, name: str) -> None:
        """Forget who sent BPDUs on a bundle: its members changed."""
        self._senders.pop(name, None)

    def _disable(self, ports: Iterable[Port], cause: str) -> None:
        ports = tuple(ports)
        for port in ports:
            name = short_name(port.name)
            text = f"{cause} error detected on {name}, putting {name} in err-disable state"
            self._host.log("PM", 4, "ERR_DISABLE", text)
            port.reason = cause
            self.schedule(port)
        for port in ports:
            port.configure(port.stanza, enabled=False)

    def schedule(self, port: Port) -> None:
        """Have a disabled port recover, where `errdisable recovery cause` says so, or no more."""
        config = self._host.config
        if port.reason in config.errdisable_recovery or "all" in config.errdisable_recovery:
            delay_s = config.errdisable_interval_s or DEFAULT_RECOVERY_S
            port.schedule_recovery(delay_s, lambda: self._recover(port))
        else:
            port.cancel_recovery()

    def _recover(self, port: Port) -> None:
        name = short_name(port.name)
        text = f"Attempting to recover from {port.reason} err-disable state on {name}"
        self._host.log("PM", 4, "ERR_RECOVER", text)
        port.clear_reason()
        self._host.apply()
