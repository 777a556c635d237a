"""What others' files hold, as records: one module a format.

result     what a format gives: records, what was not carried and why, the units of its source
html_text  HTML in a field as Markdown
csv_table, csv_map, csv_records  any table, once somebody has said what its columns are
formats    the table of formats
"""
