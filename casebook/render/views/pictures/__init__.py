"""The geometry of pictures: what layouts draw, worked out from the record and from nothing else.

    scale     an axis of numbers, and one of time
    marks     how a printed number, and a span of time, lie on an axis
    compared  the figures of a comparison: on one axis, or why they have none
    months    what is recorded in each month, and by whom it is covered
    ties      what somebody belongs to, and what belongs to it
    ground    where places lie, as far as that can be cited
    labels    names on a map, so that none lies on another
    maps      the places of a record drawn, and the locator of one

Lengths along an axis are hundredths of it, so that a layout may draw it as wide as a page is.
They are rounded, so that the same record gives the same bytes anywhere.
"""
