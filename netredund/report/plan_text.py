"""A plan as an engineer reads it: a diff for each switch, then the lines to type, then to undo."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from netredund.planning.change import DiffLine, Plan, PlannedLine, Step

_STYLES = {"+": "green", "-": "red"}
_WIDE = 10_000
_REASON_AT = 46


def render_plan(plan: Plan, *, has_colour: bool = False, is_short: bool = False) -> str:
    """Return a plan as text; `is_short` is what a person reads before a push.

    The short form has what changes and each step on one line, with every line that is typed. In the
    other one the lines to do and to undo can be pasted as they are: reasons stand on lines of their
    own, behind `!`, which IOS skips. Secrets in lines that only surround a change are left out.
    """
    console = Console(
        width=_WIDE,
        force_terminal=has_colour,
        no_color=not has_colour,
        color_system="standard" if has_colour else None,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for text in _write(plan, is_short):
            console.print(text, soft_wrap=True)
    return captured.get()


def _write(plan: Plan, is_short: bool) -> Iterable[Text]:
    if plan.is_empty:
        yield Text("nothing to do: everything stands as the site file wants it")
    for number, switch in enumerate(plan.switches):
        if number:
            yield Text("")
        yield Text(f"{switch.switch}: what changes in its running-config", style="bold")
        yield from _write_diff(switch.diff)
        if is_short:
            continue
        yield Text("")
        yield Text(f"{switch.switch}: to do", style="bold")
        yield from _write_lines(switch.do)
        yield Text("")
        yield Text(f"{switch.switch}: to undo it", style="bold")
        yield from _write_lines(switch.undo)
    if plan.roots or len(plan.steps) > 1 or plan.notes or (is_short and plan.steps):
        yield Text("")
    for move in plan.roots:
        before = move.before or "unknown"
        tree = f"VLAN {move.vlan}" if move.mst_instance is None else f"MST {move.mst_instance}"
        yield Text(f"root of {tree}: moves from {before} to {move.after}", style="yellow")
    if is_short and plan.steps:
        yield Text("in this order, each leg looked at before the next line", style="bold")
        yield from _write_steps(plan.steps)
    elif len(plan.steps) > 1:
        steps = ", ".join(f"{step.switch} {step.subject}" for step in plan.steps)
        yield Text(f"in this order: {steps}")
    for note in plan.notes:
        yield Text(f"note: {note}", style="yellow")


def _write_steps(steps: Sequence[Step]) -> Iterable[Text]:
    for number, step in enumerate(steps, 1):
        leg = f" ({step.server} {step.leg})" if step.leg else ""
        told = {"exit", f"interface {step.subject}"}
        lines = "; ".join(
            line.line + (f" (a guess, else: {line.otherwise})" if line.otherwise else "")
            for line in step.do
            if line.line not in told
        )
        yield Text(f"  {number}. {step.switch} {step.subject}{leg}: {lines}")


def _write_diff(diff: Sequence[DiffLine]) -> Iterable[Text]:
    told = ""
    for line in diff:
        shown = f"  {line.sign}{line.text}"
        text = Text(shown, style=_STYLES.get(line.sign, ""))
        if line.sign == " ":
            told = ""
        elif line.reason and line.reason != told:
            text.append(f"{' ' * max(1, _REASON_AT - len(shown))}<- {line.reason}", style="dim")
            told = line.reason
        yield text


def _write_lines(lines: Sequence[PlannedLine]) -> Iterable[Text]:
    depth, told = 0, ""
    for line in lines:
        word = line.line.partition(" ")[0]
        if word == "interface":
            depth = 0
        lead = "  " + " " * depth
        if line.line != "exit" and line.reason != told and word != "interface":
            yield Text(f"{lead}! {line.reason}", style="dim")
            told = line.reason
        if line.otherwise is not None:
            yield Text(f"{lead}! a guess; if it is refused: {line.otherwise}", style="dim")
        yield Text(f"{'  ' if line.line == 'exit' else lead}{line.line}")
        if word == "interface" or (word == "vlan" and line.line.split()[1:2]):
            depth, told = 1, ""
        elif line.line == "exit":
            depth = 0
