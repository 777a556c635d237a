"""The site: pages and static files."""
