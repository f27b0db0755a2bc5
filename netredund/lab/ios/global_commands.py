"""The commands of global configuration mode and of its small modes, as tables.

`set` puts `value`, or what was typed under `read`, into `field` of `target`; `no` puts `negated`
there. The other actions are functions of `global_actions.py`. Sources: Catalyst 2960 and 3750-X
command references.
"""

from typing import Any

from netredund.lab.config import RECOVERY_CAUSES
from netredund.lab.ios.syntax import Command

EDGE = frozenset({"portfast-edge"})
REPLACE = frozenset({"configure-replace"})
LOCK = frozenset({"configuration-lock"})
NOTHING: frozenset[str] = frozenset()


def _set(target: str, field: str, **rest: Any) -> dict[str, Any]:
    """Return the constants of a `set` row; `rest` are `value`, `read`, `negated`."""
    return {"target": target, "field": field, **rest}


def _flag(syntax: str, target: str, field: str, *, on: Any = True, off: Any = False) -> Command:
    return Command(syntax, "set", _set(target, field, value=on, negated=off))


def _value(syntax: str, target: str, field: str, read: str) -> Command:
    return Command(syntax, "set", _set(target, field, read=read, negated=None))


LOAD_BALANCES = "dst-ip|dst-mac|src-dst-ip|src-dst-mac|src-ip|src-mac"
CAUSES = "|".join(["all", *RECOVERY_CAUSES])

SPANNING_TREE = (
    _value("spanning-tree mode ~ <mode=pvst|rapid-pvst>", "switch", "mode", "mode"),
    _value(
        "spanning-tree pathcost method ~ <method=short|long>", "switch", "pathcost_method", "method"
    ),
    Command("spanning-tree extend system-id", "extend_system_id"),
    _flag("spanning-tree loopguard default", "switch", "loopguard_default"),
    _flag("spanning-tree etherchannel guard misconfig", "switch", "etherchannel_guard", on=None),
    _flag("spanning-tree uplinkfast", "switch", "uplinkfast"),
    _flag("spanning-tree backbonefast", "switch", "backbonefast"),
    _value(
        "spanning-tree transmit hold-count ~ <count:1-20>", "switch", "transmit_hold_count", "count"
    ),
    Command("spanning-tree vlan <vlans:vlans>", "enable_tree"),
    Command("spanning-tree vlan <vlans:vlans> priority ~ <priority:0-61440>", "tree_priority"),
    Command(
        "spanning-tree vlan <vlans:vlans> root <place=primary|secondary>"
        " [diameter <diameter:2-7> [hello-time <hello:1-10>]]",
        "tree_root",
    ),
    Command(
        "spanning-tree vlan <vlans:vlans> hello-time ~ <value:1-10>",
        "tree_timer",
        {"field": "hello_time"},
    ),
    Command(
        "spanning-tree vlan <vlans:vlans> forward-time ~ <value:4-30>",
        "tree_timer",
        {"field": "forward_time"},
    ),
    Command(
        "spanning-tree vlan <vlans:vlans> max-age ~ <value:6-40>",
        "tree_timer",
        {"field": "max_age"},
    ),
    *(
        Command(
            f"spanning-tree portfast {word}default",
            "portfast_default",
            {"kind": kind},
            needs,
            lacks,
        )
        for word, kind, needs, lacks in (
            ("", "edge", NOTHING, EDGE),
            ("edge ", "edge", EDGE, NOTHING),
            ("network ", "network", EDGE, NOTHING),
            ("normal ", None, EDGE, NOTHING),
        )
    ),
    *(
        Command(
            f"spanning-tree portfast {word}{name} default",
            "set",
            _set("switch", f"{name}_default", value=True, negated=False),
            needs,
        )
        for word, needs in (("", NOTHING), ("edge ", EDGE))
        for name in ("bpduguard", "bpdufilter")
    ),
)

GLOBAL = (
    *SPANNING_TREE,
    Command("hostname ~ <name:word>", "hostname"),
    Command("vlan <vlans:vlans>", "vlan"),
    Command("interface <interface:interface>", "interface"),
    Command("interface range <interfaces:range>", "interface_range", negatable=False),
    Command("line con <first:0-0>", "line", {"kind": "console"}, negatable=False),
    Command("line vty <first:0-15> [<last:1-15>]", "line", {"kind": "vty"}, negatable=False),
    _value(
        "lacp system-priority ~ <priority:1-65535>", "switch", "lacp_system_priority", "priority"
    ),
    _value(
        f"port-channel load-balance ~ <method={LOAD_BALANCES}>", "switch", "load_balance", "method"
    ),
    Command(f"errdisable recovery cause <cause={CAUSES}>", "recovery_cause"),
    _value(
        "errdisable recovery interval ~ <seconds:30-86400>",
        "switch",
        "errdisable_interval_s",
        "seconds",
    ),
    Command("username <user:word> [privilege <privilege:0-15>]", "username"),
    Command(
        "username <user:word> [privilege <privilege:0-15>] secret ~ [0] <clear:line>", "username"
    ),
    Command("username <user:word> [privilege <privilege:0-15>] secret 5 <hash:word>", "username"),
    Command(
        "username <user:word> [privilege <privilege:0-15>] password ~ [0] <password:line>",
        "username",
    ),
    Command("enable secret ~ [0] <clear:line>", "enable_secret"),
    Command("enable secret 5 <hash:word>", "enable_secret"),
    _value("enable password ~ [0] <password:line>", "management", "enable_password", "password"),
    _value("banner login ~ <text:line>", "management", "banner_login", "text"),
    _value("banner motd ~ <text:line>", "management", "banner_motd", "text"),
    _value(
        "mac address-table aging-time ~ <seconds:0-1000000>", "switch", "mac_aging_s", "seconds"
    ),
    Command(
        "mac-address-table aging-time ~ <seconds:0-1000000>",
        "set",
        _set("switch", "mac_aging_s", read="seconds", negated=None),
        frozenset({"mac-address-table"}),
    ),
    _flag("cdp run", "switch", "cdp_run"),
    _flag("lldp run", "switch", "lldp_run"),
    _flag("ip domain-lookup", "management", "domain_lookup", on=None),
    _value("ip domain-name ~ <name:word>", "management", "domain_name", "name"),
    _value("ip default-gateway ~ <address:address>", "management", "default_gateway", "address"),
    Command(
        "logging buffered",
        "set",
        _set("management", "logging_buffered", value=4096, negated=None),
    ),
    _value("logging buffered ~ <size:4096-2147483647>", "management", "logging_buffered", "size"),
    _flag("logging console", "management", "logging_console", on=None),
    _flag("logging monitor", "management", "logging_monitor", on=None),
    Command("archive", "archive", {}, REPLACE),
    Command(
        "configuration mode exclusive ~ <mode=auto|manual>",
        "set",
        _set("management", "exclusive", read="mode", negated=None),
        LOCK,
    ),
    _value("file prompt ~ <kind=alert|noisy|quiet>", "management", "file_prompt", "kind"),
    Command("vtp mode transparent", "transparent"),
    Command("vlan internal allocation policy ascending", "nothing", negatable=False),
    Command("version <version:word>", "nothing", negatable=False),
    Command("boot-start-marker", "fixed", negatable=False),
    Command("boot-end-marker", "fixed", negatable=False),
    Command("aaa new-model", "fixed"),
    Command("service pad", "fixed"),
    Command("service password-encryption", "fixed"),
    Command("service timestamps debug uptime", "fixed"),
    Command("service timestamps log uptime", "fixed"),
    Command("service timestamps debug datetime msec", "fixed"),
    Command("service timestamps log datetime msec", "fixed"),
)

VLAN_MODE = (
    Command("name ~ <name:word>", "vlan_name"),
    Command("state ~ <state=active|suspend>", "vlan_state"),
    Command("shutdown", "vlan_shutdown"),
)

LINE_MODE = (
    _flag("login local", "line", "login_local"),
    Command("exec-timeout ~ <minutes:0-35791> [<seconds:0-2147483>]", "exec_timeout"),
    _value("length ~ <length:0-512>", "line", "length", "length"),
    _value("width ~ <width:0-512>", "line", "width", "width"),
    _value("privilege level ~ <level:0-15>", "line", "privilege", "level"),
    _value("transport input ~ <kind=all|none|ssh>", "line", "transport_input", "kind"),
    _value("transport preferred ~ <kind=none|ssh>", "line", "transport_preferred", "kind"),
    _flag("logging synchronous", "line", "logging_synchronous"),
)

ARCHIVE_MODE = (
    _value("path ~ <path:archive>", "management", "archive_path", "path"),
    _value("maximum ~ <count:1-14>", "management", "archive_maximum", "count"),
    _flag("write-memory", "management", "archive_write_memory"),
)
