"""Who is heard on a port, by CDP and LLDP."""

from collections.abc import Iterator

import msgspec

from netredund.intent import Site
from netredund.interfaces import is_same_interface
from netredund.planning.switch_facts import SwitchFacts


class Neighbour(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One device heard on a port; `is_switch` is what it says of itself by CDP.

    `port` is the port at its end.
    """

    name: str
    protocol: str
    line: int
    is_switch: bool = False
    port: str | None = None

    @property
    def evidence(self) -> str:
        """Where it was heard."""
        return f"show {self.protocol} neighbors detail, line {self.line}: {self.name}"

    @property
    def short(self) -> str:
        """The name less domain and serial number, in lower case."""
        return self.name.partition("(")[0].partition(".")[0].lower()


def neighbours_on(facts: SwitchFacts, interface: str) -> Iterator[Neighbour]:
    """Yield every neighbour on a port."""
    for heard in facts.cdp:
        if heard.device_id and is_same_interface(heard.interface or "", interface):
            yield Neighbour(
                name=heard.device_id,
                protocol="cdp",
                line=heard.line,
                is_switch="Switch" in heard.capabilities,
                port=heard.port_id,
            )
    for station in facts.lldp:
        if station.system_name and is_same_interface(station.interface or "", interface):
            yield Neighbour(name=station.system_name, protocol="lldp", line=station.line)


def switch_named(site: Site, neighbour: Neighbour) -> str | None:
    """Return the switch of the site that a neighbour is, null if it is none."""
    for switch in site.switches.values():
        if neighbour.short in (switch.name.lower(), switch.wanted_hostname.lower()):
            return switch.name
    return None


def server_named(site: Site, neighbour: Neighbour) -> str | None:
    """Return the server of the site that a neighbour is, null if it is none."""
    for name in site.servers:
        if name.lower() in (neighbour.short, neighbour.name.lower()):
            return name
    return None


def leads_to(site: Site, facts: SwitchFacts, interface: str) -> set[str]:
    """Return the switches of the site that are heard on a port, or on a member of a channel."""
    ports = [interface]
    if interface.startswith("Port-channel"):
        group = interface.removeprefix("Port-channel")
        ports += [
            each.interface
            for each in facts.configuration.interfaces
            if str(each.channel_group) == group
        ]
    found = (
        switch_named(site, neighbour) for port in ports for neighbour in neighbours_on(facts, port)
    )
    return {name for name in found if name is not None}
