"""What running-configurations say of a port: its own line, else the global default."""

from typing import NamedTuple

from netredund.facts.running_config import Configuration, InterfaceConfig
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.views import Cite, View


class PortConfig(NamedTuple):
    """One port's stanza, in the configuration that it stands in."""

    view: View[Configuration]
    port: InterfaceConfig

    def cite(self, name: str = "") -> Cite:
        """Point at the line of a value, else at the `interface` line."""
        return self.view.cite(self.port.lines.get(name, self.port.line))


def running_configs(case: Case, switch: str) -> list[View[Configuration]]:
    """Return the configurations that a switch runs; what it would start with shows nothing."""
    return [
        view
        for view in case.views.of(switch, Configuration)
        if "startup-config" not in view.facts.command
    ]


def port_configs(case: Case, switch: str, interface: str) -> list[PortConfig]:
    """Return every stanza of a port."""
    return [
        PortConfig(view, port)
        for view in running_configs(case, switch)
        for port in view.facts.interfaces
        if is_same_interface(port.interface, interface)
    ]


def whole_configs(case: Case, switch: str) -> list[View[Configuration]]:
    """Return the whole configurations of a switch: those that show the global lines too."""
    return [
        view
        for view in running_configs(case, switch)
        if view.is_whole and " interface" not in view.facts.command
    ]


def global_defaults(case: Case, switch: str) -> View[Configuration] | None:
    """Return a configuration whose global lines can be relied on, null without one."""
    return next(iter(whole_configs(case, switch)), None)
