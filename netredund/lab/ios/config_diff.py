"""Compares configurations as texts: what differs in its context, and the lines that lead across."""

from collections.abc import Iterable, Sequence

import msgspec

Blocks = dict[str, list[str]]
NO_CHANGES = "!No changes were found"
UNCOMPARED = ("end", "exit")


class Difference(msgspec.Struct, frozen=True):
    """One block that differs: lines that only the first has, and only the second.

    `gone` and `new` say that the block itself is only in the first, only in the second.
    """

    head: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    gone: bool = False
    new: bool = False


def read_blocks(lines: Iterable[str]) -> Blocks:
    """Return the indented lines under each line of global mode; a banner is one line."""
    blocks: Blocks = {}
    head, banner = "", ""
    for line in lines:
        if banner:
            banner += f"\n{line}"
        elif line.startswith("banner ") and line.count("^C") == 1:
            banner = line
        if banner:
            if banner.count("^C") > 1:
                blocks[banner], banner = [], ""
            continue
        stripped = line.strip()
        if not stripped or stripped.startswith("!") or stripped in UNCOMPARED:
            continue
        if line[0].isspace() and head:
            blocks[head].append(stripped)
        else:
            head = stripped
            blocks.setdefault(head, [])
    return blocks


def compare_blocks(first: Blocks, second: Blocks) -> list[Difference]:
    """Return every block that differs: those of the second in order, then those that are gone."""
    found = []
    for head, lines in second.items():
        before = first.get(head)
        known = before or []
        removed = tuple(line for line in known if line not in lines)
        added = tuple(line for line in lines if line not in known)
        if before is None or removed or added:
            found.append(Difference(head, removed, added, new=before is None))
    for head, lines in first.items():
        if head not in second:
            found.append(Difference(head, tuple(lines), (), gone=True))
    return found


def render_context(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return `show archive config differences`: `+` is what only the second has."""
    shown = []
    for each in compare_blocks(read_blocks(first), read_blocks(second)):
        sign = "+" if each.new else "-" if each.gone else ""
        shown.append(f"{sign}{each.head}")
        shown += [f" -{line}" for line in each.removed]
        shown += [f" +{line}" for line in each.added]
    return ["!Contextual Config Diffs:", *(shown or [NO_CHANGES])]


def list_commands(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the lines that make the second configuration of the first: removals come first."""
    differences = compare_blocks(read_blocks(first), read_blocks(second))
    commands = [negate(each.head) for each in differences if each.gone]
    for each in differences:
        if not each.gone and (each.new or each.removed or each.added):
            commands.append(each.head)
            commands += [f" {negate(line)}" for line in each.removed]
            commands += [f" {line}" for line in each.added]
    return commands


def list_additions(running: Sequence[str], merged: Sequence[str]) -> list[str]:
    """Return the lines of a merge that are new, as `incremental-diffs` shows them."""
    commands = []
    for each in compare_blocks(read_blocks(running), read_blocks(merged)):
        if each.new or each.added:
            commands += [each.head, *(f" {line}" for line in each.added)]
    return commands


def negate(line: str) -> str:
    """Return the line that takes a line back."""
    return line.removeprefix("no ") if line.startswith("no ") else f"no {line}"


def keep_case(lines: Sequence[str], running: Sequence[str]) -> list[str]:
    """Return `lines`, spelt as the running configuration has them where only case differs."""
    spelt: dict[tuple[str, str], str] = {}
    for head, children in read_blocks(running).items():
        spelt[("", head.lower())] = head
        for child in children:
            spelt[(head.lower(), child.lower())] = f" {child}"
    kept, head = [], ""
    for line in lines:
        folded = line.strip().lower()
        indented = line[:1].isspace()
        kept.append(spelt.get((head if indented else "", folded), line))
        if not indented and folded and not folded.startswith("!"):
            head = folded
    return kept
