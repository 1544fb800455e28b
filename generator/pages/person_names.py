"""How a page names people: under a valid consent, and so that the name can be left behind when the site is copied."""

from __future__ import annotations

from markupsafe import Markup

from generator import text
from generator.catalog import Catalog
from generator.records.common import Person


def who(catalog: Catalog, person: Person) -> str:
    """The name under a valid consent, then the role; else the role alone. A name is marked as something that only the
    site has, unless the consent is for the чемоданчик too: a copy that lies on other people's computers cannot follow a
    consent that ends."""
    name = person.shown_name(catalog.today, catalog.site)
    if not name or (person.consent and person.consent.names_pack):
        return f"{name}, {person.role}" if name else person.role
    return Markup("<span data-at-site>{}, </span>{}").format(Markup(text.plain(name)), Markup(text.plain(person.role)))
