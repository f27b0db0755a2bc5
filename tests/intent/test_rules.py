import pytest

from netredund.errors import SiteError
from netredund.intent import parse_site

# A whole file, and every problem that it has: line, column and a part of the message.
CONTRADICTIONS = {
    "two roots of a VLAN": (
        """
switches: {sw1: , sw2: }
servers:
  a: {method: stp, root: sw1, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  b: {method: stp, vlan: 1, root: sw2, uplinks: {eth0: sw1 Fa0/2, eth1: sw2 Fa0/2}}
  c: {method: stp, vlan: 2, root: sw2, uplinks: {eth0: sw1 Fa0/3, eth1: sw2 Fa0/3}}
""",
        [(5, 35, "the root of VLAN 1 on sw1 is sw1")],
    ),
    "two priorities of a root": (
        """
switches: {sw1: , sw2: }
servers:
  a: {method: stp, root: sw1, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  b: {method: stp, root: sw1, root_priority: 4096, uplinks: {eth0: sw1 Fa0/2, eth1: sw2 Fa0/2}}
""",
        [(5, 46, "the priority of sw1 in VLAN 1 is 0")],
    ),
    "one group of two servers": (
        """
switches: {sw1: {stack: core}, sw2: {stack: core}, sw3: }
servers:
  a: {method: 802.3ad, channel_group: 7, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  b: {method: 802.3ad, channel_group: 7, uplinks: {eth0: sw2 Fa0/2, eth1: sw2 Fa0/3}}
  c: {method: 802.3ad, channel_group: 7, uplinks: {eth0: sw3 Fa0/2, eth1: sw3 Fa0/3}}
""",
        [(5, 39, "stack core has this group for a")],
    ),
    "one port of a stack with one address": (
        """
switches:
  sw1: {host: 192.0.2.1, stack: core}
  sw2: {host: 192.0.2.1, stack: core}
servers:
  a: {method: 802.3ad, uplinks: {eth0: sw1 Gi1/0/1, eth1: sw2 gi1/0/1}}
""",
        [(6, 59, "wired to a eth0")],
    ),
    "one address of two servers": (
        """
switches: {sw1: }
servers:
  a: {method: balance-alb, mac: 0019.e7aa.0100, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}
  b: {method: balance-alb, mac: "00:19:E7:AA:01:00", uplinks: {eth0: sw1 Fa0/3, eth1: sw1 Fa0/4}}
""",
        [(5, 33, "a has this address (line 4)")],
    ),
    "nine legs of a channel": (
        "switches: {sw1: }\nservers:\n  a:\n    method: 802.3ad\n    uplinks:\n"
        + "".join(f"      eth{n}: sw1 Fa0/{n}\n" for n in range(9)),
        [(14, 13, "a channel bundles 8 ports")],
    ),
    "three errors of one line and one above": (
        """
switches: {sw1: }
servers:
  a: {method: stp, cost: 0, leg_cost: 0, roots: sw1, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 fa0/1}}
""",
        [
            (4, 26, "out of range"),
            (4, 39, "out of range"),
            (4, 42, "did you mean 'root'?"),
            (4, 87, "wired to a eth0"),
        ],
    ),
}


@pytest.mark.parametrize("text, expected", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_contradictions_are_told_all_at_once_in_the_order_of_the_file(text, expected):
    with pytest.raises(SiteError) as caught:
        parse_site(text)
    found = caught.value.problems
    assert [(problem.line, problem.column) for problem in found] == [
        (line, column) for line, column, _ in expected
    ]
    for problem, (_, _, message) in zip(found, expected, strict=True):
        assert message in problem.message


FINE = {
    "one VLAN number in two networks": """
switches: {sw1: , sw2: , sw3: , sw4: }
servers:
  a: {method: stp, root: sw1, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  b: {method: stp, root: sw3, uplinks: {eth0: sw3 Fa0/1, eth1: sw4 Fa0/1}}
""",
    "one group number on two switches": """
switches: {sw1: , sw2: }
servers:
  a: {method: 802.3ad, channel_group: 1, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}
  b: {method: 802.3ad, channel_group: 1, uplinks: {eth0: sw2 Fa0/1, eth1: sw2 Fa0/2}}
""",
    "one port number of two stacked switches": """
switches: {sw1: {stack: a}, sw2: {stack: a}}
servers:
  a: {method: 802.3ad, uplinks: {eth0: sw1 Gi0/1, eth1: sw2 Gi0/1}}
""",
    "one address with two ports": """
switches: {sw1: {host: 127.0.0.1, port: 2201}, sw2: {host: 127.0.0.1, port: 2202}}
servers:
  a: {method: stp, root: 0019.e7aa.0100, uplinks: {eth0: sw1 Gi0/1, eth1: sw2 Gi0/1}}
""",
    "three legs": """
switches: {sw1: , sw2: }
servers:
  a: {method: stp, root: keep, uplinks: {eth0: sw1 Gi0/1, eth1: sw2 Gi0/1, eth2: sw2 Gi0/2}}
""",
    "an alias": """
switches: {sw1: , sw2: }
servers:
  a: {method: active-backup, trunk: &t {allowed: [10]}, uplinks: {e0: sw1 Gi0/1, e1: sw2 Gi0/1}}
  b: {method: active-backup, trunk: *t, uplinks: {e0: sw1 Gi0/2, e1: sw2 Gi0/2}}
""",
    "a merge": """
switches: {sw1: , sw2: }
servers:
  a: &a {method: active-backup, vlan: 7, uplinks: {e0: sw1 Gi0/1, e1: sw2 Gi0/1}}
  b: {<<: *a, uplinks: {e0: sw1 Gi0/2, e1: sw2 Gi0/2}}
""",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE.keys())
def test_what_is_in_order_is_read(text):
    assert parse_site(text).servers
