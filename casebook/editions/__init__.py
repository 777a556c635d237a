"""Editions: what a record says as canonical data, kept, named and compared.

settled     Markdown and numbers without what is only layout
content     an Edition as canonical data, and the id that follows from it
snapshot    an edition to be compared, whatever it was read from
frozen      editions/ID.json, written and read
published   a data/ folder as a snapshot
names       what a snapshot calls its records, and who answered a claim
values      a value of canonical data in words
wording     which words of a text are others now
leaves      two records of one kind, value by value
change      one change, and what weighs more than what
compare     two snapshots, change by change
report      changes as text, as Markdown for a comment, and as JSON
"""
