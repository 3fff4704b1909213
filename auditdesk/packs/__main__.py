"""`python -m auditdesk.packs` prints the published JSON Schema."""

import sys

from auditdesk.packs.schema import json_schema

sys.stdout.write(json_schema())
