"""Simulated IOS switches that speak the real protocols, and Linux servers to plug into them."""
