"""What `?` says of each word of user and privileged mode.

Each text is a tree: a word stands under the one it follows, and one that means the same behind
several others under the one that they share. `<name>` is a value. The wording follows Catalyst
switches with 12.2 and 15; no capture confirms it.
"""

EXEC = """\
clear: Reset functions
 lacp: Clear LACP statistics
  counters: Clear LACP traffic counters
  <group>: Channel group number
 logging: Clear logging buffer
 mac: MAC configuration
  address-table: MAC forwarding table
 mac-address-table: MAC forwarding table
 spanning-tree: Clear spanning-tree counters
  detected-protocols: Clear spanning-tree detected protocols
 dynamic: dynamic entry type
 interface: interface keyword
 vlan: VLAN keyword
  <vlan>: VLAN id
configure: Enter configuration mode
 memory: Configure from NV memory
 terminal: Configure from the terminal
copy: Copy from one file to another
 running-config: Copy from current system configuration
  startup-config: Copy to startup configuration
disable: Turn off privileged commands
enable: Turn on privileged commands
erase: Erase a filesystem
 startup-config: Erase contents of configuration memory
exit: Exit from the EXEC
logout: Exit from the EXEC
quit: Exit from the EXEC
show: Show running system information
 arp: ARP table
 cdp: CDP information
  neighbors: CDP neighbor entries
   detail: Show detailed information
 clock: Display the system clock
  detail: Display detailed information
 errdisable: Error disable
  recovery: Error disable recovery
 etherchannel: EtherChannel information
  <group>: Channel group number
  auto: Auto EtherChannel information
  detail: Detail information
  load-balance: Load-balance/frame-distribution scheme among ports in port-channel
  port-channel: Port-channel information
  protocol: protocol enabled
  summary: One-line summary per channel-group
 interfaces: Interface status and configuration
  description: Show interface description
  status: Show interface line status
   err-disabled: Show interface error disabled state
  switchport: Show interface switchport information
  trunk: Show interface trunk information
 ip: IP information
  arp: IP ARP table
  interface: IP interface status and configuration
   brief: Brief summary of IP status and configuration
 lacp: Port channel information
  <group>: Channel group number
  counters: Traffic information
  internal: Internal information
  neighbor: Neighbor information
  sys-id: LACP System ID
  detail: Detail information
 lldp: LLDP information
  neighbors: LLDP neighbor entries
   detail: Show detailed information
 logging: Show the contents of logging buffers
 mac: MAC configuration
  address-table: MAC forwarding table
 mac-address-table: MAC forwarding table
 address: address keyword
  <mac>: 48 bit mac address
 dynamic: dynamic entry type
 interface: interface keyword
 pagp: Port channel information
  <group>: Channel group number
  counters: Traffic information
  internal: Internal information
  neighbor: Neighbor information
 privilege: Show current privilege level
 running-config: Current operating configuration
  interface: Show interface configuration
 spanning-tree: Spanning tree topology
  active: Report on active interfaces only
  blockedports: Show blocked ports
  brief: Brief summary of interface information
  detail: Detailed information
  inconsistentports: Show inconsistent ports
  interface: Spanning Tree interface status and configuration
  mst: Multiple spanning trees
   <instance>: MST instance list
   configuration: MST current region configuration
  pathcost: Show Spanning pathcost options
   method: Default pathcost calculation method
  root: Status and configuration of the root bridge
  summary: Summary of port states
   totals: Show only the totals of the summary
  vlan: VLAN Switch Spanning Trees
   <vlans>: vlan range, example: 1,3-5,7,9-11
 startup-config: Contents of startup configuration
 users: Display information about terminal lines
 version: System hardware and software status
 vlan: VTP VLAN status
  <vlan>: VLAN id
  brief: VTP all VLAN status in brief
terminal: Set terminal line parameters
 length: Set number of lines on a screen
  <length>: Number of lines on screen (0 for no pausing)
 monitor: Copy debug output to the current terminal line
 no: Negate a command or set its defaults
 width: Set width of the display terminal
  <width>: Number of characters on a screen line
write: Write running configuration to memory, network, or terminal
 erase: Erase NV memory
 memory: Write to NV memory
 terminal: Write to terminal
<interface>: Interface name
"""
