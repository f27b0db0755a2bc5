"""Whether a switch is the one that the site file means."""

from netredund.planning.task import Task


def check_identity(task: Task, switch: str) -> None:
    """Refuse another name or serial number than the site file says; note what is only doubtful."""
    wanted, facts = task.site.switches[switch], task.facts(switch)
    unit = wanted.unit
    shown = [*facts.prompts]
    if facts.configuration.hostname:
        shown.append(facts.configuration.hostname)
    if facts.version is not None and facts.version.hostname:
        shown.append(facts.version.hostname)
    for name in dict.fromkeys(shown):
        if name.lower() == wanted.wanted_hostname.lower():
            continue
        others = [
            other
            for other in task.site.switches.values()
            if name.lower() in (other.name.lower(), other.wanted_hostname.lower())
        ]
        if any(other.unit == unit for other in others):
            continue
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
