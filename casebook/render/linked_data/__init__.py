"""Pages described for search engines and archives: JSON-LD in the words of schema.org.

A page describes one thing, whose `@id` is the page's own address; it names other things by
theirs, and each of those is described on its page. So no `@id` leads nowhere.

    describe    the door: what a page says of itself
    script      the element of the page that holds it
    context     the record as seen from one page, and how things are named there
    dates       when, as far as ISO 8601 can say it honestly
    agents      who, and people and bodies
    claims      claims and figures, each with who says it; claims with their replies
    things      events, places, sources, terms, comparisons
    site        pages that are not of a record
"""

from casebook.render.linked_data.describe import linked_data

__all__ = ["linked_data"]
