"""What `show cdp neighbors detail` and `show lldp neighbors detail` say of the other ends."""

import msgspec

from netredund.facts.outcome import Facts


class CdpNeighbor(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One neighbour that speaks CDP.

    `interface` is the local port, `port_id` the neighbour's. `holdtime` is in seconds. `version` is
    what the neighbour says of its software, in as many lines as it came. `vtp_domain` is empty
    where the neighbour has none, null where it does not say. `other` has all further lines of the
    form `Name: value`.
    """

    line: int
    device_id: str | None = None
    addresses: tuple[str, ...] = ()
    platform: str | None = None
    capabilities: tuple[str, ...] = ()
    interface: str | None = None
    port_id: str | None = None
    holdtime: int | None = None
    version: str | None = None
    advertisement_version: int | None = None
    vtp_domain: str | None = None
    native_vlan: int | None = None
    duplex: str | None = None
    peer_source_mac: str | None = None
    management_addresses: tuple[str, ...] = ()
    other: dict[str, str] = {}


class CdpNeighbors(Facts, frozen=True, gc=False, kw_only=True, tag="cdp-neighbors"):
    """`show cdp neighbors [X] detail`; `total` is null on releases that print no count."""

    neighbors: tuple[CdpNeighbor, ...] = ()
    total: int | None = None


class LldpNeighbor(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One neighbour that speaks LLDP (IEEE 802.1AB); what it does not advertise is null.

    `interface` is the local port; 12.2 images do not print it. `time_remaining` is in seconds.
    Capabilities are letters (IEEE 802.1AB 8.5.8): `B` bridge, `R` router, `W` access point, `T`
    telephone, `S` station. `med` is the LLDP-MED block as printed, `other` has all further lines of
    the form `Name: value`.
    """

    line: int
    interface: str | None = None
    chassis_id: str | None = None
    port_id: str | None = None
    port_description: str | None = None
    system_name: str | None = None
    system_description: str | None = None
    time_remaining: int | None = None
    capabilities: tuple[str, ...] | None = None
    enabled_capabilities: tuple[str, ...] | None = None
    management_addresses: tuple[str, ...] = ()
    auto_negotiation: str | None = None
    physical_media: tuple[str, ...] = ()
    media_attachment_unit_type: int | None = None
    vlan: int | None = None
    peer_source_mac: str | None = None
    med: dict[str, str | None] | None = None
    other: dict[str, str | None] = {}


class LldpNeighbors(Facts, frozen=True, gc=False, kw_only=True, tag="lldp-neighbors"):
    """`show lldp neighbors [X] detail`; `total` is null where the count is not printed."""

    neighbors: tuple[LldpNeighbor, ...] = ()
    total: int | None = None
