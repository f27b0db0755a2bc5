"""Rules of the catalogue of refusals."""

import pytest

from netredund.refusals import Kind, find_refusal, find_show_refusal, is_event, judge

REFUSED = {
    "priority step": "% Bridge Priority must be in increments of 4096.",
    "allowed values": "% Allowed values are:",
    "invalid input": "% Invalid input detected at '^' marker.",
    "incomplete": "% Incomplete command.",
    "ambiguous": '% Ambiguous command:  "s"',
    "port priority": "% Port Priority in increments of 16 is required",
    "root macro": "% Failed to make the bridge root for vlan 10",
    "root macro, advice": "% It may be possible to make the bridge root by setting the priority",
    "protocol mismatch": "Command rejected (Channel protocol mismatch for interface Fa0/5 in group"
    " 1): the interface can not be added to the channel group",
    "range": "% Range command terminated because it failed on FastEthernet0/5",
    "layers": "Command rejected (Port-channel3, Gi1/20): Either port is L2 and port-channel is L3,"
    " or vice-versa",
    "bad VLAN list": "Command rejected: Bad VLAN list - character #3 (X) delimits a VLAN",
    "any other": "Command rejected: not on this port",
    "authorization": "Command authorization failed.",
    "locked": "Configuration mode is locked by process '3' user 'ops' from terminal '1'.",
    "unknown command": "% Unknown command or computer name, or unable to find computer address",
}
WARNED = {
    "portfast": "%Warning: portfast should only be enabled on ports connected to a single",
    "portfast on a trunk": "%Portfast has been configured on FastEthernet0/1 but will only",
}
EVENTS = {
    "cannot bundle": "%EC-5-CANNOT_BUNDLE2: Fa0/2 is not compatible with Fa0/1 and will be"
    " suspended (native vlan of Fa0/2 is 1, Fa0/1 id 10)",
    "compatible": "%EC-5-COMPATIBLE: Fa0/2 is compatible with port-channel members",
    "no partner": "%EC-5-L3DONTBNDL2: Fa0/1 suspended: LACP currently not enabled on the remote"
    " port.",
    "no partner, older": "%ETC-5-L3DONTBNDL2: Fa0/1 suspended: LACP currently not enabled on the"
    " remote port.",
    "min-links": "%EC-5-MINLINKS_NOTMET: Port-channel Po1 is down bundled ports (1) doesn't meet"
    " min-links",
    "misconfig": "%PM-4-ERR_DISABLE: channel-misconfig error detected on Fa0/1, putting Fa0/1 in"
    " err-disable state",
    "bpduguard": "%SPANTREE-2-BLOCK_BPDUGUARD: Received BPDU on port Fa0/1 with BPDU Guard enabled."
    " Disabling port.",
    "root guard": "%SPANTREE-2-ROOTGUARD_BLOCK: Root guard blocking port Fa0/1 on VLAN0001.",
    "native VLAN": "%SPANTREE-2-RECV_PVID_ERR: Received BPDU with inconsistent peer vlan id 10",
    "consistent": "%SPANTREE-2-UNBLOCK_CONSIST_PORT: Unblocking Fa0/1 on VLAN0001.",
    "hint": "%CDP-4-NATIVE_VLAN_MISMATCH: Native VLAN mismatch discovered on Fa0/1 (1)",
    "another": "%LINK-3-UPDOWN: Interface FastEthernet0/1, changed state to up",
    "dated": "*Mar  1 00:12:03.123: %SYS-5-CONFIG_I: Configured from console by ops on vty0",
    "numbered": "000123: Nov 22 2026 10:00:01.5 UTC: %LINEPROTO-5-UPDOWN: Line protocol on Fa0/1",
    "uptime": "1w2d: %LINK-5-CHANGED: Interface Fa0/1, changed state to administratively down",
}
INFORMED = {
    "port-channel": "Creating a port-channel interface Port-channel 1",
    "VLAN": "% Access VLAN does not exist. Creating vlan 10",
    "configure": "Enter configuration commands, one per line.  End with CNTL/Z.",
    "plain words": "This needs a reload to take effect",
}
ALL = (
    [(Kind.REFUSAL, name, text) for name, text in REFUSED.items()]
    + [(Kind.WARNING, name, text) for name, text in WARNED.items()]
    + [(Kind.EVENT, name, text) for name, text in EVENTS.items()]
    + [(Kind.INFORMATION, name, text) for name, text in INFORMED.items()]
    + [(Kind.UNKNOWN, "unknown", "% Something that nobody has seen"),
       (Kind.UNKNOWN, "an error", "Error: no space left in TCAM")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, _, text in ALL], ids=[name for _, name, _ in ALL]
)
def test_each_text_is_of_its_kind(kind, text):
    (remark,) = judge(text)
    assert (remark.kind, remark.text) == (kind, text)


@pytest.mark.parametrize("text", [text for kind, _, text in ALL if kind is Kind.EVENT])
def test_an_event_stops_nothing(text):
    assert is_event(text)
    assert find_refusal(text) is None


@pytest.mark.parametrize("text", ["% Something that nobody has seen", *REFUSED.values()])
def test_refusals_and_what_is_unknown_stop(text):
    remark = find_refusal(f"{EVENTS['another']}\n{text}\n")
    assert remark is not None
    assert remark.text == text


def test_what_comes_again_and_again_has_a_cause_and_a_remedy():
    for text in (EVENTS["no partner"], EVENTS["bpduguard"], REFUSED["protocol mismatch"]):
        (remark,) = judge(text)
        assert remark.cause
        assert remark.remedy


def test_the_mark_below_the_line_and_broadcasts_say_nothing():
    reply = "          ^\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n"
    assert judge(reply) == ()


@pytest.mark.parametrize(
    "reply", ["% LLDP is not enabled\n", "% CDP is not enabled\n", "Port\n% Invalid\n", ""]
)
def test_a_show_may_answer_with_a_percent_sign(reply):
    assert find_show_refusal(reply) is None


@pytest.mark.parametrize("name", ["invalid input", "incomplete", "ambiguous", "authorization"])
def test_a_show_that_the_image_does_not_know_is_refused(name):
    assert find_show_refusal(f"          ^\n{REFUSED[name]}\n\n") is not None


def test_a_percent_sign_deep_in_a_show_is_output():
    text = "line\n" * 6 + "% Invalid input detected at '^' marker.\n"
    assert find_show_refusal(text) is None
