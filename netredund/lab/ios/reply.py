"""What a line that was entered brings: text, a question, the end of the session."""

from collections.abc import Callable

import msgspec


class Question(msgspec.Struct, frozen=True):
    """Something IOS asks before it goes on; `echo` is false for secrets.

    With `single` one key answers (`[confirm]`).
    """

    prompt: str
    answer: Callable[[str], "Reply"]
    echo: bool = True
    single: bool = False


class Reply(msgspec.Struct, frozen=True):
    """What a line brings: text (each line ended), perhaps a question, perhaps the end."""

    text: str = ""
    question: Question | None = None
    closes: bool = False
