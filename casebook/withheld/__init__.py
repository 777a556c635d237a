"""Names that the record withholds, kept as salted hashes and looked for in every text.

- fold: a text as letters alone, so that no way of writing hides a name
- names: the hashes, and whether a text holds one

This guards against slips, not against someone who holds the newspaper: whoever guesses a name
can hash it and compare.
"""
