"""Site files as trees, in order and out of it."""

from hypothesis import strategies as st

from netredund.intent import Method

NAMES = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}", fullmatch=True)
NICS = st.from_regex(r"[a-z][a-z0-9.@_-]{0,8}", fullmatch=True)
MACS = st.from_regex(
    r"[0-9a-f][02468ace](:[0-9A-F]{2}){5}|02[0-9]{2}(\.[0-9a-f]{4}){2}", fullmatch=True
).filter(lambda mac: mac.strip("0:.") != "")
HOSTS = st.one_of(
    st.ip_addresses(v=4).map(str), st.ip_addresses(v=6).map(str), NAMES.filter(str.isalpha)
)
SPELLINGS = ("Gi{}/{}", "GigabitEthernet{}/{}", "gi {}/{}", "Te{}/{}", "Fa{}/{}")


def choose(draw, **keys):
    """Return some of the keys, each with a value of its strategy."""
    return {key: draw(values) for key, values in keys.items() if draw(st.booleans())}


@st.composite
def sites(draw):
    """Return the tree of a site file that is in order."""
    names = draw(st.lists(NAMES, min_size=3, max_size=8, unique_by=str.lower))
    names = [name for name in names if name.lower() not in ("keep", "secret") + tuple(WORDS)]
    switches = {
        name: choose(
            draw,
            hostname=st.from_regex(r"[A-Za-z0-9]{1,8}-[!-~]{1,8}", fullmatch=True),
            serial=st.from_regex(r"[0-9]{8}|FOC[0-9A-Z]{8}", fullmatch=True),
            legacy_ssh=st.booleans(),
            platform=st.just("cisco_ios"),
            port=st.integers(1, 65535),
            via=HOSTS.filter(lambda host: ":" not in host).map(lambda host: f"me@{host}:22"),
        )
        for name in names
    }
    servers = {}
    for number in range(draw(st.integers(1, 4))):
        servers[f"srv{number}"] = draw(server_trees(list(switches), number))
    return {"switches": switches, "servers": servers}


WORDS = ("on", "off", "yes", "no", "true", "false", "null")


@st.composite
def server_trees(draw, switches, number):
    method = draw(st.sampled_from(list(Method)))
    nics = draw(st.lists(NICS, min_size=2, max_size=4, unique=True))
    nics = [f"x{nic}"[:15] for nic in nics]
    home = draw(st.sampled_from(switches))
    uplinks = {}
    for place, nic in enumerate(nics):
        switch = home if method is Method.LACP else draw(st.sampled_from(switches))
        uplinks[nic] = f"{switch} " + draw(st.sampled_from(SPELLINGS)).format(number, place)
    tree = {"method": method.value, "uplinks": uplinks, **choose(draw, pxe=st.booleans())}
    if draw(st.booleans()):
        tree["mac"] = f"02:00:00:00:00:{number:02x}"
    if draw(st.booleans()) or method is Method.STP:
        tree |= choose(draw, vlan=st.just(number + 2))
    else:
        vlans = st.lists(st.integers(1, 4094), min_size=1, max_size=5, unique=True)
        tree["trunk"] = {"native": 1, **choose(draw, allowed=vlans)}
    if method is Method.STP:
        tree |= choose(
            draw, cost=st.integers(1, 200_000_000), leg_cost=st.integers(1, 65535),
            forward_delay=st.integers(4, 30), bridge_priority=st.just(57344),
            root=st.sampled_from(["keep", "0019.e7aa.0100", "00:19:e7:aa:01:00"]),
        )  # fmt: skip
    elif method is Method.LACP:
        tree |= choose(
            draw, channel_group=st.just(number + 1), lacp_rate=st.sampled_from(["fast", "slow"]),
            min_links=st.integers(0, len(nics) - 1), mode=st.sampled_from(["active", "passive"]),
            hash=st.sampled_from(["layer2", "layer2+3", "layer3+4", "vlan+srcmac"]),
        )  # fmt: skip
    else:
        tree |= choose(draw, primary=st.sampled_from(nics))
        if method is Method.ACTIVE_BACKUP and draw(st.booleans()):
            tree |= {"arp_interval": 250, "arp_targets": ["192.0.2.1", "192.0.2.2"]}
        else:
            tree |= choose(draw, miimon=st.integers(1, 60_000))
    return tree


KEYS = st.sampled_from(
    (
        *("switches", "servers", "sw1", "web1", "host", "port", "method", "uplinks", "eth0"),
        *("vlan", "trunk", "native", "allowed", "root", "mac", "arp_targets", "stack", "password"),
    )
)
VALUES = st.one_of(
    st.sampled_from(["sw1 Fa0/1", "sw1", "stp", "802.3ad", "keep", "on", "", "sw1 Gi1/0/1"]),
    st.integers(-5, 70_000),
    st.booleans(),
    st.none(),
    st.floats(),
    st.text(max_size=10),
    st.dates(),
)
ANYTHING = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | VALUES, inner, max_size=5),
    max_leaves=25,
)
