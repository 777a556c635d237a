"""What editors know of a record while it is typed: JSON Schemas, made from the declarations.

A schema may never flag what `check` accepts. What it cannot judge, such as whether an id is
there, it leaves to `check`.
"""
