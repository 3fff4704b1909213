"""Frozen report data to PDF bytes. The only package that knows reportlab."""
