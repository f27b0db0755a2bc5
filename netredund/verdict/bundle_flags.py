"""What the flags of a port that is not bundled mean, and their likely causes."""

from netredund.facts.etherchannel import ChannelFlag

# What a flag of `show etherchannel summary` means for a port that shall be bundled, and its likely
# causes in order (IOS command reference; 802.1AX 6.3 for the words).
NOT_BUNDLED = {
    ChannelFlag.DOWN: ("down", "cable, NIC or shutdown: show interfaces status"),
    ChannelFlag.STAND_ALONE: (
        "stand-alone",
        "no LACP partner is heard: the server does not bond, bonds in another mode, or sends no"
        " LACP",
    ),
    ChannelFlag.SUSPENDED: (
        "suspended",
        "no LACP partner, or the port differs from the bundle (VLAN, trunk, speed, duplex), or its"
        " partner is another system: show lacp neighbor, show logging",
    ),
    ChannelFlag.HOT_STANDBY: (
        "hot-standby",
        "lacp max-bundle is lower than the number of legs, or eight ports are bundled already",
    ),
    ChannelFlag.UNSUITABLE: (
        "unsuitable for bundling",
        "its speed, duplex or switchport lines differ from those of the Port-channel",
    ),
    ChannelFlag.WAITING: (
        "waiting to be aggregated",
        "LACP negotiates still: look again after 30 s (slow rate)",
    ),
    ChannelFlag.PORT_BELOW_MINIMUM_LINKS: (
        "not aggregated, minimum links not met",
        "port-channel min-links is above the number of legs that are up",
    ),
    ChannelFlag.MINIMUM_LINKS_NOT_MET: (
        "not in use, minimum links not met",
        "port-channel min-links is above the number of legs that are up",
    ),
    ChannelFlag.FAILED_TO_ALLOCATE: (
        "failed to allocate an aggregator",
        "there are more port-channels than the platform has",
    ),
    ChannelFlag.SUSPENDED_WORD: ("suspended", "no LACP partner, or the port differs"),
    ChannelFlag.HOT_STANDBY_WORD: ("hot-standby", "lacp max-bundle is lower than the legs"),
    ChannelFlag.INDEPENDENT_WORD: ("independent", "no LACP partner is heard"),
    ChannelFlag.DOWN_WORD: ("down", "cable, NIC or shutdown: show interfaces status"),
}
