"""Hop 1. A file becomes plain data that remembers where everything stood.

sources       a YAML record or the front matter of a text: data, line and column of every field
strict_yaml   the part of YAML that a record needs: no tags, no anchors, no surprises of types; the one walk, which
              knows where every name and value begins and ends (comments, the writer and fixes use that)
plain_yaml    a right file at less cost: its data now, its places when somebody asks
front_matter  a ``.md`` file parted into fields and Markdown, and put together again
comments      what people write beside the data, kept when a record is written anew
meant_lines   a line that YAML refuses, as it was meant
syntax_hints  what a line that YAML refuses was meant to be
line_checks   marks of a merge, characters and letters that do not belong
folders       a walk that opens nothing unusual
history       what git knows of the files
"""
