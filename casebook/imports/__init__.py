"""What others' files hold, as records: one module a format.

result     what a format gives: records, what was not carried and why, the units of its source
html_text  HTML in a field as Markdown
formats    the table of formats
"""
