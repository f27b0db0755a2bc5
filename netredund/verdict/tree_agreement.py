"""The views of a switch's tree agree: the summary with the tree itself."""

from collections.abc import Iterator

from netredund.facts.spanning_tree import PortState, SpanningTreeSummary
from netredund.intent import Method
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, missing, passed, undecided
from netredund.verdict.tree_tables import is_own_instance
from netredund.verdict.trees import InstanceView, instance_views
from netredund.verdict.views import View

_AGAIN = "capture them again, at one time"


@check(
    "stp.views-agree",
    (Method.STP,),
    needs="`show spanning-tree` and `show spanning-tree summary` of each switch",
)
def check_views_agree(case: Case) -> Iterator[Result]:
    """The summary counts the ports and names the roots as the tree shows them.

    Unknown where they contradict each other: one of the two is of another time or switch. Skipped
    without both.
    """
    for switch in case.switches:
        trees = [view for view in instance_views(case, switch) if view.instance.root]
        summaries = case.views.of(switch, SpanningTreeSummary)
        if not trees or not summaries:
            yield missing(f"{switch}: no tree and summary to compare", subject=switch)
        for tree in trees:
            for summary in summaries:
                yield _compare(case, switch, tree, summary)


def _compare(
    case: Case, switch: str, tree: InstanceView, summary: View[SpanningTreeSummary]
) -> Result:
    states = [port.state for port in tree.instance.ports]
    for row in summary.facts.instances:
        if not is_own_instance(case, switch, row.instance):
            continue
        counts = (
            (PortState.BLOCKING, row.blocking),
            (PortState.LISTENING, row.listening),
            (PortState.LEARNING, row.learning),
            (PortState.FORWARDING, row.forwarding),
        )
        for state, counted in counts:
            if states.count(state) != counted:
                return undecided(
                    f"ports that are {state}, expected {states.count(state)} as in its tree, got"
                    f" {counted} in its summary",
                    summary.cite(row.line),
                    tree.cite_root(),
                    remedy=_AGAIN,
                    subject=switch,
                )
    return passed(
        "its summary agrees with its tree", summary.cite(), tree.cite_root(), subject=switch
    )
