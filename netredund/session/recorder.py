"""A log of a session: what the terminal showed, secrets masked."""

import os
from pathlib import Path

from netredund.secrets import mask_text
from netredund.session.dialogue import Stream


class RecordedStream:
    """A stream that is written down, line by line, into a file of mode 0600.

    What is typed is there by its echo only, so a secret that is not echoed is not there.
    """

    def __init__(self, stream: Stream, file: Path) -> None:
        self._stream = stream
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._log = os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape")
        self._line = ""

    def send(self, text: str) -> None:
        """Type `text`; EOFError when the other end has closed."""
        self._stream.send(text)

    def receive(self, timeout_s: float) -> str:
        """Return what has come, and write down the lines that it ends."""
        text = self._stream.receive(timeout_s)
        *lines, self._line = (self._line + text).split("\n")
        if lines:
            shown = (line.rstrip("\r") for line in lines)
            self._log.write("".join(f"{mask_text(line)}\n" for line in shown))
            self._log.flush()
        return text

    def close(self) -> None:
        """Write the last line and close the file."""
        if self._line:
            self._log.write(mask_text(self._line) + "\n")
            self._line = ""
        self._log.close()
