"""A port's paragraph in `show etherchannel detail`: its state, its own side and its partner's."""

from netredund.facts.etherchannel import ChannelPort, ChannelProtocol
from netredund.facts.lacp import LacpPort, LacpPortState
from netredund.facts.pagp import PagpLocal, PagpNeighbor
from netredund.interfaces import is_same_interface
from netredund.reading import lacp, pagp
from netredund.reading.output import Output
from netredund.reading.template import Row

# Each line of the paragraph, known by one of its values.
_LINES = (
    ("PortState", "port state"),
    ("ChannelGroup", "channel group"),
    ("PortPortChannel", "port-channel"),
    ("PortIndex", "port index"),
    ("PortAge", "age"),
)


def build_port(output: Output, row: Row) -> ChannelPort:
    """Return the port of a paragraph; note what is missing in it."""
    values, line = row.values, row.lines["Port"]
    protocol = values.get("PortProtocol")
    group, index = values.get("ChannelGroup"), values.get("PortIndex")
    port = ChannelPort(
        line=line,
        interface=values["Port"],
        port_state_text=values.get("PortState"),
        channel_group=int(group) if group else None,
        mode=values.get("Mode"),
        gcchange=values.get("Gcchange"),
        port_channel=values.get("PortPortChannel"),
        gc=values.get("PortGc"),
        pseudo_port_channel=values.get("Pseudo"),
        port_index=int(index) if index else None,
        load=values.get("PortLoad"),
        protocol=_protocol(output, protocol, row.lines.get("PortProtocol", line)),
        reason=values.get("Reason"),
        lacp_local=_lacp_local(output, row),
        lacp_partner=_lacp_partner(output, row),
        pagp_local=_pagp_local(output, row),
        pagp_partner=_pagp_partner(output, row),
        age=values.get("PortAge"),
    )
    _check(output, row, port)
    return port


def _protocol(output: Output, text: str | None, line: int) -> ChannelProtocol | None:
    return output.token(ChannelProtocol, text, line) if text else None


def _check(output: Output, row: Row, port: ChannelPort) -> None:
    missing = [text for name, text in _LINES if name not in row.values]
    locals_of = {ChannelProtocol.LACP: port.lacp_local, ChannelProtocol.PAGP: port.pagp_local}
    if locals_of.get(port.protocol or ChannelProtocol.NONE, port) is None or (
        "LocalHeading" in row.values and not (port.lacp_local or port.pagp_local)
    ):
        missing.append("local information")
    if "PartnerHeading" in row.values and not (port.lacp_partner or port.pagp_partner):
        missing.append("the partner's information")
    if port.lacp_partner is not None and port.lacp_partner.port_state is None:
        missing.append("the partner's state")
    if missing:
        output.problem(
            f"{port.interface}: its paragraph is not whole, missing: {', '.join(missing)}",
            port.line,
        )
    for side in (port.lacp_local, port.lacp_partner, port.pagp_local, port.pagp_partner):
        if side is not None and not is_same_interface(side.interface, port.interface):
            output.problem(f"a row of {side.interface} stands under {port.interface}", side.line)


def _lacp_local(output: Output, row: Row) -> LacpPort | None:
    values = row.values
    if "LocalPort" not in values:
        return None
    line = row.lines["LocalPort"]
    lacp.check_flags(output, values["LocalPort"], values["LocalFlags"], line)
    return LacpPort(
        line=line,
        interface=values["LocalPort"],
        flags=values["LocalFlags"],
        state=output.token(LacpPortState, values["LocalState"], line),
        interval=values.get("LocalInterval"),
        priority=int(values["LocalPriority"]),
        admin_key=values["LocalAdminKey"],
        oper_key=values["LocalOperKey"],
        port_number=values["LocalPortNumber"],
        port_state=values["LocalPortState"],
    )


def _lacp_partner(output: Output, row: Row) -> LacpPort | None:
    values = row.values
    if "PartnerPort" not in values:
        if "PartnerPortState" in values:
            output.problem(
                f"{values['Port']}: the first row of its partner is missing",
                row.lines["PartnerPortState"],
            )
        return None
    line, priority = row.lines["PartnerPort"], values.get("PartnerPriority")
    lacp.check_flags(output, values["PartnerPort"], values["PartnerFlags"], line)
    return LacpPort(
        line=line,
        interface=values["PartnerPort"],
        flags=values["PartnerFlags"],
        priority=int(priority) if priority else None,
        partner_system_id=values["PartnerSystemId"],
        age=values["PartnerAge"],
        admin_key=values.get("PartnerAdminKey"),
        oper_key=values.get("PartnerOperKey"),
        port_number=values["PartnerPortNumber"],
        port_state=values.get("PartnerPortState"),
    )


def _pagp_local(output: Output, row: Row) -> PagpLocal | None:
    values = row.values
    if "PagpPort" not in values:
        return None
    line = row.lines["PagpPort"]
    pagp.check_flags(output, values["PagpPort"], values.get("PagpFlags"), line)
    return PagpLocal(
        line=line,
        interface=values["PagpPort"],
        flags=values.get("PagpFlags"),
        state=values["PagpState"],
        timers=values.get("PagpTimers"),
        hello_interval=values["PagpInterval"],
        partner_count=int(values["PagpCount"]),
        priority=int(values["PagpPriority"]),
        learning_method=values["PagpMethod"],
        group_ifindex=int(values["PagpIfindex"]),
    )


def _pagp_partner(output: Output, row: Row) -> PagpNeighbor | None:
    values = row.values
    if "PagpPartnerPort" not in values:
        return None
    line = row.lines["PagpPartnerPort"]
    pagp.check_flags(output, values["PagpPartnerPort"], values.get("PagpPartnerFlags"), line)
    return PagpNeighbor(
        line=line,
        interface=values["PagpPartnerPort"],
        partner_name=values.get("PagpPartnerName"),
        partner_system_id=values["PagpPartnerId"],
        partner_port=values["PagpPartnerFar"],
        age=values["PagpPartnerAge"],
        flags=values.get("PagpPartnerFlags"),
        group_cap=values["PagpPartnerCap"],
    )
