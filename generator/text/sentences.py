"""The sentences that the check and the form of the site both say, each written once.

The form gets them as the marked block of ``theme/mkdocs/assets/form/words.js``: ``pytest --rewrite
tests/test_sentences.py`` writes it anew after a change here.
"""

from __future__ import annotations

import json

SENTENCES = {
    # single values (records)
    "field_missing": "нет обязательного поля{label}",
    "empty": "пустое значение",
    "fill_or_remove": "напишите значение или уберите поле",
    "no_such_value": "значения «{value}» здесь не бывает",
    "one_line": "здесь нужна одна строка без разметки",
    "join_lines": "соедините строки в одну",
    "too_long": "слишком длинно: {signs} при пределе {limit}",
    "text_too_long": "слишком длинный текст: {count} знаков при пределе {limit}",
    "move_out": "вынесите часть во вложение или отдельную запись",
    "not_whole": "«{value}» — не целое число",
    "not_measure_number": "«{value}» — не номер мероприятия",
    "measure_number_like": "номер пишется так: 27, 1.1 или 5а",
    "only_digits": "напишите только цифры",
    "not_a_number": "«{value}» — не число",
    "number_like": "напишите число, например: 1.5",
    "no_percent": "здесь нужно число, а не проценты",
    "share_as_number": "доля записывается числом от 0 до 1",
    "out_of_range": "число {value} не подходит: нужно {bound} {limit}",
    "check_number": "проверьте число",
    "not_an_address": "«{value}» — не адрес страницы",
    "period_like": "пишите год (2025), учебный год (2025/26), полугодие (2025-H1) или квартал (2025-Q1)",
    "address_like": "адрес начинается с https:// и не содержит пробелов и кавычек, например: https://example.org/list.pdf",
    "for_example": "например: {example}",
    # characters and markup (line_checks, text.lost)
    "piled_marks": "на букве больше четырёх надстрочных знаков",
    "piled_mend": "сотрите лишние и наберите букву заново",
    "copied_table": "таблица раздела «{heading}» скопирована, прочитано один раз: {rows}",
    "copied_differs": "«{row}» есть в двух таблицах раздела «{heading}» с разными ответами",
    "number_rough": "если это ровно {number}, напишите: {number}; если нет, напишите цифрами, сколько именно",
    "number_vague": "напишите цифрами, сколько именно",
    "number_alone": "здесь только число («{label}»), «{words}» в него не войдёт; если верно и так, напишите: {number}",
    "unknown_sign": "знак {point} знает один шрифт или одна кодировка: читатели видят на его месте пустой квадрат",
    "lost_letter": "знак {point} стоит на месте потерянной буквы",
    "unknown_mend": "замените его обычным знаком (•, ≥, ≤, →, —) или сотрите",
    "not_shown": "{what} не показывается",
    # fields together (checks)
    "check_both_dates": "проверьте обе даты",
    "late_registration": "записаться можно уже после мероприятия",
    "check_dates": "проверьте даты",
    "no_consent": "имя есть, а согласия на его публикацию нет",
    "half_share": "из числителя и знаменателя записан только один",
    "zero_denominator": "знаменатель 0, а числитель нет: доли от нуля не бывает",
    "zero_mend": "если считать было некого, напишите 0 из 0: будет «некого считать»",
    "top_above": "числитель {top} больше знаменателя {bottom}",
    "swapped": "проверьте, не переставлены ли числа",
    "no_share": "доля {value} не от 0 до 1",
    "share_like": "доля пишется числом от 0 до 1, например: 0.75",
    "if_percent": "если это проценты, напишите: {value}",
    "value_disagrees": "значение {value} не равно числителю, делённому на знаменатель: {share}",
    "few_people": "скрыто: мало людей",
    "nobody_to_count": "некого считать",
    "suppressed_with_number": "сказано, что число скрыто, а оно записано рядом",
    "material_nowhere": "не сказано, где материал",
    "material_rights_unknown": "права на материал неизвестны: публиковать его нельзя",
    "material_no_license": "не названа лицензия чужого материала",
    "material_no_source": "не сказано, откуда чужой материал",
    "picture_rights_unknown": "права на картинку неизвестны: публиковать её нельзя",
    "picture_no_link": "права неизвестны, а ссылки нет",
    "picture_no_file": "не назван файл картинки",
    "picture_no_permission": "не сказано, где хранится разрешение организации",
    "picture_no_license": "не названа лицензия чужой картинки",
    "picture_no_source": "не сказано, откуда чужая картинка",
    "people_whole": "считают людей, а число не целое",
    "people_mend": "напишите целое число; если считают не людей (ставки, часы), в показателе нужно small_group: 0",
    "value_counted": "оставьте числитель и знаменатель, значение вычислится",
    "other_period": "показатель «{title}» считается не за такой период",
    "need_year": "нужен год: {year}; проверьте, за какой срок посчитаны числа",
    "need_school-year": "нужен учебный год: {year}/{next}; проверьте, за какой срок посчитаны числа",
    "need_half-year": "нужно полугодие: {year}-H1 или {year}-H2",
    "need_quarter": "нужен квартал: от {year}-Q1 до {year}-Q4",
}
"""Name of a sentence -> its words, with ``{names}`` for what is put into it."""

#: between these lines of the form's script stands what :func:`script_block` gives
BEGIN, END = "/* begin: written by generator/text/sentences.py */\n", "/* end */\n"


def sentence(name: str, **values: object) -> str:
    """The sentence of this name; ``values`` stand in it as they are given (``KeyError`` where one is missing)."""
    return SENTENCES[name].format(**values)


def script_block() -> str:
    """The sentences as a constant of the form's script, with the lines that mark it."""
    written = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(words, ensure_ascii=False)}" for name, words in SENTENCES.items()
    )
    return f"{BEGIN}const SENTENCES = {{\n{written},\n}};\n{END}"
