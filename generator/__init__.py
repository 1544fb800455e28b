"""Методотека: records in, a published knowledge base out.

The way of one record, six hops, always forward; read the rooms in this order:

1. ``documents``  a file is read safely into plain data that remembers line and column
2. ``records``    plain data becomes a typed record, or a list of problems
3. ``catalog``    identifiers become objects; back-links, evidence, roadmap states and readings are computed; what a
                  person is asked (``forms``) and what changed (``differences``) are said from it
4. ``checks``     rules across records; with one error nothing is published
5. ``pages``      the catalog becomes Markdown pages through the templates of ``theme/pages``; ``exports`` lie beside
6. ``publish``    MkDocs renders the pages, the gate looks at the result, the new site replaces the old one

``site`` is the table of contents of that journey; ``cli`` and the plugin of MkDocs only call it.

On the way: ``text`` (contributors' Markdown, plain text, characters, Russian words), ``problems`` (what a person is
told, and what every problem means), ``files`` (the one room that writes), ``settings`` (what ``mkdocs.yml`` may say,
and the frame of the site in another language), ``channels`` (the ways in: Word and Excel, the editor's desk, files by
hand), ``upkeep`` (a base among people: proposed changes, letters, links, other bases), ``begin`` (a new base, or a
generated one to try things on).

An import only ever points to an earlier room; ``tests/test_layers.py`` holds the order. ``README.md`` beside this file
says which laws hold here ("law 6" in a docstring is one of them) and how to add a field, a kind, a rule, a page or an
export; ``decisions`` tells why the larger choices were made.
"""

__version__ = "0.1.0"
