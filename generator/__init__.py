"""Методотека: records in, a published knowledge base out.

The way of one record, six hops, always forward; read the rooms in this order:

1. ``documents``  a file is read safely into plain data that remembers line and column
2. ``records``    plain data becomes a typed record, or a list of problems
3. ``catalog``    identifiers become objects; back-links, evidence, roadmap states and readings are computed
4. ``checks``     rules across records; with one error nothing is published
5. ``pages``      the catalog becomes Markdown pages through the templates of ``theme/pages``; ``exports`` lie beside
6. ``publish``    MkDocs renders the pages, the gate looks at the result, the new site replaces the old one

``site`` is the table of contents of that journey; ``cli`` and the plugin of MkDocs only call it.

On the way: ``text`` (contributors' Markdown, plain text, characters, Russian words), ``problems`` (what a person is
told, and what every problem means), ``files`` (the one room that writes),
``languages`` (the frame of the site in another language than Russian), ``settings`` (what ``mkdocs.yml`` may say),
``forms`` (what a person is asked), ``differences`` (what changed, in words), ``channels`` (the ways in: Word and Excel,
the editor's desk, files by hand), ``review`` (a proposed change in words, with remarks and what to look at),
``upkeep`` (people and links of a base that grows old), ``sample`` (a generated base to try things on),
``begin`` (a new base for its keeper).

An import only ever points to an earlier room; ``tests/test_layers.py`` holds the order. ``README.md`` beside this file
says which laws hold here ("law 6" in a docstring is one of them) and how to add a field, a kind, a rule, a page or an
export; ``decisions`` tells why the larger choices were made.
"""

__version__ = "0.1.0"
