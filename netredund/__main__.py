"""`python -m netredund` is `netredund-switch`."""

from netredund.cli import main

main(prog_name="netredund-switch")
