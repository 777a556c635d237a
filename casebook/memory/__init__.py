"""What one build remembers for the next: what it read, what it made, and what that stands on.

It lies in a folder of the record's, which is never part of the record: it can be deleted, cut off
or scribbled on at any time, and the next build is then a first one. What is read from it is JSON
and plain bytes, never code, and no word of it is published.
"""
