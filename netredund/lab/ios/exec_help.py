"""What `?` says of each word of user and privileged mode.

Each text is a tree: a word stands under the one it follows, and one that means the same behind
several others under the one that they share. `<name>` is a value. The wording follows Catalyst
switches with 12.2 and 15; no capture confirms it.
"""

EXEC = """\
archive: Manage archive files
 config: Archive the running configuration
clear: Reset functions
 configuration: Clear the configuration lock
  lock: Clear the configuration lock
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
 confirm: Confirm replacement of running-config with a new config file
 memory: Configure from NV memory
 replace: Replace the running-config with a new config file
  error: Revert when a line is refused
  force: Forcibly replace without prompting for input
  ignorecase: Ignore the case of the configuration
  list: List the commands being applied in each pass
  nolock: Skip the locking of the configuration
  revert: Parameters for reverting the configuration
  time: Time for which to wait for confirmation
  timer: Time for which to wait for confirmation
  trigger: What triggers a rollback
 revert: Parameters for reverting the configuration
  idle: Revert when the session has been idle so long
  now: Cancel the timer and trigger an immediate rollback
  timer: Set the timer for confirmation anew
 terminal: Configure from the terminal
  lock: Lock configuration mode
  revert: Parameters for reverting the configuration
copy: Copy from one file to another
 running-config: Copy from current system configuration
  startup-config: Copy to startup configuration
 startup-config: Copy from startup configuration
delete: Delete a file
 /force: Force delete
dir: List files on a filesystem
disable: Turn off privileged commands
enable: Turn on privileged commands
erase: Erase a filesystem
 startup-config: Erase contents of configuration memory
exit: Exit from the EXEC
logout: Exit from the EXEC
quit: Exit from the EXEC
more: Display the contents of a file
reload: Halt and perform a cold restart
 at: Reload at a specific time/date
 cancel: Cancel pending reload
 in: Reload after a time interval
show: Show running system information
 address: address keyword
  <mac>: 48 bit mac address
 archive: Archive of the running configuration information
  config: Archived configurations
   differences: Show the differences between two configurations
   ignorecase: Ignore the case of the configuration
   incremental-diffs: Show what a file would add to the running configuration
   rollback: Rollback of the configuration
    timer: Timer of a rollback that waits for confirmation
 arp: ARP table
 cdp: CDP information
  neighbors: CDP neighbor entries
   detail: Show detailed information
 clock: Display the system clock
  detail: Display detailed information
 configuration: Configuration details
  lock: Who holds the configuration lock
 dynamic: dynamic entry type
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
 hosts: IP domain-name, lookup style, nameservers, and host table
 interface: interface keyword
 interfaces: Interface status and configuration
  description: Show interface description
  status: Show interface line status
   err-disabled: Show interface error disabled state
  summary: Show interface summary
  switchport: Show interface switchport information
  trunk: Show interface trunk information
 inventory: Show the physical inventory
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
 mac-address-table: MAC forwarding table
 mac: MAC configuration
  address-table: MAC forwarding table
 memory: Memory statistics
  statistics: Memory pool statistics
 pagp: Port channel information
  <group>: Channel group number
  counters: Traffic information
  internal: Internal information
  neighbor: Neighbor information
 privilege: Show current privilege level
 processes: Active process statistics
  cpu: Show CPU usage per process
 reload: Scheduled reload information
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
  id: VTP VLAN status by VLAN id
  name: VTP VLAN status by VLAN name
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
