"""The browser's reader of filled blanks without a site: its scripts in an empty page, held to what ``import`` reads."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from form_page import Scripts

from generator.catalog import Catalog
from generator.catalog.forms import questions
from generator.channels.office import blank_data
from generator.channels.office.layout import WorkbookLayout
from generator.pages import form as form_pages
from generator.settings import Settings

#: the answers that each file gives as the fields of the form would hold them; or why the file is not read
READ = """async (m, [base, files, form, blank, known]) => {
  const answers = await import(`${base}blank/answers.js`);
  const { filled } = await import(`${base}record-text.js`);
  const { check } = await import(`${base}rules.js`);
  const out = [];
  for (const [name, base64] of files) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    try {
      const found = await m.readBlank(new File([bytes], name), form, blank);
      const read = found.entries.map(({ data }) => answers.understood(form, blank, data, known, found.isMarkdown));
      out.push({ entries: read.map(({ values }) => filled(values) ?? {}), doubts: read.flatMap(({ doubts }) => doubts),
        problems: read.flatMap(({ values }) => check(form, values, known).map((one) => `${one.field}: ${one.message}`)),
        unread: found.unread.map(({ place, what }) => `${place}: ${what}`), notes: found.notes,
        beside: found.beside ?? [] });
    } catch (fault) {
      if (fault.hint === undefined) throw fault;
      out.push({ refused: fault.message, hint: fault.hint, link: fault.link });
    }
  }
  return out;
}"""

UNDERSTOOD = """async (m, [base, all, form, blank, known]) => {
  const { shown } = await import(`${base}blank/excel-numbers.js`);
  const { check } = await import(`${base}rules.js`);
  let isRead = true;
  const seen = (one) => {
    if (Array.isArray(one)) return one.map(seen);
    if (typeof one !== "object") return one;
    if ("number" in one) {
      const found = shown(one.number, one.code, false);
      isRead = isRead && found !== null;
      return found && { said: found.said, moment: found.moment ?? "", isDate: Boolean(found.isDate) };
    }
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, seen(inner)]));
  };
  return all.map((answers) => {
    isRead = true;
    const data = seen(answers);
    if (!isRead) return null;
    const { values, doubts } = m.understood(form, blank, data, known, false);
    return { values, doubts, problems: check(form, values, known).map(({ field, message }) => `${field}: ${message}`) };
  });
}"""


class PageReader:
    """What the page of the form ``name`` reads of files, on a base."""

    def __init__(self, scripts: Scripts, name: str, catalog: Catalog, settings: Settings):
        self._scripts = scripts
        its = questions.form(name, catalog.vocabularies, catalog)
        self.form = json.loads(json.dumps(form_pages.description(its, catalog, settings)))
        self.blank = json.loads(json.dumps(blank_data.blank_description(name, catalog)))
        self.known: dict[str, Any] = {
            path.rpartition("/")[2].removesuffix(".json"): json.loads(data)
            for path, data in form_pages.list_files(catalog)
            if "/spiski/" in path
        }
        if name == "values":
            self.known["figures"] = form_pages.known_values(catalog)["indicators"]

    def read(self, files: Sequence[tuple[str, bytes]], limits: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """For each file ``entries`` and what was told, or ``refused``; ``limits`` in place of those of the page."""
        blank = self.blank
        if limits:
            its = {**blank["safety"], "limits": {**blank["safety"]["limits"], **limits}}
            blank = {**blank, "safety": its}
        given = [[name, base64.b64encode(data).decode()] for name, data in files]
        return self._scripts.call("blank/read.js", READ, [self._scripts.base, given, self.form, blank, self.known])

    def understand(self, answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the fields hold of answers as a workbook has them: ``values``, ``doubts``, ``problems``; a number of a
        cell is ``{"number": 0.45, "code": "0%"}``, of an unknown format nothing comes back."""
        return self._scripts.call(
            "blank/answers.js", UNDERSTOOD, [self._scripts.base, answers, self.form, self.blank, self.known]
        )


def laid_in_sheets(layout: WorkbookLayout, data: dict[str, Any]) -> tuple[dict[str, list], dict[str, dict]]:
    """A record in the rows and cards of its workbook."""
    sheets: dict[str, list] = {}
    cards: dict[str, dict] = {}
    for sheet in layout.sheets:
        group: Any = data
        for name in filter(None, sheet.group.split(".")):
            group = (group or {}).get(name)
        rows = [
            in_cells(one, f"{sheet.group}." if sheet.group else "")
            for one in ([data] if group is data else group or [])
        ]
        paths = {column.path for column in sheet.columns}
        rows = [{path: value for path, value in row.items() if path in paths} for row in rows]
        if sheet.card:
            cards[sheet.name] = rows[0]
        else:
            sheets[sheet.name] = rows
    return sheets, cards


def in_cells(group: dict[str, Any], path: str) -> dict[str, str]:
    """The answers of a group as they stand in cells; several are parted by «; »."""
    out: dict[str, str] = {}
    for name, value in group.items():
        if isinstance(value, dict):
            out |= in_cells(value, f"{path}{name}.")
        elif not isinstance(value, list):
            out[path + name] = value
        elif not any(isinstance(one, dict) for one in value):
            out[path + name] = "; ".join(value)
    return out
