"""`show ip interface` and `show hosts`: what a switch is as an IP host.

Layouts from memory of IOS 12.2 and 15.2; a port that only switches has no more than access lists.
"""

from netredund.lab.ios.names import split_name, table_key
from netredund.lab.show.interfaces import listed_interfaces, render_prefix, stanza_of
from netredund.lab.show.query import Query, show

ADDRESSED = (
    "  Broadcast address is 255.255.255.255",
    "  Address determined by setup command",
    "  MTU is 1500 bytes",
    "  Helper address is not set",
    "  Directed broadcast forwarding is disabled",
    "  Outgoing access list is not set",
    "  Inbound  access list is not set",
    "  Proxy ARP is enabled",
    "  Local Proxy ARP is disabled",
    "  Security level is default",
    "  Split horizon is enabled",
    "  ICMP redirects are always sent",
    "  ICMP unreachables are always sent",
    "  ICMP mask replies are never sent",
)
HOSTS_LEGEND = (
    "",
    "Codes: UN - unknown, EX - expired, OK - OK, ?? - revalidate",
    "       temp - temporary, perm - permanent",
    "       NA - Not Applicable None - Not defined",
    "",
    "Host                      Port  Flags      Age Type   Address(es)",
)


@show
def ip_interface(query: Query) -> list[str]:
    """Print what IP does on interfaces, Vlan interfaces first as IOS does."""
    wanted = query.values.get("interface")
    lines: list[str] = []
    for name in sorted(query.device.configuration.switch.interfaces, key=table_key):
        if split_name(name)[0] == "Vlan" and wanted in (None, name):
            lines += _vlan_block(query, name)
    for status in listed_interfaces(query):
        lines += [
            f"{status.name} is {status.line}, line protocol is {status.protocol}",
            "  Inbound  access list is not set",
        ]
    return lines


def _vlan_block(query: Query, name: str) -> list[str]:
    stanza = stanza_of(query, name)
    up = not stanza.shutdown and query.device.switch.vlan_interface_up(split_name(name)[1][0])
    line = "administratively down" if stanza.shutdown else "up"
    head = f"{name} is {line}, line protocol is {'up' if up else 'down'}"
    if stanza.ip_address is None:
        return [head, "  Internet protocol processing disabled"]
    return [head, f"  Internet address is {render_prefix(stanza.ip_address)}", *ADDRESSED]


@show
def hosts(query: Query) -> list[str]:
    """Print the domain and how names are looked up; no host is known."""
    management = query.device.configuration.management
    domain = management.domain_name
    lookup = "static mappings" if management.domain_lookup is False else "domain service"
    return [
        "Default domain is not set" if domain is None else f"Default domain is {domain}",
        f"Name/address lookup uses {lookup}",
        "Name servers are 255.255.255.255",
        *HOSTS_LEGEND,
    ]
