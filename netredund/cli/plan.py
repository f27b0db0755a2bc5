"""`netredund-switch plan`: the lines that each switch would get, as a diff; sends none of them."""

import sys
from pathlib import Path

import click

from netredund.cli.colour import wants_colour
from netredund.cli.reach import reach_options
from netredund.cli.sources import (
    ask_switches,
    captures_options,
    is_live,
    max_age_option,
    plan_options,
    print_notes,
    server_option,
)
from netredund.errors import RefusedPlanError


@click.command("plan")
@click.argument("site_path", metavar="SITE")
@captures_options
@server_option
@max_age_option
@plan_options
@click.option(
    "--short",
    "is_short",
    is_flag=True,
    help="The differences and the steps in their order, without the lines to paste.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@reach_options
def command(
    site_path: str,
    folder: Path | None,
    logs: tuple[Path, ...],
    servers: tuple[str, ...],
    max_age_s: float,
    is_removal: bool,
    may_move_root: bool,
    is_short: bool,
    form: str,
) -> None:
    """Show the lines that the switches of SITE need, and the lines that take them back.

    Without --captures and --log all switches that are needed are asked at once, over SSH; no
    configuration is sent.

    Below them stands what spanning tree will do then: see `predict`.

    Captures: each switch needs `show running-config`; what others add is used where it is there:
    show version, show spanning-tree, show interfaces status, show mac address-table, show cdp
    neighbors detail, show lldp neighbors detail, show lacp neighbor, show etherchannel summary,
    show users, show ip arp.

    Exit status: 0 planned, or nothing to do; 1 refused, because it would hurt; 2 wrong use; 3 a
    running-config is missing or not whole, or captures are of different moments; 5 a switch could
    not be asked.
    """
    from netredund.intent import load_site
    from netredund.planning import plan

    ctx = click.get_current_context()
    is_asking = is_live(ctx, folder, logs)
    site = load_site(site_path)
    if is_asking:
        from netredund.questions import list_plan_questions

        recording = ask_switches(ctx, site, list_plan_questions(site, servers))
        recording.raise_failures()
        captures = recording.captures
        print_notes(captures)
    else:
        from netredund.evidence import load_evidence

        captures = load_evidence(site, folder, logs)
    try:
        made = plan(
            site,
            captures,
            servers=servers,
            is_removal=is_removal,
            may_move_root=may_move_root,
            max_age_s=max_age_s,
        )
    except RefusedPlanError as error:
        if form == "json":
            import msgspec

            _print(msgspec.json.encode({"refusals": error.refusals}) + b"\n")
        raise
    from netredund.prediction import forecast_plan

    forecast = forecast_plan(site, captures, made)
    if form == "json":
        import msgspec

        value = {**msgspec.structs.asdict(made), "prediction": forecast}
        _print(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")
        return
    from netredund.prediction.tables import render_prediction
    from netredund.report.plan_text import render_plan

    text = render_plan(made, has_colour=wants_colour(sys.stdout), is_short=is_short)
    if not made.is_empty:
        text += f"\n{render_prediction(forecast)}"
    _print(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))


def _print(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
