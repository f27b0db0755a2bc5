"""What a site's captures show, read a second time by a reader that shares nothing with the library.

It knows only the layouts of `fixtures/scenarios`, reads each line on its own with plain patterns,
and tells why a *pass* would not be true of a text. Each reason has a kind:

- fault: a line shows it, so the verdict must be *fail*;
- clash: lines contradict each other, so nothing is proved;
- gap: what the proof needs is not there.
"""

import json
import re
from collections import defaultdict
from typing import NamedTuple

_PROMPT = re.compile(r"^([A-Za-z][\w-]*)[#>](.*)$")
_LONG = {"FastEthernet": "Fa", "GigabitEthernet": "Gi", "Port-channel": "Po"}
_ROW = re.compile(r"^(\S+)\s+([A-Z][a-z]{3})\s+([A-Z]{3}\*?)\s*(\d+)\s+(\d+)\.(\d+)(?:\s+(\S.*))?$")
_BRIEF = re.compile(
    r"^(\S+)\s+(\d+\.\d+)\s+\d+\s+(\d+)\s+([A-Z]{3}\*?)\s+\d+\s+(\d+)\s+(\S+)\s+(\S+)"
)
_DETAIL = re.compile(r"^ ?Port \d+ \((\S+)\) of (\w+) is (.*?)\s*$")
_HEAD = re.compile(r"^\s*(?:#+ )?(VLAN|MST)0*(\d+)\b")
_ROLES = {"root": "Root", "designated": "Desg", "alternate": "Altn", "backup": "Back"}
_STATES = {
    "forwarding": "FWD",
    "blocking": "BLK",
    "listening": "LIS",
    "learning": "LRN",
    "disabled": "DIS",
    "down": "DIS",
    "broken": "BKN*",
}
_STATUS = re.compile(
    r"\s(connected|notconnect|err-disabled|disabled|suspended|inactive|monitoring|up|down)\s+"
    r"(\S+)\s+(\S+)\s+(\S+)"
)
_HARM = re.compile(
    r"spanning-tree (?:portfast(?! disable)|bpduguard enable|bpdufilter enable|guard (?:root|loop))"
)
_HOLDS = re.compile(r"switchport port-security$|dot1x pae authenticator|ip verify source")


class Reason(NamedTuple):
    """Why a pass would not be true."""

    kind: str
    text: str


def short(name):
    for long, brief in _LONG.items():
        if name.startswith(long):
            return brief + name[len(long) :]
    return name


class Output(NamedTuple):
    """One command's lines on one device, and whether the next prompt shows their end."""

    device: str
    name: str
    lines: list
    is_ended: bool


def outputs(texts):
    """Yield each command's output: a file of a device's folder, or a piece of a log."""
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        lines = re.split(r"\r?\n", text)
        if folder:
            body = [line for line in lines if not _PROMPT.match(line)]
            first = next((at for at, line in enumerate(lines) if not _PROMPT.match(line)), 0)
            ended = any(_PROMPT.match(line) for line in lines[first:])
            yield Output(folder, name, body, ended)
            continue
        device, typed, body = None, "", []
        for line in lines:
            prompt = _PROMPT.match(line)
            if not prompt:
                body.append(line)
                continue
            if device and typed.strip():
                yield Output(device, re.sub(r"[ /|]", "_", typed.strip()) + ".txt", body, True)
            device, typed, body = prompt[1], prompt[2], []
        if device and typed.strip():
            yield Output(device, re.sub(r"[ /|]", "_", typed.strip()) + ".txt", body, False)


class Tree:
    """One switch's tree of the VLAN, as one output shows it."""

    def __init__(self):
        self.root = self.bridge = self.root_cost = self.root_port = None
        self.is_self = False
        self.rows = defaultdict(list)
        self.odd = []


def _number(pattern, line):
    match = re.search(pattern, line)
    return int(match[1]) if match else None


def read_tree(output, wanted):
    """Read the instance of the name `wanted` (`VLAN10`, `MST1`) in table, brief or detail form."""
    tree, inside, block, port = None, False, "", None
    for line in output.lines:
        detail = _DETAIL.match(line)
        head = None if detail else _HEAD.match(line)
        if head:
            inside = head[1] + head[2] == wanted
            block = ""
            if inside:
                tree = tree or Tree()
                if line.startswith("#") and not re.search(r"vlans mapped: +10$", line):
                    tree.odd.append(Reason("gap", f"mapping {line!r}"))
            continue
        if not inside or tree is None:
            continue
        if re.search(r"Root ID +Priority", line):
            block = "root"
            tree.root = [_number(r"Priority\s+(\d+)$", line), None]
        elif re.search(r"Bridge ID +Priority", line):
            block = "bridge"
            tree.bridge = [_number(r"Priority\s+(\d+)", line), None]
        elif re.match(r"\s+Address ", line) and block:
            which = tree.root if block == "root" else tree.bridge
            which[1] = line.split()[-1]
        elif "This bridge is the root" in line or "We are the root" in line:
            tree.is_self = True
        elif re.match(r"\s+Cost +\d+$", line):
            tree.root_cost = int(line.split()[-1])
        elif block == "root" and re.match(r"\s+Port +\d", line):
            tree.root_port = line.split("(")[-1].rstrip(") ")
        elif line.startswith("Bridge  "):
            match = re.search(r"address (\S+) +priority +(\d+)", line)
            tree.bridge = [int(match[2]), match[1]] if match else None
        elif line.startswith("Root  "):
            match = re.search(r"address (\S+) +priority +(\d+)", line)
            tree.root = [int(match[2]), match[1]] if match else None
            tree.is_self = "this switch" in line
        elif re.match(r"\s+port +\S+ +cost ", line):
            tree.root_port, tree.root_cost = line.split()[1], _number(r"cost +(\d+)", line)
        elif "Bridge Identifier has priority" in line:
            extension = _number(r"sysid (\d+)", line) or 0
            own = _number(r"priority (\d+)", line)
            tree.bridge = [None if own is None else own + extension, line.split()[-1]]
        elif "Current root has priority" in line:
            tree.root = [_number(r"priority (\d+)", line), line.split()[-1]]
        elif "Root port is" in line:
            tree.root_port = line.split("(")[-1].partition(")")[0]
            tree.root_cost = _number(r"cost of root path is (\d+)", line)
        elif detail:
            port = short(detail[1])
            words = detail[3].split(" (")[0].split()
            role = _ROLES.get(words[0]) if len(words) > 1 else None
            state = _STATES.get(words[-1] if words else "")
            if role is None and len(words) == 1:
                is_way = short(tree.root_port or "") == port
                role = "Root" if is_way else "Altn" if state == "BLK" else "Desg"
            tree.rows[port].append([role, state, None, line])
        elif "Port path cost" in line and port:
            tree.rows[port][-1][2] = _number(r"cost (\d+)", line)
        elif "in the portfast" in line or re.search(
            r"(?:Bpdu|Root|Loop) (?:guard|filter) is enabled", line
        ):
            tree.odd.append(Reason("fault", line))
        elif _ROW.match(line):
            row = _ROW.match(line)
            tree.rows[short(row[1])].append([row[2], row[3], int(row[4]), line])
        elif _BRIEF.match(line):
            row = _BRIEF.match(line)
            is_way = short(tree.root_port or "") == short(row[1])
            role = "Root" if is_way else "Altn" if row[4] == "BLK" else "Desg"
            tree.rows[short(row[1])].append([role, row[4], int(row[3]), line])
    if tree and tree.is_self and (tree.root is None or output.name.endswith("detail.txt")):
        tree.root = tree.bridge
    return tree


_MAY = {
    ("Desg", "FWD"), ("Root", "FWD"), ("Mstr", "FWD"), ("Boun", "FWD"),
    ("Altn", "BLK"), ("Back", "BLK"), ("Boun", "BLK"),
}  # fmt: skip


class Site(NamedTuple):
    """What the scenario's site file wants; the switches of a stack may show one name."""

    method: str
    server: str
    legs: list  # (nic, switch, short port)
    wanted: dict
    is_stack: bool


def read_site(document):
    """Take what matters out of a parsed site file of one server."""
    (name, server), *_ = document["servers"].items()
    legs = [(nic, end.split()[0], short(end.split()[1])) for nic, end in server["uplinks"].items()]
    is_stack = any("stack" in switch for switch in document["switches"].values())
    return Site(server["method"], name, legs, server, is_stack)


def judge(site, texts):
    """Return every reason why a pass would not be true of the texts."""
    found = list(outputs(texts))
    reasons = list(_names(site, texts)) + list(_statuses(site, found))
    if site.method == "stp":
        reasons += _stp(site, found)
    elif site.method == "802.3ad":
        reasons += _lacp(site, found)
    else:
        reasons += _plain(site, found)
    return reasons


def _names(site, texts):
    switches = {switch for _, switch, _ in site.legs}
    for path, text in texts.items():
        folder = path.rpartition("/")[0]
        shown = {match[1] for match in re.finditer(r"(?m)^([A-Za-z][\w-]*)[#>]", text)}
        for name in shown & switches:
            if folder and folder != name and not site.is_stack:
                kind = "clash" if len(shown) > 1 else "fault"
                yield Reason(kind, f"{path}: prompt of {name}")


def _statuses(site, found):
    """Yield legs that are not connected."""
    for output in found:
        if "show_interfaces" not in output.name or "status" not in output.name:
            continue
        for _, switch, port in site.legs:
            for line in output.lines if output.device == switch else ():
                match = _STATUS.search(line)
                if line.split()[:1] == [port] and match and match[1] not in ("connected", "up"):
                    yield Reason("fault", line)


def _stanza(output, port):
    """Return the lines of a port's stanza in a running-config, null where there is none."""
    lines = None
    for line in output.lines:
        if line.startswith("interface ") and short(line.partition(" ")[2].strip()) == port:
            lines = []
        elif lines is not None:
            if not line.startswith(" "):
                break
            lines.append(line.strip())
    return lines


def _configs(found, switch):
    return [o for o in found if o.device == switch and o.name == "show_running-config.txt"]


# --- stp


def _stp(site, found):
    vlan = site.wanted.get("vlan", 1)
    is_mst = any("show_spanning-tree_mst" in output.name for output in found)
    wanted = "MST1" if is_mst else f"VLAN{vlan}"
    trees = {}
    for output in found:
        if not output.name.startswith("show_spanning-tree") or "summary" in output.name:
            continue
        tree = read_tree(output, wanted)
        if tree:
            trees.setdefault(output.device, []).append(tree)
    if is_mst:
        mapping = [
            line
            for output in found
            if output.device == "sw1" and output.name.endswith("mst_configuration.txt")
            for line in output.lines
        ]
        if not any(re.match(r"^1 +10$", line) for line in mapping):
            yield Reason("gap", "mapping of sw1")
    long = any(
        "spanning-tree_summary" in output.name and "method used is long" in "\n".join(output.lines)
        for output in found
    )
    cost = site.wanted.get("cost", 2000000 if long or is_mst else 100)
    if "cost" not in site.wanted and not long and not is_mst:
        cost = None
    root_of = _root_of_site(trees)
    if root_of is None:
        yield Reason("gap", "no bridge identifier of sw1")
    elif root_of[0] != site.wanted.get("root_priority", 0) + _extension(wanted, trees, root_of):
        yield Reason("fault", f"priority of sw1 {root_of}")
    bridges = {}
    for switch, own in trees.items():
        for tree in own:
            yield from tree.odd
            if tree.bridge and tree.bridge[1]:
                other = bridges.setdefault(tree.bridge[1].lower(), switch)
                if other != switch:
                    yield Reason("fault", f"one bridge on {other} and {switch}")
    for switch in dict.fromkeys(switch for _, switch, _ in site.legs):
        legs = [port for _, one, port in site.legs if one == switch]
        if not trees.get(switch):
            yield Reason("gap", f"no tree of {switch}")
        for tree in trees.get(switch, []):
            yield from _judge_tree(tree, switch, legs, cost, root_of)
    yield from _ends(site, found, trees)
    yield from _stp_config(site, found, cost)
    yield from _server(site, found)


def _extension(wanted, trees, root_of):
    if wanted == "VLAN1" and root_of[0] == 4096:
        return 0  # 12.x without extended system id
    return int(wanted.strip("VLANMST"))


def _root_of_site(trees):
    for tree in trees.get("sw1", []):
        if tree.bridge and None not in tree.bridge:
            return (tree.bridge[0], tree.bridge[1].lower())
    return None


def _judge_tree(tree, switch, legs, cost, root_of):
    named = tree.root and (tree.root[0], (tree.root[1] or "").lower())
    if not named or None in tree.root:
        yield Reason("gap", f"{switch}: root")
    elif root_of and named != root_of:
        yield Reason("fault", f"{switch}: root {named}")
    if tree.is_self and tree.bridge and named and named != (tree.bridge[0], tree.bridge[1]):
        yield Reason("clash", f"{switch}: root itself, and another")
    ways = [
        port for port, rows in tree.rows.items() if any(row[0] in ("Root", "Mstr") for row in rows)
    ]
    for port, rows in tree.rows.items():
        if len({(row[0], row[1]) for row in rows}) > 1 or len(rows) > 1:
            yield Reason("clash", f"{switch} {port} twice")
        for role, state, got, line in rows:
            if state in ("LIS", "LRN", "BKN*", "DIS") or (role, state) == ("Desg", "BLK"):
                yield Reason("fault", line)
            elif port in legs and (role, state) not in _MAY:
                bad = role in ("Desg", "Root", "Altn", "Back", "Disb") and state != "FWD"
                yield Reason("fault" if bad and state == "BLK" else "clash", line)
            if re.search(r"\*\w+_Inc|Dispute", line):
                yield Reason("fault", line)
            if port in legs:
                if role in ("Root", "Mstr"):
                    yield Reason("fault", line)
                if "Edge" in line:
                    yield Reason("fault", line)
                if got is None:
                    yield Reason("gap", f"cost of {line}")
                elif cost is not None and got != cost:
                    yield Reason("fault", line)
                if tree.root_cost is not None and got is not None and got <= tree.root_cost:
                    yield Reason("fault", f"{got} no guard against {tree.root_cost}")
    if tree.is_self:
        if ways:
            yield Reason("clash", f"{switch}: root with a root port")
        return
    if len(ways) > 1:
        yield Reason("clash", f"{switch}: root ports {ways}")
    if not ways:
        yield Reason("gap", f"{switch}: no root port")
    for port in ways:
        if any(row[1] != "FWD" for row in tree.rows[port]):
            yield Reason("fault", f"{switch}: root port {tree.rows[port]}")
    if tree.root_port and ways and short(tree.root_port) not in ways:
        yield Reason("clash", f"{switch}: root port {tree.root_port} and {ways}")


def _ends(site, found, trees):
    """Yield unless exactly all legs but one are shown as blocked, at one end each."""
    states = _server_states(site, found)
    blocked = at_switch = 0
    for nic, switch, port in site.legs:
        rows = [row for tree in trees.get(switch, []) for row in tree.rows.get(port, [])]
        if not rows:
            yield Reason("gap", f"no row of {switch} {port}")
            return
        if len({(row[0], row[1]) for row in rows}) > 1:
            yield Reason("clash", f"{switch} {port}: {rows}")
            return
        here = rows[0][1] == "BLK" and rows[0][0] in ("Altn", "Back", "Boun")
        if rows[0][0] == "Back":
            yield Reason("fault", rows[0][3])
        own = states.get(nic, set())
        if len(own) > 1:
            yield Reason("clash", f"{nic}: {own}")
            return
        if own - {"forwarding", "blocking"}:
            yield Reason("fault", f"{nic}: {own}")
        if here and "blocking" in own:
            yield Reason("fault", f"{nic} blocked at both ends")
        blocked += here or "blocking" in own
        at_switch += here
    wanted = len(site.legs) - 1
    if at_switch != wanted and not all(states.get(nic) for nic, _, _ in site.legs):
        kind = "fault" if blocked > wanted else "gap"
        yield Reason(kind, f"{blocked} blocked ends seen, not all ends shown")
    elif blocked != wanted:
        yield Reason("fault", f"{blocked} blocked ends")


def _json(output):
    if not output.name.startswith(("bridge_", "ip_")):
        return []
    try:
        value = json.loads("\n".join(output.lines))
    except ValueError:
        return []
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _server_states(site, found):
    states = defaultdict(set)
    for output in found:
        if output.device != site.server:
            continue
        for link in _json(output):
            info = link.get("linkinfo", {}) if "ip_" in output.name else {"info_slave_data": link}
            state = info.get("info_slave_data", {}).get("state")
            if state and link.get("master"):
                states[link.get("ifname")].add(state)
        if "showstp" in output.name:
            nic = None
            for line in output.lines:
                if re.match(r"^\S+ \(\d+\)$", line):
                    nic = line.split()[0]
                match = re.search(r"\tstate\s+(\w+)\s*$", line)
                if match and nic:
                    states[nic].add(match[1])
                    nic = None
    return states


def _server(site, found):
    """Yield what the server's own views show against it."""
    masters = set()
    for output in found:
        if output.device != site.server:
            continue
        for link in _json(output):
            if link.get("ifname") in [nic for nic, _, _ in site.legs]:
                masters.add(link.get("master"))
            data = link.get("linkinfo", {}).get("info_data", {})
            if link.get("ifname") == "br0" and data.get("stp_state") == 0:
                yield Reason("fault", "STP off")
        if output.name == "brctl_show.txt":
            for line in output.lines:
                if line.split()[2:3] == ["no"] and line.startswith("br0"):
                    yield Reason("fault", line)
    if len(masters) > 1:
        yield Reason("fault", f"legs in {masters}")


def _stp_config(site, found, cost):
    for _, switch, port in site.legs:
        for output in _configs(found, switch):
            lines = _stanza(output, port)
            for line in lines or ():
                if _HARM.match(line) or line == "shutdown":
                    yield Reason("fault", line)
                if re.match(r"spanning-tree cost \d+$", line) and int(line.split()[-1]) != cost:
                    yield Reason("fault", line)
            for line in output.lines:
                priority = re.match(r"spanning-tree vlan 10 priority (\d+)$", line)
                if priority and switch == "sw1":
                    wanted = site.wanted.get("root_priority", 0)
                    if int(priority[1]) != wanted:
                        yield Reason("fault", line)
                if line.startswith("hostname ") and line.split()[1:] != [switch]:
                    yield Reason("fault", line)


# --- 802.3ad

_SUMMARY = re.compile(r"^(\d+)\s+Po(\d+)\s*\((\w+)\)\s+(\S+)?(.*)$")
_MEMBER = re.compile(r"([A-Z][\w/.-]+)\((\S*?)\)")


def _lacp(site, found):
    legs = [port for _, _, port in site.legs]
    bundled = dict.fromkeys(legs, False)
    is_group_shown = False
    for output in found:
        text = "\n".join(output.lines)
        if "etherchannel" in output.name and output.device == "sw1":
            summary, shown = list(_rows(output)), False
            for group, flags, protocol, members in summary:
                for port, flag in members:
                    port = short(port)
                    if port in legs and group != 1:
                        yield Reason("fault", f"{port} in group {group}")
                    if group != 1:
                        continue
                    if port not in legs:
                        yield Reason("fault", f"stranger {port}")
                    elif flag not in ("P", "bndl", "Pd"):
                        yield Reason("fault", f"{port}({flag})")
                    else:
                        bundled[port] = True
                if group == 1:
                    shown = protocol == "LACP"
                    if "U" not in flags or set(flags) & set("DMNfumw"):
                        yield Reason("fault", f"Po1({flags})")
                    if protocol in ("PAgP", "-"):
                        yield Reason("fault", f"protocol {protocol}")
            is_group_shown = is_group_shown or shown
            yield from _paragraphs(text, legs, bundled)
            needed = (
                r"(?m)^Port-channel: Po1\b",
                r"(?m)^Port state += .*\bAg-Inuse",
                r"(?m)^Protocol += +LACP",
            )
            if all(re.search(pattern, text) for pattern in needed):
                is_group_shown = True
        if output.name == "show_lacp_neighbor.txt":
            yield from _neighbors(output, legs)
        if "interfaces_status" in output.name:
            yield from _likeness(output, legs)
        if output.name == "proc_net_bonding_bond0.txt":
            yield from _bond(site, text, "802.3ad")
    for output in _configs(found, "sw1"):
        for port in legs:
            for line in _stanza(output, port) or ():
                if re.match(r"channel-group (?!1 mode (?:active|passive)$)\d+ mode \w+$", line):
                    yield Reason("fault", line)
                if line == "shutdown":
                    yield Reason("fault", line)
        for line in _stanza(output, "Po1") or ():
            if re.match(r"port-channel min-links [2-9]", line):
                yield Reason("fault", line)
    if not is_group_shown:
        yield Reason("gap", "group 1 in use by LACP")
    for port, is_seen in bundled.items():
        if not is_seen:
            yield Reason("gap", f"{port} bundled")


def _rows(output):
    """Yield group, flags, protocol and members of each row, continued lines joined."""
    row = None
    for line in output.lines:
        match = _SUMMARY.match(line)
        if match:
            if row:
                yield row
            row = [int(match[1]), match[3], match[4], _MEMBER.findall(line[match.start(4) :])]
        elif row and re.match(r"^\s+\S+\(", line):
            row[3] += _MEMBER.findall(line)
    if row:
        yield row


def _paragraphs(text, legs, bundled):
    """Yield what `port-channel` and `detail` show against the bundle; mark what is bundled."""
    if "Port-channel: Po1" not in text:
        return
    if re.search(r"(?m)^Port state += Port-channel .*Ag-Not-Inuse", text):
        yield Reason("fault", "Ag-Not-Inuse")
    for match in re.finditer(r"(?m)^Protocol += +(PAgP|-)\s*$", text):
        yield Reason("fault", match[0])
    count = re.search(r"Number of ports = (\d+)", text)
    rows = re.findall(r"(?m)^\s+\d+\s+[0-9A-F]{2}\s+(\S+)\s+(\S+)\s+\d+\s*$", text)
    if count and int(count[1]) != len(rows):
        yield Reason("clash", f"{count[0]} and {len(rows)} rows")
    for port, state in rows:
        if short(port) not in legs:
            yield Reason("fault", f"stranger {port}")
        elif state not in ("Active", "Passive"):
            yield Reason("fault", f"{port} {state}")
        else:
            bundled[short(port)] = True
    for part in re.split(r"(?m)^(?=Port: )", text)[1:]:
        name = part.split()[1]
        state = re.search(r"(?m)^Port state += (.*)$", part)
        if state and "In-Bndl" not in state[1].split():
            is_listed = any(short(port) == short(name) for port, _ in rows)
            yield Reason("clash" if is_listed else "fault", f"{name} {state[1]}")
        if short(name) not in legs:
            yield Reason("fault", f"stranger {name}")
    yield from _partner_rows(text.split("\n"), legs)


def _neighbors(output, legs):
    yield from _partner_rows(output.lines, legs)


def _partner_rows(lines, legs):
    """Yield unless all partners that are shown are one."""
    row = re.compile(r"^(\S+)\s+[SF][AP]\s+\d+\s+([0-9a-f.]{14})\s+\d+s\s+\S+\s+(\S+)\s+\S+\s+\S+")
    seen = [row.match(line) for line in lines]
    heard = [(match[2], match[3]) for match in seen if match and short(match[1]) in legs]
    if len(set(heard)) > 1:
        yield Reason("fault", f"partners {heard}")
    if any(system == "0000.0000.0000" for system, _ in heard):
        yield Reason("fault", "silent partner")


def _likeness(output, legs):
    speeds = set()
    for line in output.lines:
        match = _STATUS.search(line)
        if line.split()[:1] and short(line.split()[0]) in legs and match:
            if "half" in match[3]:
                yield Reason("fault", line)
            if re.fullmatch(r"(a-)?\d+", match[4]):
                speeds.add(int(match[4].removeprefix("a-")))
    if len(speeds) > 1:
        yield Reason("fault", f"speeds {speeds}")


def _bond(site, text, mode):
    head, *slaves = re.split(r"(?m)^Slave Interface: ", text)
    shown = re.search(r"(?m)^Bonding Mode: (.*)$", head)
    if shown and mode not in shown[1]:
        yield Reason("fault", shown[0])
    if re.search(r"(?m)^MII Polling Interval \(ms\): 0$", head):
        yield Reason("fault", "no miimon")
    active = re.search(r"(?m)^\s+Aggregator ID: (\d+)$", head)
    names = [part.split()[0] for part in slaves if part.split()]
    for nic, _, _ in site.legs:
        if names and nic not in names:
            yield Reason("gap", f"{nic} is no slave")
    minimum = re.search(r"(?m)^Min links: (\d+)$", head)
    if minimum and int(minimum[1]) >= len(site.legs):
        yield Reason("fault", minimum[0])
    for part in slaves:
        status = re.search(r"(?m)^MII Status: (.*)$", part)
        if status and status[1] != "up":
            yield Reason("fault", status[0])
        aggregator = re.search(r"(?m)^Aggregator ID: (\d+)$", part)
        if aggregator and active and aggregator[1] != active[1]:
            yield Reason("fault", aggregator[0])
        if "system mac address: 00:00:00:00:00:00" in part:
            yield Reason("fault", "no partner")


# --- active-backup, balance-alb


def _plain(site, found):
    trunk = site.wanted.get("trunk")
    vlan = str(site.wanted.get("vlan", 1))
    for _, switch, port in site.legs:
        seen = placed = plain = False
        for output in found:
            if output.device != switch:
                continue
            if "interfaces_status" in output.name:
                for line in output.lines:
                    match = _STATUS.search(line)
                    if line.split()[:1] != [port] or not match:
                        continue
                    seen = seen or match[1] == "connected"
                    placed = placed or (not trunk and match[2] == vlan)
                    if match[2] != ("trunk" if trunk else vlan):
                        yield Reason("fault", line)
            if "interfaces_trunk" in output.name and trunk:
                lines = [line.split() for line in output.lines if line.split()[:1] == [port]]
                status = [words for words in lines if len(words) == 5]
                for words in status:
                    if words[-1] != str(trunk["native"]) or "trunking" not in words:
                        yield Reason("fault", " ".join(words))
                    else:
                        placed = True
                active = _active_vlans(output.lines, port)
                if active is None or not {str(v) for v in trunk["allowed"]} <= set(active):
                    yield Reason("fault" if active else "gap", f"{port}: active {active}")
            if "etherchannel" in output.name:
                rows = list(_rows(output))
                named = [m for row in rows for m in row[3] if short(m[0]) == port]
                if named:
                    yield Reason("fault", f"{port} in a channel")
                counted = re.search(r"(?m)channel-groups in use: +(\d+)$", "\n".join(output.lines))
                plain = plain or output.is_ended or bool(counted and int(counted[1]) == len(rows))
            if output.name == "show_running-config.txt":
                lines = _stanza(output, port)
                plain = plain or (lines is not None and "end" in output.lines)
                for line in lines or ():
                    if line.startswith("channel-group ") or _HOLDS.match(line):
                        yield Reason("fault", line)
                    if line in ("shutdown", "switchport mode trunk"):
                        yield Reason("fault", line)
                    match = re.match(r"switchport access vlan (\d+)$", line)
                    if match and match[1] != vlan:
                        yield Reason("fault", line)
        for is_there, what in ((seen, "up"), (placed, "VLAN"), (plain, "no channel")):
            if not is_there:
                yield Reason("gap", f"{switch} {port}: {what}")
    places = set()
    for output in found:
        if output.name == "proc_net_bonding_bond0.txt":
            yield from _bond(site, "\n".join(output.lines), site.method)
        if "mac_address-table" in output.name and site.wanted.get("mac"):
            digits = site.wanted["mac"].replace(":", "")
            mac = f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
            for _, switch, port in site.legs:
                if output.device == switch and any(
                    line.split()[1:2] == [mac] and line.split()[-1] == port for line in output.lines
                ):
                    places.add(switch)
    if len(places) > 1:
        yield Reason("fault", f"one address on {places}")


def _active_vlans(lines, port):
    inside = False
    for line in lines:
        if line.startswith("Port "):
            inside = "allowed and active" in line
        elif inside and line.split()[:1] == [port]:
            return line.split()[-1].split(",")
    return None
