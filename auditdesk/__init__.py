"""auditdesk: an offline workbook for supplier audits.

The packages, from the bottom up (a layer imports only what stands below it; import-linter checks it):

- `paths`     where shipped resources and the user's own settings live
- `core`      the workbook: encrypted file, append-only log, tables, verbs, queries, pure rules
- `packs`     checklists as files: schema, check, own packs, readers for foreign formats
- `report`    frozen report data to PDF bytes; the only package that knows reportlab
- `seal`      identities, PDF signatures, verification; the only package that knows keys
- `exchange`  findings and answers out of and into other programs' formats
- `demo`      builds the fictional demo audit through the same verbs everyone uses
- `gui`       the desk: window, screens, jobs; the only package that knows Qt
- `cli`       the commands
"""

__version__ = "0.1.0"
