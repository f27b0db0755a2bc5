"""Text to facts: what a device printed for a known command becomes frozen, typed records."""

from functools import lru_cache
from importlib import import_module
from typing import cast

from netredund.errors import UnknownCommandError
from netredund.facts.outcome import Facts
from netredund.reading.commands import Command, find_command, known_commands
from netredund.reading.output import Output
from netredund.reading.transcript import Section, decode, split_sections

__all__ = ["Command", "find_command", "known_commands", "parse", "parse_capture", "read_section"]


def parse(command: str, text: str | bytes) -> Facts:
    """Read what a device printed for a command.

    `command` is as people type it (`sh span`, `show etherchannel 1 port-channel`). `text` is the
    output, with or without prompts; of a terminal log, the part that belongs to the command. Bytes
    are taken as UTF-8, a wrong byte as Latin-1. The result is the record of the command's kind
    (`netredund.facts`); whatever was not understood is in its `unparsed` and `problems`, and
    `complete` is true only when there is nothing in them.

    Raises UnknownCommandError for a command that no reader knows; never anything else, whatever the
    text.

        >>> import netredund
        >>> tree = netredund.parse("sh span", '''VLAN0001
        ...   Spanning tree enabled protocol ieee
        ...   Root ID    Priority    1
        ...              Address     0019.e7aa.0001
        ...              Cost        19
        ...              Port        1 (FastEthernet0/1)
        ...              Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
        ...
        ...   Bridge ID  Priority    32769  (priority 32768 sys-id-ext 1)
        ...              Address     0019.e7aa.0002
        ...              Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
        ...              Aging Time  300 sec
        ...
        ... Interface           Role Sts Cost      Prio.Nbr Type
        ... ------------------- ---- --- --------- -------- --------------------------------
        ... Fa0/1               Root FWD 19        128.1    P2p
        ... Fa0/23              Altn BLK 100       128.23   P2p Peer(STP)
        ... ''')
        >>> tree.complete
        True
        >>> [(port.interface, port.state, port.line) for port in tree.instances[0].ports]
        [('Fa0/1', <PortState.FORWARDING: 'FWD'>, 16), ('Fa0/23', <PortState.BLOCKING: 'BLK'>, 17)]
    """
    return _read(_find_output(find_command(command), _sections(text))[0])


def parse_capture(command: Command, text: str) -> tuple[Facts, tuple[str, ...]]:
    """Read the recorded output of one command; return its facts and the names its prompts show.

    Where the text shows what was typed and it has the same reader, that is the facts' command: it
    tells more than the name that the text was saved under. The device is that of the prompt above
    the output, else of the one below it.
    """
    sections = _sections(text)
    output, section = _find_output(command, sections)
    if section.typed and _typed_reader(section) == command.syntax.reader:
        output.command = find_command(section.typed)
    names = tuple(dict.fromkeys(one.device for one in sections if one.device))
    if not section.device and len(names) == 1:
        section.device = names[0]
    elif len(names) > 1:
        output.problem(f"the prompts are of several devices: {', '.join(names)}")
    return _read(output), names


def _sections(text: str | bytes) -> list[Section]:
    return split_sections(decode(text) if isinstance(text, bytes) else text)


def _find_output(known: Command, sections: list[Section]) -> tuple[Output, Section]:
    """Return the command's output among the sections of a text, and the section that it is."""
    own = [section for section in sections if _typed_reader(section) == known.syntax.reader]
    if own:
        section = own[-1]
        output = Output(known, section, foreign=sections[0].lines if own[0].typed else [])
    else:
        section, *others = [one for one in sections if one.lines] or sections[-1:]
        output = Output(known, section, foreign=[line for other in others for line in other.lines])
        if section.typed:
            output.problem(f"this is the output of {section.typed[:80]!r}", section.number)
    if len(own) > 1:
        numbers = ", ".join(str(one.number) for one in own)
        output.problem(f"the command stands on lines {numbers}: only the last is read")
    return output, section


def read_section(command: Command, section: Section) -> Facts:
    """Read one command's output, cut out of its surroundings; see `parse`."""
    return _read(Output(command, section))


def _read(output: Output) -> Facts:
    module, _, function = output.command.syntax.reader.partition(":")
    read = getattr(import_module(f"netredund.reading.{module}"), function)
    return cast(Facts, read(output))


def _typed_reader(section: Section) -> str | None:
    """Return the reader of the command that was typed above a section, if one is known."""
    return _reader_of(section.typed) if section.typed else None


@lru_cache(maxsize=256)
def _reader_of(typed: str) -> str | None:
    try:
        return find_command(typed).syntax.reader
    except UnknownCommandError:
        return None
