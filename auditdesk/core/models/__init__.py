"""The tables, one module a subject. Empty on purpose: importing `enums` for the first window must not load SQLModel."""
