"""Loading: from a site directory's files to what was written in them, each value with its place."""
