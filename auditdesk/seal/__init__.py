"""Identities, PDF signatures and their verification. The only package that knows keys."""
