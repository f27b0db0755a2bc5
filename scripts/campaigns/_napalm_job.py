"""NAPALM's `ios` driver: its getters, and commands by `cli`."""

from _checks import check, expect, expect_in, leave, read_job
from napalm import get_network_driver

job = read_job()
options = {"port": job["port"], "secret": job["enable"], "ssh_config_file": None}
device = get_network_driver("ios")(job["host"], job["user"], job["password"], optional_args=options)
device.open()
uplink = job["uplink"]

with check("is_alive"):
    expect(device.is_alive(), {"is_alive": True})
with check("get_facts"):
    facts = device.get_facts()
    expect(facts["hostname"], job["hostname"])
    expect(facts["fqdn"], f"{job['hostname']}.example.net")
    expect(facts["vendor"], "Cisco")
    expect(facts["model"], job["model"])
    expect_in(job["release"], facts["os_version"])
    expect_in(uplink, facts["interface_list"])
    expect_in("Vlan1", facts["interface_list"])
    expect(facts["uptime"] >= 60, True)
    expect(len(facts["serial_number"]), 11)
with check("get_interfaces"):
    interfaces = device.get_interfaces()
    expect(interfaces[uplink]["is_up"], True)
    expect(interfaces[uplink]["is_enabled"], True)
    expect(interfaces[uplink]["description"], "uplink")
    expect(interfaces[uplink]["speed"], 1000.0)
    expect(interfaces[job["shut"]]["is_enabled"], False)
    expect(set(interfaces), set(facts["interface_list"]))
with check("get_config"):
    config = device.get_config()
    for kind in ("running", "startup"):
        expect_in(f"hostname {job['hostname']}", config[kind].splitlines())
        expect_in(f"interface {uplink}", config[kind].splitlines())
    expect(config["candidate"], "")
with check("cli"):
    shown = device.cli(["show spanning-tree root", "show privilege"])
    expect_in("VLAN0010", shown["show spanning-tree root"])
    expect(shown["show privilege"], "Current privilege level is 15")
with check("cli, refused"):
    expect_in("% Invalid input detected", device.cli(["show nonsense"])["show nonsense"])
with check("get_interfaces_ip"):
    expect(device.get_interfaces_ip()["Vlan1"]["ipv4"], {job["address"]: {"prefix_length": 24}})
with check("get_interfaces_counters"):
    counters = device.get_interfaces_counters()[uplink]
    expect(counters["rx_octets"] > 0 and counters["tx_octets"] > 0, True)
    expect(counters["tx_discards"], 0)
with check("get_vlans"):
    vlans = device.get_vlans()
    expect(vlans["10"]["name"], "servers")
    expect_in(uplink, vlans["10"]["interfaces"])
with check("get_lldp_neighbors"):
    heard = device.get_lldp_neighbors()
    expect(sorted(each["hostname"] for port in heard.values() for each in port), job["neighbours"])
with check("get_lldp_neighbors_detail"):
    heard = device.get_lldp_neighbors_detail()
    names = sorted(each["remote_system_name"] for port in heard.values() for each in port)
    expect(names, job["neighbours"])
with check("get_mac_address_table"):
    expect(any(row["static"] for row in device.get_mac_address_table()), True)
with check("get_arp_table"):
    expect_in(job["address"], [row["ip"] for row in device.get_arp_table()])
with check("get_users"):
    expect(device.get_users()["admin"]["level"], 15)
with check("close"):
    device.close()
leave()
