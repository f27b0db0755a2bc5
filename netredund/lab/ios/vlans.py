"""Lists of VLANs as IOS reads and prints them: `1,10-20,30`."""

from collections.abc import Iterable

LAST_VLAN = 4094


def read_vlans(text: str) -> tuple[int, ...] | str:
    """Return the VLANs of a list, in order, or what IOS says about a text that is none.

    IOS's words name the character that ends the bad number (12.2(55)SE).
    """
    vlans: set[int] = set()
    position = 0
    for piece in text.split(","):
        low, dash, high = piece.partition("-")
        first = _read_one(text, low, position)
        if isinstance(first, str):
            return f"Command rejected: Bad VLAN list - {first}"
        last = _read_one(text, high, position + len(low) + 1) if dash else first
        if isinstance(last, str):
            return f"Command rejected: Bad VLAN list - {last}"
        if last < first:
            where = _character(text, position + len(piece))
            return (
                f"Command rejected: Bad VLAN list - {where} "
                "delimits a range which is not in ascending order."
            )
        vlans.update(range(first, last + 1))
        position += len(piece) + 1
    return tuple(sorted(vlans))


def _character(text: str, index: int) -> str:
    shown = "EOL" if index >= len(text) else f"'{text[index]}'"
    return f"character #{index + 1} ({shown})"


def _read_one(text: str, digits: str, position: int) -> int | str:
    for offset, character in enumerate(digits):
        if not ("0" <= character <= "9"):
            return f"{_character(text, position + offset)} is a non-numeric character."
    if not digits:
        return f"{_character(text, position)} is where a VLAN number is expected."
    if len(digits) > 5 or not 1 <= int(digits) <= LAST_VLAN:
        where = _character(text, position + len(digits))
        return f"{where} delimits a VLAN number which is out of the range 1..{LAST_VLAN}."
    return int(digits)


def render_vlans(vlans: Iterable[int], *, pairs: bool = False) -> str:
    """Return the list as IOS prints it; with `pairs` two neighbours become a range, too.

    A running-config keeps `10,11`, `show interfaces trunk` prints `10-11`.
    """
    ordered = sorted(set(vlans))
    pieces: list[str] = []
    index = 0
    while index < len(ordered):
        end = index
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        length = end - index + 1
        if length > 2 or (length == 2 and pairs):
            pieces.append(f"{ordered[index]}-{ordered[end]}")
        else:
            pieces += [str(vlan) for vlan in ordered[index : end + 1]]
        index = end + 1
    return ",".join(pieces)
