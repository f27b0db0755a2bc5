"""The VLANs of the legs: access ports of one VLAN, or trunks with the same ones."""

from collections.abc import Iterator

from netredund.facts.interfaces import InterfacesStatus, InterfacesTrunk
from netredund.intent import Method, Trunk, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed
from netredund.verdict.configs import PortConfig, port_configs
from netredund.vlans import has_vlan


@check(
    "leg.same-vlan",
    (Method.STP, Method.LACP),
    needs="`show interfaces status` of each switch",
)
def check_leg_vlan(case: Case) -> Iterator[Result]:
    """The legs are in the VLAN, or are the trunks, that the site file says.

    With `stp` they are access ports: on a trunk a Linux bridge joins one tree for all VLANs. Fails
    where the output or the running-config says otherwise. With `802.3ad` it is looked at where the
    site file says `vlan` or `trunk`; members of a bundle that is a trunk are not listed one by one.
    """
    server = case.server
    if server.method is Method.LACP and server.vlan is None and server.trunk is None:
        return
    for leg in case.legs:
        results = list(vlan_results(case, leg))
        yield from results
        if not results:
            yield missing(f"{case.leg_name(leg)}: no view shows its VLAN")


def vlan_results(case: Case, leg: Uplink) -> Iterator[Result]:
    """Yield what each view shows of a leg's VLANs; nothing where none does."""
    name = case.leg_name(leg)
    yield from _trunk_results(case, leg, name)
    yield from _access_results(case, leg, name)
    yield from _config_results(case, leg, name)


def _access_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    vlan = case.server.access_vlan
    for view in case.views.of(leg.switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            if entry.vlan is None or not is_same_interface(entry.interface, leg.interface):
                continue
            cite = view.cite(entry.line)
            if vlan is None and entry.vlan != "trunk":
                yield failed(
                    f"{name}: VLAN, expected trunk, got {entry.vlan}", cite,
                    remedy="switchport mode trunk",
                )  # fmt: skip
            elif vlan is not None and entry.vlan != str(vlan):
                yield failed(
                    f"{name}: VLAN, expected {vlan}, got {entry.vlan}", cite,
                    remedy=f"switchport mode access, switchport access vlan {vlan}",
                )  # fmt: skip
            elif vlan is not None:
                yield passed(f"{name} is in VLAN {vlan}", cite)


def _trunk_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    trunk = case.server.trunk
    for view in case.views.of(leg.switch, InterfacesTrunk):
        for port in view.facts.interfaces:
            if not is_same_interface(port.interface, leg.interface):
                continue
            if trunk is None:
                if port.status == "trunking":
                    yield failed(
                        f"{name}: expected an access port, got a trunk", view.cite(port.line),
                        remedy="switchport mode access",
                    )  # fmt: skip
                continue
            native = str(trunk.wanted_native)
            lacks = [
                vlan
                for vlan in trunk.allowed or ()
                if port.active is None or not has_vlan(port.active, vlan)
            ]
            cites = (view.cite(port.line), view.cite(port.active_line or port.line))
            if port.native_vlan != native:
                yield failed(
                    f"{name}: native VLAN, expected {native}, got {port.native_vlan}", cites[0],
                    remedy=f"switchport trunk native vlan {native}",
                )  # fmt: skip
            elif lacks:
                yield failed(
                    f"{name}: VLANs allowed and active, expected"
                    f" {', '.join(map(str, trunk.allowed or ()))}, got {port.active}", *cites,
                    remedy="switchport trunk allowed vlan add"
                    f" {','.join(map(str, lacks))}, and create them",
                )  # fmt: skip
            elif port.status == "trunking":
                yield passed(f"{name} is a trunk, native {native}, with all its VLANs", *cites)
            else:
                yield failed(f"{name}: expected a trunk, got {port.status}", cites[0])


def _config_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    """Yield what the running-config contradicts; what it confirms does not show the state."""
    vlan, trunk = case.server.access_vlan, case.server.trunk
    for config in port_configs(case, leg.switch, leg.interface):
        port = config.port
        if trunk is not None:
            yield from _trunk_config(name, trunk, config)
        elif vlan is not None and port.switchport_mode == "trunk":
            yield failed(
                f"{name}: switchport mode, expected access, got trunk in the running-config",
                config.cite("switchport_mode"),
                remedy="switchport mode access",
            )
        elif (
            vlan is not None
            and (port.access_vlan or 1) != vlan
            and (port.access_vlan or config.view.is_whole)
        ):
            yield failed(
                f"{name}: access VLAN, expected {vlan}, got {port.access_vlan or 1} in the"
                " running-config",
                config.cite("access_vlan"),
                remedy=f"switchport access vlan {vlan}",
            )


def _trunk_config(name: str, trunk: Trunk, config: PortConfig) -> Iterator[Result]:
    """Yield where a port's lines contradict the trunk of the site file."""
    port = config.port
    native = port.native_vlan or 1
    allowed = port.allowed_vlans
    if port.switchport_mode == "access":
        yield failed(
            f"{name}: switchport mode, expected trunk, got access in the running-config",
            config.cite("switchport_mode"),
            remedy="switchport mode trunk",
        )
    if native != trunk.wanted_native and (port.native_vlan or config.view.is_whole):
        yield failed(
            f"{name}: native VLAN, expected {trunk.wanted_native}, got {native} in the"
            " running-config",
            config.cite("native_vlan"),
            remedy=f"switchport trunk native vlan {trunk.wanted_native}",
        )
    if allowed and not allowed.startswith("all"):
        lacks = [vlan for vlan in trunk.allowed or () if not has_vlan(allowed, vlan)]
        if lacks:
            yield failed(
                f"{name}: VLANs allowed, expected {', '.join(map(str, trunk.allowed or ()))},"
                f" got {allowed} in the running-config",
                config.cite("allowed_vlans"),
                remedy=f"switchport trunk allowed vlan add {','.join(map(str, lacks))}",
            )
