"""The facts known of captures from real devices."""

import json

import msgspec

import netredund


def _differences(want, got, at=""):
    """Yield where facts are not those expected; keys that are not expected may be there."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            if key not in got:
                yield f"{at}.{key} is missing"
            else:
                yield from _differences(value, got[key], f"{at}.{key}")
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for index, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from _differences(one, other, f"{at}[{index}]")
    elif want != got or type(want) is not type(got):
        yield f"{at}: expected {want!r}, got {got!r}"


def _known(captures):
    for path in sorted(captures.glob("*/*.facts.json")):
        facts = json.loads(path.read_text("utf-8"))
        meta = facts.pop("_meta")
        text = path.with_name(path.name.replace(".facts.json", ".txt")).read_bytes()
        yield path, meta, facts, text


def test_captures_say_what_is_known_of_them(captures):
    wrong, right = [], 0
    for path, meta, facts, text in _known(captures):
        if meta["kind"] in ("other", "running-config"):
            continue
        got = json.loads(msgspec.json.encode(netredund.parse(meta["command"], text)))
        wrong += [f"{path.name}: {line}" for line in _differences(facts, got)]
        right += 1
    assert not wrong
    assert right > 80


# Captures that really are cut or were altered, and the words in which that must be said.
_NOT_WHOLE = {
    "genie-iosxe__ShowEtherChannelSwportSummary_golden_output_1": "in use and yet without",
    "genie-iosxe__ShowInterfacesTrunk_golden_output": "Po14: the VLANs active have 300",
    "genie-iosxe__ShowRunInterface_golden_output21": "its indentation was lost",
    "genie-iosxe__ShowSpanningTreeMstDetail_golden_output_1": "root port Po2 is not among",
    "genie-iosxe__iosxe_golden_output_9500h_svl": "no configuration register",
    "mirananightshade__iol_moscow_sw4_mst_lacp": "no `end` below it",
    "ntc__cisco_ios_show_interfaces_status": "unknown InterfaceStatus 'notconnect:'",
    "ntc__cisco_ios_show_version5": "no configuration register",
}


def test_whole_captures_are_complete_and_cut_ones_are_not(captures):
    from netredund.errors import UnknownCommandError

    for path, meta, _, text in _known(captures):
        name = path.name.removesuffix(".facts.json")
        try:
            facts = netredund.parse(meta["command"], text)
        except UnknownCommandError:
            continue
        said = [problem.message for problem in facts.problems] + [
            line.text for line in facts.unparsed
        ]
        if name in _NOT_WHOLE:
            assert any(_NOT_WHOLE[name] in message for message in said), (name, said)
        else:
            assert facts.complete, (name, said[:5])


def test_every_fact_points_at_its_line(captures):
    for _, meta, _, text in _known(captures):
        if meta["kind"] != "spanning-tree":
            continue
        lines = text.decode("latin-1").split("\n")
        for instance in netredund.parse(meta["command"], text).instances:
            for port in instance.ports:
                shown = lines[port.line - 1]
                assert (port.interface or instance.instance) in shown
                assert str(port.state) in shown or port.status_printed in shown
