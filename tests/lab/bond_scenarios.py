"""The scenarios that the Linux bonding driver and the lab's own bond go through."""

from tests.lab.bond_course import Await, Carrier, Configure, Deafen, Look, Pass, Scenario


def channel(mode: str, *ports: int, group: int = 1, more: str = "") -> str:
    """Return the startup lines of ports in a channel group."""
    lines = [f"interface Port-channel{group}", " switchport mode access"]
    for port in ports:
        lines += [f"interface GigabitEthernet1/0/{port}", " switchport mode access"]
        lines += [f" channel-group {group} mode {mode}"]
        lines += [f" {line}" for line in more.splitlines()]
    return "\n".join(lines)


STALE = Pass(0.5)  # until the driver looks again it prints what was before the loss
FAST = {"lacp_rate": "fast"}
RATE = "lacp rate fast"
# the second of two partners comes later: of two at once, chance says whom the driver prefers
LATE = f"{RATE}\nshutdown"
BUNDLED = "up 2, eth0 up 63 63, eth1 up 63 63"

SCENARIOS = (
    Scenario(
        "both fast",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Look("bundled", "pass"),
            Carrier("eth1", whole=False),
            Pass(2),
            Look("leg lost", "fail"),
            Carrier("eth1", whole=True),
            STALE,
            Await("bundles again", BUNDLED),
            Look("leg regained", "pass"),
        ),
        FAST,
    ),
    Scenario(
        "deaf for a moment",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Deafen("eth1", deaf=True),
            Await("notices silence", "up 2, eth0 up 63 63, eth1 up 143 55"),
            Pass(0.7),
            Look("expired", "fail"),
            Deafen("eth1", deaf=False),
            Await("hears again", BUNDLED),
            Look("hears again", "pass"),
        ),
        FAST,
    ),
    Scenario(
        "deaf for long",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Deafen("eth1", deaf=True),
            Pass(15),
            Look("given up", "fail"),
        ),
        FAST,
    ),
    Scenario(
        "partner vanishes",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Configure("sw1", ("interface Gi1/0/2", "no channel-group")),
            Pass(8),
            Look("one port left the channel", "fail"),
            Configure("sw1", ("interface Gi1/0/1", "no channel-group")),
            Pass(8),
            Look("no LACP at all", "fail"),
            Configure("sw1", ("interface range Gi1/0/1 - 2", "channel-group 1 mode active")),
            Await("bundles again", BUNDLED),
            Look("partner is back", "pass"),
        ),
        FAST,
    ),
    Scenario(
        "slow",
        {"sw1": channel("active", 1, 2)},
        (Await("bundles", "up 2, eth0 up 61 61, eth1 up 61 61"), Look("bundled", "pass")),
    ),
    Scenario(
        "slow switch",
        {"sw1": channel("active", 1, 2)},
        (Await("bundles", "up 2, eth0 up 63 61, eth1 up 63 61"), Look("bundled", "pass")),
        FAST,
    ),
    Scenario(
        "slow bond",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (Await("bundles", "up 2, eth0 up 61 63, eth1 up 61 63"), Look("bundled", "pass")),
    ),
    Scenario(
        "passive switch",
        {"sw1": channel("passive", 1, 2, more=RATE)},
        (
            Await("bundles", "up 2, eth0 up 63 62, eth1 up 63 62"),
            Look("bundled", "pass"),
        ),
        FAST,
    ),
    Scenario(
        "both passive",
        {"sw1": channel("passive", 1, 2, more=RATE)},
        (Pass(12), Look("nobody speaks", "fail")),
        {**FAST, "lacp_active": "off"},
    ),
    Scenario(
        "min links of the bond",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Look("bundled", "fail"),
            Carrier("eth1", whole=False),
            Pass(3),
            Look("too few", "fail"),
            Carrier("eth1", whole=True),
            STALE,
            Await("bundles again", BUNDLED),
            Look("enough", "fail"),
        ),
        {**FAST, "min_links": "2"},
    ),
    Scenario(
        "min links of the switch",
        {
            "sw1": channel("active", 1, 2, more=RATE)
            + "\ninterface Port-channel1\n port-channel min-links 2"
        },
        (
            Await("bundles", BUNDLED),
            Carrier("eth1", whole=False),
            Pass(4),
            Look("too few", "fail"),
            Carrier("eth1", whole=True),
            STALE,
            Await("bundles again", BUNDLED),
            Look("enough", "fail"),
        ),
        FAST,
    ),
    Scenario(
        "one of two bundles",
        {
            "sw1": channel("active", 1, 2, more=RATE)
            + "\ninterface Port-channel1\n lacp max-bundle 1"
        },
        (
            Pass(10),
            Look("hot standby", "fail"),
            Carrier("eth0", whole=False),
            Pass(6),
            Look("standby took over", "fail"),
        ),
        FAST,
    ),
    Scenario(
        "two switches",
        {"sw1": channel("active", 1, more=RATE), "sw2": channel("active", 1, more=LATE)},
        (
            Pass(4),
            Configure("sw2", ("interface Gi1/0/1", "no shutdown")),
            Pass(6),
            Look("two partners", "fail"),
            Carrier("eth0", whole=False),
            Pass(6),
            Look("other switch took over", "fail"),
        ),
        FAST,
        legs=("sw1 Gi1/0/1", "sw2 Gi1/0/1"),
    ),
    Scenario(
        "two groups",
        {"sw1": channel("active", 1, more=RATE) + "\n" + channel("active", 2, group=2, more=LATE)},
        (
            Pass(4),
            Configure("sw1", ("interface Gi1/0/2", "no shutdown")),
            Pass(6),
            Look("two keys", "fail"),
        ),
        FAST,
    ),
    Scenario(
        "one port in the channel",
        {"sw1": channel("active", 1, more=RATE)},
        (Pass(10), Look("one partner", "fail")),
        FAST,
    ),
    Scenario(
        "channel without LACP",
        {"sw1": channel("on", 1, 2)},
        (Pass(10), Look("no partner", "fail")),
        FAST,
    ),
    Scenario(
        "partner of another name",
        {"sw1": channel("active", 1, 2, more=RATE)},
        (
            Await("bundles", BUNDLED),
            Configure("sw1", ("lacp system-priority 100",)),
            Pass(8),
            Look("renamed", "pass"),
        ),
        FAST,
    ),
    Scenario(
        "active backup",
        {"sw1": ""},
        (
            Await("is up", "up by eth0, eth0 up, eth1 up"),
            Pass(2),
            Look("first leg", "pass"),
            Carrier("eth0", whole=False),
            Await("moves", "up by eth1, eth0 down, eth1 up"),
            Pass(1),
            Look("second leg", "fail"),
            Carrier("eth0", whole=True),
            Pass(2),
            Look("stays", "pass"),
        ),
        {"miimon": "100"},
        "active-backup",
    ),
    Scenario(
        "active backup with a primary",
        {"sw1": ""},
        (
            Await("is up", "up by eth1, eth0 up, eth1 up"),
            Pass(2),
            Look("primary leg", "pass"),
            Carrier("eth1", whole=False),
            Await("moves", "up by eth0, eth0 up, eth1 down"),
            Carrier("eth1", whole=True),
            STALE,
            Await("returns", "up by eth1, eth0 up, eth1 up"),
            Pass(1),
            Look("primary again", "pass"),
        ),
        {"miimon": "100", "primary": "eth1"},
        "active-backup",
    ),
)
