"""What `?` says of each word of the configuration modes.

Each text is a tree: a word stands under the one it follows, and one that means the same behind
several others under the one that they share. `<name>` is a value. The wording follows Catalyst
switches with 12.2 and 15; no capture confirms it.
"""

CONFIG = """\
aaa: Authentication, Authorization and Accounting.
 new-model: Enable NEW access control commands and functions.(Disables OLD commands.)
archive: Archive the configuration
banner: Define a login banner
 <text>: c banner-text c, where 'c' is a delimiting character
 login: Set login banner
 motd: Set Message of the Day banner
cdp: Global CDP configuration subcommands
 run: Enable CDP
configuration: Configuration access
 mode: Mode of configuration access
  exclusive: Only one user may configure at a time
   auto: Lock the configuration as soon as somebody configures
   manual: Lock the configuration when it is asked for
enable: Modify enable password parameters
 0: Specifies an UNENCRYPTED password will follow
 5: Specifies an ENCRYPTED secret will follow
 <clear>: The UNENCRYPTED (cleartext) 'enable' secret
 <hash>: The ENCRYPTED 'enable' secret string
 <password>: The UNENCRYPTED (cleartext) 'enable' password
 password: Assign the privileged level password
 secret: Assign the privileged level secret
errdisable: Error disable
 recovery: Error disable recovery
  cause: Enable error disable recovery for application
   all: Enable timer to recover from all error causes
   arp-inspection: Enable timer to recover from arp inspection error disable state
   bpduguard: Enable timer to recover from BPDU Guard error
   channel-misconfig: Enable timer to recover from channel misconfig error
   dhcp-rate-limit: Enable timer to recover from dhcp-rate-limit error
   dtp-flap: Enable timer to recover from dtp-flap error
   gbic-invalid: Enable timer to recover from invalid GBIC error
   inline-power: Enable timer to recover from inline-power error
   link-flap: Enable timer to recover from link-flap error
   loopback: Enable timer to recover from loopback error
   mac-limit: Enable timer to recover from mac limit disable state
   pagp-flap: Enable timer to recover from pagp-flap error
   port-mode-failure: Enable timer to recover from port mode change failure
   psecure-violation: Enable timer to recover from psecure violation error
   security-violation: Enable timer to recover from 802.1x violation error
   sfp-config-mismatch: Enable timer to recover from SFP config mismatch error
   small-frame: Enable timer to recover from small frame error
   storm-control: Enable timer to recover from storm-control error
   udld: Enable timer to recover from udld error
   vmps: Enable timer to recover from vmps shutdown error
  interval: Error disable recovery timer value
   <seconds>: timer-interval(sec)
file: Adjust file system parameters
 prompt: Prompt for various operations
  alert: Prompt only for destructive file operations
  noisy: Confirm all file operation parameters
  quiet: Seldom prompt for file operations
hostname: Set system's network name
 <name>: This system's network name
interface: Select an interface to configure
 <interface>: Interface name
 <interfaces>: Interface name
 range: interface range command
ip: Global IP configuration subcommands
 default-gateway: Specify default gateway (if not routing IP)
  <address>: IP address of default gateway
 domain-lookup: Enable IP Domain Name System hostname translation
 domain-name: Define the default domain name
  <name>: Default domain name
lacp: LACP configuration
 system-priority: LACP priority for the system
  <priority>: Priority value
line: Configure a terminal line
 <first>: First Line number
 <last>: Last Line number
 con: Primary terminal line
 vty: Virtual terminal
lldp: Global LLDP configuration subcommands
 run: Enable LLDP
logging: Modify message logging facilities
 buffered: Set buffered logging parameters
  <size>: Logging buffer size
 console: Set console logging parameters
 monitor: Set terminal line (monitor) logging parameters
mac: Global MAC configuration subcommands
 address-table: Configure the MAC address table
mac-address-table: Configure the MAC address table
aging-time: Set MAC address table entry maximum age
 <seconds>: Aging time in seconds, 0 for no aging
port-channel: EtherChannel configuration
 load-balance: Load Balancing method
  dst-ip: Dst IP Addr
  dst-mac: Dst Mac Addr
  src-dst-ip: Src XOR Dst IP Addr
  src-dst-mac: Src XOR Dst Mac Addr
  src-ip: Src IP Addr
  src-mac: Src Mac Addr
service: Modify use of network based services
 pad: Enable PAD commands
 password-encryption: Encrypt system passwords
 timestamps: Timestamp debug/log messages
  debug: Timestamp debug messages
  log: Timestamp log messages
  datetime: Timestamp with date and time
  msec: Include milliseconds in timestamp
  uptime: Timestamp with system uptime
spanning-tree: Spanning Tree Subsystem
 backbonefast: Enable BackboneFast Feature
 etherchannel: Spanning tree etherchannel specific configuration
  guard: Configure guard features for etherchannel
   misconfig: Enable guard to protect against etherchannel misconfiguration
 extend: Spanning Tree 802.1t extensions
  system-id: Extend system-id into priority portion of the bridge id (PVST & Rapid PVST only)
 loopguard: Spanning tree loopguard options
  default: Enable loopguard by default on all ports
 mode: Spanning tree operating mode
  pvst: Per-Vlan spanning tree mode
  rapid-pvst: Per-Vlan rapid spanning tree mode
 pathcost: Spanning tree pathcost options
  method: Method to calculate default port path cost
   long: Use 32 bit based values for default port path costs
   short: Use 16 bit based values for default port path costs
 portfast: Spanning tree portfast options
  bpdufilter: Enable portfast bpdu filter on this switch
   default: Enable bpdu filter by default on all portfast ports
  bpduguard: Enable portfast bpdu guard on this switch
   default: Enable bpdu guard by default on all portfast ports
  default: Enable portfast by default on all access ports
  edge: Spanning tree portfast edge options
  network: Spanning tree portfast network options
  normal: Spanning tree portfast normal options
 transmit: STP transmit parameters
  hold-count: STP transmit hold-count value
   <count>: Number of BPDUs in a second
 uplinkfast: Enable UplinkFast Feature
 vlan: VLAN Switch Spanning Tree
  <vlans>: vlan range, example: 1,3-5,7,9-11
  forward-time: Set the forward delay for the spanning tree
   <value>: Number of seconds for the forward delay timer
  hello-time: Set the hello interval for the spanning tree
   <hello>: Number of seconds between generation of config BPDUs
   <value>: Number of seconds between generation of config BPDUs
  max-age: Set the max age interval for the spanning tree
   <value>: Maximum number of seconds the information in a BPDU is valid
  priority: Set the bridge priority for the spanning tree
   <priority>: bridge priority in increments of 4096
  root: Configure switch as root
   diameter: Network diameter of this spanning tree
    <diameter>: Maximum number of bridges between any two end nodes
   primary: Configure this switch as primary root for this spanning tree
   secondary: Configure switch as secondary root
username: Establish User Name Authentication
 0: Specifies an UNENCRYPTED password will follow
 5: Specifies a HIDDEN secret will follow
 <clear>: The UNENCRYPTED (cleartext) user secret
 <hash>: The HIDDEN user secret string
 <password>: The UNENCRYPTED (cleartext) user password
 <privilege>: User privilege level
 <user>: User name
 password: Specify the password for the user
 privilege: Set user privilege level
 secret: Specify the secret for the user
vlan: Vlan commands
 <vlans>: ISL VLAN IDs 1-4094
 internal: internal VLAN
  allocation: VLAN allocation
   policy: VLAN allocation policy
    ascending: Allocate internal VLAN in ascending order
vtp: Configure global VTP state
 mode: Configure VTP device mode
  transparent: Set the device to transparent mode.
"""

INTERFACE = """\
bandwidth: Set bandwidth informational parameter
 <kilobits>: Bandwidth in kilobits
cdp: CDP interface subcommands
 enable: Enable CDP on interface
channel-group: Etherchannel/port bundling configuration
 <group>: Channel group number
 mode: Etherchannel Mode of the interface
  active: Enable LACP unconditionally
  auto: Enable PAgP only if a PAgP device is detected
  desirable: Enable PAgP unconditionally
  non-silent: Start negotiation only after data packets received
  on: Enable Etherchannel only
  passive: Enable LACP only if a LACP device is detected
channel-protocol: Select the channel protocol (LACP, PAgP)
 lacp: Prepare interface for LACP protocol
 pagp: Prepare interface for PAgP protocol
description: Interface specific description
 <text>: Up to 240 characters describing this interface
duplex: Configure duplex operation.
 auto: Enable AUTO duplex configuration
 full: Force full duplex operation
 half: Force half-duplex operation
ip: Interface Internet Protocol config commands
 <address>: IP address
 <mask>: IP subnet mask
 address: Set the IP address of an interface
lacp: LACP interface subcommands
 fast-switchover: LACP fast switchover supported on this port channel
 max-bundle: LACP maximum number of ports to bundle in this port channel
  <links>: Max number of ports to bundle in this Port Channel
 port-priority: LACP priority on this interface
  <priority>: Priority value
 rate: Set LACP control packets rate
  fast: Request LACP packets to be ingressed at the fast rate
  normal: Request LACP packets to be ingressed at the normal rate
lldp: LLDP interface subcommands
 receive: Enable LLDP reception on interface
 transmit: Enable LLDP transmission on interface
port-channel: Port Channel interface subcommands
 min-links: Minimum number of bundled ports needed before this port channel can come up
  <links>: Minimum number of bundled ports needed before this port channel can come up
 standalone-disable: Disable standalone ports of this port channel
shutdown: Shutdown the selected interface
spanning-tree: Spanning Tree Subsystem
 bpdufilter: Don't send or receive BPDUs on this interface
  disable: Disable BPDU filtering for this interface
  enable: Enable BPDU filtering for this interface
 bpduguard: Don't accept BPDUs on this interface
  disable: Disable BPDU guard for this interface
  enable: Enable BPDU guard for this interface
 cost: Change an interface's spanning tree port path cost
  <cost>: port path cost
 guard: Change an interface's spanning tree guard mode
  loop: Set guard mode to loop guard on interface
  none: Set guard mode to none
  root: Set guard mode to root guard on interface
 link-type: Specify a link type for spanning tree protocol use
  point-to-point: Consider the interface as point-to-point
  shared: Consider the interface as shared
 port-priority: Change an interface's spanning tree port priority
  <priority>: port priority in increments of 16
 portfast: Enable an interface to move directly to forwarding on link up
  disable: Disable portfast for this interface
  edge: Enable portfast edge on the interface
  network: Enable portfast network on the interface
  trunk: Enable portfast on the interface even in trunk mode
 vlan: VLAN Switch Spanning Tree
  <vlans>: vlan range, example: 1,3-5,7,9-11
speed: Configure speed operation.
 10: Force 10 Mbps operation
 100: Force 100 Mbps operation
 1000: Force 1000 Mbps operation
 2500: Force 2500 Mbps operation
 5000: Force 5000 Mbps operation
 10000: Force 10000 Mbps operation
 auto: Enable AUTO speed configuration
switchport: Set switching mode characteristics
 access: Set access mode characteristics of the interface
  vlan: Set VLAN when interface is in access mode
   <vlan>: VLAN ID of the VLAN when this port is in access mode
 mode: Set trunking mode of the interface
  access: Set trunking mode to ACCESS unconditionally
  dynamic: Set trunking mode to dynamically negotiate access or trunk mode
   auto: Set trunking mode dynamic negotiation parameter to AUTO
   desirable: Set trunking mode dynamic negotiation parameter to DESIRABLE
  trunk: Set trunking mode to TRUNK unconditionally
 nonegotiate: Device will not engage in negotiation protocol on this interface
 trunk: Set trunking characteristics of the interface
  allowed: Set allowed VLAN characteristics when interface is in trunking mode
   vlan: Set allowed VLANs when interface is in trunking mode
    <vlans>: VLAN IDs of the allowed VLANs when this port is in trunking mode
    add: add VLANs to the current list
    all: all VLANs
    except: all VLANs except the following
    none: no VLANs
    remove: remove VLANs from the current list
  encapsulation: Set trunking encapsulation when interface is in trunking mode
   dot1q: Interface uses only 802.1q trunking encapsulation when trunking
   isl: Interface uses only ISL trunking encapsulation when trunking
   negotiate: Device will negotiate trunking encapsulation with peer on interface
  native: Set trunking native characteristics when interface is in trunking mode
   vlan: Set native VLAN when interface is in trunking mode
    <vlan>: VLAN ID of the native VLAN when this port is in trunking mode
 voice: Voice appliance attributes
  vlan: Vlan for voice traffic
   <vlan>: Vlan for voice traffic
"""

VLAN = """\
name: Ascii name of the VLAN
 <name>: The ascii name for the VLAN
shutdown: Shutdown VLAN switching
state: Operational state of the VLAN
 active: VLAN Active State
 suspend: VLAN Suspended State
"""

ARCHIVE = """\
maximum: Maximum number of backup copies
 <count>: Number of backup copies
path: Path for backups
 <archive>: URL of the backups
write-memory: Enable automatic backup generation during write memory
"""

LINE = """\
exec-timeout: Set the EXEC timeout
 <minutes>: Timeout in minutes
 <seconds>: Timeout in seconds
length: Set number of lines on a screen
 <length>: Number of lines on screen (0 for no pausing)
logging: Modify message logging facilities
 synchronous: Synchronized message output
login: Enable password checking
 local: Local password checking
privilege: Change privilege level for line
 level: Assign default privilege level for line
  <level>: Default privilege level for line
transport: Define transport protocols for line
 all: All protocols
 none: No protocols
 ssh: TCP/IP SSH protocol
 input: Define which protocols to use when connecting to the terminal server
 preferred: Specify the preferred protocol to use
width: Set width of the display terminal
 <width>: Number of characters on a screen line
"""
