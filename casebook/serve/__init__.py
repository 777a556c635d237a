"""The preview: the site built in memory, served to this computer alone, following every edit.

    edit -> watch (what changed) -> build (a site or problems) -> preview (what to show)
         -> application (pages, and a word to the browsers that are looking)

Nothing is ever written: output/ belongs to `build`.
"""
