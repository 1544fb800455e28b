/* What answers of a self-diagnosis say: strengths first, in words, no verdict. Pure. A threshold is that of the
   questionnaire, which names its source; an area where something was left out is not summed up. */

/** All areas of all questionnaires: [{id: "diagnostics/x methods", test, area, statements, thresholds, first}]. */
export function sheets(data) {
  return data.tests.flatMap((test) => test.areas.map(({ id, s, a, first }) => ({
    id: `${test.k} ${id}`, test, area: id, statements: s.map(([key, words, source]) => ({ key, words, source })),
    thresholds: a.map(([below, source]) => ({ below, source })), first,
  })));
}

/** One area with these answers ({key: value}): how much is answered, the sum, which statements are sure and which are
    not, and the threshold that the sum is below of; `state` is "none", "part", "strong", "wish" or "free" (the
    questionnaire has no threshold for it). */
export function summed(sheet, answers) {
  const points = sheet.test.scale.map(([value]) => value);
  const [least, most] = [Math.min(...points), Math.max(...points)];
  const given = sheet.statements.filter(({ key }) => points.includes(answers[key]));
  const sum = given.reduce((all, { key }) => all + answers[key], 0);
  const whole = given.length === sheet.statements.length;
  const under = whole ? sheet.thresholds.find(({ below }) => sum < below) : undefined;
  const state = !given.length ? "none" : !whole ? "part" : !sheet.thresholds.length ? "free" : under ? "wish" : "strong";
  const middle = (least + most) / 2;
  return { sheet, state, sum, top: most * sheet.statements.length, answered: given.length, under: under ?? null,
    sure: given.filter(({ key }) => answers[key] === most), unsure: given.filter(({ key }) => answers[key] < middle) };
}

/** {strong, best, wish, rest}: areas that the questionnaire's own threshold calls a support, best first; statements
    that were answered most surely where there is no such area; areas to develop, the farthest first; others that were
    answered. */
export function told(all, answers) {
  const found = all.map((sheet) => summed(sheet, answers)).filter(({ state }) => state !== "none");
  const share = ({ sum, top }) => sum / (top || 1);
  const strong = found.filter(({ state }) => state === "strong").sort((a, b) => share(b) - share(a));
  const wish = found.filter(({ state }) => state === "wish").sort((a, b) => share(a) - share(b));
  return { strong, wish, best: strong.length ? [] : surest(found, answers), rest: found.filter(({ state }) => ["part", "free"].includes(state)) };
}

/* The statements with the highest answer of all; none where every answer is the lowest. */
function surest(found, answers) {
  const every = found.flatMap(({ sheet }) => sheet.statements.map((one) => ({ ...one, area: sheet.area, least: Math.min(...sheet.test.scale.map(([value]) => value)),
    value: answers[one.key] }))).filter(({ value }) => value !== undefined);
  const most = Math.max(...every.map(({ value }) => value));
  return every.filter(({ value, least }) => value === most && value > least).slice(0, 4);
}

/** Whether anything that is asked today was answered: a statement that has changed its words is another one. */
export function hasAnswers(all, answers) {
  return all.some((sheet) => summed(sheet, answers).state !== "none");
}

/** What has changed between two diagnoses of one area, statement by statement: {surer, stricter, same, whole}. */
export function compared(sheet, before, after) {
  const both = sheet.statements.filter(({ key }) => before[key] !== undefined && after[key] !== undefined);
  return { surer: both.filter(({ key }) => after[key] > before[key]), stricter: both.filter(({ key }) => after[key] < before[key]),
    same: both.filter(({ key }) => after[key] === before[key]), whole: both.length === sheet.statements.length };
}
