"""Every fault at every line of a push: the switches end alike, old or new, or it was said loudly.

A case is a method, a guard, a kind of fault and the line that it strikes at. Which lines there are
is taken from a run without a fault. All runs are in protocol time, in memory.
"""

import contextlib
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import netredund
from netredund.lab.faults import (
    UNAUTHORIZED,
    AtLine,
    Drop,
    Fault,
    Hang,
    Moment,
    OtherUser,
    Refuse,
    Reload,
    Unreachable,
    What,
)
from netredund.planning.comparison import own_lines
from netredund.transaction import Guard, Outcome, Result, Stand
from netredund.transaction.standing import find_changes
from tests.transaction.simulated import Killed, Simulation

# The longest that a timer of these pushes runs, a boot, and the time to converge afterwards.
AFTERWARDS_S = 600.0
ASKED = 2
RECONVERGES_S = 50.0  # 802.1D: max age and two forward delays
EDIT = ("configure terminal", "interface PORT", "description edited by bob", "end")


class Scene(NamedTuple):
    """A network on which a method is pushed, by guard."""

    lab: str
    site: str
    options: dict[str, object] = {}
    guard: Guard | None = None


_HEAD = "users:\n  admin: {password: admin, privilege: 15}\nenable: enable\n"
_MODELS = {
    "revert timer": (Guard.REVERT_TIMER, "WS-C3750X-24T-S", "15.2", "Gi1/0/", True),
    "configure replace": (Guard.REPLACE_TIMER, "WS-C2960-24TT-L", "12.2", "Fa0/", True),
    "reload": (Guard.RELOAD, "WS-C2960-24TT-L", "12.2", "Fa0/", False),
    "own lines": (Guard.OWN_LINES, "WS-C2960-24TT-L", "12.2", "Fa0/", False),
}
GUARDS = tuple(_MODELS)
_SERVERS = {
    "stp": (
        "  web1:\n    method: stp\n    priority: 61440\n    nics:\n"
        "      eth0: {{port: sw1 {p}1, cost: 1}}\n      eth1: {{port: sw2 {p}1, cost: 1}}\n",
        "  web1: {{method: stp, root: sw1, uplinks: {{eth0: sw1 {p}1, eth1: sw2 {p}1}}}}\n",
    ),
    "active-backup": (
        "  web1:\n    method: active-backup\n    nics: {{eth0: sw1 {p}1, eth1: sw2 {p}1}}\n",
        "  web1: {{method: active-backup, uplinks: {{eth0: sw1 {p}1, eth1: sw2 {p}1}}}}\n",
    ),
    "balance-alb": (
        "  web1:\n    method: balance-alb\n    nics: {{eth0: sw1 {p}1, eth1: sw2 {p}1}}\n",
        "  web1: {{method: balance-alb, uplinks: {{eth0: sw1 {p}1, eth1: sw2 {p}1}}}}\n",
    ),
    "802.3ad": (
        "  db1:\n    method: 802.3ad\n    nics: {{eth0: sw1 {p}1, eth1: sw1 {p}2}}\n"
        "  db2:\n    method: 802.3ad\n    nics: {{eth0: sw2 {p}1, eth1: sw2 {p}2}}\n",
        "  db1: {{method: 802.3ad, channel_group: 1,"
        " uplinks: {{eth0: sw1 {p}1, eth1: sw1 {p}2}}}}\n"
        "  db2: {{method: 802.3ad, channel_group: 1,"
        " uplinks: {{eth0: sw2 {p}1, eth1: sw2 {p}2}}}}\n",
    ),
}
METHODS = tuple(_SERVERS)


def make_scene(method: str, guard: str) -> Scene:
    """Return two switches that are configured for nothing yet, with the servers of a method."""
    wanted, model, release, port, has_archive = _MODELS[guard]
    lab = f"{_HEAD}switches:\n"
    for name in ("sw1", "sw2"):
        lab += f'  {name}:\n    model: {model}\n    release: "{release}"\n    mode: rapid-pvst\n'
        lab += "    startup: |\n"
        if has_archive:
            lab += "      archive\n       path flash:cfg\n"
        lab += f"      interface {port}24\n"
        if model == "WS-C3750X-24T-S":
            lab += "       switchport trunk encapsulation dot1q\n"
        lab += "       switchport mode trunk\n"
    lab += f"links:\n  - [sw1 {port}24, sw2 {port}24]\nservers:\n"
    in_lab, in_site = _SERVERS[method]
    site = "switches: {sw1: , sw2: }\nservers:\n" + in_site.format(p=port)
    options = {"may_reload": wanted is Guard.RELOAD}
    return Scene(lab + in_lab.format(p=port), site, options, wanted)


class Case(NamedTuple):
    """What goes wrong, and at which line of which switch; `line` counts from 1."""

    method: str
    guard: str
    kind: str
    switch: str
    line: int

    def __str__(self) -> str:
        return f"{self.method} / {self.guard} / {self.kind} / {self.switch} line {self.line}"


KINDS = (
    "drop before", "drop after", "drop unnoticed", "hang", "refuse", "deny", "kill before",
    "kill after", "reload", "unreachable", "gone", "other unreachable", "other gone", "edit",
    "edit other",
)  # fmt: skip
FOR_S = 40.0
GONE_S = 1500.0  # longer than the timers and the patience of a push


def make_fault(case: Case, scene: Scene) -> Fault | None:
    """Return the fault of a case; killing the process is no fault of the lab."""
    other = "sw2" if case.switch == "sw1" else "sw1"
    where, moment = case.switch, Moment.BEFORE
    what: What
    port = scene.site.split("eth0: sw1 ")[1].split(",")[0].replace("1", "9")
    edit = tuple(line.replace("PORT", _free_port(port)) for line in EDIT)
    match case.kind:
        case "drop before":
            what = Drop()
        case "drop after":
            what, moment = Drop(), Moment.AFTER
        case "drop unnoticed":
            what, moment = Drop(unnoticed=True), Moment.AFTER
        case "hang":
            what, moment = Hang(), Moment.AFTER
        case "refuse":
            what = Refuse()
        case "deny":
            what = Refuse(UNAUTHORIZED)
        case "reload":
            what = Reload()
        case "unreachable":
            what = Unreachable(FOR_S)
        case "gone":
            what = Unreachable(GONE_S, silent=True)
        case "other unreachable":
            what, where = Unreachable(FOR_S), other
        case "other gone":
            what, where = Unreachable(GONE_S), other
        case "edit":
            what = OtherUser("bob", edit)
        case "edit other":
            what, where = OtherUser("bob", edit), other
        case _:
            return None
    return Fault(where, what, AtLine(case.line, moment, switch=case.switch))


def _free_port(port: str) -> str:
    stem, _, _ = port.rpartition("/")
    return f"{stem.replace('9', '1') if stem.startswith('Gi') else stem}/9"


class Run(NamedTuple):
    """What came of a case: `broken` says which promise was not kept."""

    case: Case
    has_struck: bool
    result: str
    broken: tuple[str, ...]
    dark_s: float
    blocked_s: float
    recovered: str


class Clean(NamedTuple):
    """A run without a fault: the lines that each switch was told, and the configurations."""

    typed: dict[str, list[str]]
    old: dict[str, tuple[str, ...]]
    new: dict[str, tuple[str, ...]]

    def list_lines(self, switch: str) -> list[int]:
        """Return the lines to strike at, from one before the first that configures on.

        What is asked again and again while a protocol settles is struck twice between two lines
        that change something.
        """
        lines = self.typed[switch]
        first = next(at for at, line in enumerate(lines) if line.startswith("configure"))
        asked: dict[str, int] = {}
        chosen = []
        for at in range(max(0, first - 1), len(lines)):
            if lines[at].removeprefix("do ").startswith(("show ", "terminal ", "dir ")):
                asked[lines[at]] = asked.get(lines[at], 0) + 1
                if asked[lines[at]] > ASKED:
                    continue
            else:
                asked.clear()
            chosen.append(at + 1)
        return chosen


def run_clean(scene: Scene) -> Clean:
    """Push without a fault, and tell what there is to disturb; it has to end proved."""
    with simulate(scene) as simulation:
        old = plain(simulation)
        before = len(simulation.network.typed)
        outcome = simulation.push(**scene.options)
        assert outcome.result is Result.COMMITTED, outcome
        if scene.guard is not None:
            assert {each.guard for each in outcome.switches} == {scene.guard.value}, outcome
        typed: dict[str, list[str]] = {}
        for each in list(simulation.network.typed)[before:]:
            typed.setdefault(each.switch, []).append(each.line)
        return Clean(typed, old, plain(simulation))


@contextlib.contextmanager
def simulate(scene: Scene) -> Iterator[Simulation]:
    """Give a settled network whose configurations are saved."""
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(scene.lab, scene.site, Path(folder))
        for device in simulation.network.devices.values():
            device.save()
        simulation.watch()
        yield simulation


def plain(simulation: Simulation) -> dict[str, tuple[str, ...]]:
    """Return the running-configs, less what changes by itself and the salted hashes of secrets."""
    return {
        name: tuple(line for line in own_lines(text) if " secret 5 " not in line)
        for name, text in simulation.running().items()
    }


def list_cases(method: str, guard: str, clean: Clean, kinds: tuple[str, ...] = KINDS) -> list[Case]:
    """Return every kind at every line that is worth it; see `Clean.list_lines`."""
    return [
        Case(method, guard, kind, switch, line)
        for kind in kinds
        for switch in clean.typed
        for line in clean.list_lines(switch)
    ]


def run_case(case: Case, scene: Scene, clean: Clean) -> Run:
    """Push with a fault, let all timers run out, recover, and hold what stands to the promise."""
    with simulate(scene) as simulation:
        network = simulation.network
        fault = make_fault(case, scene)
        if fault is not None:
            network.arm(fault)
        else:
            simulation.kill_at(case.switch, case.line, is_after=case.kind == "kill after")
        outcome: Outcome | None = None
        result, broken = "", []
        try:
            outcome = simulation.push(**scene.options)
            result = outcome.result.value
        except Killed:
            result = "killed"
        except netredund.NetRedundError as error:
            result = type(error).__name__
        has_struck = bool(network.struck) if fault is not None else simulation.is_killed
        if outcome is not None:
            broken += _check_said(outcome, plain(simulation), clean, case)
        simulation.revive()
        network.clock.run_for(AFTERWARDS_S + (GONE_S if "gone" in case.kind else 0.0))
        recovered = ""
        if list(netredund.transaction.journal.find_unfinished(simulation.state, simulation.clock)):
            outcomes = simulation.recover()
            recovered = ", ".join(each.result.value for each in outcomes)
            if any(each.result is Result.UNFINISHED for each in outcomes):
                broken.append("recover did not finish it")
        elif result in ("killed", "unfinished") and outcome is not None:
            broken.append("an unfinished push left no journal")
        if simulation.dark_s:
            broken.append(f"all legs of a server were out together for {simulation.dark_s:g} s")
        if simulation.blocked_s > RECONVERGES_S:
            broken.append(f"no leg of a server forwarded for {simulation.blocked_s:g} s")
        broken += _check_standing(simulation, clean, case, outcome, recovered)
        return Run(
            case,
            has_struck,
            result,
            tuple(broken),
            simulation.dark_s,
            simulation.blocked_s,
            recovered,
        )


def _match(now: tuple[str, ...], wanted: tuple[str, ...], case: Case) -> bool:
    if case.kind.startswith("edit"):
        now = tuple(line for line in now if "edited by bob" not in line)
    return now == wanted


def _check_said(
    outcome: Outcome, now: dict[str, tuple[str, ...]], clean: Clean, case: Case
) -> Iterator[str]:
    """Hold what the push said of each switch against what it runs."""
    wanted = {Stand.OLD: clean.old, Stand.NEW: clean.new}
    for each in outcome.switches:
        if each.stand in wanted and not _match(
            now[each.switch], wanted[each.stand][each.switch], case
        ):
            yield f"{each.switch} was said to be {each.stand.value}, and is not"
    stands = {each.stand for each in outcome.switches}
    if outcome.result in (Result.COMMITTED, Result.PENDING) and stands != {Stand.NEW}:
        yield "committed, and not every switch is new"
    if outcome.result is Result.UNDONE and stands - {Stand.OLD}:
        yield "undone, and not every switch is old"
    if outcome.result is Result.UNFINISHED and not any(each.reason for each in outcome.switches):
        yield "unfinished, and no switch says why"


def _check_standing(
    simulation: Simulation, clean: Clean, case: Case, outcome: Outcome | None, recovered: str
) -> Iterator[str]:
    """Look at the switches when all is over: alike, nothing pending, nothing left on the flash."""
    now = plain(simulation)
    is_old = {name: _match(now[name], clean.old[name], case) for name in now}
    is_new = {name: _match(now[name], clean.new[name], case) for name in now}
    if not all(is_old.values()) and not all(is_new.values()):
        for name in now:
            if not is_old[name] and not is_new[name]:
                changes = find_changes("\n".join(clean.old[name]), "\n".join(now[name]))
                yield f"{name} has neither: {'; '.join(map(str, changes[:6]))}"
        if all(is_old[name] or is_new[name] for name in now) and not _is_excused(case, outcome):
            yield "a mixture: " + ", ".join(
                f"{name} {'old' if is_old[name] else 'new'}" for name in now
            )
    for name, device in simulation.network.devices.items():
        for file in device.flash.files:
            if file.startswith(("cfg", "2026")):
                yield f"{name}: {file} is left on the flash"
        said = simulation.network.show(name, "show archive config rollback timer")
        if "Timed Rollback" in said or "Timer value" in said:
            yield f"{name}: a rollback is pending"


def _is_excused(case: Case, outcome: Outcome | None) -> bool:
    """A switch that reloads when all is confirmed has its startup-config: nothing was saved."""
    return case.kind == "reload" and outcome is not None and outcome.result is Result.COMMITTED


def choose(cases: list[Case], count: int, seed: int) -> list[Case]:
    """Return a sample of cases, the same for the same seed."""
    return random.Random(seed).sample(cases, min(count, len(cases)))
