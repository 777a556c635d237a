"""From a Manuscript to an Edition: references resolved, prose parsed, rules applied."""
