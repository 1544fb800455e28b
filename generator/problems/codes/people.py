"""Problems about people: what must not be published by accident, names and consents."""

from generator.problems import WARNING
from generator.problems.codes.code import Code

PEOPLE = (
    Code(
        "personal-data",
        "В тексте то, по чему находят человека",
        "Телефон, личная почта, страница в соцсети, СНИЛС, ИНН человека, паспорт и номер карты на открытых страницах — "
        "это персональные данные (152-ФЗ). Само найденное здесь не повторяется: журналы проверки тоже видны всем.",
        "Уберите то, что стоит в указанном месте. Общий телефон организации пишут в её записи, в поле contacts.",
        on="practices/parnoe",
        wrong="idea: Звоните автору по телефону +7 918 123-45-67.",
        right="idea: Напишите в методическую службу района.",
    ),
    Code(
        "maybe-personal-data",
        "Похоже на личные сведения",
        "Так пишут и телефоны, личные адреса, дни рождения и домашние адреса. Уверенности нет, поэтому это только "
        "предупреждение.",
        "Если это сведения о человеке, уберите их. Если нет, ничего менять не нужно.",
        on="practices/parnoe",
        wrong="idea: Пишите автору t.me/primerova.",
        right="idea: Пишите в методическую службу района.",
        severity=WARNING,
    ),
    Code(
        "name-in-role",
        "Вместо должности имя",
        "В поле role пишут должность: она видна всем и всегда. Имя видно только в поле name и только с согласием.",
        "Оставьте в role должность. Имя перенесите в name, если согласие есть, или уберите.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: Примерова А. Б., методист
            """,
        right="""
            authors:
              - role: методист
            """,
    ),
    Code(
        "name-in-text",
        "Похоже, назван человек",
        "Имя человека публикуют только с его согласия, в поле name. Авторы книг из sources, учёные и писатели "
        "прошлого, имена школ и улиц замечанием не считаются, но программа может ошибиться.",
        "Напишите роль вместо имени. Если это автор книги, назовите книгу в sources.",
        on="practices/parnoe",
        wrong="idea: Так начинала Примерова Анна Борисовна.",
        right="idea: Так начинала методист района.",
        severity=WARNING,
    ),
    Code(
        "no-consent",
        "Имя без согласия",
        "Имя человека публикуется только с его письменного согласия (закон № 152-ФЗ, статья 10.1).",
        "Уберите имя — роль останется — или заполните consent.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: методист
                name: Имярек Пробный
            """,
        right="""
            authors:
              - role: методист
            """,
    ),
    Code(
        "consent-expired",
        "Согласие больше не действует",
        "Срок согласия прошёл или его отозвали. Сайт уже показывает роль вместо имени.",
        "Получите новое согласие или уберите имя из файла.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2024-02-01
                  document: журнал 1
                  categories: [name]
                  resource: сайт «Методотека»
                  until: 2026-02-01
            """,
        right="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2026-02-01
                  document: журнал 1
                  categories: [name]
                  resource: сайт «Методотека»
                  until: 2030-02-01
            """,
        severity=WARNING,
    ),
    Code(
        "consent-elsewhere",
        "Согласие дано для другого сайта",
        "Согласие действует только для ресурса, который в нём назван (закон № 152-ФЗ, статья 10.1). Если в нём адрес, "
        "он сравнивается с адресом этого сайта; пока адрес сайта не указан, имя не показывается.",
        "Получите согласие на публикацию на этом сайте или уберите имя. Адрес сайта пишут в mkdocs.yml, в site_url.",
        on="practices/parnoe",
        wrong="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2026-02-01
                  document: журнал 1
                  categories: [name]
                  resource: https://drugoi-sait.example/
            """,
        right="""
            authors:
              - role: методист
                name: Имярек Пробный
                consent:
                  given: 2026-02-01
                  document: журнал 1
                  categories: [name]
                  resource: сайт «Методотека»
            """,
        severity=WARNING,
    ),
    Code(
        "file-author",
        "В файле записан человек",
        "Word, Excel и PDF хранят в файле имя того, кто его делал. Скачает файл любой, и прочесть имя может любой. "
        "Само имя здесь не повторяется.",
        "Уберите имя из свойств файла. В Word и Excel: Файл → Сведения → Поиск проблем → Инспектор документов. PDF "
        "сохраните заново из очищенного документа.",
        on="content/guides/list.pdf",
        wrong="%PDF-1.4\n1 0 obj << /Author (Примерова Анна Борисовна) >>",
        right="%PDF-1.4\n1 0 obj << /Title (Лист наблюдения) >>",
    ),
    Code(
        "contacts-without-source",
        "Не сказано, откуда контакты",
        "Публичны те контакты организации, которые она опубликовала сама. Без источника их нельзя проверить.",
        "Укажите сайт организации в поле site или источник в sources.",
        on="organizations/shkola-a",
        wrong="""
            contacts:
              phone: +7 (86300) 0-00-00
            """,
        right="""
            contacts:
              phone: +7 (86300) 0-00-00
            site: https://example.org/
            """,
        severity=WARNING,
    ),
    Code(
        "picture",
        "У картинки не всё сказано",
        "Картинку публикуют, когда известно, чья она и кого на ней можно узнать. Узнаваемых детей на картинках базы не "
        "бывает. Страницы учебников и задания из банков экзаменов чужие: их дают ссылкой.",
        "Добавьте недостающее, как в подсказке. Если чья картинка, неизвестно, уберите file, напишите rights: unknown "
        "и ссылку source.",
        on="practices/parnoe",
        wrong="pictures:\n  - {file: stol.jpg, alt: Стол у окна., rights: unknown, people: nobody}",
        right="pictures:\n  - {alt: Стол у окна., rights: unknown, source: 'https://example.org/stol', people: nobody}",
    ),
    Code(
        "picture-waiting",
        "Картинка ждёт",
        "Картинку не показывают, пока рецензент не посмотрел на неё и не подтвердил, что на ней никого нельзя узнать, "
        "или когда согласие на снимок закончилось. Файл до этого в открытое хранилище не кладут: его видно и там.",
        "Пришлите файл редакции. Рецензент посмотрит и поставит в записи confirmed и confirmed_by. До этого можно дать "
        "ссылку.",
        on="practices/parnoe",
        wrong="pictures:\n  - {file: stol.jpg, alt: Стол у окна., rights: own, people: nobody}",
        right="pictures:\n  - {alt: Стол у окна., rights: unknown, source: 'https://example.org/stol', people: nobody}",
        severity=WARNING,
    ),
)
