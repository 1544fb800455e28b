"""Codes of roadmaps, indicators and their values, and of what a record claims."""

from __future__ import annotations

from generator.problems import WARNING
from generator.problems.codes.code import Code


def _roadmap(measures: str, reported: str = "  reported_on: 2026-04-01\n") -> str:
    return f"roadmap:\n{reported}  measures:\n" + "".join(f"    {line}\n" for line in measures.split("\n"))


def _values(line: str) -> str:
    return f"values:\n  - {line}"


def _measure(*progress: str, number: int = 1) -> str:
    rows = [f"- number: {number}", "  title: Конкурс практик", "  when: yearly 09", "  responsible: [{role: ректор}]"]
    return "\n".join([*rows, *(["  progress:"] if progress else []), *(f"    - {{{one}}}" for one in progress)])


ROADMAPS = (
    Code(
        "measure-number",
        "Номера мероприятий не подряд",
        "Мероприятия дорожной карты нумеруются как в утверждённом документе: 1, 2, 3 … по порядку. Номер, который "
        "повторился или стоит не на месте, — ошибка. Номер, которого нет, — повод проверить: мероприятие забыли или "
        "его вычеркнули из плана.",
        "Сверьте номера с документом. Вычеркнутое мероприятие не пишут, а номера остальных не меняют.",
        on="programmes/vverkh",
        wrong=_roadmap(_measure() + "\n" + _measure()),
        right=_roadmap(_measure() + "\n" + _measure(number=2)),
    ),
    Code(
        "progress-without-report",
        "Ход записан, а даты отчёта нет",
        "Без даты отчёта нельзя сказать, на какой день это верно.",
        "Добавьте в roadmap строку reported_on с датой отчёта.",
        on="programmes/vverkh",
        wrong=_roadmap(_measure("occurrence: 2024-09, state: done"), ""),
        right=_roadmap(_measure("occurrence: 2024-09, state: done")),
    ),
    Code(
        "unknown-occurrence",
        "Такого раза у мероприятия нет",
        "Отчёт называет месяц, в который мероприятие по плану не проходит.",
        "Напишите в occurrence первый месяц срока, как в подсказке.",
        on="programmes/vverkh",
        wrong=_roadmap(_measure("occurrence: 2024-10, state: done")),
        right=_roadmap(_measure("occurrence: 2024-09, state: done")),
    ),
    Code(
        "occurrence-twice",
        "Об одном разе отчитались дважды",
        "У каждого раза одно состояние.",
        "Оставьте одну запись.",
        on="programmes/vverkh",
        wrong=_roadmap(_measure("occurrence: 2024-09, state: done", "occurrence: 2024-09, state: under-way")),
        right=_roadmap(_measure("occurrence: 2024-09, state: done", "occurrence: 2025-09, state: under-way")),
    ),
)

NUMBERS = (
    Code(
        "half-share",
        "Записан только числитель или только знаменатель",
        "Доля считается из двух чисел: сколько — из скольких.",
        "Добавьте второе число или запишите готовую долю в value.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, numerator: 45}"),
        right=_values("{indicator: diagnostika, numerator: 45, denominator: 90}"),
    ),
    Code(
        "zero-denominator",
        "Знаменатель — ноль",
        "Доли от нуля не бывает.",
        "Если считать было не от чего, уберите числа: на странице будет «нет данных».",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, numerator: 0, denominator: 0}"),
        right=_values("{indicator: diagnostika, numerator: 0, denominator: 90}"),
    ),
    Code(
        "share-above-one",
        "Доля не от 0 до 1",
        "Доля записана в процентах или числитель больше знаменателя.",
        "45 % — это 0.45. Проверьте, не переставлены ли числа.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, value: 45}"),
        right=_values("{indicator: diagnostika, value: 0.45}"),
    ),
    Code(
        "value-disagrees",
        "Значение не равно числителю, делённому на знаменатель",
        "В value написано одно, а из двух чисел получается другое.",
        "Оставьте числитель и знаменатель: значение вычислится.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, numerator: 45, denominator: 90, value: 0.7}"),
        right=_values("{indicator: diagnostika, numerator: 45, denominator: 90}"),
    ),
    Code(
        "value-twice",
        "Значение записано дважды",
        "У показателя, территории и периода одно значение.",
        "Оставьте одно.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, value: 0.5}\n  - {indicator: diagnostika, value: 0.6}"),
        right=_values("{indicator: diagnostika, value: 0.5}"),
    ),
    Code(
        "wrong-period",
        "Показатель считается не за такой период",
        "Одни показатели считают за календарный год, другие за учебный или за полугодие.",
        "Напишите period так, как требует показатель: 2025, 2025/26 или 2025-H1.",
        on="values/severnyi-2025",
        wrong="period: 2025/26\nas_of: 2026-08-31",
        right="period: 2025\nas_of: 2025-12-31",
    ),
    Code(
        "indicator-elsewhere",
        "Показатель здесь не применяется",
        "В показателе перечислены территории, и этого района среди них нет.",
        "Добавьте район в поле territories показателя или уберите значение.",
        on="indicators/diagnostika",
        wrong="territories: [regions/oblast]",
        right="territories: [regions/oblast, districts/severnyi]",
    ),
    Code(
        "contradiction",
        "Заявленное расходится с записями базы",
        "Показатель можно посчитать по записям, и выходит другое число. На странице видны оба.",
        "Проверьте, какое верно: поправьте значение или допишите недостающие записи.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: provedeno, value: 5}"),
        right=_values("{indicator: provedeno, value: 1}"),
        severity=WARNING,
        also={
            "data/indicators/provedeno.yml": "title: Проведено мероприятий\ntype: number\nunit: мероприятие\n"
            "computed: events-held\n",
            "data/events/seminar.yml": "title: Семинар\nsummary: Семинар района.\nstatus: published\ntype: seminar\n"
            "start: 2025-03-01\nterritory: districts/severnyi\n",
        },
    ),
    Code(
        "target-twice",
        "Две цели на один период",
        "У показателя две цели (или два норматива) на один период и одну территорию: по какой судить, неизвестно.",
        "Оставьте одну; для другой территории или программы назовите её в scope.",
        on="indicators/diagnostika",
        wrong="targets:\n  - {period: 2026, comparator: at-least, value: 0.5}\n"
        "  - {period: 2026, comparator: at-least, value: 0.9}",
        right="targets:\n  - {period: 2026, comparator: at-least, value: 0.5}\n"
        "  - {period: 2027, comparator: at-least, value: 0.9}",
    ),
    Code(
        "target-direction",
        "Цель спорит с направлением показателя",
        "У показателя чем меньше, тем лучше, а цель сказана словом «не менее».",
        "Напишите comparator: up-to, если цель — не больше; или direction: up, если больше — лучше.",
        on="indicators/diagnostika",
        wrong="direction: down\ntargets:\n  - {period: 2026, comparator: at-least, value: 0.2}",
        right="direction: down\ntargets:\n  - {period: 2026, comparator: up-to, value: 0.2}",
    ),
    Code(
        "share-summed",
        "Доли складываются",
        "Доли и проценты районов сложить нельзя: 80 % и 70 % не дают 150 %.",
        "Напишите aggregation: ratio-of-sums — сложатся числители и знаменатели — или aggregation: none.",
        on="indicators/diagnostika",
        wrong="aggregation: sum",
        right="aggregation: ratio-of-sums",
    ),
    Code(
        "small-group-written",
        "Записано число о нескольких людях",
        "Людей так мало, что их можно узнать. На сайте значение скрыто, но файл открыт всем, и история его правок "
        "тоже.",
        "Уберите числа и напишите suppressed: true. Если считают не людей, а, например, школы, напишите в показателе "
        "small_group: 0.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, numerator: 1, denominator: 4}"),
        right=_values("{indicator: diagnostika, suppressed: true}"),
        severity=WARNING,
    ),
    Code(
        "small-group-unknown",
        "Неизвестно, сколько людей за долей",
        "Показатель скрывает малые группы, а у доли не сказано, от скольких она. Поэтому на сайте она скрыта.",
        "Добавьте numerator и denominator; если людей мало, вместо чисел напишите suppressed: true.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: nastavnik, value: 0.25}"),
        right=_values("{indicator: nastavnik, numerator: 10, denominator: 40}"),
        severity=WARNING,
        also={
            "data/indicators/nastavnik.yml": "title: Доля с наставником\ntype: share\nunit: '%'\nsmall_group: 5\n",
        },
    ),
    Code(
        "suppressed-with-number",
        "Скрытое число записано рядом",
        "Сказано suppressed: true — людей мало, число не называем, — а само число стоит рядом. Файл открыт всем.",
        "Уберите numerator, denominator и value; или уберите suppressed, если людей достаточно.",
        on="values/severnyi-2025",
        wrong=_values("{indicator: diagnostika, suppressed: true, numerator: 1, denominator: 4}"),
        right=_values("{indicator: diagnostika, suppressed: true}"),
    ),
)

CLAIMS = (
    Code(
        "future-date",
        "Сказано о том, чего ещё не было",
        "Запись говорит, что это уже произошло, а дата ещё не наступила. Такое применение, экспертиза или отчёт не "
        "засчитываются. Когда день настанет, ошибка исчезнет сама.",
        "Проверьте год. О том, что только будет, пишут мероприятие или срок дорожной карты.",
        on="reviews/parnoe-institut",
        wrong="date: 2030-03\nvalid_until: 2033-03-01",
        right="date: 2026-03\nvalid_until: 2029-03-01",
    ),
    Code(
        "outcome-not-counted",
        "Измеренный результат доказывает меньше, чем сказано",
        "Независимая организация не названа или связана с автором, у группы сравнения нет чисел, наблюдение одно или "
        "стало хуже. Уровень доказанности такой результат не поднимает.",
        "Допишите недостающее, как сказано в подсказке. Если меньше — лучше, напишите direction: down.",
        on="practices/parnoe",
        wrong="outcomes:\n  - {what: опозданий, before: 8, after: 4, n: 20, instrument: журнал}",
        right="outcomes:\n  - {what: опозданий, before: 8, after: 4, direction: down, n: 20, instrument: журнал}",
        severity=WARNING,
    ),
    Code(
        "step-time",
        "Минуты шагов не сходятся с часами",
        "Шаги вместе занимают заметно больше времени, чем названо в условиях (или меньше, если у каждого шага сказано, "
        "когда он). Учитель не успеет на уроке.",
        "Исправьте минуты шагов или часы в условиях. У шага можно сказать, когда он: when: before — до урока, lesson — "
        "на уроке, after — после урока (такой шаг в эти часы не входит). Если это сказано хотя бы об одном шаге, шаг, "
        "о котором не сказано, считается шагом на уроке.",
        on="practices/parnoe",
        wrong="conditions: {prepare_hours: 0.3, carry_hours: 0.2}",
        right="conditions: {prepare_hours: 0.5, carry_hours: 1}",
        severity=WARNING,
    ),
)
