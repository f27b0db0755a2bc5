"""`show interfaces summary`: queues and rates, a row for each interface.

The layout is from memory of IOS 12.2 and 15.2. Nothing queues in a simulated switch, and its
traffic is too little for a rate.
"""

from netredund.lab.ios.names import split_name, table_key
from netredund.lab.show.interfaces import listed_interfaces, stanza_of
from netredund.lab.show.query import Query, show

LEGEND = (
    "",
    " *: interface is up",
    " IHQ: pkts in input hold queue     IQD: pkts dropped from input queue",
    " OHQ: pkts in output hold queue    OQD: pkts dropped from output queue",
    " RXBS: rx rate (bits/sec)          RXPS: rx rate (pkts/sec)",
    " TXBS: tx rate (bits/sec)          TXPS: tx rate (pkts/sec)",
    " TRTL: throttle count",
    "",
    "  Interface               IHQ   IQD  OHQ   OQD  RXBS RXPS  TXBS TXPS TRTL",
    "-" * 72,
)


@show
def interfaces_summary(query: Query) -> list[str]:
    """Print every interface with its queues and rates, Vlan interfaces first as IOS does."""
    rows = [
        (name, not stanza_of(query, name).shutdown)
        for name in sorted(query.device.configuration.switch.interfaces, key=table_key)
        if split_name(name)[0] == "Vlan" and query.values.get("interface") in (None, name)
    ]
    rows += [(status.name, status.line == "up") for status in listed_interfaces(query)]
    return [
        *LEGEND,
        *(
            f"{'*' if up else ' '} {name:<24} 0     0    0     0     0    0     0    0    0"
            for name, up in rows
        ),
    ]
