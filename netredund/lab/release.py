"""What differs between IOS releases, as data.

Sources: the releases' command references; layouts as captured from Catalyst 2950 (12.1), 2960 and
3750 (12.2SE), 6500 (12.2SX), IOSvL2 and 3750-X (15.2), 9300 and ISR 4000 (IOS XE 16). Which release
first printed the wide table without a unit is not known: 12.2(46)SE stands for those between.
"""

import msgspec

from netredund.lab.layout import (
    CATALYST_121,
    CATALYST_122,
    CATALYST_122_WIDE,
    CATALYST_6500,
    IOS_152,
    XE_ROUTER,
    XE_SWITCH,
    XE_SWITCH_OLD,
    Layout,
)


class Release(msgspec.Struct, frozen=True):
    """One release: how it spells, what it lacks and how it lays out what it prints.

    `features` are matched by the tables of commands: `configure-replace` is the archive, `configure
    replace` and `configure confirm`; `configure-revert` the confirmed change (12.4(20)T,
    12.2(33)SRC, IOS XE); `configuration-lock` the lock (until 12.2(33)SRE). `summary_settings` are
    the lines of `show spanning-tree summary` in order, each with the key of its value.
    """

    name: str
    train: str
    features: frozenset[str]
    config_version: str
    banner: tuple[str, ...]
    image_word: str
    layout: Layout
    inconsistent_column: int
    summary_settings: tuple[tuple[str, str, int], ...]
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

_MAIN = (
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
        layout=CATALYST_122,
        inconsistent_column=24,
        summary_settings=_OLD_SETTINGS,
        status_port_column=9,
        fixed_lines=(
            "no service pad",
            "service timestamps debug uptime",
            "service timestamps log uptime",
            "no service password-encryption",
        ),
        compiled="Wed 11-Feb-15 11:28 by prod_rel_team",
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
        layout=IOS_152,
        inconsistent_column=24,
        summary_settings=_EDGE_SETTINGS,
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
        layout=XE_SWITCH,
        inconsistent_column=30,
        summary_settings=_XE_SETTINGS,
        status_port_column=12,
        fixed_lines=(
            "service timestamps debug datetime msec",
            "service timestamps log datetime msec",
        ),
        compiled="Thu 09-Jul-20 21:49 by mcpre",
    ),
)
_CATALYST_122, _, _GIBRALTAR = _MAIN
_DERIVED = (
    msgspec.structs.replace(
        _CATALYST_122,
        name="12.1(22)EA14",
        train="12.1",
        features=frozenset({"mac-address-table"}),
        config_version="12.1",
        banner=(
            "Cisco Internetwork Operating System Software ",
            "IOS (tm) {family} Software ({image}-M), Version {name}, RELEASE SOFTWARE (fc1)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        image_word="I6K2L2Q4",
        layout=CATALYST_121,
        compiled="Tue 26-Oct-10 10:35 by nburra",
    ),
    # Before 12.2(40)SE there is neither archive nor `configure replace`.
    msgspec.structs.replace(
        _CATALYST_122,
        name="12.2(35)SE5",
        features=frozenset({"mac-address-table"}),
        compiled="Fri 20-Jul-07 02:22 by nachen",
    ),
    msgspec.structs.replace(
        _CATALYST_122,
        name="12.2(46)SE",
        layout=CATALYST_122_WIDE,
        compiled="Thu 21-Aug-08 15:59 by nachen",
    ),
    msgspec.structs.replace(
        _CATALYST_122,
        name="12.2(18)SXF17",
        train="12.2SX",
        features=frozenset({"mac-address-table", "lacp-rate"}),
        image_word="ADVENTERPRISEK9_WAN",
        layout=CATALYST_6500,
        compiled="Thu 18-Feb-10 19:03 by prod_rel_team",
    ),
    msgspec.structs.replace(
        _GIBRALTAR,
        name="16.6.10",
        train="16.6",
        config_version="16.6",
        banner=(
            "Cisco IOS XE Software, Version 16.06.10",
            "Cisco IOS Software [Everest], {family} Software ({image}), Version {name}, "
            "RELEASE SOFTWARE (fc3)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        layout=XE_SWITCH_OLD,
        compiled="Fri 22-Jan-21 22:11 by mcpre",
    ),
    msgspec.structs.replace(
        _GIBRALTAR,
        name="16.9.8",
        train="16.9",
        features=_GIBRALTAR.features - {"auto-lag"},
        config_version="16.9",
        banner=(
            "Cisco IOS XE Software, Version 16.09.08",
            "Cisco IOS Software [Fuji], {family} Software ({image}), Version {name}, "
            "RELEASE SOFTWARE (fc4)",
            "Technical Support: http://www.cisco.com/techsupport",
        ),
        layout=XE_ROUTER,
        compiled="Wed 28-Jul-21 00:08 by mcpre",
    ),
)
RELEASES = _MAIN + _DERIVED


def find_release(name: str) -> Release | None:
    """Return the release of a full name or a train (`12.2(55)SE10`, `15.2`, `xe`), or None."""
    for release in RELEASES:
        is_xe = name.lower() == "xe" and "xe" in release.features
        if is_xe or name in (release.name, release.train):
            return release
    return None
