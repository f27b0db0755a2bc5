"""A site of one server, from what a command line says: for a quick look without a site file."""

from collections.abc import Sequence

from netredund.errors import SiteError
from netredund.intent.document import Node
from netredund.intent.keys import Method
from netredund.intent.loading import build_site
from netredund.intent.problem import Problems
from netredund.intent.site import KEEP, Site

SERVER = "server"
"""How the server of a quick look is called."""
_NAME = "quick look"


def quick_site(
    method: Method,
    legs: Sequence[str],
    *,
    vlan: int | None = None,
    root: str | None = None,
    channel_group: int | None = None,
) -> Site:
    """Return the site of one server with `legs`, each `SWITCH:PORT`.

    What holds for a site file holds here too: raises SiteError with all that is wrong. A line
    number in it is that of a leg.

    >>> site = quick_site(Method.STP, ["sw1:Fa0/23", "sw2:Fa0/23"])
    >>> [(leg.switch, leg.interface) for leg in site.servers["server"].uplinks]
    [('sw1', 'FastEthernet0/23'), ('sw2', 'FastEthernet0/23')]
    """
    problems = Problems()
    parts = [_split(leg, number, problems) for number, leg in enumerate(legs, 1)]
    if problems:
        raise SiteError(_NAME, problems.sorted_by_position())
    names = dict.fromkeys(switch for switch, _ in parts)
    if root is not None and root != KEEP and _is_name(root):
        names[root] = None
    uplinks = [
        (_text(f"leg{number}", number), _text(f"{switch} {port}", number))
        for number, (switch, port) in enumerate(parts, 1)
    ]
    said: dict[str, Node] = {"method": _text(method.value), "uplinks": _mapping(uplinks)}
    if vlan is not None:
        said["vlan"] = _number(vlan)
    if root is not None:
        said["root"] = _text(root)
    if channel_group is not None:
        said["channel_group"] = _number(channel_group)
    server = _mapping([(_text(key), value) for key, value in said.items()])
    top = {
        "switches": _mapping([(_text(name), Node("null", 1, 1)) for name in names]),
        "servers": _mapping([(_text(SERVER), server)]),
    }
    return build_site(
        _mapping([(_text(key), value) for key, value in top.items()]), problems, _NAME
    )


def _split(leg: str, number: int, problems: Problems) -> tuple[str, str]:
    switch, colon, port = leg.strip().partition(":")
    if not (switch and colon and port):
        problems.report(
            Node("str", number, 1),
            "",
            "not a switch and its port",
            value=leg,
            allowed="SWITCH:PORT, for example sw1:Fa0/23",
        )
    return switch.strip(), port.strip()


def _is_name(root: str) -> bool:
    """Tell a switch from a bridge address, whose twelve digits may stand in several forms."""
    digits = [char for char in root.lower() if char in "0123456789abcdef"]
    return not (len(digits) == 12 and set(root.lower()) <= set("0123456789abcdef.:-"))


def _text(text: str, line: int = 1) -> Node:
    return Node("str", line, 1, text)


def _number(value: int) -> Node:
    return Node("int", 1, 1, str(value))


def _mapping(pairs: list[tuple[Node, Node]]) -> Node:
    node = Node("map", 1, 1)
    node.pairs = pairs
    return node
