"""All captures that one verdict rests on: a folder, terminal logs, or both."""

from collections.abc import Sequence
from pathlib import Path

from netredund.captures import Captures, load_folder, load_logs
from netredund.intent import Site
from netredund.verdict import devices_of


def load_evidence(site: Site, folder: Path | None = None, logs: Sequence[Path] = ()) -> Captures:
    """Read the captures of a site's devices; a note says which switches have none.

    Raises CaptureError where the folder or a log cannot be read.
    """
    devices = devices_of(site)
    found = [load_folder(folder, devices)] if folder is not None else []
    if logs:
        found.append(load_logs(logs, devices))
    captures = tuple(capture for each in found for capture in each.captures)
    notes = [note for each in found for note in each.notes]
    told = {capture.device for capture in captures}
    silent = [name for name in site.switches if name not in told]
    if silent:
        where = ", ".join(str(each) for each in (folder, *logs) if each is not None)
        wanted = f"no captures of {', '.join(silent)}"
        if not told:
            wanted += "; expected a folder or a prompt of each of these names"
        notes.insert(0, f"{where}: {wanted}")
    return Captures(captures, tuple(notes))
