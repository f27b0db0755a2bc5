"""Negotiates link aggregation by exchanging LACPDUs (802.1AX-2014 clause 6)."""

from netredund.lab.lacp.port import Habits, LacpPort, Mux, Receive
from netredund.lab.lacp.selection import Candidate, Selected, select

__all__ = ["Candidate", "Habits", "LacpPort", "Mux", "Receive", "Selected", "select"]
