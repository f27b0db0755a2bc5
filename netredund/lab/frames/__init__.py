"""Frames as bytes: Ethernet, and in them BPDUs, LACPDUs, DTP, CDP and LLDP."""
