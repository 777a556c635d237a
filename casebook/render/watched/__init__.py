"""An Edition that notes what is read of it, so that a page is made again only if that changed.

As a cell of a table knows which cells it was worked out from, a page knows what it was made of:
records, what refers to them, and wholes such as all records of a kind. Each of those has a digest
(`state`). A page whose reads all have the digests that they had is what it was.

Nothing can be forgotten by whoever writes a view. A page gets no other Edition than this one, and
what it is asked for and does not know to note more finely, it notes as the whole record: then the
page is made again after every edit, which is slow and never wrong.
"""
