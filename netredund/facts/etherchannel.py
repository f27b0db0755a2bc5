"""What `show etherchannel` says: `summary`, `auto`, `port-channel` and `detail`."""

import msgspec

from netredund.facts.lacp import LacpPort
from netredund.facts.outcome import Facts, Token
from netredund.facts.pagp import PagpLocal, PagpNeighbor


class ChannelProtocol(Token):
    """What a channel is negotiated with; `-` is mode on."""

    LACP = "LACP"
    PAGP = "PAgP"
    NONE = "-"


class ChannelFlag(Token):
    """A letter of the legend of `show etherchannel summary`, or a word of the routers."""

    DOWN = "D"
    BUNDLED = "P"
    STAND_ALONE = "I"
    SUSPENDED = "s"
    HOT_STANDBY = "H"
    LAYER3 = "R"
    LAYER2 = "S"
    IN_USE = "U"
    NO_AGGREGATION = "N"
    FAILED_TO_ALLOCATE = "f"
    MINIMUM_LINKS_NOT_MET = "M"
    PORT_BELOW_MINIMUM_LINKS = "m"
    UNSUITABLE = "u"
    WAITING = "w"
    DEFAULT_PORT = "d"
    AUTO_LAG = "A"
    BUNDLED_WORD = "bndl"
    SUSPENDED_WORD = "susp"
    HOT_STANDBY_WORD = "hot-sby"
    INDEPENDENT_WORD = "indep"
    DOWN_WORD = "down"


class EcState(Token):
    """The column `EC state`: the mode that a bundled port was configured with."""

    ACTIVE = "Active"
    PASSIVE = "Passive"
    ON = "On"
    ON_FEC = "On/FEC"
    DESIRABLE = "Desirable"
    DESIRABLE_SILENT = "Desirable-Sl"
    AUTOMATIC = "Automatic"
    AUTOMATIC_SILENT = "Automatic-Sl"


def split_flags(text: str) -> tuple[ChannelFlag, ...]:
    """Return the flags in a pair of brackets: a router's word, or one for each letter.

    >>> split_flags("Pd"), split_flags("hot-sby")
    ((<ChannelFlag.BUNDLED: 'P'>, <ChannelFlag.DEFAULT_PORT: 'd'>), \
(<ChannelFlag.HOT_STANDBY_WORD: 'hot-sby'>,))
    """
    word = ChannelFlag(text)
    return (word,) if word.is_known else tuple(ChannelFlag(letter) for letter in text)


class ChannelMember(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port of a port-channel.

    `flags` is as printed (`"P"`, `"Pd"`, `"hot-sby"`), null in the forms that print none; those
    list only ports that are bundled, with `ec_state`, `index`, `load` (hexadecimal, as text) and
    `bits`.
    """

    line: int
    interface: str
    flags: str | None = None
    ec_state: EcState | None = None
    index: int | None = None
    load: str | None = None
    bits: int | None = None

    @property
    def is_bundled(self) -> bool | None:
        """Whether the flags say bundled, null where none are printed."""
        if self.flags is None:
            return None
        bundled = (ChannelFlag.BUNDLED, ChannelFlag.BUNDLED_WORD)
        return any(flag in bundled for flag in split_flags(self.flags))


class BundlingEvent(msgspec.Struct, frozen=True, gc=False):
    """When a port was last bundled or un-bundled, before the command, and which."""

    line: int
    time: str
    interface: str


class ChannelGroup(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port-channel of a channel group.

    `group_printed` is false where the number was taken from the name of the port-channel. `flags`
    is as printed in `summary` (`"SU"`), null in the other forms; `port_state_text` is the reverse.
    `number_of_ports` counts the bundled ports. `hot_standby` is null where IOS prints `null`.
    `aggregator` is `Primary` or `Secondary`, in brackets with LACP only. `state` (L2, L3) to
    `minimum_links` are of the head of a group in `detail`.
    """

    line: int
    group: int
    group_printed: bool = True
    port_channel: str
    aggregator: str | None = None
    protocol: ChannelProtocol | None = None
    flags: str | None = None
    members: tuple[ChannelMember, ...] = ()
    age: str | None = None
    logical_slot_port: str | None = None
    number_of_ports: int | None = None
    gc: str | None = None
    hot_standby: str | None = None
    port_state_text: str | None = None
    port_security: str | None = None
    load_share_deferral: str | None = None
    fast_switchover: str | None = None
    fast_switchover_dampening: str | None = None
    last_bundled: BundlingEvent | None = None
    last_unbundled: BundlingEvent | None = None
    hash_algorithm: str | None = None
    state: str | None = None
    ports_in_group: int | None = None
    max_ports: int | None = None
    minimum_links: int | None = None

    @property
    def is_in_use(self) -> bool | None:
        """Whether the port-channel carries traffic, null where the output does not say."""
        if self.flags is not None:
            return ChannelFlag.IN_USE in split_flags(self.flags)
        if self.port_state_text is not None:
            return "Ag-Inuse" in self.port_state_text.split()
        return None


class ChannelPort(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port's paragraph in `show etherchannel detail`.

    `port_channel` is the text `null` while the port is not bundled. `reason` is what IOS prints as
    the probable reason why it is not. What is not negotiated has neither local nor partner.
    """

    line: int
    interface: str
    port_state_text: str | None = None
    channel_group: int | None = None
    mode: str | None = None
    gcchange: str | None = None
    port_channel: str | None = None
    gc: str | None = None
    pseudo_port_channel: str | None = None
    port_index: int | None = None
    load: str | None = None
    protocol: ChannelProtocol | None = None
    reason: str | None = None
    lacp_local: LacpPort | None = None
    lacp_partner: LacpPort | None = None
    pagp_local: PagpLocal | None = None
    pagp_partner: PagpNeighbor | None = None
    age: str | None = None

    @property
    def is_bundled(self) -> bool | None:
        """Whether the port's state says that it is in the bundle, null where there is none."""
        if self.port_state_text is None:
            return None
        return "In-Bndl" in self.port_state_text.split()


class EtherChannel(Facts, frozen=True, gc=False, kw_only=True, tag="etherchannel"):
    """`show etherchannel` in the forms `summary`, `auto`, `port-channel` and `detail`.

    `groups` holds one entry for each port-channel; `ports` only those of `detail`. The two counts
    are printed by `summary` and `auto`.
    """

    groups: tuple[ChannelGroup, ...] = ()
    ports: tuple[ChannelPort, ...] = ()
    channel_groups_in_use: int | None = None
    aggregators: int | None = None
