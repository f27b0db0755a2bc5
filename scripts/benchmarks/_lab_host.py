"""A process that serves as many switches as it is told: `lab FILE` or `fakenos COUNT`.

Run by lab.py. Prints a line of JSON when all listen: name, port, user, password and, where there is
one for each, the host key. Answers each line of its input with the state of the trees as JSON, and
ends with its input.
"""

import json
import pathlib
import socket
import sys


def serve_lab(path: str) -> None:
    from netredund.lab import Lab

    with Lab(pathlib.Path(path)) as lab:
        targets = [
            {
                "name": each.name,
                "port": each.port,
                "user": each.user,
                "password": each.password,
                "key": each.host_key,
            }
            for each in lab.addresses.values()
        ]
        print(json.dumps(targets), flush=True)
        for _ in sys.stdin:
            print(json.dumps(lab.call(describe_trees)), flush=True)


def describe_trees(network) -> dict[str, object]:  # type: ignore[no-untyped-def]  # imported late
    """Return how many trees there are, whose roots, and how many ports are on their way."""
    trees = [tree for device in network.devices.values() for tree in device.switch.trees()]
    states = [port.state.value for tree in trees for port in tree.ports]
    return {
        "trees": len(trees),
        "roots": sorted({f"{tree.vlan} {tree.root.address}" for tree in trees}),
        "ports": len(states),
        "moving": sum(state in ("LIS", "LRN") for state in states),
    }


def serve_fakenos(count: str) -> None:
    from fakenos import FakeNOS

    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(count))]
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    login = {"username": "admin", "password": "admin"}
    hosts = {
        f"switch{number}": {"port": port, "platform": "cisco_ios", **login}
        for number, port in enumerate(ports)
    }
    FakeNOS({"hosts": hosts}).start()
    targets = [
        {"name": name, "port": host["port"], "user": "admin", "password": "admin"}
        for name, host in hosts.items()
    ]
    print(json.dumps(targets), flush=True)
    for _ in sys.stdin:
        print("{}", flush=True)


if __name__ == "__main__":
    {"lab": serve_lab, "fakenos": serve_fakenos}[sys.argv[1]](sys.argv[2])
