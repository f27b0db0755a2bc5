"""`show users`: a row a terminal line in use."""

from netredund.facts.users import UserLine, Users
from netredund.reading.output import Output


def read(output: Output) -> Users:
    """Read `show users`; one row at most is marked as the own session."""
    users = []
    for row in output.scan("show_users"):
        values = row.values
        users.append(
            UserLine(
                line=row.line,
                number=int(values["Number"]),
                terminal=" ".join(values["Terminal"].split()),
                is_own="Own" in values,
                user=values.get("User"),
                host=values.get("Host"),
                idle=values.get("Idle"),
                location=values.get("Location"),
            )
        )
    own = [user for user in users if user.is_own]
    if len(own) > 1:
        output.problem(
            f"two sessions are marked as the own one: line {own[0].line} too", own[1].line
        )
    return Users(users=tuple(users), **output.outcome(has_facts=bool(users)))
