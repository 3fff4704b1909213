"""Identities, PDF signatures and their verification. The only package that knows keys."""

import logging

# pyHanko logs every doubt with a traceback and the signer's name; what it finds reaches people as reasons instead.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False
