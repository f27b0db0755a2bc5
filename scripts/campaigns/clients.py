"""Real clients against a lab: NAPALM, Ansible and the newest scrapli, on three releases of IOS.

Each has an environment of its own, `.venv-NAME`, made when it is not there. Those small enough for
the tests are in tests/lab/test_clients.py.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from environment import ROOT, find_version, prepare_environment

HERE = pathlib.Path(__file__).parent
PACKAGES = {
    "napalm": ["napalm"],
    "scrapli": ["scrapli>=2026"],
    "ansible": ["ansible", "ansible-pylibssh", "paramiko"],
}
LAB = """\
enable: top
users: {admin: {password: admin}}
switches:
  old: {model: WS-C2960-24TT-L, release: "12.2", mac: 0019.e7aa.0100}
  middle: {model: WS-C3750X-24T-S, release: "15.2", mac: 0019.e7bb.0100}
  new: {model: C9300-24T, release: "16.12", mac: 0019.e7cc.0100}
links:
  - [old Gi0/1, middle Gi1/0/1]
  - [middle Gi1/0/2, new Gi1/0/2]
  - [new Gi1/0/1, old Gi0/2]
"""
STARTUP = """
ip domain-name example.net
lldp run
vlan 10
 name servers
interface Vlan1
 ip address {address} 255.255.255.0
interface {shut}
 shutdown
"""
TRUNK = """\
interface {port}
 description uplink
{encapsulation} switchport mode trunk
"""
PORTS = {
    "old": ("GigabitEthernet0/1", "GigabitEthernet0/2", "FastEthernet0/9"),
    "middle": ("GigabitEthernet1/0/1", "GigabitEthernet1/0/2", "GigabitEthernet1/0/9"),
    "new": ("GigabitEthernet1/0/1", "GigabitEthernet1/0/2", "GigabitEthernet1/0/9"),
}


def run(arguments: Sequence[str]) -> int:
    """Print what each client did and whether it held; return 1 where something did not."""
    parser = argparse.ArgumentParser(prog="scripts/campaign clients", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help=f"of {', '.join(PACKAGES)}; all when none is named"
    )
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in PACKAGES:
            parser.error(f"no client {name!r} (there are: {', '.join(PACKAGES)})")
    names = chosen.names or list(PACKAGES)
    pythons = {name: prepare_environment(name, PACKAGES[name]) for name in names}
    sys.path.insert(0, str(ROOT))
    from netredund.lab import Lab
    from netredund.lab.labfolder import render_known_hosts

    outcomes = {}
    with tempfile.TemporaryDirectory() as folder, Lab(define_lab(), settle_s=60) as lab:
        known_hosts = pathlib.Path(folder, "known_hosts")
        known_hosts.write_text(render_known_hosts(lab.addresses))
        for name, python in pythons.items():
            version = find_version(python, name)
            for place, switch in enumerate(lab.definition.switches):
                address = lab.addresses[switch.name]
                title = f"{name} {version} on {switch.model.name}, {switch.release.name}"
                print(title, flush=True)
                job = {
                    "host": address.host,
                    "port": address.port,
                    "user": address.user,
                    "password": address.password,
                    "enable": address.enable,
                    "known_hosts": str(known_hosts),
                    "hostname": switch.name,
                    "model": switch.model.name,
                    "release": switch.release.name,
                    "address": f"192.0.2.{1 + place}",
                    "uplink": PORTS[switch.name][0],
                    "shut": PORTS[switch.name][2],
                    "neighbours": sorted(set(PORTS) - {switch.name}),
                }
                outcomes[title] = run_job(name, python, job, folder)
    print("all held" if all(outcomes.values()) else "NOT all held")
    for title, has_held in outcomes.items():
        if not has_held:
            print(f"  {title}")
    return 0 if all(outcomes.values()) else 1


def define_lab() -> Any:
    """Return three switches of three releases in a ring of trunks."""
    import msgspec

    from netredund.lab import parse_lab

    definition = parse_lab(LAB)
    switches = []
    for place, switch in enumerate(definition.switches):
        *trunks, shut = PORTS[switch.name]
        startup = STARTUP.format(address=f"192.0.2.{1 + place}", shut=shut)
        is_asked = "encapsulation" in switch.model.features
        encapsulation = " switchport trunk encapsulation dot1q\n" if is_asked else ""
        for port in trunks:
            startup += TRUNK.format(port=port, encapsulation=encapsulation)
        switches.append(msgspec.structs.replace(switch, startup=startup))
    return msgspec.structs.replace(definition, switches=tuple(switches))


def run_job(name: str, python: str, job: dict[str, Any], folder: str) -> bool:
    """Run a client's job in its environment; true when all of it held."""
    environment = {"PATH": f"{pathlib.Path(python).parent}:/usr/bin:/bin", "HOME": folder}
    program = HERE / f"_{name}_job.py"
    done = subprocess.run(
        [python, program], input=json.dumps(job) + "\n", text=True, capture_output=True,
        env=environment, cwd=folder,
    )  # fmt: skip
    print(done.stdout, end="", flush=True)
    if done.returncode not in (0, 1) or not done.stdout:
        print(f"  FAILED: exit status {done.returncode}\n{done.stderr.strip()}")
    elif done.returncode and "FAILED" not in done.stdout:
        print(f"  FAILED: {done.stderr.strip()}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
