"""What is wired to what: bridges, ports and links, written down or built from facts.

`topology.assembly` builds one from captures; it is imported where that is done.
"""

from netredund.topology.file import load_topology, parse_topology
from netredund.topology.network import (
    Bridge,
    BridgeKind,
    End,
    Link,
    PathCost,
    Port,
    Region,
    Topology,
)

__all__ = [
    "Bridge",
    "BridgeKind",
    "End",
    "Link",
    "PathCost",
    "Port",
    "Region",
    "Topology",
    "load_topology",
    "parse_topology",
]
