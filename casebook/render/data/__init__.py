"""The record as open data: a Data Package of tables and JSON, and its sources as citations.

render      the door: every file of data/
records     a record as JSON
schema      what a table and its columns are (Table Schema)
columns     a declared field to columns and cells
tables      a declared kind to tables and rows
reading     columns that only say in words what other tables hold
sheet       a table as CSV
popolo      people, bodies and offices as Popolo
timelinejs  the chronology for TimelineJS
licence     a licence's name and address
package     datapackage.json
edition     which edition the data are of
listing     what there is to download
citations/  sources as CSL-JSON, BibTeX and RIS
"""

from casebook.render.data.records import record_data
from casebook.render.data.render import render_data
from casebook.render.data.sheet import safe_cell

__all__ = ["record_data", "render_data", "safe_cell"]
