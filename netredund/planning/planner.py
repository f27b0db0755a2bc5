"""Intent and running-configs to lines to do and lines to undo."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from netredund.captures import Captures, load_folder
from netredund.errors import RefusedPlanError, UnknownServerError
from netredund.intent import LacpServer, Server, Site, StpServer, load_site
from netredund.intent.site import KEEP
from netredund.planning.ages import check_ages
from netredund.planning.bridge import put_bridge_leg
from netredund.planning.cabling import check_cabling
from netredund.planning.change import Plan, Refusal, RootMove, Step, SwitchPlan
from netredund.planning.channel import ChannelPlanner
from netredund.planning.draft import Draft
from netredund.planning.edge import put_edge_leg
from netredund.planning.gathering import gather, units_of
from netredund.planning.identity import check_identity
from netredund.planning.occupants import check_occupants
from netredund.planning.ports import put_vlans
from netredund.planning.removal import remove
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task
from netredund.planning.transit import check_transit_guard
from netredund.planning.tree import check_tree, put_root
from netredund.verdict import devices_of
from netredund.verdict.verification import DEFAULT_MAX_AGE_S
from netredund.verdict.views import Views

if TYPE_CHECKING:
    from netredund.session import Access


def plan(
    site: Site | str | Path,
    captures: Captures | str | Path | None = None,
    *,
    access: "Access | None" = None,
    servers: Sequence[str] = (),
    is_removal: bool = False,
    may_move_root: bool = False,
    max_age_s: float = DEFAULT_MAX_AGE_S,
) -> Plan:
    """Plan the lines that the switches of a site need, from captures; without any, live.

    `site` is a site file's path, or its value; `captures` a folder, or captures already loaded.
    Live, all switches are asked at once, reached by `access`. `servers` are all of the site by
    default. `is_removal` plans that the method is taken off again. `may_move_root` allows that the
    root of a VLAN becomes another bridge. No configuration is sent.

    Captures that lie further apart than `max_age_s`, or a running-config that was changed since,
    raise StaleCapturesError. Captures without a noted time are taken on trust.

    Raises RefusedPlanError with every reason why the plan would hurt, UnknownConfigurationError
    where a running-config is missing or not whole, UnknownServerError, SiteError, CaptureError;
    live, SessionError for a switch that cannot be asked.

        >>> import netredund
        >>> planned = netredund.plan("docs/example/site.yaml", "docs/example/unconfigured",
        ...                          may_move_root=True)
        >>> [line.line for line in planned.find_switch("sw2").do]
        ['interface FastEthernet0/23', 'spanning-tree cost 100', 'switchport mode access', 'exit']
    """
    if not isinstance(site, Site):
        site = load_site(Path(site))
    if captures is None:
        from netredund.questions import list_plan_questions
        from netredund.recording import ask

        recording = ask(site, list_plan_questions(site, servers), access=access)
        recording.raise_failures()
        captures = recording.captures
    if not isinstance(captures, Captures):
        captures = load_folder(Path(captures), devices_of(site))
    chosen = choose_servers(site, servers)
    units = units_of(site, chosen)
    check_ages(Views(captures.captures), list(units.values()), max_age_s)
    return make_plan(
        site,
        gather(site, captures, chosen),
        chosen,
        is_removal=is_removal,
        may_move_root=may_move_root,
    )


def choose_servers(site: Site, names: Sequence[str]) -> list[Server]:
    """Return the servers of these names, all of the site without any, in the site's order."""
    for name in names:
        if name not in site.servers:
            raise UnknownServerError(name, tuple(site.servers))
    return [server for server in site.servers.values() if not names or server.name in names]


def make_plan(
    site: Site,
    facts: Mapping[str, SwitchFacts],
    servers: Sequence[Server],
    *,
    is_removal: bool = False,
    may_move_root: bool = False,
) -> Plan:
    """Return the plan for servers; `facts` are by the unit of the switch.

    Pure: the same values give the same plan. Servers follow each other in the site's order, the
    legs of one server too, so that there is one leg at a time on the way.
    """
    steps: list[Step] = []
    drafts = {unit: Draft(each, steps) for unit, each in facts.items()}
    refusals: list[Refusal] = []
    notes: list[str] = []
    moves: list[RootMove] = []
    for server in servers:
        task = Task(site, server, drafts, refusals, notes)
        before = len(refusals)
        _check(task)
        if isinstance(server, StpServer) and not is_removal and len(refusals) == before:
            moves += check_tree(task, may_move_root=may_move_root)
            check_transit_guard(task)
        if len(refusals) == before:
            if is_removal:
                remove(task)
            else:
                _put(task)
    if refusals:
        raise RefusedPlanError(refusals)
    return Plan(
        switches=tuple(
            _write(draft, [step for step in steps if step.switch == draft.facts.name])
            for draft in drafts.values()
            if any(step.switch == draft.facts.name for step in steps)
        ),
        steps=tuple(steps),
        roots=tuple(dict.fromkeys(moves)),
        notes=tuple(notes),
    )


def _check(task: Task) -> None:
    server = task.server
    root = getattr(server, "root", None)
    for switch in (*server.switches, *([root] if root in task.site.switches else [])):
        check_identity(task, switch)
    check_occupants(task)
    check_cabling(task)


def _put(task: Task) -> None:
    server = task.server
    for unit in dict.fromkeys(task.site.switches[name].unit for name in server.switches):
        put_vlans(task, task.drafts[unit])
    if isinstance(server, StpServer):
        for leg in server.uplinks:
            put_bridge_leg(task, leg, is_root=_is_root(task, leg.switch))
        put_root(task)
    elif isinstance(server, LacpServer):
        assert server.channel_group is not None
        ChannelPlanner(task, server.channel_group).put()
    else:
        for leg in server.uplinks:
            put_edge_leg(task, leg)


def _is_root(task: Task, switch: str) -> bool:
    """Tell whether a switch is the root that is wanted, or with `keep` the one that is."""
    server = task.server
    assert isinstance(server, StpServer)
    if server.wanted_root != KEEP:
        root = task.site.switches.get(server.wanted_root)
        return root is not None and root.unit == task.site.switches[switch].unit
    tree = task.facts(switch).tree(server.access_vlan or 1)
    return bool(tree and tree.root and tree.root.is_self)


def _write(draft: Draft, steps: Sequence[Step]) -> SwitchPlan:
    return SwitchPlan(
        switch=draft.facts.name,
        do=tuple(line for step in steps for line in step.do),
        undo=tuple(line for step in reversed(steps) for line in step.undo),
        diff=draft.diff(),
    )
