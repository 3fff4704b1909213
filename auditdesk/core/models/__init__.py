"""The workbook's tables, one module a subject. Empty on purpose: `enums` must cost no SQLModel import at the first paint."""
