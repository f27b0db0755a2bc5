"""A site file to a Site, or all that is wrong with it."""

from pathlib import Path
from typing import Any

from netredund.errors import SiteError
from netredund.intent.document import LARGEST_TEXT, Node, compose_text
from netredund.intent.keys import Method
from netredund.intent.problem import Problems
from netredund.intent.reader import Draft, SiteDraft, read_site
from netredund.intent.rules import check_site
from netredund.intent.site import FailoverServer, LacpServer, Site, StpServer, Switch


def load_site(path: str | Path) -> Site:
    """Return the site that the file says; raise SiteError with all that is wrong with it."""
    problems = Problems()
    start = Node("null", 1, 1)
    data = b""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_TEXT * 4 + 1)
        text = data.decode("utf-8")
    except OSError as error:
        problems.report(start, "", f"cannot be read: {error.strerror or 'not a file'}")
    except ValueError as error:
        position = error.start if isinstance(error, UnicodeDecodeError) else 0
        before = data[:position].decode("utf-8", "replace")
        column = len(before) - before.rfind("\n")
        place = Node("null", before.count("\n") + 1, column)
        problems.report(place, "", "not UTF-8", allowed="UTF-8")
    if problems:
        raise SiteError(str(path), problems.sorted_by_position())
    return parse_site(text, str(path))


def parse_site(text: str, name: str = "site.yaml") -> Site:
    """Return the site that `text` says; raise SiteError with all that is wrong with it.

    >>> site = parse_site('''
    ... switches: {sw1: {host: 192.0.2.11}, sw2: {host: 192.0.2.12}}
    ... servers:
    ...   web1: {method: active-backup, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
    ... ''')
    >>> site.servers["web1"].access_vlan, site.servers["web1"].uplinks[1].interface
    (1, 'FastEthernet0/1')
    """
    problems = Problems()
    return build_site(compose_text(text, problems), problems, name)


def build_site(root: Node | None, problems: Problems, name: str) -> Site:
    """Return the site that the nodes below `root` say; raise SiteError where problems come up."""
    draft = SiteDraft()
    if root is not None:
        draft = read_site(root, problems)
        check_site(draft, problems)
    if problems:
        raise SiteError(name, problems.sorted_by_position())
    return Site(
        switches={name: _build_switch(name, each) for name, each in (draft.switches or {}).items()},
        servers={name: _build_server(name, each) for name, each in draft.servers.items()},
        name=name,
    )


def _build_switch(name: str, draft: Draft) -> Switch:
    return Switch(name=name, line=draft.place.line, **draft.values)


def _build_server(name: str, draft: Draft) -> StpServer | LacpServer | FailoverServer:
    method = Method(draft.values["method"])
    values: dict[str, Any] = {**draft.values, "method": method}
    line = draft.place.line
    if method is Method.STP:
        return StpServer(name=name, line=line, **values)
    if method is Method.LACP:
        return LacpServer(name=name, line=line, **values)
    return FailoverServer(name=name, line=line, **values)
