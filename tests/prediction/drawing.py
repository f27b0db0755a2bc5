"""Draws random networks: parallel links, rings, loops onto the same bridge, ties of every kind."""

import random

from netredund.topology import Bridge, BridgeKind, End, Link, PathCost, Port, Topology

_COSTS = (2, 4, 5, 19, 19, 19, 100)


def draw_topology(
    random_: random.Random,
    count: int,
    *,
    prefix: str = "b",
    port_priorities: tuple[int, ...] = (128, 128, 128, 64, 192),
    has_loops: bool = True,
    has_hubs: bool = True,
    has_down: bool = True,
) -> Topology:
    """Return a network of `count` bridges.

    `has_loops`: cables from a bridge to itself. `has_hubs`: bridges with STP off, which pass BPDUs
    on and make shared segments of their legs; never two of them joined, where BPDUs would circle.
    `has_down`: ports that are shut.
    """
    kinds = [has_hubs and place > 1 and random_.random() < 0.15 for place in range(count)]
    talking = [place for place, is_hub in enumerate(kinds) if not is_hub]
    pairs = []
    for place in range(1, count):
        choices = [each for each in range(place) if not (kinds[each] and kinds[place])]
        pairs.append((random_.choice(choices), place))
    for _ in range(random_.randint(2, count)):
        near, far = random_.choice(talking), random_.randrange(count)
        if near != far or has_loops:
            pairs.append((near, far))
    pairs += random_.choices([pair for pair in pairs if pair[0] != pair[1]], k=2)  # parallel ones
    random_.shuffle(pairs)
    same = random_.random() < 0.3
    ports: list[list[Port]] = [[] for _ in range(count)]
    links = []
    for near, far in pairs:
        ends = []
        for place in (near, far):
            number = len(ports[place]) + 1
            port = Port(
                name=f"p{number}",
                cost=19 if same else random_.choice(_COSTS),
                priority=random_.choice(port_priorities),
                number=number,
                up=False if has_down and random_.random() < 0.04 else None,
            )
            ports[place].append(port)
            ends.append(End(f"{prefix}{place}", port.name))
        links.append(Link(tuple(ends)))
    priorities = (32768,) if random_.random() < 0.3 else (1, 4097, 32768, 32769, 61440)
    addresses = random_.sample(range(1, 0xFFFF), count)
    return Topology(
        bridges={
            f"{prefix}{place}": Bridge(
                name=f"{prefix}{place}",
                address=f"0200.0000.{addresses[place]:04x}",
                priority=random_.choice(priorities),
                ports={port.name: port for port in ports[place]},
                kind=BridgeKind.SERVER,
                path_cost=PathCost.LINUX,
                has_stp=not kinds[place],
                max_age_s=40,
            )
            for place in range(count)
        },
        links=tuple(links),
    )
