"""The commands of user and privileged mode, as tables; each action is a function of that name.

Those under `SHOW` are found in `show/`, the others in `exec_actions.py`.
"""

from netredund.lab.ios.syntax import Command

MAC_OLD = frozenset({"mac-address-table"})
AUTO_LAG = frozenset({"auto-lag"})
REVERT = frozenset({"configure-revert"})
NOTHING: frozenset[str] = frozenset()

_MAC = (
    "[<dynamic=dynamic>] [address <mac:mac>] [interface <interface:interface>] [vlan <vlan:1-4094>]"
)

SHOW = (
    Command("show spanning-tree [active] [<detail=detail>]", "spanning_tree"),
    Command("show spanning-tree <brief=brief>", "spanning_tree", {}, MAC_OLD),
    Command("show spanning-tree vlan <vlans:vlans> [active] [<detail=detail>]", "spanning_tree"),
    Command("show spanning-tree vlan <vlans:vlans> brief", "spanning_tree", {}, MAC_OLD),
    Command(
        "show spanning-tree interface <interface:interface> [active] [<detail=detail>]",
        "spanning_tree_interface",
    ),
    Command(
        "show spanning-tree vlan <vlans:vlans> interface <interface:interface> [<detail=detail>]",
        "spanning_tree_interface",
    ),
    Command("show spanning-tree [vlan <vlans:vlans>] root", "spanning_tree_root"),
    Command("show spanning-tree [vlan <vlans:vlans>] blockedports", "spanning_tree_blocked"),
    Command(
        "show spanning-tree [vlan <vlans:vlans>] inconsistentports", "spanning_tree_inconsistent"
    ),
    Command(
        "show spanning-tree [vlan <vlans:vlans>] summary [<totals=totals>]", "spanning_tree_summary"
    ),
    Command("show spanning-tree pathcost method", "spanning_tree_pathcost"),
    Command("show spanning-tree mst [<instance:0-4094>] [detail]", "spanning_tree_mst"),
    Command("show spanning-tree mst interface <interface:interface> [detail]", "spanning_tree_mst"),
    Command("show spanning-tree mst configuration", "spanning_tree_mst_configuration"),
    Command("show etherchannel [<group:1-4096>] port-channel", "etherchannel_port_channel"),
    Command("show etherchannel [<group:1-4096>] summary", "etherchannel_summary"),
    Command("show etherchannel [<group:1-4096>] detail", "etherchannel_detail"),
    Command("show etherchannel [<group:1-4096>] protocol", "etherchannel_protocol"),
    Command("show etherchannel auto", "etherchannel_auto", {}, AUTO_LAG),
    Command("show etherchannel load-balance", "etherchannel_load_balance"),
    Command("show lacp [<group:1-4096>] neighbor [<detail=detail>]", "lacp_neighbor"),
    Command("show lacp [<group:1-4096>] internal [<detail=detail>]", "lacp_internal"),
    Command("show lacp [<group:1-4096>] counters", "lacp_counters"),
    Command("show lacp sys-id", "lacp_sys_id"),
    Command("show pagp [<group:1-4096>] <what=neighbor|internal|counters>", "pagp"),
    Command("show interfaces [<interface:interface>]", "interfaces"),
    Command("show interfaces [<interface:interface>] status", "interfaces_status"),
    Command("show interfaces [<interface:interface>] summary", "interfaces_summary"),
    Command("show interfaces status err-disabled", "interfaces_err_disabled"),
    Command("show interfaces [<interface:interface>] trunk", "interfaces_trunk"),
    Command("show interfaces [<interface:interface>] switchport", "interfaces_switchport"),
    Command("show interfaces [<interface:interface>] description", "interfaces_description"),
    Command(f"show mac address-table {_MAC}", "mac_table"),
    Command(f"show mac-address-table {_MAC}", "mac_table", {}, MAC_OLD),
    Command("show cdp", "cdp"),
    Command("show cdp neighbors [<interface:interface>] detail", "cdp_detail"),
    Command("show cdp neighbors [<interface:interface>]", "cdp_neighbors"),
    Command("show lldp", "lldp"),
    Command("show lldp neighbors [<interface:interface>] detail", "lldp_detail"),
    Command("show lldp neighbors [<interface:interface>]", "lldp_neighbors"),
    Command("show version", "version"),
    Command("show inventory", "inventory"),
    Command("show hosts", "hosts"),
    Command("show memory statistics", "memory_statistics"),
    Command("show processes cpu", "processes_cpu"),
    Command("show vlan", "vlan"),
    Command("show vlan brief", "vlan_brief"),
    Command("show vlan id <vlan:1-4094>", "vlan_one"),
    Command("show vlan name <name:word>", "vlan_one"),
    Command("show errdisable recovery", "errdisable_recovery"),
    Command("show clock [detail]", "clock"),
    Command("show users", "users"),
    Command("show ip interface [<interface:interface>]", "ip_interface"),
    Command("show ip interface brief", "ip_interface_brief"),
    Command("show privilege", "privilege"),
)

SHOW_PRIVILEGED = (
    Command("show running-config", "running_config"),
    Command("show running-config interface <interface:interface>", "running_config"),
    Command("show startup-config", "startup_config"),
    Command("show ip arp [<interface:interface>]", "ip_arp"),
    Command("show arp", "ip_arp"),
    Command("show logging", "logging"),
    Command("show reload", "scheduled_reload"),
)

USER = (
    Command("enable", "enable"),
    Command("exit", "logout"),
    Command("logout", "logout"),
    Command("quit", "logout"),
    Command("terminal length <length:0-512>", "terminal", {"field": "length"}),
    Command("terminal width <width:0-512>", "terminal", {"field": "width"}),
    Command("terminal no length", "terminal", {"field": "length", "length": 24}),
    Command("terminal no width", "terminal", {"field": "width", "width": 80}),
)

PRIVILEGED = (
    Command("disable", "disable"),
    Command("configure terminal", "configure"),
    Command("configure memory", "configure_memory"),
    Command("terminal monitor", "terminal", {"field": "monitor", "monitor": True}),
    Command("terminal no monitor", "terminal", {"field": "monitor", "monitor": False}),
    Command("write [memory]", "write_memory"),
    Command("write terminal", "running_config"),
    Command("copy running-config startup-config", "copy_startup"),
    Command("erase startup-config", "erase_startup"),
    Command("write erase", "erase_startup"),
    Command("clear spanning-tree detected-protocols", "clear_protocols"),
    Command(
        "clear spanning-tree detected-protocols interface <interface:interface>", "clear_protocols"
    ),
    Command(
        "clear mac address-table dynamic [interface <interface:interface>] [vlan <vlan:1-4094>]",
        "clear_mac",
    ),
    Command(
        "clear mac-address-table dynamic [interface <interface:interface>] [vlan <vlan:1-4094>]",
        "clear_mac",
        {},
        MAC_OLD,
    ),
    Command("clear lacp [<group:1-4096>] counters", "clear_lacp"),
    Command("clear logging", "clear_logging"),
    Command("reload", "reload"),
    Command("reload in <delay:delay> [<reason:line>]", "reload_in"),
    Command("reload at <moment:moment> [<reason:line>]", "reload_at"),
    Command("reload cancel", "reload_cancel"),
)
