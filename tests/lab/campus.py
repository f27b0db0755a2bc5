"""The lab file of a campus of any size: core, distribution and access switches, with VLANs."""

from collections import Counter

MODEL = "WS-C2960-24TT-L"
PORTS = 24


def write_campus(switches: int = 200, links: int = 300, vlans: int = 10) -> str:
    """Return a lab file: two cores, one switch in ten a distribution switch, the rest access.

    Each distribution switch has an uplink to both cores, each access switch to one distribution
    switch, and as many of them as there are links for to a second one. Every link is a trunk, and
    core1 is the root of every VLAN.
    """
    cores = ["core1", "core2"]
    distribution = [f"dist{number}" for number in range(1, max(2, switches // 10 - 2) + 1)]
    access = [f"access{n}" for n in range(1, switches - len(cores) - len(distribution) + 1)]
    joined = [("core1", "core2"), *((each, core) for each in distribution for core in cores)]
    for second in (0, 1):
        joined += [
            (each, distribution[(place + second) % len(distribution)])
            for place, each in enumerate(access)
        ]
    if not len(joined) >= links >= len(joined) - len(access):
        raise ValueError(f"{switches} switches have {len(joined)} links, or fewer by access ones")
    used: Counter[str] = Counter()
    cables = []
    for pair in joined[:links]:
        used.update(pair)
        if max(used[each] for each in pair) > PORTS:
            raise ValueError(f"{pair[1]} has no port for {pair[0]}: more switches, or fewer links")
        cables.append(", ".join(f"{each} Fa0/{used[each]}" for each in pair))
    lines = ["switches:"]
    for number, name in enumerate([*cores, *distribution, *access]):
        lines += [
            f"  {name}:",
            f"    model: {MODEL}",
            '    release: "12.2"',
            "    mode: rapid-pvst",
            f"    mac: 0019.e7{number >> 8:02x}.{number & 255:02x}00",
            "    startup: |",
            *(f"      {line}" for line in _startup(vlans, used[name], is_root=name == "core1")),
        ]
    return "\n".join([*lines, "links:", *(f"  - [{cable}]" for cable in cables)]) + "\n"


def _startup(vlans: int, trunks: int, *, is_root: bool) -> list[str]:
    lines = [f"vlan {vlan}" for vlan in range(2, vlans + 1)]
    if is_root:
        lines.append(f"spanning-tree vlan 1-{vlans} priority 0")
    for port in range(1, trunks + 1):
        lines += [f"interface FastEthernet0/{port}", " switchport mode trunk"]
    return lines
