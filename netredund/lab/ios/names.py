"""Names of interfaces: what people type, what IOS stores and what its tables print."""

import re
from collections.abc import Iterable

# Long name and the form that tables print; the first that fits is what a bare `f` or `t` means.
KINDS = {
    "FastEthernet": "Fa",
    "GigabitEthernet": "Gi",
    "TenGigabitEthernet": "Te",
    "Ethernet": "Et",
    "Port-channel": "Po",
    "Vlan": "Vl",
    "Loopback": "Lo",
    "TwentyFiveGigE": "Twe",
    "TwoGigabitEthernet": "Tw",
    "FiveGigabitEthernet": "Fi",
    "FortyGigabitEthernet": "Fo",
    "HundredGigE": "Hu",
    "AppGigabitEthernet": "Ap",
}
NUMBER = re.compile(r"\d+(?:/\d+){0,3}")
TYPED = re.compile(r"([A-Za-z-]+)[ \t]*(\d+(?:/\d+){0,3})(?=$|[\s,-])")
SPEEDS_MBPS = {
    "Ethernet": 10,
    "FastEthernet": 100,
    "GigabitEthernet": 1000,
    "TwoGigabitEthernet": 2500,
    "FiveGigabitEthernet": 5000,
    "TenGigabitEthernet": 10000,
    "TwentyFiveGigE": 25000,
    "FortyGigabitEthernet": 40000,
    "HundredGigE": 100000,
    "AppGigabitEthernet": 1000,
}


def complete_kind(typed: str) -> str | None:
    """Return the long kind that a typed one stands for, or None."""
    folded = typed.lower()
    for kind, short in KINDS.items():
        if folded == short.lower():
            return kind
    for kind in KINDS:
        if kind.lower().startswith(folded):
            return kind
    return None


def read_name(text: str, start: int = 0) -> tuple[str, int] | None:
    """Return the long name that begins at `start` and where it ends, or None."""
    found = TYPED.match(text, start)
    if found is None:
        return None
    kind = complete_kind(found[1])
    if kind is None:
        return None
    return kind + found[2], found.end()


def long_name(typed: str) -> str | None:
    """Return the long name of an interface as people type it, or None."""
    found = read_name(typed.strip())
    return found[0] if found is not None and found[1] == len(typed.strip()) else None


def split_name(name: str) -> tuple[str, tuple[int, ...]]:
    """Return the kind and the numbers of a long name."""
    found = NUMBER.search(name)
    if found is None:
        return name, ()
    return name[: found.start()], tuple(int(part) for part in found[0].split("/"))


def short_name(name: str) -> str:
    """Return the form that tables print: `Gi1/0/1`, `Po1`."""
    kind, _ = split_name(name)
    return KINDS.get(kind, kind) + name[len(kind) :]


def speed_of(name: str) -> int:
    """Return the highest speed of an interface by its name, in Mbit/s."""
    return SPEEDS_MBPS.get(split_name(name)[0], 1000)


def sort_key(name: str) -> tuple[int, str, tuple[int, ...]]:
    """Order as IOS lists them: Port-channels, Loopbacks, then ports by kind and number, Vlans."""
    kind, numbers = split_name(name)
    rank = {"Port-channel": 0, "Loopback": 1, "Vlan": 3}.get(kind, 2)
    return rank, "" if rank != 2 else _kind_rank(kind), numbers


def _kind_rank(kind: str) -> str:
    return f"{SPEEDS_MBPS.get(kind, 0):06d}"


def sort_names(names: Iterable[str]) -> list[str]:
    """Return names in the order of a running-config."""
    return sorted(names, key=sort_key)


def table_key(name: str) -> tuple[int, int, tuple[int, ...]]:
    """Order as tables list ports: ports by kind and number, Port-channels behind them."""
    kind, numbers = split_name(name)
    return int(kind == "Port-channel"), SPEEDS_MBPS.get(kind, 0), numbers


def expand_range(text: str) -> tuple[str, ...] | None:
    """Return the interfaces of `interface range TEXT` (`Gi0/1 - 4 , Fa0/2`), or None."""
    names: list[str] = []
    for piece in text.split(","):
        found = read_name(piece.strip())
        if found is None:
            return None
        first, end = found
        rest = piece.strip()[end:].strip()
        names.append(first)
        if not rest:
            continue
        last = _last_number(rest, first)
        kind, numbers = split_name(first)
        if last is None or last < numbers[-1]:
            return None
        stem = "".join(f"{number}/" for number in numbers[:-1])
        names += [f"{kind}{stem}{number}" for number in range(numbers[-1] + 1, last + 1)]
    return tuple(dict.fromkeys(names))


def _last_number(rest: str, first: str) -> int | None:
    if not rest.startswith("-"):
        return None
    rest = rest[1:].strip()
    if rest.isdecimal() and rest.isascii() and len(rest) < 6:
        return int(rest)
    last = long_name(rest)
    if last is None or split_name(last)[0] != split_name(first)[0]:
        return None
    if split_name(last)[1][:-1] != split_name(first)[1][:-1]:
        return None
    return split_name(last)[1][-1]
