"""What a running lab leaves on disk for its users: site file, known_hosts, SSH config, a key."""

from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from netredund.errors import LabError
from netredund.lab.config import InterfaceConfig
from netredund.lab.definition import LabDefinition, ServerDefinition, UserDefinition
from netredund.lab.hostkeys import keep_key
from netredund.lab.lab import SwitchAddress
from netredund.lab.network import Network

SITE_METHODS = ("stp", "802.3ad", "active-backup", "balance-alb")
CLIENT_KEY = "id_ed25519"
HOST_KEYS = "host_keys"


def make_client_key(folder: Path) -> str:
    """Return a public key for every user of the lab; its private half is kept in the folder."""
    key = keep_key(folder / CLIENT_KEY, "netredund lab")
    return key.export_public_key().decode().strip()


def admit_key(definition: LabDefinition, public: str) -> LabDefinition:
    """Return a lab whose users may log in with one more key."""
    users = {
        name: UserDefinition(user.password, user.privilege, (*user.keys, public))
        for name, user in definition.users.items()
    }
    return replace(definition, users=users)


def write_folder(folder: Path, network: Network, addresses: dict[str, SwitchAddress]) -> Path:
    """Write the files of a running lab and return the path of the site file."""
    folder = folder.resolve()
    site = folder / "site.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        site.write_text(render_site(network, addresses))
        (folder / "known_hosts").write_text(render_known_hosts(addresses))
        (folder / "ssh_config").write_text(render_ssh_config(folder, addresses))
    except OSError as error:
        raise LabError(f"{folder}: {error.strerror}") from error
    return site


def render_known_hosts(addresses: dict[str, SwitchAddress]) -> str:
    """Return the switches' keys in the form of known_hosts."""
    return "".join(
        f"[{address.host}]:{address.port},{address.name} {' '.join(address.host_key.split()[:2])}\n"
        for address in addresses.values()
    )


def render_ssh_config(folder: Path, addresses: dict[str, SwitchAddress]) -> str:
    """Return an OpenSSH configuration: `ssh -F ssh_config sw1`."""
    blocks = [
        f"Host {address.name}\n"
        f"    HostName {address.host}\n"
        f"    Port {address.port}\n"
        f"    User {address.user}\n"
        f"    IdentityFile {quote(folder / CLIENT_KEY)}\n"
        f"    IdentitiesOnly yes\n"
        f"    UserKnownHostsFile {quote(folder / 'known_hosts')}\n"
        f"    StrictHostKeyChecking yes\n"
        for address in addresses.values()
    ]
    return "\n".join(blocks)


def quote(path: Path) -> str:
    """Return a path as ssh_config takes it, blanks or not."""
    return f'"{path}"' if " " in str(path) else str(path)


def render_site(network: Network, addresses: dict[str, SwitchAddress]) -> str:
    """Return a site file that asks for what the lab's servers are set up for."""
    switches = {
        name: {"host": address.host, "port": address.port, "hostname": name}
        for name, address in addresses.items()
    }
    servers: dict[str, Any] = {}
    left_out = []
    for server in network.definition.servers:
        wanted = describe_server(network, server)
        if wanted is None:
            left_out.append(server.name)
        else:
            servers[server.name] = wanted
    text = yaml.safe_dump({"switches": switches, "servers": servers}, sort_keys=False)
    notes = "".join(f"# {name}: no method that a site file knows\n" for name in left_out)
    return f"# Written by `netredund-switch lab up`.\n{notes}{text}"


def describe_server(network: Network, server: ServerDefinition) -> dict[str, Any] | None:
    """Return what a site file says of a server, or None where it has no words for it."""
    plugged = [(nic, nic.place) for nic in server.nics if nic.place is not None]
    if server.method not in SITE_METHODS or len(plugged) < 2:
        return None
    stanzas = [
        network.devices[place.switch].configuration.switch.interfaces.get(
            place.port, InterfaceConfig()
        )
        for _, place in plugged
    ]
    wanted: dict[str, Any] = {"method": server.method}
    vlan = stanzas[0].access_vlan or 1
    wanted["vlan"] = vlan
    if server.method == "stp":
        root = find_root(network, vlan)
        wanted["root"] = root
        tree = network.devices[root].configuration.switch.vlan_trees.get(vlan)
        if tree is not None and tree.priority is not None:
            wanted["root_priority"] = tree.priority
        if stanzas[0].cost is not None:
            wanted["cost"] = stanzas[0].cost
        wanted["bridge_priority"] = server.priority
        costs = {nic.cost for nic, _ in plugged}
        if len(costs) == 1 and None not in costs:
            wanted["leg_cost"] = costs.pop()
    if server.method == "802.3ad":
        groups = {stanza.channel_group for stanza in stanzas} - {None}
        wanted["channel_group"] = min(
            (group for group in groups if group is not None),
            default=find_free_group(network, plugged[0][1].switch),
        )
        wanted["lacp_rate"] = server.lacp_rate
    if server.primary is not None:
        wanted["primary"] = server.primary
    wanted["uplinks"] = {nic.name: f"{place.switch} {place.port}" for nic, place in plugged}
    return wanted


def find_free_group(network: Network, switch: str) -> int:
    """Return the lowest channel group that no port of a switch is in."""
    interfaces = network.devices[switch].configuration.switch.interfaces.values()
    used = {stanza.channel_group for stanza in interfaces}
    return next(group for group in range(1, 4097) if group not in used)


def find_root(network: Network, vlan: int) -> str:
    """Return the switch with the best bridge id in a VLAN, whose root it will be."""

    def bridge_id(name: str) -> tuple[int, str]:
        device = network.devices[name]
        tree = device.configuration.switch.vlan_trees.get(vlan)
        priority = 32768 if tree is None or tree.priority is None else tree.priority
        return priority, device.address

    return min(network.devices, key=bridge_id)
