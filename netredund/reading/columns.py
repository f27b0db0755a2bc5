"""Column headings, as `show lacp` and `show pagp` print them above the rows of a group."""

from netredund.reading.output import Output
from netredund.reading.template import Row


class Columns:
    """The column headings of a group or paragraph: each must have a row below it.

    The headings of tables (`Port Flags ...`) stand once in a group, those of paragraphs (`Port
    System ID ...`) above each port.
    """

    def __init__(self, output: Output) -> None:
        self.output = output
        self.waiting: tuple[str, int] | None = None
        self.table_line: int | None = None

    def take(self, row: Row) -> bool:
        """Tell whether the record is a heading; note one that has no rows, or has no group."""
        text = " ".join(row.values.get("Columns", "").split())
        if not text:
            if "Group" in row.values:
                self.end()
                self.table_line = None
            self.waiting = None
            return False
        is_table = text in ("Port Flags", "Port Name")
        if self.waiting is not None and (text == self.waiting[0] or self.waiting[0][:4] == "Port"):
            self.end()
        elif is_table and self.table_line is not None:
            self.output.problem(
                f"a second table in one group, after line {self.table_line}: the heading of a"
                " group is missing",
                row.line,
            )
        if is_table:
            self.table_line = row.line
        self.waiting = text, row.line
        return True

    def end(self) -> None:
        """Note a heading that no row followed."""
        if self.waiting is not None:
            self.output.problem("no rows below the column heading", self.waiting[1])
