"""Random networks of simulated switches that exchange BPDUs, and predictions held to them.

The lab shares no code with what predicts. Time is virtual.
"""

import random

import msgspec

from netredund.lab.clock import Clock
from netredund.lab.config import (
    ChannelMode,
    Guard,
    InterfaceConfig,
    PathCostMethod,
    SwitchConfig,
    TreeMode,
    VlanTree,
)
from netredund.lab.link import Cable
from netredund.lab.port import PortHardware
from netredund.lab.switch import Switch
from netredund.prediction import State, predict_tree
from netredund.topology import Bridge, End, Link, PathCost, Port, Topology
from tests.lab.bench import MODEL
from tests.prediction.drawing import draw_topology

ROLES = {"Root": "root", "Desg": "designated", "Altn": "alternate", "Back": "backup"}
STATES = {"FWD": "forwarding", "BLK": "blocking", "BKN*": "broken"}
SETTLED_S = 120.0
SPEEDS = (10, 100, 1000)


def draw(seed):
    """Return a network with Port-channels, guards, and costs by speed, short and long mixed."""
    random_ = random.Random(seed)
    topology = draw_topology(random_, random_.randint(3, 7), has_hubs=False, has_down=False)
    bridges, links = dict(topology.bridges), list(topology.links)
    for name, bridge in bridges.items():
        method = random_.choice((PathCost.SHORT, PathCost.SHORT, PathCost.LONG))
        ports = {port: _spice(value, random_) for port, value in bridge.ports.items()}
        # the system id of VLAN 1, which every priority of this image has in it
        priority = random_.choice((1, 4097, 32769, 61441))
        bridges[name] = msgspec.structs.replace(
            bridge, ports=ports, path_cost=method, priority=priority, max_age_s=20
        )
    for _ in range(random_.randint(0, 2)):
        near, far = random_.sample(sorted(bridges), 2)
        size = random_.randint(2, 4)
        ends = [_add_channel(bridges, name, size, random_) for name in (near, far)]
        links += [Link((End(near, one), End(far, other))) for one, other in zip(*ends, strict=True)]
    speeds = {}
    for link in links:
        speed = random_.choice(SPEEDS)
        speeds.update(dict.fromkeys(link.ends, speed))
    return Topology(bridges=_cost(bridges, speeds), links=tuple(links)), random_, speeds


def _spice(port, random_):
    return msgspec.structs.replace(
        port,
        has_fixed_cost=random_.random() < 0.5,
        root_guard=random_.random() < 0.08,
        bpdu_guard=random_.random() < 0.02,
        priority=random_.choice((128, 128, 64, 16)),
    )


def _add_channel(bridges, name, size, random_):
    bridge = bridges[name]
    used = [p for port in bridge.ports.values() for p in (port.members or (port.name,))]
    first = len(used) + 1
    members = tuple(f"p{number}" for number in range(first, first + size))
    group = 1 + sum(bool(port.members) for port in bridge.ports.values())
    port = Port(name=f"Po{group}", cost=1, number=64 + group, members=members, has_fixed_cost=False)
    bridges[name] = msgspec.structs.replace(bridge, ports={**bridge.ports, port.name: port})
    return members


def _cost(bridges, speeds):
    from netredund.topology.costs import cost_of_speed

    made = {}
    for name, bridge in bridges.items():
        ports = {}
        for port in bridge.ports.values():
            names = port.members or (port.name,)
            # a channel bundles like speeds only
            speed = speeds[End(name, names[0])] if not port.members else 100
            cost = port.cost
            if not port.has_fixed_cost:
                cost = cost_of_speed(speed * len(names), bridge.path_cost)
            ports[port.name] = msgspec.structs.replace(port, cost=cost, speed=speed)
        made[name] = msgspec.structs.replace(bridge, ports=ports)
    return made


class Lab:
    """The network as switches; even ones run RSTP where `is_rapid`, all run STP else."""

    def __init__(self, topology, speeds, *, is_rapid):
        self.clock = Clock()
        self.topology = topology
        self.switches = {}
        channels = {
            End(name, member)
            for name, bridge in topology.bridges.items()
            for port in bridge.ports.values()
            for member in port.members
        }
        for place, bridge in enumerate(topology.bridges.values()):
            mode = TreeMode.RAPID_PVST if is_rapid and place % 3 else TreeMode.PVST
            self.switches[bridge.name] = self._build(bridge, speeds, channels, mode)
        self.cables = {}
        for link in topology.links:
            cable = Cable(self.clock, str(link))
            self.cables[link] = cable
            for end in link.ends:
                self.switches[end.bridge].attach(long_name(end.port), cable)

    def _build(self, bridge: Bridge, speeds, channels, mode):
        config = SwitchConfig(hostname=bridge.name, mode=mode)
        config.vlan_trees[1] = VlanTree(bridge.priority - 1)
        if bridge.path_cost is PathCost.LONG:
            config.pathcost_method = PathCostMethod.LONG
        hardware = []
        for port in bridge.ports.values():
            stanza = InterfaceConfig(
                cost=port.cost if port.has_fixed_cost else None,
                port_priority=port.priority,
                guard=Guard.ROOT if port.root_guard else None,
                bpduguard=True if port.bpdu_guard else None,
            )
            if port.members:
                group = int(port.name.removeprefix("Po"))
                config.interfaces[f"Port-channel{group}"] = stanza
                for member in port.members:
                    config.interfaces[long_name(member)] = InterfaceConfig(
                        channel_group=group, channel_mode=ChannelMode.ON
                    )
            else:
                config.interfaces[long_name(port.name)] = stanza
            for name in port.members or (port.name,):
                end = End(bridge.name, name)
                speed = 100 if end in channels else speeds[end]
                hardware.append(PortHardware(long_name(name), int(name[1:]), (speed,)))
        return Switch(config, hardware, self.clock, address=bridge.address, model=MODEL)

    def tree(self, name):
        return self.switches[name].tree(1)

    def number_channels(self):
        """Return the topology with the numbers that the platform gives its Port-channels."""
        bridges = dict(self.topology.bridges)
        for name, bridge in bridges.items():
            tree = self.tree(name)
            ports = dict(bridge.ports)
            for row in tree.ports if tree else ():
                short = row.interface.replace("Port-channel", "Po")
                if short in ports:
                    ports[short] = msgspec.structs.replace(ports[short], number=row.port.number)
            bridges[name] = msgspec.structs.replace(bridge, ports=ports)
        return msgspec.structs.replace(self.topology, bridges=bridges)


def long_name(port):
    return f"FastEthernet0/{port[1:]}"


def compare(lab, topology):
    """Return what the lab has and what is predicted where they differ."""
    tree = predict_tree(topology)
    names = {bridge.identifier: name for name, bridge in topology.bridges.items()}
    wrong = []
    for name, bridge in tree.bridges.items():
        seen = lab.tree(name)
        up = {n: p for n, p in bridge.ports.items() if p.state is not State.DISABLED}
        if seen is None or not seen.ports:
            if up:
                wrong.append(f"{name}: predicted {sorted(up)}, the lab has no port")
            continue
        got = (names.get((seen.root.priority, seen.root.address)), seen.root_cost)
        if got != (bridge.root, bridge.root_cost):
            wrong.append(f"{name}: predicted {bridge.root} {bridge.root_cost}, the lab has {got}")
        rows = {
            row.interface.replace("FastEthernet0/", "p").replace("Port-channel", "Po"): row
            for row in seen.ports
        }
        if set(rows) != set(up):
            wrong.append(f"{name}: predicted {sorted(up)} up, the lab has {sorted(rows)}")
        for port_name in sorted(set(rows) & set(up)):
            row, port = rows[port_name], up[port_name]
            have = (ROLES[row.role], STATES.get(row.state, str(row.state)))
            want = (port.role.value, port.state.value)
            if port.state is not State.BROKEN:
                far = row.designated_bridge
                have += (
                    names.get((far.priority, far.address)),
                    (row.designated_port.priority, row.designated_port.number),
                    row.designated_cost,
                )  # fmt: skip
                want += (port.designated_bridge, port.designated_port, port.designated_cost)
            if have != want:
                wrong.append(f"{name} {port_name}: predicted {want}, the lab has {have}")
    return wrong


def judge(seed, *, is_rapid):
    """Return what differs in one random network once it has settled, and after a cut."""
    topology, random_, speeds = draw(seed)
    lab = Lab(topology, speeds, is_rapid=is_rapid)
    lab.clock.run_for(SETTLED_S)
    lab.topology = lab.number_channels()
    wrong = compare(lab, lab.topology)
    if not any(port.bpdu_guard for b in topology.bridges.values() for port in b.ports.values()):
        link = random_.choice(topology.links)
        lab.cables[link].cut()
        lab.clock.run_for(SETTLED_S)
        links = tuple(each for each in topology.links if each != link)
        cut = msgspec.structs.replace(lab.topology, links=links)
        wrong += [f"after {link} was cut: {each}" for each in compare(lab, cut)]
    return wrong
