"""Casebook: a documentary record in YAML and Markdown, built into a site, a book and open data."""

__version__ = "0.1.0"
