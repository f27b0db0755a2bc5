"""`netredund-switch advise`: the five questions, and what follows from the answers."""

import sys
from typing import TYPE_CHECKING

import click
import msgspec

if TYPE_CHECKING:
    from netredund.advice import Advice, Answers, Question
    from netredund.intent import Server, Site

_OPTIONS = {
    "managed": "--managed or --not-managed",
    "different_switches": "--different-switches, --same-switch, --stack or --site",
    "last_resort_bridging": "--last-resort-bridging or --no-last-resort-bridging",
    "share_bandwidth": "--share-bandwidth or --no-share-bandwidth",
}
_MOST_TRIES = 5


@click.command("advise")
@click.option(
    "--managed/--not-managed", default=None, help="Question 1: do you control the switches?"
)
@click.option(
    "--different-switches/--same-switch",
    default=None,
    help="Question 2: are the interfaces connected to different switches?",
)
@click.option(
    "--stack", is_flag=True, help="The switches form one stack, VSS or vPC: they count as one."
)
@click.option("--site", "site_path", metavar="SITE", help="Answer question 2 from this site file.")
@click.option("--server", "server_name", metavar="NAME", help="The server of the site file.")
@click.option(
    "--last-resort-bridging/--no-last-resort-bridging",
    default=None,
    help="Question 3: should the server take over bridging as a last resort?",
)
@click.option(
    "--share-bandwidth/--no-share-bandwidth",
    default=None,
    help="Questions 4 and 5: should the interfaces share bandwidth when both are up?",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(
    managed: bool | None,
    different_switches: bool | None,
    stack: bool,
    site_path: str | None,
    server_name: str | None,
    last_resort_bridging: bool | None,
    share_bandwidth: bool | None,
    form: str,
) -> None:
    """Find the method that fits, by five questions at most.

    What the options leave open is asked on the terminal. The path through the questions is printed,
    and the outline of what must be configured on the switches and on the server.
    """
    from netredund.advice import Answers, advise, answer_from_site

    answers = Answers(
        managed, different_switches, last_resort_bridging, share_bandwidth, act_as_one=stack
    )
    server = None
    if site_path is not None:
        from netredund.intent import load_site

        site = load_site(site_path)
        server = _choose_server(site, server_name)
        answers = answer_from_site(answers, site, server)
        _refuse_contradiction(different_switches, answers, server)
    elif server_name is not None:
        raise click.UsageError("--server names a server of a site file: it needs --site")
    advice = advise(_ask_open(answers), server)
    if form == "json":
        click.echo(msgspec.json.encode(advice))
    else:
        click.echo(_write_text(advice), nl=False)


def _choose_server(site: "Site", name: str | None) -> "Server":
    if name is not None and name in site.servers:
        return site.servers[name]
    if name is None and len(site.servers) == 1:
        return next(iter(site.servers.values()))
    names = ", ".join(site.servers)
    wrong = f"the site file has no server {name!r}" if name else "the site file has several servers"
    raise click.BadParameter(f"{wrong}; choose one of: {names}", param_hint="--server")


def _refuse_contradiction(said: bool | None, answers: "Answers", server: "Server") -> None:
    if said is not None and said != answers.different_switches and not answers.act_as_one:
        option = "--different-switches" if said else "--same-switch"
        raise click.UsageError(
            f"{option} contradicts the site file, where the legs of {server.name} end on "
            + " and ".join(server.switches)
        )


def _ask_open(answers: "Answers") -> "Answers":
    from netredund.advice import give_answer, next_question

    while (question := next_question(answers)) is not None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                f"question {question.number} is open ({question.text}): say"
                f" {_OPTIONS[question.topic.value]}"
            )
        answers = give_answer(answers, question.topic, answer=_ask(question))
    return answers


def _ask(question: "Question") -> bool:
    """Ask on stderr; click's own prompt writes a blank to stdout where that is no terminal."""
    if question.hint:
        click.echo(f"({question.hint})", err=True)
    for _ in range(_MOST_TRIES):
        click.echo(f"{question.number}. {question.text} [yes/no] ", nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            break
        answer = line.strip().lower()
        if answer in ("y", "yes"):
            return True
        if answer in ("n", "no"):
            return False
        click.echo("Please answer yes or no.", err=True)
    raise click.Abort


def _write_text(advice: "Advice") -> str:
    lines = []
    for step in advice.path:
        led_to = step.led_to if isinstance(step.led_to, int) else step.led_to.value
        answer = "yes" if step.answer else "no"
        lines.append(f"{step.number}. {step.question} {answer}: {led_to}")
        if step.reason:
            lines.append(f"   ({step.reason})")
    lines += ["", f"Method: {advice.method.value}", ""]
    lines += [f"- {note}" for note in advice.notes]
    for title, sections in (
        ("On the switches", advice.outline.switches),
        ("On the server", advice.outline.server),
    ):
        lines += ["", title]
        for section in sections:
            lines.append(f"  {section.title}:")
            lines += [f"    {line}" for line in section.lines]
    return "\n".join(lines) + "\n"
