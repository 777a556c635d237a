"""From an Edition to Outputs: site, data and book, each made from it and never from another."""
