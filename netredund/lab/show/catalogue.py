"""Every `show` command there is, by the name of its action."""

from netredund.lab.show import (  # noqa: F401  # each fills the table
    addresses,
    etherchannel,
    etherchannel_detail,
    files,
    hardware,
    interface_summary,
    interfaces,
    lacp,
    neighbors,
    spanning_tree,
    spanning_tree_summary,
    system,
    tables,
    vlan_table,
)
from netredund.lab.show.query import SHOWS

__all__ = ["SHOWS"]
