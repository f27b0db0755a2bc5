"""A topology as YAML and JSON that read back as the same, and as a list of its links."""

from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from netredund.report.lines import printable
from netredund.topology.network import Bridge, BridgeKind, PathCost, Port, Topology


def render_topology_json(topology: Topology) -> bytes:
    """Return a topology file in JSON."""
    return msgspec.json.format(msgspec.json.encode(_describe(topology, str))) + b"\n"


def render_topology_yaml(topology: Topology) -> str:
    """Return a topology file in YAML, a line for each port and each link."""
    value = _describe(topology, int)
    lines = [f"regions: {_flow(value['regions'])}"] if "regions" in value else []
    lines.append("bridges:")
    for name, bridge in value["bridges"].items():
        ports = bridge.pop("ports")
        lines.append(f"  {_flow(name)}:")
        lines += [f"    {key}: {_flow(value)}" for key, value in bridge.items()]
        lines.append("    ports:" if ports else "    ports: {}")
        lines += [f"      {_flow(port)}: {_flow(value)}" for port, value in ports.items()]
    lines.append("links:" if value["links"] else "links: []")
    lines += [f"  - {_flow(link)}" for link in value["links"]]
    return "\n".join(lines) + "\n"


def render_topology_text(topology: Topology) -> str:
    """Return what is wired to what, a line for each link, then what leads nowhere."""
    return "".join(printable(line) + "\n" for line in _write(topology))


def _flow(value: object) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _describe(topology: Topology, key: type) -> dict[str, Any]:
    """Return the file's form; `key` is what VLANs are as keys of a mapping."""
    regions = {
        name: {
            "instances": {
                key(number): [v for low, high in ranges for v in range(low, high + 1)]
                for number, ranges in region.instances.items()
            }
        }
        for name, region in topology.regions.items()
    }
    return {
        **({"regions": regions} if regions else {}),
        "bridges": {
            name: _describe_bridge(bridge, key) for name, bridge in topology.bridges.items()
        },
        "links": [
            [text for end in link.ends for text in (end.bridge, end.port)]
            for link in topology.links
        ],
    }


def _describe_bridge(bridge: Bridge, key: type) -> dict[str, Any]:
    default = PathCost.LINUX if bridge.kind is BridgeKind.SERVER else PathCost.SHORT
    said: dict[str, Any] = {
        "priority": bridge.priority,
        "address": bridge.address,
        "kind": bridge.kind.value if bridge.kind is not BridgeKind.SWITCH else None,
        "stp": None if bridge.has_stp else False,
        "rapid": True if bridge.is_rapid else None,
        "pathcost": None if bridge.path_cost is default else bridge.path_cost.value,
        "hello": None if bridge.hello_s == 2 else bridge.hello_s,
        "max_age": None if bridge.max_age_s == 20 else bridge.max_age_s,
        "forward_delay": None if bridge.forward_delay_s == 15 else bridge.forward_delay_s,
        "priorities": {key(vlan): value for vlan, value in bridge.priorities.items()} or None,
        "region": bridge.region,
        "instances": {key(at): value for at, value in bridge.instance_priorities.items()} or None,
    }
    ports = {name: _describe_port(port, key) for name, port in bridge.ports.items()}
    return {**{key: value for key, value in said.items() if value is not None}, "ports": ports}


def _describe_port(port: Port, key: type) -> dict[str, Any]:
    trunk: dict[str, Any] | None = None
    if port.is_trunk:
        native = 1 if port.native_vlan is None else port.native_vlan
        trunk = {"native": native}
        if port.allowed_vlans is not None:
            allowed = [v for low, high in port.allowed_vlans for v in range(low, high + 1)]
            trunk = {"native": native, "allowed": allowed}
    said: dict[str, Any] = {
        "cost": port.cost if port.has_fixed_cost or port.speed is None else None,
        "speed": port.speed,
        "priority": port.priority,
        "number": port.number,
        "up": port.up,
        "members": list(port.members) or None,
        "min_links": None if port.min_links == 1 else port.min_links,
        "guard": "root" if port.root_guard else "loop" if port.loop_guard else None,
        "bpdu_filter": True if port.bpdu_filter else None,
        "bpdu_guard": True if port.bpdu_guard else None,
        "broken": port.broken,
        "vlan": port.access_vlan,
        "trunk": trunk,
        "costs": {key(vlan): value for vlan, value in port.vlan_costs.items()} or None,
        "priorities": {key(vlan): value for vlan, value in port.vlan_priorities.items()} or None,
        "instance_costs": {key(at): value for at, value in port.instance_costs.items()} or None,
        "instance_priorities": {key(at): each for at, each in port.instance_priorities.items()}
        or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _write(topology: Topology) -> Iterator[str]:
    for name, bridge in topology.bridges.items():
        kind = "server" if bridge.kind is BridgeKind.SERVER else "bridge"
        off = "" if bridge.has_stp else ", spanning tree off"
        yield f"{kind} {name}: {bridge.priority} {bridge.address}{off}"
    linked = {end for link in topology.links for end in link.ends}
    for link in topology.links:
        yield "link " + " - ".join(
            f"{end} (cost {topology.find_port(end).cost})" for end in link.ends
        )
    used = {(end.bridge, topology.find_port(end).name) for end in linked}
    for name, bridge in topology.bridges.items():
        for port in bridge.ports.values():
            if (name, port.name) not in used:
                yield f"port {name} {port.name}: {'a host, or nobody' if port.up else 'down'}"
