"""A topology file to a Topology, or all that is wrong with it."""

from pathlib import Path

from netredund.errors import TopologyError
from netredund.intent.document import LARGEST_TEXT, Node, compose_text
from netredund.intent.kinds import plain_mac
from netredund.intent.problem import Problems, list_names
from netredund.interfaces import long_name
from netredund.topology.costs import cost_of_speed
from netredund.topology.network import (
    DEFAULT_FORWARD_DELAY_S,
    DEFAULT_HELLO_S,
    DEFAULT_MAX_AGE_S,
    DEFAULT_PORT_PRIORITY,
    DEFAULT_PRIORITY,
    Bridge,
    BridgeKind,
    End,
    Link,
    PathCost,
    Port,
    Region,
    Topology,
    VlanRanges,
)
from netredund.topology.reader import Draft, EndNode, Entry, read_draft

_START = Node("null", 1, 1)


def load_topology(path: str | Path) -> Topology:
    """Return the topology that a file says; raise TopologyError with all that is wrong with it."""
    problems = Problems()
    text = ""
    try:
        with open(path, "rb") as file:
            text = file.read(LARGEST_TEXT * 4 + 1).decode("utf-8")
    except OSError as error:
        problems.report(_START, "", f"cannot be read: {error.strerror or 'not a file'}")
    except UnicodeDecodeError:
        problems.report(_START, "", "not UTF-8", allowed="UTF-8")
    if problems:
        raise TopologyError(str(path), problems.sorted_by_position())
    return parse_topology(text, str(path))


def parse_topology(text: str, name: str = "topology.yaml") -> Topology:
    """Return the topology of a YAML or JSON text; raise TopologyError with all that is wrong.

    >>> topology = parse_topology('''
    ... bridges:
    ...   sw1: {priority: 1, address: 0019.e7aa.0001, ports: {Fa0/1: {cost: 19}}}
    ...   sw2: {priority: 32769, address: 0019.e7aa.0002, ports: {Fa0/1: {cost: 19}}}
    ... links:
    ...   - [sw1, Fa0/1, sw2, Fa0/1]
    ... ''')
    >>> str(topology.links[0]), topology.bridges["sw2"].ports["Fa0/1"].identifier
    ('sw1 Fa0/1 - sw2 Fa0/1', (128, 1))
    """
    problems = Problems()
    topology = None
    if not text.strip():
        problems.report(_START, "", "the file is empty", allowed="`bridges` and `links`")
    else:
        # JSON may be indented by tabs, which YAML refuses; the columns stay.
        is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
        root = compose_text(text.replace("\t", " ") if is_json else text, problems)
        if root is not None:
            topology = _Builder(read_draft(root, problems), problems).build(name)
    if problems or topology is None:
        raise TopologyError(name, problems.sorted_by_position())
    return topology


class _Builder:
    """Makes the values of a draft, and checks what one key alone cannot show."""

    def __init__(self, draft: Draft, problems: Problems) -> None:
        self._draft = draft
        self._problems = problems

    def build(self, name: str) -> Topology:
        bridges = {
            name: self._build_bridge(name, entry) for name, entry in self._draft.bridges.items()
        }
        self._check_identifiers(bridges)
        regions = {
            region: Region(region, self._build_instances(entry))
            for region, entry in self._draft.regions.items()
        }
        self._check_regions(bridges, regions)
        return Topology(
            bridges=bridges, links=self._build_links(bridges), regions=regions, name=name
        )

    def _build_instances(self, entry: Entry) -> dict[int, VlanRanges]:
        mapped: dict[int, tuple[int, ...]] = entry.values.get("instances") or {}
        return {number: tuple((vlan, vlan) for vlan in vlans) for number, vlans in mapped.items()}

    def _check_regions(self, bridges: dict[str, Bridge], regions: dict[str, Region]) -> None:
        """Report regions that are not there, and values of instances that a region has not."""
        for name, bridge in bridges.items():
            entry = self._draft.bridges[name]
            if bridge.region is not None and bridge.region not in regions:
                self._problems.report(
                    entry.place("region"), f"{entry.path}.region",
                    f"no region of this name{self._problems.suggest(bridge.region, regions)}",
                    value=bridge.region, allowed=list_names(regions) or "`regions` names none",
                )  # fmt: skip
                continue
            known = regions[bridge.region].instances if bridge.region is not None else {}
            below: dict[str, Entry] = entry.values.get("ports") or {}
            said = [(entry, "instances"), *((each, "instance_costs") for each in below.values()),
                    *((each, "instance_priorities") for each in below.values())]  # fmt: skip
            allowed = list_names([str(each) for each in known]) or "a `region` with instances"
            for owner, key in said:
                for number in owner.values.get(key) or {}:
                    if number not in known:
                        self._problems.report(
                            owner.place(key), f"{owner.path}.{key}",
                            "the bridge's region has no such instance", value=str(number),
                            allowed=allowed,
                        )  # fmt: skip

    def _build_bridge(self, name: str, entry: Entry) -> Bridge:
        values = entry.values
        kind = BridgeKind(values.get("kind", "switch"))
        method = PathCost(values.get("pathcost", "linux" if kind is BridgeKind.SERVER else "short"))
        digits = plain_mac(values.get("address", ""))
        ports: dict[str, Entry] = values.get("ports") or {}
        return Bridge(
            name=name,
            address=f"{digits[:4]}.{digits[4:8]}.{digits[8:]}",
            priority=values.get("priority", DEFAULT_PRIORITY),
            ports={
                port: self._build_port(port, below, place, method)
                for place, (port, below) in enumerate(ports.items(), start=1)
            },
            kind=kind,
            path_cost=method,
            has_stp=values.get("stp", True),
            is_rapid=values.get("rapid", False),
            hello_s=values.get("hello", DEFAULT_HELLO_S),
            max_age_s=values.get("max_age", DEFAULT_MAX_AGE_S),
            forward_delay_s=values.get("forward_delay", DEFAULT_FORWARD_DELAY_S),
            priorities=values.get("priorities", {}),
            region=values.get("region"),
            instance_priorities=values.get("instances", {}),
        )

    def _build_port(self, name: str, entry: Entry, place: int, method: PathCost) -> Port:
        values = entry.values
        speed, members = values.get("speed"), values.get("members", ())
        cost = values.get("cost")
        if "cost" not in entry.nodes and "speed" not in entry.nodes:
            self._problems.report(
                entry.node,
                entry.path,
                "neither `cost` nor `speed`",
                allowed="a cost (1 to 200000000) or a speed in Mbit/s",
            )
        trunk: Entry | None = values.get("trunk")
        if trunk is not None and "vlan" in entry.nodes:
            self._problems.report(
                entry.place("trunk"), f"{entry.path}.trunk", "an access port is no trunk",
                allowed="either `vlan` or `trunk`",
            )  # fmt: skip
        if cost is None:
            cost_by_speed = cost_of_speed((speed or 100) * max(len(members), 1), method)
        allowed_vlans = None if trunk is None else trunk.values.get("allowed")
        return Port(
            name=name,
            cost=cost_by_speed if cost is None else cost,
            priority=values.get("priority", DEFAULT_PORT_PRIORITY),
            number=values.get("number", place),
            speed=speed,
            has_fixed_cost=cost is not None,
            up=values.get("up"),
            members=members,
            min_links=values.get("min_links", 1),
            root_guard=values.get("guard") == "root",
            loop_guard=values.get("guard") == "loop",
            bpdu_filter=values.get("bpdu_filter", False),
            bpdu_guard=values.get("bpdu_guard", False),
            broken=values.get("broken"),
            access_vlan=values.get("vlan"),
            native_vlan=None if trunk is None else trunk.values.get("native", 1),
            allowed_vlans=None if allowed_vlans is None else tuple((v, v) for v in allowed_vlans),
            vlan_costs=values.get("costs", {}),
            vlan_priorities=values.get("priorities", {}),
            instance_costs=values.get("instance_costs", {}),
            instance_priorities=values.get("instance_priorities", {}),
        )

    def _check_identifiers(self, bridges: dict[str, Bridge]) -> None:
        """Report bridges, and ports of a bridge, that no tie-break can tell apart."""
        seen: dict[tuple[int, str], str] = {}
        for name, bridge in bridges.items():
            entry = self._draft.bridges[name]
            first = seen.setdefault(bridge.identifier, name)
            if first != name and "address" in entry.values:
                self._problems.report(
                    entry.place("address"), f"{entry.path}.address",
                    f"the bridge {first} has the same priority and address",
                    value=bridge.address, allowed="a bridge identifier of its own",
                )  # fmt: skip
            ports: dict[tuple[int, int], str] = {}
            members: dict[str, str] = {}
            for port in bridge.ports.values():
                below: Entry = entry.values["ports"][port.name]
                other = ports.setdefault(port.identifier, port.name)
                if other != port.name:
                    self._problems.report(
                        below.place("number"), f"{below.path}.number",
                        f"the port {other} has the same priority and number",
                        value=f"{port.priority}.{port.number}", allowed="a number of its own",
                    )  # fmt: skip
                for member in port.members:
                    owner = members.setdefault(member, port.name)
                    if owner != port.name or member in bridge.ports:
                        self._problems.report(
                            below.place("members"), f"{below.path}.members",
                            f"the member is a port of its own or of {owner} already",
                            value=member, allowed="ports that are in no other place",
                        )  # fmt: skip

    def _build_links(self, bridges: dict[str, Bridge]) -> tuple[Link, ...]:
        links = []
        used: dict[End, int] = {}
        for node, written in self._draft.links:
            ends = []
            for each in written:
                end = self._find_end(each, bridges)
                if end is None:
                    continue
                port = bridges[end.bridge].ports.get(end.port)
                if end in used and not (port is not None and port.members):
                    self._problems.report(
                        each.port_node, "links", f"the port is in line {used[end]} already",
                        value=str(end), allowed="each port in one link",
                    )  # fmt: skip
                used[end] = node.line
                ends.append(end)
            links.append(Link(tuple(ends)))
        return tuple(links)

    def _find_end(self, written: EndNode, bridges: dict[str, Bridge]) -> End | None:
        if written.bridge not in bridges:
            hint = self._problems.suggest(written.bridge, bridges)
            self._problems.report(
                written.bridge_node, "links", f"no bridge of this name{hint}",
                value=written.bridge, allowed=list_names(bridges),
            )  # fmt: skip
            return None
        ports = bridges[written.bridge].ports
        names = [*ports, *(member for port in ports.values() for member in port.members)]
        if written.port in names:
            return End(written.bridge, written.port)
        same = [name for name in names if long_name(name) == long_name(written.port)]
        if len(same) == 1:
            return End(written.bridge, same[0])
        hint = self._problems.suggest(written.port, names)
        self._problems.report(
            written.port_node, "links", f"{written.bridge} has no port of this name{hint}",
            value=written.port, allowed=list_names(names) or f"no port: {written.bridge} has none",
        )  # fmt: skip
        return None
