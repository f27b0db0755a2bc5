"""JSON Schemas of the facts, one file a kind, written by `scripts/generate-schemas`."""
