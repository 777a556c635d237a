"""Records as YAML that an editor would have typed, and putting them among others of a file.

yaml_text  a record's fields as YAML
template   a record to be filled in, made from the declarations of its kind
insert     a record's lines put into a file, every other byte of which stays
"""
