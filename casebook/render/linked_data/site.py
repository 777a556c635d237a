"""Pages that are not of a record: the front page, narrative pages, lists, the data."""

from __future__ import annotations

from casebook.render.data.licence import licence_of
from casebook.render.data.listing import groups
from casebook.render.data.package import PATH as PACKAGE
from casebook.render.linked_data.context import Context, Node

FRONT = "index.html"
DATA = "data/index.html"


def website(context: Context) -> Node:
    """The `WebSite` itself, which the front page stands for."""
    site = context.edition.site
    return {
        "@type": "WebSite",
        "name": str(site.title),
        "description": context.description,
        "inLanguage": str(site.language),
        **_answered_for(context),
    }


def _answered_for(context: Context) -> Node:
    """Who answers for a work of the editors, and how it may be used."""
    site, interface = context.edition.site, context.desk.interface
    licence = licence_of(site.licence) if site.licence else None
    return {
        "license": licence.address if licence is not None else "",
        "creditText": interface.say("Edited by %(who)s", who=interface.comma.join(site.editors))
        if site.editors
        else "",
    }


def page(context: Context, title: str, type_: str | list[str] = "WebPage") -> Node:
    """A `WebPage` of the site, or a page that is more than that."""
    return {
        "@type": type_,
        "name": title,
        "description": context.description,
        "isPartOf": {"@id": context.id(FRONT)},
    }


def listing(context: Context, title: str, kind: str) -> Node:
    """The list of a kind of record; that of terms is the set that they are defined in."""
    is_glossary = kind == "term"
    return page(context, title, ["CollectionPage", "DefinedTermSet"] if is_glossary else LIST)


LIST = "CollectionPage"


def dataset(context: Context) -> Node:
    """The `Dataset` that can be downloaded, file by file, the package first."""
    site, say = context.edition.site, context.desk.interface.say
    files = [
        (say("The Data Package"), PACKAGE, "application/json"),
        *(
            (file.title, file.path, file.mediatype)
            for group in groups(context.edition)
            for file in group.files
        ),
    ]
    return {
        "@type": "Dataset",
        "name": say("%(title)s: data", title=site.title),
        "description": " ".join(
            (context.description, say("Every allegation has its replies beside it."))
        ),
        "isAccessibleForFree": True,
        "isPartOf": {"@id": context.id(FRONT)},
        **_answered_for(context),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": title,
                "contentUrl": context.id(path),
                "encodingFormat": mediatype,
            }
            for title, path, mediatype in files
        ],
    }
