"""`netredund-switch predict`: which port will block, and why."""

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from netredund.topology import Topology


@click.command("predict")
@click.option(
    "--topology",
    "topology_path",
    metavar="FILE",
    help="Predict from a topology file, YAML or JSON (- is standard input).",
)
@click.option("--vlan", type=click.IntRange(1, 4094), help="The VLAN, where the file has several.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(topology_path: str | None, vlan: int | None, form: str) -> None:
    """Compute the spanning tree: root, roles, costs, and which end of which link blocks."""
    if topology_path is None:
        raise click.UsageError("say what to predict from: --topology FILE")
    _predict_file(_load(topology_path), vlan, form)


def _load(path: str) -> "Topology":
    from netredund.topology import load_topology, parse_topology

    if path == "-":
        return parse_topology(sys.stdin.read(), "standard input")
    return load_topology(path)


def _predict_file(topology: "Topology", vlan: int | None, form: str) -> None:
    from netredund.prediction import predict_tree, predict_vlans
    from netredund.prediction.rendering import render_tree_json, render_tree_text
    from netredund.topology.selection import select_vlan

    if vlan is None and topology.list_vlans():
        trees = predict_vlans(topology)
        if form == "json":
            click.echo(render_tree_json(trees), nl=False)
            return
        for each, tree in trees.items():
            click.echo(f"VLAN {each}\n{render_tree_text(tree)}")
        return
    tree = predict_tree(topology if vlan is None else select_vlan(topology, vlan))
    if form == "json":
        click.echo(render_tree_json(tree), nl=False)
    else:
        click.echo(render_tree_text(tree), nl=False)
