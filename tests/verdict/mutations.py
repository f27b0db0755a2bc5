"""Ways to spoil a text: cuts, lost lines, moved columns, other values. Plain text in, plain out.

A mutation is a name and the new texts of the files that it changes (null: the file is gone). The
name says what was done, so that a wrong verdict can be made again from it.
"""

import itertools
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

Texts = dict[str, str]


class Mutation(NamedTuple):
    """What was done, and what the files then hold.

    `is_value` tells that one well-formed value was put in place of another, so that nothing else
    is lost.
    """

    name: str
    changes: dict[str, str | None]
    is_value: bool = False

    def apply(self, texts: Texts) -> Texts:
        """Return the texts after it."""
        changed = {**texts, **self.changes}
        return {path: text for path, text in changed.items() if text is not None}


# The words that one word of a device may turn into.
_WORDS = {
    r"(?<=\s)FWD(?=\s)": ("BLK", "LIS", "LRN", "DIS"),
    r"(?<=\s)BLK(?=\s)": ("FWD", "LIS", "LRN", "DIS"),
    r"(?:FWD|BLK) (?=\d)": ("BKN*",),
    r"(?<=\s)Desg(?=\s)": ("Root", "Altn", "Back", "Disb"),
    r"(?<=\s)Altn(?=\s)": ("Root", "Desg", "Back"),
    r"(?<=\s)Root(?= FWD)": ("Desg", "Altn"),
    r"\bdesignated forwarding": ("alternate blocking", "designated blocking", "root forwarding"),
    r"\balternate blocking": ("designated forwarding", "designated learning", "backup blocking"),
    r"\broot forwarding": ("root learning", "designated forwarding"),
    r"(?<=VLAN1 is )(?:forwarding|blocking)": ("forwarding", "blocking", "listening", "disabled"),
    r"P2p(?= (?:Peer|Bound|\n))": ("P2p Edge", "P2p Dispute", "Shr"),
    r"(?<=P2p) $|(?<=\(STP\)) $": (" *PVID_Inc", " *ROOT_Inc"),
    r"(?<=\d)\(P\)": ("(s)", "(I)", "(H)", "(D)", "(w)", "(m)", "(u)", "(f)", "(Ps)"),
    r"\(bndl\)": ("(susp)", "(hot-sby)", "(indep)", "(down)"),
    r"(?<=Po\d)\(SU\)": ("(SD)", "(SM)", "(SN)", "(S)", "(SUM)"),
    r"(?<=\s)LACP(?=\s)": ("PAgP", "-"),
    r"\bAg-Inuse": ("Ag-Not-Inuse",),
    r"(?<= )In-Bndl": ("Not-in-Bndl",),
    r"(?<=    )Active\b": ("Passive", "On", "Desirable-Sl"),
    r"\bconnected(?=\s)": ("notconnect", "err-disabled", "disabled", "suspended"),
    r"(?<=\s)trunk(?=\s)": ("20", "1", "routed"),
    r"\ba-full\b": ("a-half", "half"),
    r"\btrunking\b": ("not-trunking",),
    r"mode (?:active|access|trunk)\b": ("mode on", "mode passive", "mode access", "mode trunk"),
    r"(?<=\t)yes(?=\t)": ("no",),
    r'(?<="state":")\w+': ("forwarding", "blocking", "listening", "learning", "disabled"),
    r"(?<=\t)\s+(?:forwarding|blocking)$": (
        "       listening", "        disabled", "      forwarding", "        blocking",
    ),
    r'(?<="master":")br0': ("br1", "bond0"),
    r'(?<="stp_state":)1': ("0",),
    r"(?<=MII Status: )up": ("down", "going down"),
    r"(?<=Interval \(ms\): )100": ("0",),
    r"(?<=Mode: ).+": ("load balancing (round-robin)", "fault-tolerance (active-backup)"),
    r"\bThis bridge is the root": ("Cost        19",),
    r"(?<=spanning-tree )portfast": ("guard root", "bpdufilter enable"),
    r"(?<=method used is )(?:short|long)": ("short", "long"),
    r"(?<=hostname )\w+": ("sw1", "sw2", "sw9"),
    r"(?m)^sw\d(?=#)": ("sw1", "sw2", "sw9"),
    r"(?<=System Name: )\w+": ("sw2", "db9"),
}  # fmt: skip
_ADDRESS = re.compile(r"\b[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}\b|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")
_NUMBER = re.compile(r"(?<![\w.:/])\d+(?![\w:/])")
_LONG_FILE = 25
_INTERFACE = re.compile(r"\b(?:Fa|Gi|FastEthernet|GigabitEthernet|eth)\d+(?:/\d+)*\b")


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _where(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def change_values(
    path: str, text: str, other_address: str = "0019.e7ff.00ff"
) -> Iterator[Mutation]:
    """Put other words, numbers, addresses and names in place, each where it stands."""
    for pattern, words in _WORDS.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            for word in words:
                if word != match[0]:
                    name = f"{path}:{_where(text, match.start())} {match[0]!r} becomes {word!r}"
                    yield Mutation(name, {path: _replaced(text, match, word)}, is_value=True)
    for match in _ADDRESS.finditer(text):
        last = "1" if match[0][-1] != "1" else "2"
        others = [match[0][:-1] + last] + ([other_address] if "." in match[0] else [])
        for other in others:
            name = f"{path}:{_where(text, match.start())} {match[0]} becomes {other}"
            yield Mutation(name, {path: _replaced(text, match, other)})
    for match in _NUMBER.finditer(text):
        number = int(match[0])
        for other in sorted({number + 1, 0} - {number}):
            name = (
                f"{path}:{_where(text, match.start())} at {match.start()} {number} becomes {other}"
            )
            new = str(other).ljust(len(match[0]))
            yield Mutation(name, {path: _replaced(text, match, new)})
    names = sorted({match[0] for match in _INTERFACE.finditer(text)})
    for match in _INTERFACE.finditer(text):
        for other in [one for one in names if one != match[0]][:1] + [match[0] + "1"]:
            name = f"{path}:{_where(text, match.start())} {match[0]} becomes {other}"
            yield Mutation(name, {path: _replaced(text, match, other)})


def cut(path: str, text: str, step: int) -> Iterator[Mutation]:
    """End the text after every line, before it, and at many characters; also lose its head."""
    ends = [match.end() for match in re.finditer("\n", text)]
    for end in sorted({*ends, *(end - 2 for end in ends if end > 1), *range(0, len(text), step)}):
        yield Mutation(f"{path} ends at character {end}", {path: text[:end]})
    for end in ends[:-1]:
        yield Mutation(f"{path} begins at character {end}", {path: text[end:]})


def lose_lines(path: str, text: str) -> Iterator[Mutation]:
    """Drop each line, write it twice."""
    lines = text.splitlines(keepends=True)
    for at in range(len(lines)):
        rest = lines[:at] + lines[at + 1 :]
        yield Mutation(f"{path}:{at + 1} dropped", {path: "".join(rest)})
        yield Mutation(f"{path}:{at + 1} twice", {path: "".join([*lines[: at + 1], *lines[at:]])})


def swap_columns(path: str, text: str) -> Iterator[Mutation]:
    """Swap each two neighbouring words of each line, and lose each word."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        words = list(re.finditer(r"\S+", line))
        if len(words) > 12:
            continue
        for one, two in zip(words, words[1:], strict=False):
            if one[0] == two[0]:
                continue
            new = (
                line[: one.start()] + two[0] + line[one.end() : two.start()] + one[0]
                + line[two.end() :]
            )  # fmt: skip
            changed = "\n".join([*lines[:at], new, *lines[at + 1 :]])
            yield Mutation(f"{path}:{at + 1} {one[0]!r} and {two[0]!r} swapped", {path: changed})
        for word in words if re.search(r"\d", line) else ():
            new = line[: word.start()] + " " * len(word[0]) + line[word.end() :]
            changed = "\n".join([*lines[:at], new, *lines[at + 1 :]])
            yield Mutation(f"{path}:{at + 1} {word[0]!r} at {word.start()} lost", {path: changed})


def mix_files(texts: Texts) -> Iterator[Mutation]:
    """Remove each file; give one device another's file, swap two, append one to the other."""
    for path, text in texts.items():
        yield Mutation(f"{path} removed", {path: None})
        yield Mutation(f"{path} empty", {path: ""})
        folder, _, name = path.rpartition("/")
        for other, their in texts.items():
            if other == path:
                continue
            their_folder, _, their_name = other.rpartition("/")
            if name == their_name or folder == their_folder:
                yield Mutation(f"{path} is a copy of {other}", {path: their})
                yield Mutation(f"{path} has {other} behind it", {path: text + their})
            if name == their_name and folder < their_folder:
                yield Mutation(f"{path} and {other} swapped", {path: their, other: text})


def all_mutations(texts: Texts, step: int) -> Iterator[Mutation]:
    """Yield every single mutation of a scenario's texts."""
    for path, text in texts.items():
        # Of the moved columns of a long file every third will do: its lines are much alike.
        stride = 1 if text.count("\n") < _LONG_FILE else 3
        yield from change_values(path, text)
        yield from cut(path, text, step)
        yield from lose_lines(path, text)
        yield from itertools.islice(swap_columns(path, text), 0, None, stride)
    yield from mix_files(texts)


def combine(texts: Texts, count: int, seed: str) -> Iterator[Mutation]:
    """Yield pairs of mutations, one after the other, drawn by a seed."""
    dice = random.Random(seed)
    singles = list(all_mutations(texts, step=61))
    for _ in range(count):
        first = dice.choice(singles)
        after = first.apply(texts)
        path = dice.choice(sorted(after)) if after else None
        if path is None or not after[path]:
            continue
        kind = dice.choice((change_values, lose_lines, swap_columns))
        seconds = list(kind(path, after[path]))
        if not seconds:
            continue
        second = dice.choice(seconds)
        yield Mutation(f"{first.name}; then {second.name}", {**first.changes, **second.changes})
