/* Decap's Russian where it lacks words, misspells them or speaks of programming. */

export const WORDS = {
  auth: { login: "Начать работу", loginWithForgejo: "Войти через Forgejo" },
  app: {
    header: { content: "Записи", workflow: "На проверке", media: "Файлы", quickAdd: "Новая запись" },
    app: {
      errorHeader: "Стол не открылся: в его настройке ошибка",
      checkConfigYml: "Покажите это тому, кто ведёт сайт.",
      loadingConfig: "Открываем стол…",
      waitingBackend: "Ждём ответа хранилища записей…",
    },
  },
  collection: {
    sidebar: { collections: "Виды записей", allCollections: "Все виды", searchAll: "Искать во всех", searchIn: "Искать в" },
    collectionTop: {
      descending: "По убыванию",
      viewAsList: "Показать списком",
      viewAsGrid: "Показать плиткой",
      newButton: "Новая запись",
    },
    entries: { unpublishedHeader: "Ещё не на сайте" },
  },
  editor: {
    editorControl: { field: { optional: "можно позже", widgetLabel: "поле %{widgetLabel}" } },
    editorControlPane: {
      widget: {
        required: "Заполните поле «%{fieldLabel}».",
        regexPattern: "Поле «%{fieldLabel}»: нужно так — %{pattern}.",
        processing: "Поле «%{fieldLabel}» обрабатывается…",
        range: "Поле «%{fieldLabel}»: число от %{minValue} до %{maxValue}.",
        min: "Поле «%{fieldLabel}»: число не меньше %{minValue}.",
        max: "Поле «%{fieldLabel}»: число не больше %{maxValue}.",
        rangeCount: "«%{fieldLabel}»: от %{minCount} до %{maxCount}.",
        rangeCountExact: "«%{fieldLabel}»: ровно %{count}.",
        rangeMin: "«%{fieldLabel}»: не меньше %{minCount}.",
        rangeMax: "«%{fieldLabel}»: не больше %{maxCount}.",
      },
    },
    editor: {
      onLeavePage: "Уйти со страницы? Несохранённое пропадёт.",
      onUpdatingWithUnsavedChanges: "Сначала сохраните запись, потом меняйте этап.",
      onPublishingNotReady: "Сначала выберите этап «Можно принять».",
      onPublishingWithUnsavedChanges: "Сначала сохраните запись.",
      onPublishing: "Принять запись? Она попадёт на сайт при следующей сборке.",
      confirmLoadBackup: "На этом устройстве остался несохранённый черновик этой записи. Открыть его?",
    },
    editorToolbar: {
      publish: "Принять",
      published: "Принято",
      publishing: "Принимаем…",
      publishNow: "Принять сейчас",
      publishAndCreateNew: "Принять и начать новую",
      publishAndDuplicate: "Принять и сделать копию",
      duplicate: "Сделать копию",
      deleteUnpublishedChanges: "Отменить предложенную правку",
      deleteUnpublishedEntry: "Удалить предложенную запись",
      status: "Этап: %{status}",
      backCollection: "К списку «%{collectionLabel}»",
      unsavedChanges: "Не сохранено",
      changesSaved: "Сохранено",
      draft: "Пишется",
      inReview: "На проверке",
      ready: "Можно принять",
      deployButtonLabel: "Как на сайте",
      deployPreviewButtonLabel: "Как будет на сайте",
      statusInfoTooltipDraft: "Запись пишется. Когда допишете, выберите этап «На проверке».",
      statusInfoTooltipInReview: "Запись на проверке, больше ничего не нужно. Дописать её можно и сейчас.",
    },
    editorInterface: { toggleNotes: "Показать заметки", togglePreview: "Показать, как будет", toggleScrollSync: "Прокручивать вместе" },
    editorNotesPane: {
      title: "Заметки",
      emptyState: "Заметок пока нет.",
      addNote: "Добавить",
      addPlaceholder: "Напишите заметку…",
      editPlaceholder: "Исправьте заметку…",
      save: "Сохранить",
      cancel: "Отменить",
      edit: "Исправить",
      delete: "Удалить",
      resolve: "Решено",
      unresolve: "Не решено",
      confirmDelete: "Удалить заметку?",
      shortcut: "Ctrl+Enter — добавить быстро",
    },
    editorWidgets: {
      markdown: {
        bold: "Полужирный",
        strikethrough: "Зачёркнутый",
        linkPrompt: "Адрес ссылки: https://… или запись базы, например terms/nastavnichestvo",
        richText: "С оформлением",
        markdown: "Со знаками разметки",
        toggleMode: { rich: "Показать с оформлением", markdown: "Показать знаки разметки" },
      },
      headingOptions: {
        headingOne: "Заголовок 1",
        headingTwo: "Заголовок 2",
        headingThree: "Заголовок 3",
        headingFour: "Заголовок 4",
        headingFive: "Заголовок 5",
        headingSix: "Заголовок 6",
      },
      datetime: { now: "Сегодня", clear: "Очистить", setToNow: "Поставить сегодняшний день" },
      list: { add: "Добавить: %{item}", addType: "Добавить: %{item}" },
      object: { expand: "Развернуть", collapse: "Свернуть" },
    },
  },
  mediaLibrary: {
    mediaLibraryModal: { loading: "Загружаем файлы…", mediaAssets: "Файлы", search: "Искать…", noAssetsFound: "Файлов нет.", close: "Закрыть" },
  },
  ui: {
    errorBoundary: {
      title: "В столе случилась ошибка",
      details: "Запись можно спасти ниже. О самой ошибке, пожалуйста, ",
      reportIt: "сообщите разработчикам Decap CMS.",
    },
    settingsDropdown: { account: "Кто вошёл" },
    toast: {
      missingRequiredField: "Запись не сохранена: посмотрите поля, отмеченные красным.",
      entrySaved: "Сохранено",
      entryPublished: "Запись принята: она появится на сайте при следующей сборке",
      entryUpdated: "Этап изменён",
      onLoggedOut: "Вы вышли. Скопируйте несохранённое и войдите снова",
      onBackendDown: "Хранилище записей отвечает с перебоями. %{details}",
      noteAdded: "Заметка добавлена",
      noteUpdated: "Заметка исправлена",
      noteDeleted: "Заметка удалена",
      noteResolved: "Заметка отмечена решённой",
      noteReopened: "Заметка снова открыта",
      onFailToAddNote: "Не удалось добавить заметку: %{details}",
      onFailToUpdateNote: "Не удалось исправить заметку: %{details}",
      onFailToDeleteNote: "Не удалось удалить заметку: %{details}",
      onFailToToggleNote: "Не удалось изменить заметку: %{details}",
    },
  },
  workflow: {
    workflow: {
      loading: "Загружаем записи, которых ещё нет на сайте…",
      workflowHeading: "Записи, которых ещё нет на сайте",
      newPost: "Новая запись",
      dateFormat: "DD.MM.YYYY",
    },
    workflowCard: {
      deleteChanges: "Отменить правку",
      deleteNewEntry: "Удалить запись",
      publishChanges: "Принять правку",
      publishNewEntry: "Принять запись",
    },
    workflowList: {
      onDeleteEntry: "Удалить эту запись?",
      onPublishingNotReadyEntry: "Принять можно запись из столбца «Можно принять»: перетащите её туда.",
      onPublishEntry: "Принять эту запись?",
      draftHeader: "Пишутся",
      inReviewHeader: "На проверке",
      readyHeader: "Можно принять",
      currentEntries: "%{smart_count} запись |||| %{smart_count} записи |||| %{smart_count} записей",
    },
  },
};

/** `base` with our words laid over it. */
export function laidOver(base, words) {
  const out = { ...base };
  for (const [name, said] of Object.entries(words)) {
    out[name] = typeof said === "string" ? said : laidOver(base?.[name] ?? {}, said);
  }
  return out;
}
