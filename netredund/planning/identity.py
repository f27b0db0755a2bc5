"""Whether a switch is the one that the site file means."""

from netredund.planning.task import Task


def check_identity(task: Task, switch: str) -> None:
    """Refuse another name or serial number than the site file says; note what is only doubtful."""
    wanted, facts = task.site.switches[switch], task.facts(switch)
    members = [each for each in task.site.switches.values() if each.unit == wanted.unit]
    for name in facts.prompts:
        if any(name.lower() == each.wanted_hostname.lower() for each in members):
            continue
        others = [
            other
            for other in task.site.switches.values()
            if other.unit != wanted.unit
            and name.lower() in (other.name.lower(), other.wanted_hostname.lower())
        ]
        if wanted.hostname is not None or others:
            task.refuse(
                switch,
                f"hostname, expected {wanted.wanted_hostname}, got {name}",
                evidence=facts.cite(facts.configuration.lines.get("hostname")),
                remedy="this is another switch than the site file means",
            )
        else:
            task.note(
                f"{switch}: its hostname is {name}; `hostname: {name}` in the site file says that"
                " this is right"
            )
    names = {name.lower() for name in facts.prompts}
    if len(names & {each.wanted_hostname.lower() for each in members}) > 1:
        listed = " and ".join(facts.prompts)
        task.refuse(
            switch,
            f"{wanted.unit}: its members call themselves {listed}: they are switches of their own",
            evidence="prompts, hostname, show version",
            remedy="no `stack` in the site file, or the same address for all of it",
        )
    _check_serial(task, switch)


def _check_serial(task: Task, switch: str) -> None:
    wanted, version = task.site.switches[switch].serial, task.facts(switch).version
    if wanted is None:
        return
    if version is None or version.serial is None:
        task.note(f"{switch}: no capture of show version: its serial number is not checked")
        return
    known = {
        version.serial.upper(),
        *(each.serial.upper() for each in version.members if each.serial),
    }
    if wanted.upper() not in known:
        number = version.lines.get("serial")
        task.refuse(
            switch,
            f"serial number, expected {wanted}, got {version.serial}",
            evidence=f"show version, line {number}" if number else "show version",
            remedy="this is another device than the site file means",
        )
