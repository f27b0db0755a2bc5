"""Column headings, as `show lacp` and `show pagp` print them above the rows of a group."""

from netredund.reading.output import Output
from netredund.reading.template import Row


class Columns:
    """The column headings of a group or paragraph: each must have a row below it."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.waiting: tuple[str, int] | None = None

    def take(self, row: Row) -> bool:
        """Tell whether the record is a heading; note one that another group follows."""
        text = row.values.get("Columns")
        if text is None:
            if "Group" in row.values:
                self.end()
            self.waiting = None
            return False
        if self.waiting is not None and self.waiting[0] in (text, "Port"):
            self.end()
        self.waiting = text, row.line
        return True

    def end(self) -> None:
        """Note a heading that no row followed."""
        if self.waiting is not None:
            self.output.problem("no rows below the column heading", self.waiting[1])
