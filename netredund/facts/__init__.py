"""What devices say: frozen, typed records, a module for each subject.

The record of a kind of output derives from `Facts`. `KINDS` are the kinds, `record_of` gives the
record of one.
"""

from typing import TYPE_CHECKING, cast

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.facts.arp import Arp as Arp
    from netredund.facts.arp import ArpEntry as ArpEntry
    from netredund.facts.etherchannel import BundlingEvent as BundlingEvent
    from netredund.facts.etherchannel import ChannelFlag as ChannelFlag
    from netredund.facts.etherchannel import ChannelGroup as ChannelGroup
    from netredund.facts.etherchannel import ChannelMember as ChannelMember
    from netredund.facts.etherchannel import ChannelPort as ChannelPort
    from netredund.facts.etherchannel import ChannelProtocol as ChannelProtocol
    from netredund.facts.etherchannel import EcState as EcState
    from netredund.facts.etherchannel import EtherChannel as EtherChannel
    from netredund.facts.interfaces import ErrDisableReason as ErrDisableReason
    from netredund.facts.interfaces import InterfacesStatus as InterfacesStatus
    from netredund.facts.interfaces import InterfaceStatus as InterfaceStatus
    from netredund.facts.interfaces import InterfaceStatusEntry as InterfaceStatusEntry
    from netredund.facts.interfaces import InterfacesTrunk as InterfacesTrunk
    from netredund.facts.interfaces import Trunk as Trunk
    from netredund.facts.interfaces import TrunkMode as TrunkMode
    from netredund.facts.interfaces import TrunkStatus as TrunkStatus
    from netredund.facts.lacp import Lacp as Lacp
    from netredund.facts.lacp import LacpBits as LacpBits
    from netredund.facts.lacp import LacpCounterGroup as LacpCounterGroup
    from netredund.facts.lacp import LacpCounters as LacpCounters
    from netredund.facts.lacp import LacpGroup as LacpGroup
    from netredund.facts.lacp import LacpPort as LacpPort
    from netredund.facts.lacp import LacpPortCounters as LacpPortCounters
    from netredund.facts.lacp import LacpPortState as LacpPortState
    from netredund.facts.lacp import LacpSystem as LacpSystem
    from netredund.facts.linux import Aggregator as Aggregator
    from netredund.facts.linux import BondInfo as BondInfo
    from netredund.facts.linux import Bonding as Bonding
    from netredund.facts.linux import BondPortInfo as BondPortInfo
    from netredund.facts.linux import BondSlave as BondSlave
    from netredund.facts.linux import BrctlBridge as BrctlBridge
    from netredund.facts.linux import BrctlPort as BrctlPort
    from netredund.facts.linux import BrctlShow as BrctlShow
    from netredund.facts.linux import BrctlShowstp as BrctlShowstp
    from netredund.facts.linux import BridgeInfo as BridgeInfo
    from netredund.facts.linux import BridgeLink as BridgeLink
    from netredund.facts.linux import BridgeLinks as BridgeLinks
    from netredund.facts.linux import BridgePortInfo as BridgePortInfo
    from netredund.facts.linux import BridgePortState as BridgePortState
    from netredund.facts.linux import ChurnState as ChurnState
    from netredund.facts.linux import IpLinks as IpLinks
    from netredund.facts.linux import LacpEnd as LacpEnd
    from netredund.facts.linux import Link as Link
    from netredund.facts.linux import MiiStatus as MiiStatus
    from netredund.facts.mac_address_table import MacAddressTable as MacAddressTable
    from netredund.facts.mac_address_table import MacEntry as MacEntry
    from netredund.facts.mac_address_table import MacType as MacType
    from netredund.facts.neighbors import CdpNeighbor as CdpNeighbor
    from netredund.facts.neighbors import CdpNeighbors as CdpNeighbors
    from netredund.facts.neighbors import LldpNeighbor as LldpNeighbor
    from netredund.facts.neighbors import LldpNeighbors as LldpNeighbors
    from netredund.facts.outcome import Facts as Facts
    from netredund.facts.outcome import LogEvent as LogEvent
    from netredund.facts.outcome import Problem as Problem
    from netredund.facts.outcome import Token as Token
    from netredund.facts.outcome import UnparsedLine as UnparsedLine
    from netredund.facts.pagp import Pagp as Pagp
    from netredund.facts.pagp import PagpGroup as PagpGroup
    from netredund.facts.pagp import PagpLocal as PagpLocal
    from netredund.facts.pagp import PagpNeighbor as PagpNeighbor
    from netredund.facts.running_config import Archive as Archive
    from netredund.facts.running_config import ChannelMode as ChannelMode
    from netredund.facts.running_config import ConfigLine as ConfigLine
    from netredund.facts.running_config import Configuration as Configuration
    from netredund.facts.running_config import EnableWord as EnableWord
    from netredund.facts.running_config import ErrdisableRecovery as ErrdisableRecovery
    from netredund.facts.running_config import GuardWord as GuardWord
    from netredund.facts.running_config import InstanceValue as InstanceValue
    from netredund.facts.running_config import InterfaceConfig as InterfaceConfig
    from netredund.facts.running_config import LinkType as LinkType
    from netredund.facts.running_config import MstInstanceConfig as MstInstanceConfig
    from netredund.facts.running_config import MstRegion as MstRegion
    from netredund.facts.running_config import PortFast as PortFast
    from netredund.facts.running_config import PortFastDefault as PortFastDefault
    from netredund.facts.running_config import PortSpanningTree as PortSpanningTree
    from netredund.facts.running_config import SpanningTreeSettings as SpanningTreeSettings
    from netredund.facts.running_config import SwitchportMode as SwitchportMode
    from netredund.facts.running_config import VlanConfig as VlanConfig
    from netredund.facts.spanning_tree import BlockedPorts as BlockedPorts
    from netredund.facts.spanning_tree import Bridge as Bridge
    from netredund.facts.spanning_tree import BridgeId as BridgeId
    from netredund.facts.spanning_tree import DesignatedBridge as DesignatedBridge
    from netredund.facts.spanning_tree import DesignatedRoot as DesignatedRoot
    from netredund.facts.spanning_tree import InconsistentPort as InconsistentPort
    from netredund.facts.spanning_tree import InstanceCounts as InstanceCounts
    from netredund.facts.spanning_tree import MstConfiguration as MstConfiguration
    from netredund.facts.spanning_tree import MstMapping as MstMapping
    from netredund.facts.spanning_tree import PortCounts as PortCounts
    from netredund.facts.spanning_tree import PortRole as PortRole
    from netredund.facts.spanning_tree import PortState as PortState
    from netredund.facts.spanning_tree import Protocol as Protocol
    from netredund.facts.spanning_tree import RegionalRoot as RegionalRoot
    from netredund.facts.spanning_tree import Root as Root
    from netredund.facts.spanning_tree import SpanningTree as SpanningTree
    from netredund.facts.spanning_tree import SpanningTreeBlocked as SpanningTreeBlocked
    from netredund.facts.spanning_tree import SpanningTreeInconsistent as SpanningTreeInconsistent
    from netredund.facts.spanning_tree import SpanningTreeInstance as SpanningTreeInstance
    from netredund.facts.spanning_tree import SpanningTreePort as SpanningTreePort
    from netredund.facts.spanning_tree import SpanningTreeSummary as SpanningTreeSummary
    from netredund.facts.spanning_tree import TotalCounts as TotalCounts
    from netredund.facts.users import UserLine as UserLine
    from netredund.facts.users import Users as Users
    from netredund.facts.version import SoftwareFamily as SoftwareFamily
    from netredund.facts.version import StackMember as StackMember
    from netredund.facts.version import Version as Version

_RECORDS = {
    "arp": "Arp",
    "bonding": "Bonding",
    "brctl-show": "BrctlShow",
    "brctl-showstp": "BrctlShowstp",
    "bridge-link": "BridgeLinks",
    "cdp-neighbors": "CdpNeighbors",
    "etherchannel": "EtherChannel",
    "interfaces-status": "InterfacesStatus",
    "interfaces-trunk": "InterfacesTrunk",
    "ip-link": "IpLinks",
    "lacp": "Lacp",
    "lacp-counters": "LacpCounters",
    "lacp-sys-id": "LacpSystem",
    "lldp-neighbors": "LldpNeighbors",
    "mac-address-table": "MacAddressTable",
    "pagp": "Pagp",
    "running-config": "Configuration",
    "spanning-tree": "SpanningTree",
    "spanning-tree-blocked": "SpanningTreeBlocked",
    "spanning-tree-inconsistent": "SpanningTreeInconsistent",
    "spanning-tree-mst-config": "MstConfiguration",
    "spanning-tree-summary": "SpanningTreeSummary",
    "users": "Users",
    "version": "Version",
}
KINDS = tuple(_RECORDS)
"""The kinds of output, as `kind` of the JSON and `netredund-switch parse --commands` name them."""

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "arp": ["Arp", "ArpEntry"],
        "etherchannel": [
            "BundlingEvent",
            "ChannelFlag",
            "ChannelGroup",
            "ChannelMember",
            "ChannelPort",
            "ChannelProtocol",
            "EcState",
            "EtherChannel",
        ],
        "interfaces": [
            "ErrDisableReason",
            "InterfaceStatus",
            "InterfaceStatusEntry",
            "InterfacesStatus",
            "InterfacesTrunk",
            "Trunk",
            "TrunkMode",
            "TrunkStatus",
        ],
        "lacp": [
            "Lacp",
            "LacpBits",
            "LacpCounterGroup",
            "LacpCounters",
            "LacpGroup",
            "LacpPort",
            "LacpPortCounters",
            "LacpPortState",
            "LacpSystem",
        ],
        "linux": [
            "Aggregator",
            "BondInfo",
            "BondPortInfo",
            "BondSlave",
            "Bonding",
            "BrctlBridge",
            "BrctlPort",
            "BrctlShow",
            "BrctlShowstp",
            "BridgeInfo",
            "BridgeLink",
            "BridgeLinks",
            "BridgePortInfo",
            "BridgePortState",
            "ChurnState",
            "IpLinks",
            "LacpEnd",
            "Link",
            "MiiStatus",
        ],
        "mac_address_table": ["MacAddressTable", "MacEntry", "MacType"],
        "neighbors": ["CdpNeighbor", "CdpNeighbors", "LldpNeighbor", "LldpNeighbors"],
        "outcome": ["Facts", "LogEvent", "Problem", "Token", "UnparsedLine"],
        "pagp": ["Pagp", "PagpGroup", "PagpLocal", "PagpNeighbor"],
        "running_config": [
            "Archive",
            "ChannelMode",
            "ConfigLine",
            "Configuration",
            "EnableWord",
            "ErrdisableRecovery",
            "GuardWord",
            "InstanceValue",
            "InterfaceConfig",
            "LinkType",
            "MstInstanceConfig",
            "MstRegion",
            "PortFast",
            "PortFastDefault",
            "PortSpanningTree",
            "SpanningTreeSettings",
            "SwitchportMode",
            "VlanConfig",
        ],
        "spanning_tree": [
            "BlockedPorts",
            "Bridge",
            "BridgeId",
            "DesignatedBridge",
            "DesignatedRoot",
            "InconsistentPort",
            "InstanceCounts",
            "MstConfiguration",
            "MstMapping",
            "PortCounts",
            "PortRole",
            "PortState",
            "Protocol",
            "RegionalRoot",
            "Root",
            "SpanningTree",
            "SpanningTreeBlocked",
            "SpanningTreeInconsistent",
            "SpanningTreeInstance",
            "SpanningTreePort",
            "SpanningTreeSummary",
            "TotalCounts",
        ],
        "users": ["UserLine", "Users"],
        "version": ["SoftwareFamily", "StackMember", "Version"],
    },
)
__all__ += ["KINDS", "record_of"]
__all__.sort()


def record_of(kind: str) -> "type[Facts]":
    """Return the record of a kind; KeyError for a kind that there is not."""
    return cast("type[Facts]", __getattr__(_RECORDS[kind]))
