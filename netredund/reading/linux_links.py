"""`bridge -d -j link` and `ip -d -j link`: iproute2's JSON."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from netredund.facts.linux import (
    BondInfo,
    BondPortInfo,
    BridgeInfo,
    BridgeLink,
    BridgeLinks,
    BridgePortInfo,
    BridgePortState,
    IpLinks,
    Link,
)
from netredund.facts.outcome import UnparsedLine
from netredund.reading.output import Outcome, Output

_NAME_KEY = re.compile(r'(?<!\\)"ifname"\s*+:')
_TEXT_FORM = re.compile(r"\d++: [^\s:]++(?:@[^\s:]++)?: <")
_BYTE = re.compile(r"\(byte (\d+)\)$")
_UNSAFE = 2**63


class _Keys(NamedTuple):
    """The record's fields that are keys of the JSON, by the kind of their values."""

    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    switches: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


_LINK = _Keys(
    numbers=("ifindex", "mtu"),
    texts=("master", "operstate", "link_type", "address"),
    lists=("flags",),
)
_BRIDGE_LINK = _Keys(
    numbers=("ifindex", "mtu", "priority", "cost"),
    texts=("master",),
    switches=(
        "hairpin", "guard", "root_block", "learning", "flood", "isolated", "locked",
    ),
    lists=("flags",),
)  # fmt: skip
_BRIDGE = _Keys(
    numbers=(
        "stp_state", "priority", "root_port", "root_path_cost", "forward_delay", "hello_time",
        "max_age", "ageing_time", "topology_change", "topology_change_detected", "vlan_filtering",
    ),
    texts=("bridge_id", "root_id", "group_fwd_mask", "group_addr"),
)  # fmt: skip
_BRIDGE_PORT = _Keys(
    numbers=(
        "priority", "cost", "designated_port", "designated_cost", "config_pending",
        "topology_change_ack",
    ),
    texts=("bridge_id", "root_id"),
    switches=("guard", "root_block"),
)  # fmt: skip
_BOND = _Keys(
    numbers=("miimon", "updelay", "downdelay", "arp_interval", "min_links", "lp_interval"),
    texts=(
        "mode", "active_slave", "arp_validate", "arp_all_targets", "primary", "primary_reselect",
        "fail_over_mac", "xmit_hash_policy", "ad_lacp_active", "ad_lacp_rate", "ad_select",
    ),
    lists=("arp_ip_target",),
)  # fmt: skip
_BOND_PORT = _Keys(
    numbers=(
        "link_failure_count", "queue_id", "ad_aggregator_id", "ad_actor_oper_port_state",
        "ad_partner_oper_port_state",
    ),
    texts=("state", "mii_status", "perm_hwaddr"),
    lists=("ad_actor_oper_port_state_str", "ad_partner_oper_port_state_str"),
)  # fmt: skip


class _Object:
    """A JSON object whose values are taken by kind; a value of another kind is noted."""

    def __init__(self, output: Output, values: dict[str, Any], line: int, name: str) -> None:
        self._output = output
        self._values = values
        self._name = name
        self.line = line

    def _wrong(self, key: str, value: object, expected: str) -> None:
        self._output.problem(
            f"{self._name}: {key} is {str(value)[:80]!r}, expected {expected}", self.line
        )

    def number(self, key: str) -> int | None:
        value = self._values.get(key)
        if value is None or (type(value) is int and abs(value) < _UNSAFE):
            return value
        self._wrong(key, value, "a number")
        return None

    def text(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is None or isinstance(value, str):
            return value
        self._wrong(key, value, "text")
        return None

    def switch(self, key: str) -> bool | None:
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        if value in ("on", "off", 0, 1):
            return value in ("on", 1)
        self._wrong(key, value, "true or false")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._wrong(key, value, "a list of texts")
        return ()

    def below(self, key: str) -> "_Object":
        value = self._values.get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, value, "an object")
            value = None
        return _Object(self._output, value or {}, self.line, self._name)

    def state(self) -> BridgePortState | None:
        word = self.text("state")
        return None if word is None else self._output.token(BridgePortState, word, self.line)

    def take(self, keys: _Keys) -> dict[str, Any]:
        found: dict[str, Any] = {key: self.number(key) for key in keys.numbers}
        found |= {key: self.text(key) for key in keys.texts}
        found |= {key: self.switch(key) for key in keys.switches}
        found |= {key: self.texts(key) for key in keys.lists}
        return found


def _decoded(output: Output) -> list[Any] | None:
    """Return the list that the text is, null (and the reason noted) where it is none."""
    text = "\n".join(line.text for line in output.lines)
    form = next((line for line in output.lines if _TEXT_FORM.match(line.text)), None)
    reason, line = "", None
    if form is not None:
        command = output.command.syntax.syntax
        reason, line = f"this is the text form: record it with `{command}`", form.number
    elif text:
        try:
            decoded = msgspec.json.decode(text)
            if isinstance(decoded, list):
                return decoded
            reason = f"expected a list of links, got {type(decoded).__name__}"
            line = output.lines[0].number
        except msgspec.DecodeError as error:
            at = _BYTE.search(str(error))
            before = text.encode("utf-8", "replace")[: int(at[1])].count(b"\n") if at else 0
            line = output.lines[min(before, len(output.lines) - 1)].number
            reason = f"not one whole JSON document: {error}"
        except UnicodeEncodeError:
            reason, line = "not one whole JSON document: wrong characters", output.lines[0].number
        except RecursionError:
            reason, line = "JSON of too many levels", output.lines[0].number
    if reason:
        output.problem(reason, line)
        output.unparsed += [UnparsedLine(number, shown) for number, shown in output.lines]
    return None


def _name_lines(output: Output) -> list[int]:
    """Return the line of every `"ifname"` key, in the order of the text."""
    return [line.number for line in output.lines for _ in range(len(_NAME_KEY.findall(line.text)))]


def _objects(output: Output) -> Iterator[tuple[_Object, str]]:
    """Yield each link with its name."""
    decoded = _decoded(output)
    if decoded == []:
        output.is_empty = True
    # iproute2 before 5.1 prints {} for each link that a filter leaves out.
    links = [item for item in decoded or [] if item != {}]
    if decoded and not links:
        output.is_empty = True
    lines = _name_lines(output)
    names = [item.get("ifname") if isinstance(item, dict) else None for item in links]
    is_matched = len(lines) == sum(name is not None for name in names)
    at = iter(lines if is_matched else [])
    first = output.lines[0].number if output.lines else 0
    seen: dict[str, int] = {}
    for item, name in zip(links, names, strict=True):
        line = next(at, first) if name is not None else first
        if not isinstance(name, str):
            output.problem(f"a link without a name: {str(item)[:80]!r}", line)
            continue
        if name in seen:
            output.problem(f"{name} stands twice, also on line {seen[name]}", line)
        seen.setdefault(name, line)
        yield _Object(output, item, line, name), name


def _carrier(flags: tuple[str, ...]) -> dict[str, Any]:
    """Return whether the link is switched on, and has carrier (RFC 2863: LOWER_UP)."""
    is_up = "UP" in flags if flags else None
    return {"is_up": is_up, "has_carrier": "LOWER_UP" in flags if is_up else None}


def _outcome(output: Output, *, has_facts: bool) -> Outcome:
    """Return the shared fields; a list that is closed shows its own end."""
    outcome = output.outcome(has_facts=has_facts)
    outcome["ended"] = outcome["ended"] or has_facts or outcome["empty"]
    return outcome


def read_bridge(output: Output) -> BridgeLinks:
    """Read `bridge -d -j link`; an empty list means that no link is a bridge port."""
    ports = []
    for link, name in _objects(output):
        values = link.take(_BRIDGE_LINK)
        if values["master"] is None or link.text("state") is None:
            output.problem(f"{name}: no master or no state: no bridge port", link.line)
        ports.append(
            BridgeLink(
                line=link.line,
                interface=name,
                peer=link.text("link"),
                state=link.state(),
                **_carrier(values["flags"]),
                **values,
            )
        )
    return BridgeLinks(ports=tuple(ports), **_outcome(output, has_facts=bool(ports)))


def read_ip(output: Output) -> IpLinks:
    """Read `ip -d -j link`; without `-d` the details are null."""
    links = []
    for link, name in _objects(output):
        values = link.take(_LINK)
        info = link.below("linkinfo")
        kind, slave_kind = info.text("info_kind"), info.text("info_slave_kind")
        data, slave_data = info.below("info_data"), info.below("info_slave_data")
        links.append(
            Link(
                line=link.line,
                interface=name,
                peer=link.text("link"),
                permanent_address=link.text("permaddr"),
                alternative_names=link.texts("altnames"),
                kind=kind,
                slave_kind=slave_kind,
                vlan_id=data.number("id") if kind == "vlan" else None,
                bridge=BridgeInfo(**data.take(_BRIDGE)) if kind == "bridge" else None,
                bridge_port=_bridge_port(slave_data) if slave_kind == "bridge" else None,
                bond=_bond(data) if kind == "bond" else None,
                bond_port=(
                    BondPortInfo(**slave_data.take(_BOND_PORT)) if slave_kind == "bond" else None
                ),
                **_carrier(values["flags"]),
                **values,
            )
        )
    return IpLinks(links=tuple(links), **_outcome(output, has_facts=bool(links)))


def _bridge_port(data: _Object) -> BridgePortInfo:
    return BridgePortInfo(
        state=data.state(),
        port_id=data.text("id"),
        port_no=data.text("no"),
        **data.take(_BRIDGE_PORT),
    )


def _bond(data: _Object) -> BondInfo:
    partner = data.below("ad_info")
    return BondInfo(
        ad_aggregator=partner.number("aggregator"),
        ad_num_ports=partner.number("num_ports"),
        ad_actor_key=partner.number("actor_key"),
        ad_partner_key=partner.number("partner_key"),
        ad_partner_mac=partner.text("partner_mac"),
        **data.take(_BOND),
    )
