"""Switches of a lab to log in to, for every test here."""

from tests.lab_access import access, known_hosts, lab, own_home, sw1, sw2

__all__ = ["access", "known_hosts", "lab", "own_home", "sw1", "sw2"]
