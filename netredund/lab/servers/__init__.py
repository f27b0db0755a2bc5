"""Linux servers of the lab: their bridge, their bond, and what their commands print."""
