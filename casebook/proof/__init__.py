"""Proof that quoted words are the source's: numbered copies, comparison, seals.

- tokens: text to words that can be compared, with what is forgiven
- copy: a numbered copy of a source's text
- match: are these words in this place of the copy?
- seals: what a proof leaves behind: hashes that a build can demand
"""
