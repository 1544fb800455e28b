"""Text: contributors' Markdown into safe HTML, plain text exactly, Russian typography, words, numbers and dates.

rich        the dialect of rich fields and of content/: render, sections, strip
markdown_losses  what of it would not be shown: losses; markdown_places: where its links and pictures are: links, images
exact       plain fields put into a page literally: plain, escape_html
characters  characters that do not belong: characters, normalize (on reading), clean (what is certain), visible
alphabets   letters of another alphabet inside a word: foreign_letters, in_latin
typography  quotes, dashes, no-break spaces: typograph
dates       dates and periods in Russian words, read: read_moment, read_period, read_plan_period
terms       terms of plans in Russian words, read: read_term (dated_terms; term_words, term_units: the words themselves)
units       what figures count, in the form that fits a number: in_unit
numerals    numbers in words, read: in_digits, rough_number
sentences   what the check and the form of the site both say: sentence
language    the language that the site speaks: tr, using_language (international: its numbers and dates); a sentence
            that waits for its reader: Phrase, phrase
russian     slug, plural, number, dates, collate, join, stem (forms of one word made equal)
shown       a text as a reader sees it, with the place of every character: shown
private     what of a person must not be published by accident: personal_data, is_bare (identifiers: numbers of
            documents)
names       what looks like a person's name: find_names, alike_people (known_people: of history and of books; works,
            schoolbook_authors: the author of what is spoken of)
children    who of the children can be recognised: a name beside a class (find_pupils), a few in particular
            (find_few_children, find_few_of_a_school), names_people
inert       a stranger's words in Markdown of our own: escaped
contacts    addresses and numbers in a field of contacts: mail_addresses, phone_numbers
organization_names  whether two names may be those of one organisation: alike_organizations
territory_names  whether two titles may be those of one territory: alike_territories
patterns    expressions that are compiled when they are asked first: compiled
masked      a text without both, character for character: masked, covered, covered_name
"""

from generator.text.alphabets import Foreign, alphabet, foreign_letters, in_latin, in_one_alphabet, may_be_mixed
from generator.text.characters import Character, characters, clean, code_point, normalize, visible
from generator.text.children import FewChildren, find_few_children, find_few_of_a_school, find_pupils, names_people
from generator.text.contacts import mail_addresses, phone_numbers
from generator.text.exact import escape_html, plain
from generator.text.inert import escaped, harmless_line, referenced
from generator.text.language import (
    NATIVE,
    Language,
    Phrase,
    current_language_code,
    is_language,
    language_code,
    language_name,
    phrase,
    tr,
    using_language,
    word_forms,
)
from generator.text.markdown_losses import Loss, losses
from generator.text.markdown_places import images, links
from generator.text.masked import covered, covered_name, masked
from generator.text.names import alike_people, find_names, name_lists
from generator.text.organization_names import alike_organizations, organization_key, organization_words
from generator.text.private import PUBLIC_MAIL, PrivateData, is_bare, personal_data
from generator.text.rich import MAX_PAGE_CHARS, MAX_RICH_CHARS, Section, render, same, sections, strip
from generator.text.russian import (
    ENDING,
    SHORTEST_STEM,
    TRANSLITERATION,
    collate,
    cut_inside,
    date,
    date_range,
    folded,
    heading_slug,
    join,
    month,
    month_name,
    month_of_date,
    months,
    noun,
    number,
    percent,
    plural,
    slug,
    slug_letters,
    stem,
    upper_first,
)
from generator.text.sentences import sentence
from generator.text.territory_names import alike_territories
from generator.text.typography import guillemets, typograph
from generator.text.units import in_unit, unit_forms

__all__ = [
    "ENDING",
    "MAX_PAGE_CHARS",
    "MAX_RICH_CHARS",
    "NATIVE",
    "PUBLIC_MAIL",
    "SHORTEST_STEM",
    "TRANSLITERATION",
    "Character",
    "FewChildren",
    "Foreign",
    "Language",
    "Loss",
    "Phrase",
    "PrivateData",
    "Section",
    "alike_organizations",
    "alike_people",
    "alike_territories",
    "alphabet",
    "characters",
    "clean",
    "code_point",
    "collate",
    "covered",
    "covered_name",
    "current_language_code",
    "cut_inside",
    "date",
    "date_range",
    "escape_html",
    "escaped",
    "find_few_children",
    "find_few_of_a_school",
    "find_names",
    "find_pupils",
    "folded",
    "foreign_letters",
    "guillemets",
    "harmless_line",
    "heading_slug",
    "images",
    "in_latin",
    "in_one_alphabet",
    "in_unit",
    "is_bare",
    "is_language",
    "join",
    "language_code",
    "language_name",
    "links",
    "losses",
    "mail_addresses",
    "masked",
    "may_be_mixed",
    "month",
    "month_name",
    "month_of_date",
    "months",
    "name_lists",
    "names_people",
    "normalize",
    "noun",
    "number",
    "organization_key",
    "organization_words",
    "percent",
    "personal_data",
    "phone_numbers",
    "phrase",
    "plain",
    "plural",
    "referenced",
    "render",
    "same",
    "sections",
    "sentence",
    "slug",
    "slug_letters",
    "stem",
    "strip",
    "tr",
    "typograph",
    "unit_forms",
    "upper_first",
    "using_language",
    "visible",
    "word_forms",
]  # fmt: skip
