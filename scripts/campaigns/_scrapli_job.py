"""scrapli of 2026 and later, which is another program than the one before: its `cisco_iosxe`."""

from _checks import check, expect, expect_in, leave, read_job
from scrapli import AuthOptions, Cli, TransportBinOptions, TransportSsh2Options

job = read_job()
transports = {
    "bin": TransportBinOptions(enable_strict_key=True, known_hosts_path=job["known_hosts"]),
    "ssh2": TransportSsh2Options(known_hosts_path=job["known_hosts"]),
}
for name, options in transports.items():
    with (
        check(f"{name}: session"),
        Cli(
            job["host"],
            port=job["port"],
            definition_file_or_name="cisco_iosxe",
            auth_options=AuthOptions(username=job["user"], password=job["password"]),
            transport_options=options,
        ) as session,
    ):
        with check(f"{name}: get_prompt"):
            expect(session.get_prompt().result, f"{job['hostname']}#")
        with check(f"{name}: send_input"):
            shown = session.send_input("show spanning-tree root")
            expect_in("VLAN0010", shown.result)
            expect(shown.failed, False)
        with check(f"{name}: send_inputs in configuration mode"):
            lines = [f"interface {job['shut']}", f"description by scrapli {name}"]
            done = session.send_inputs(lines, requested_mode="configuration")
            expect(done.failed, False)
            stanza = session.send_input(f"show running-config interface {job['shut']}")
            expect_in(f"description by scrapli {name}", stanza.result)
        with check(f"{name}: enter_mode"):
            for mode, prompt in (("configuration", "(config)#"), ("privileged_exec", "#")):
                session.enter_mode(requested_mode=mode)
                expect(session.get_prompt().result, f"{job['hostname']}{prompt}")
leave()
