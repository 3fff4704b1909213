"""The workbook: encrypted file, append-only log, tables, verbs, queries and the pure rules. Knows no Qt."""
