"""Says what kind of switch one is, as far as the protocols depend on it."""

import msgspec


class Model(msgspec.Struct, frozen=True, gc=False):
    """What of the hardware and the image the protocols depend on.

    `platform`, `version` and `capabilities` go out in CDP and LLDP. `first_channel_number` is the
    spanning-tree number of Port-channel 1. `extended_system_id` False is an image that
    works without by default. `standalone_disable` is the default of
    `port-channel standalone-disable` (true on switches, false on routers).
    """

    platform: str
    version: str
    capabilities: tuple[str, ...] = ("Switch", "IGMP")
    first_channel_number: int = 56
    extended_system_id: bool = True
    standalone_disable: bool = True
    management_address: str | None = None
