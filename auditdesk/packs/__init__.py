"""Checklists as files: schema, check, own packs, and one reader module per foreign format."""
