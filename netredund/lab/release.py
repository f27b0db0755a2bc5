"""What differs between IOS releases and between switch models, as data.

Sources: the releases' command references; layouts as recorded from Catalyst 2960 and 3750 (12.2SE),
IOSvL2 and Catalyst 3750-X (15.2), Catalyst 9300 (16.12).
"""

import msgspec

SUMMARY_LEGEND_OLD = """\
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      f - failed to allocate aggregator

        M - not in use, minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

"""
SUMMARY_LEGEND_NEW = """\
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      N - not in use, no aggregation
        f - failed to allocate aggregator

        M - not in use, minimum links not met
        m - not in use, port not aggregated due to minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

        A - formed by Auto LAG

"""


class Release(msgspec.Struct, frozen=True):
    """One release: how it spells, what it lacks and how it lays out what it prints.

    `features` are matched by the tables of commands: `configure-replace` is the archive, `configure
    replace` and `configure confirm`; `configure-revert` the confirmed change (12.4(20)T,
    12.2(33)SRC, IOS XE); `configuration-lock` the lock (until 12.2(33)SRE). `interface_column` is
    the width of the first column of `show spanning-tree`; `summary_settings` are the lines of its
    summary in order, each with the key of its value.
    """

    name: str
    train: str
    features: frozenset[str]
    config_version: str
    banner: tuple[str, ...]
    image_word: str
    interface_column: int
    inconsistent_column: int
    aging: str
    summary_settings: tuple[tuple[str, str, int], ...]
    summary_legend: str
    status_port_column: int
    fixed_lines: tuple[str, ...]
    compiled: str

    @property
    def has_portfast_edge(self) -> bool:
        """Tell whether PortFast is spelt `portfast edge`."""
        return "portfast-edge" in self.features


_OLD_SETTINGS = (
    ("Extended system ID", "extended", 40),
    ("Portfast Default", "portfast", 40),
    ("PortFast BPDU Guard Default", "bpduguard", 39),
    ("Portfast BPDU Filter Default", "bpdufilter", 39),
    ("Loopguard Default", "loopguard", 39),
    ("EtherChannel misconfig guard", "guard", 40),
    ("UplinkFast", "uplinkfast", 40),
    ("BackboneFast", "backbonefast", 40),
    ("Configured Pathcost method used is", "pathcost", 0),
)
_EDGE_SETTINGS = (
    ("Extended system ID", "extended", 40),
    ("Portfast Default", "portfast", 40),
    ("Portfast Edge BPDU Guard Default", "bpduguard", 40),
    ("Portfast Edge BPDU Filter Default", "bpdufilter", 40),
    ("Loopguard Default", "loopguard", 40),
    ("PVST Simulation Default", "simulation", 40),
    ("Bridge Assurance", "assurance", 40),
    ("EtherChannel misconfig guard", "guard", 40),
    ("Configured Pathcost method used is", "pathcost", 0),
    ("UplinkFast", "uplinkfast", 40),
    ("BackboneFast", "backbonefast", 40),
)
_XE_SETTINGS = (
    ("EtherChannel misconfig guard", "guard", 40),
    ("Extended system ID", "extended", 40),
    ("Portfast Default", "portfast", 40),
    ("PortFast BPDU Guard Default", "bpduguard", 39),
    ("Portfast BPDU Filter Default", "bpdufilter", 39),
    ("Loopguard Default", "loopguard", 39),
    ("UplinkFast", "uplinkfast", 40),
    ("BackboneFast", "backbonefast", 40),
    ("Configured Pathcost method used is", "pathcost", 0),
)

_OLD_HEAD = (
    "no service pad",
    "service timestamps debug uptime",
    "service timestamps log uptime",
    "no service password-encryption",
)

RELEASES = (
    Release(
        name="12.2(55)SE10",
        train="12.2",
        features=frozenset({"mac-address-table", "configure-replace", "configuration-lock"}),
        config_version="12.2",
        banner=(
            "Cisco IOS Software, {family} Software ({image}-M), Version {name}, "
            "RELEASE SOFTWARE (fc2)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        image_word="LANBASEK9",
        interface_column=16,
        inconsistent_column=24,
        aging="{0}",
        summary_settings=_OLD_SETTINGS,
        summary_legend=SUMMARY_LEGEND_OLD,
        status_port_column=9,
        fixed_lines=_OLD_HEAD,
        compiled="Wed 11-Feb-15 11:28 by prod_rel_team",
    ),
    # Before 12.2(40)SE there is neither archive nor `configure replace`.
    Release(
        name="12.2(35)SE5",
        train="12.2",
        features=frozenset({"mac-address-table"}),
        config_version="12.2",
        banner=(
            "Cisco IOS Software, {family} Software ({image}-M), Version {name}, "
            "RELEASE SOFTWARE (fc1)",
        ),
        image_word="LANBASEK9",
        interface_column=16,
        inconsistent_column=24,
        aging="{0}",
        summary_settings=_OLD_SETTINGS,
        summary_legend=SUMMARY_LEGEND_OLD,
        status_port_column=9,
        fixed_lines=_OLD_HEAD,
        compiled="Fri 20-Jul-07 02:22 by nachen",
    ),
    Release(
        name="12.1(22)EA14",
        train="12.1",
        features=frozenset({"mac-address-table"}),
        config_version="12.1",
        banner=(
            "Cisco Internetwork Operating System Software",
            "IOS (tm) {family} Software ({image}-M), Version {name}, RELEASE SOFTWARE (fc1)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        image_word="I6K2L2Q4",
        interface_column=16,
        inconsistent_column=24,
        aging="{0}",
        summary_settings=_OLD_SETTINGS,
        summary_legend=SUMMARY_LEGEND_OLD,
        status_port_column=9,
        fixed_lines=_OLD_HEAD,
        compiled="Tue 26-Oct-10 10:35 by nburra",
    ),
    Release(
        name="15.2(4)E10",
        train="15.2",
        features=frozenset(
            {"portfast-edge", "lacp-rate", "configure-revert", "configure-replace", "auto-lag"}
        ),
        config_version="15.2",
        banner=(
            "Cisco IOS Software, {family} Software ({image}-M), Version {name}, "
            "RELEASE SOFTWARE (fc2)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        image_word="UNIVERSALK9",
        interface_column=19,
        inconsistent_column=24,
        aging=" {0} sec",
        summary_settings=_EDGE_SETTINGS,
        summary_legend=SUMMARY_LEGEND_NEW,
        status_port_column=9,
        fixed_lines=(
            "no service pad",
            "service timestamps debug datetime msec",
            "service timestamps log datetime msec",
            "no service password-encryption",
        ),
        compiled="Tue 31-Mar-20 20:44 by prod_rel_team",
    ),
    Release(
        name="16.12.4",
        train="16.12",
        features=frozenset(
            {
                "xe",
                "lacp-rate",
                "configure-revert",
                "configure-replace",
                "auto-lag",
                "min-links-one",
            }
        ),
        config_version="16.12",
        banner=(
            "Cisco IOS XE Software, Version 16.12.04",
            "Cisco IOS Software [Gibraltar], {family} Software ({image}), Version {name}, "
            "RELEASE SOFTWARE (fc5)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        image_word="IOSXE",
        interface_column=19,
        inconsistent_column=30,
        aging=" {0} sec",
        summary_settings=_XE_SETTINGS,
        summary_legend=SUMMARY_LEGEND_NEW,
        status_port_column=12,
        fixed_lines=(
            "service timestamps debug datetime msec",
            "service timestamps log datetime msec",
        ),
        compiled="Thu 09-Jul-20 21:49 by mcpre",
    ),
)


class PortBlock(msgspec.Struct, frozen=True, gc=False):
    """A row of equal ports: `prefix` and the numbers `first` to `last`.

    `number` is the spanning-tree number of the first; the others count up from it.
    """

    prefix: str
    first: int
    last: int
    number: int
    speeds: tuple[int, ...]
    media: str


class SwitchModel(msgspec.Struct, frozen=True):
    """One model of switch; `trains` are the releases that run on it, the first by default."""

    name: str
    family: str
    image: str
    trains: tuple[str, ...]
    blocks: tuple[PortBlock, ...]
    first_channel_number: int
    groups: int
    features: frozenset[str]
    processor: str
    board: str
    flash_bytes: int = 32514048
    image_bytes: int = 10573494


_ENCAPSULATION = frozenset({"encapsulation"})
_FAST = (10, 100)
_GIGABIT = (10, 100, 1000)

MODELS = (
    SwitchModel(
        name="WS-C2960-24TT-L",
        family="C2960",
        image="C2960-LANBASEK9",
        trains=("12.2",),
        blocks=(
            PortBlock("FastEthernet0/", 1, 24, 1, _FAST, "10/100BaseTX"),
            PortBlock("GigabitEthernet0/", 1, 2, 25, _GIGABIT, "10/100/1000BaseTX"),
        ),
        first_channel_number=56,
        groups=6,
        features=frozenset(),
        processor="(PowerPC405) processor (revision D0) with 65536K bytes of memory.",
        board="FOC1010X",
    ),
    SwitchModel(
        name="WS-C3750-24TS-E",
        family="C3750",
        image="C3750-IPSERVICESK9",
        trains=("12.2",),
        blocks=(
            PortBlock("FastEthernet1/0/", 1, 24, 3, _FAST, "10/100BaseTX"),
            PortBlock("GigabitEthernet1/0/", 1, 2, 1, _GIGABIT, "10/100/1000BaseTX"),
        ),
        first_channel_number=616,
        groups=48,
        features=_ENCAPSULATION,
        processor="(PowerPC405) processor (revision F0) with 131072K bytes of memory.",
        board="CAT1031Z",
    ),
    SwitchModel(
        name="WS-C2960X-24TS-L",
        family="C2960X",
        image="C2960X-UNIVERSALK9",
        trains=("15.2",),
        blocks=(PortBlock("GigabitEthernet1/0/", 1, 28, 1, _GIGABIT, "10/100/1000BaseTX"),),
        first_channel_number=456,
        groups=24,
        features=frozenset(),
        processor="(APM86XXX) processor (revision A0) with 524288K bytes of memory.",
        board="FCW1830A",
    ),
    SwitchModel(
        name="WS-C3750X-24T-S",
        family="C3750E",
        image="C3750E-UNIVERSALK9",
        trains=("15.2", "12.2"),
        blocks=(
            PortBlock("GigabitEthernet1/0/", 1, 24, 1, _GIGABIT, "10/100/1000BaseTX"),
            PortBlock("TenGigabitEthernet1/1/", 1, 2, 25, (10000,), "10GBase-SR"),
        ),
        first_channel_number=616,
        groups=48,
        features=_ENCAPSULATION,
        processor="(PowerPC405) processor (revision A0) with 262144K bytes of memory.",
        board="FDO1512R",
    ),
    SwitchModel(
        name="IOSvL2",
        family="vios_l2",
        image="vios_l2-ADVENTERPRISEK9",
        trains=("15.2",),
        blocks=tuple(
            PortBlock(f"GigabitEthernet{slot}/", 0, 3, 1 + 4 * slot, _GIGABIT, "unknown")
            for slot in range(4)
        ),
        first_channel_number=65,
        groups=255,
        features=_ENCAPSULATION,
        processor="(revision 1.0) with 722145K/209920K bytes of memory.",
        board="9VIOSL2A",
    ),
    SwitchModel(
        name="C9300-24T",
        family="Catalyst L3 Switch",
        image="CAT9K_IOSXE",
        trains=("16.12",),
        blocks=(
            PortBlock("GigabitEthernet1/0/", 1, 24, 1, _GIGABIT, "10/100/1000BaseTX"),
            PortBlock("TenGigabitEthernet1/1/", 1, 8, 37, (1000, 10000), "SFP-10GBase-SR"),
        ),
        first_channel_number=2089,
        groups=128,
        features=frozenset(),
        processor="(X86) processor with 1392780K/6147K bytes of memory.",
        board="FCW2243L",
    ),
    SwitchModel(
        name="WS-C2950G-24-EI",
        family="C2950",
        image="C2950-I6K2L2Q4",
        trains=("12.1",),
        blocks=(
            PortBlock("FastEthernet0/", 1, 24, 1, _FAST, "10/100BaseTX"),
            PortBlock("GigabitEthernet0/", 1, 2, 25, (1000,), "1000BaseT"),
        ),
        first_channel_number=65,
        groups=6,
        features=frozenset(),
        processor="(RC32300) processor (revision R0) with 19959K bytes of memory.",
        board="FOC0945X",
        flash_bytes=7741440,
        image_bytes=3721946,
    ),
)


def find_release(name: str) -> Release | None:
    """Return the release of a full name or a train (`12.2(55)SE10`, `15.2`, `xe`), or None."""
    for release in RELEASES:
        is_xe = name.lower() == "xe" and "xe" in release.features
        if is_xe or name in (release.name, release.train):
            return release
    return None


def find_model(name: str) -> SwitchModel | None:
    """Return a model by name, or None."""
    for model in MODELS:
        if model.name.lower() == name.lower():
            return model
    return None
