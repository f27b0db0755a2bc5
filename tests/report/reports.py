"""Reports to render: one of each verdict, and text that no form may choke on."""

from netredund.verdict import Evidence, Finding, Report, ServerReport, Verdict

LINE = Evidence(
    device="sw2",
    command="show spanning-tree vlan 1",
    line=21,
    text="Fa0/23  Desg FWD 100  128.23  P2p",
    file="captures/sw2/show_spanning-tree_vlan_1.txt",
)
WHOLE = Evidence(device="sw1", command="show interfaces status", line=None, text="")
FAIL = Finding(
    "stp.one-end-blocking", "web1", Verdict.FAIL,
    "web1: blocked ends, expected exactly 1, got 0", (LINE,), "put eth1 into the bridge",
)  # fmt: skip
UNKNOWN = Finding(
    "stp.root", "sw2", Verdict.UNKNOWN, "sw2: no view of its instance", (),
    "capture `show spanning-tree vlan 1` of sw2",
)  # fmt: skip
WARNING = Finding(
    "stp.link-speed", "sw2", Verdict.WARNING, "sw2: expected at least 1000, got 100", (WHOLE,)
)
PASS = Finding("stp.root", "sw1", Verdict.PASS, "sw1: root of VLAN 1 is sw1", (LINE,))
SKIPPED = Finding(
    "leg.up", "web1", Verdict.SKIPPED, "web1: no view shows whether it is up", (),
    "capture `show interfaces status` of each switch",
)  # fmt: skip
ALL = (PASS, SKIPPED, WARNING, UNKNOWN, FAIL)


def report(verdict: Verdict, *findings: Finding, notes: tuple[str, ...] = ()) -> Report:
    """Return the report of one server."""
    return Report(verdict, (ServerReport("web1", "stp", verdict, findings),), notes)
