"""Finds what `?` says of a word by the words before it."""

from collections.abc import Sequence

from netredund.lab.ios import config_help, exec_help

Texts = dict[tuple[str, ...], str]
TITLES = {
    "user": "Exec commands:",
    "privileged": "Exec commands:",
    "config": "Configure commands:",
    "config-if": "Interface configuration commands:",
    "config-if-range": "Interface configuration commands:",
    "config-vlan": "VLAN configuration commands:",
    "config-line": "Line configuration commands:",
    "config-archive": "Archive configuration commands:",
}
# What every configuration mode knows beside its own commands.
FORMS = {
    "default": "Set a command to its defaults",
    "no": "Negate a command or set its defaults",
}
LEAVE = {
    "config": "Exit from configure mode",
    "config-if": "Exit from interface configuration mode",
    "config-if-range": "Exit from interface configuration mode",
    "config-vlan": "Apply changes, bump revision number, and exit mode",
    "config-line": "Exit from line configuration mode",
    "config-archive": "Exit from archive configuration mode",
}
GLOBAL_WAYS = {
    "do": "To run exec commands in config mode",
    "end": "Exit from configure mode",
}
MODIFIERS = "Output modifiers"


def read_texts(tree: str) -> Texts:
    """Return the texts of a tree by their path; each level is indented by one blank more."""
    texts: Texts = {}
    path: list[str] = []
    for line in tree.splitlines():
        word, _, text = line.partition(": ")
        depth = len(word) - len(word.lstrip(" "))
        path[depth:] = [word.lstrip(" ")]
        texts[tuple(path)] = text
    return texts


_EXEC, _INTERFACE = read_texts(exec_help.EXEC), read_texts(config_help.INTERFACE)
TEXTS: dict[str, Texts] = {
    "user": _EXEC,
    "privileged": _EXEC,
    "config": read_texts(config_help.CONFIG),
    "config-if": _INTERFACE,
    "config-if-range": _INTERFACE,
    "config-vlan": read_texts(config_help.VLAN),
    "config-line": read_texts(config_help.LINE),
    "config-archive": read_texts(config_help.ARCHIVE),
}


def find_path(texts: Texts, before: Sequence[str], word: str) -> tuple[str, ...] | None:
    """Return the path under which the text of `word` behind other keywords stands, or None.

    Words may lie between those of the path, and the longest path counts: `detail` behind `show
    spanning-tree vlan` may stand there, behind `show spanning-tree`, behind `show` or alone.
    """
    fitting = [path for path in texts if path[-1] == word and _lies_in(path[:-1], before)]
    return max(fitting, key=len, default=None)


def _lies_in(path: Sequence[str], words: Sequence[str]) -> bool:
    left = iter(words)
    return all(each in left for each in path)


def find_text(texts: Texts, before: Sequence[str], word: str) -> str:
    """Return what `?` says of a word behind other keywords, nothing where it is not known."""
    path = find_path(texts, before, word)
    return "" if path is None else texts[path]


def ways_on(mode: str) -> dict[str, str]:
    """Return the words that a configuration mode knows beside its commands, with their texts."""
    ways = {**FORMS, "exit": LEAVE[mode]}
    return {**ways, **GLOBAL_WAYS} if mode == "config" else ways
