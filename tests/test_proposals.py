"""A proposal becomes a branch of a real repository, and nothing else of the person's copy changes."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import git_server
import pytest
from review_base import commit, edit, git, push_to_server, repository, write
from support import PROJECT

from generator import cli
from generator.channels import proposals
from generator.channels.proposals import NotProposed, ProposedBranch, branches
from generator.files import GitFault
from generator.settings.forge import forge_of, request_address, web_address

PRACTICE = "data/practices/parnoe.yml"
BRANCH = "predlozhenie/practices-parnoe"
TITLE = "title: Парное наставничество"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Path:
    """A copy of the small base and the bare repository that it was sent to."""
    folder = tmp_path_factory.mktemp("proposals")
    root = repository(folder / "base")
    push_to_server(root)
    return folder


@pytest.fixture
def root(shipped: Path, tmp_path: Path, monkeypatch) -> Path:
    shutil.copytree(shipped, tmp_path / "work", symlinks=True)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    return tmp_path / "work" / "base"


def server(root: Path) -> Path:
    return root.parent / "server.git"


def state(root: Path) -> tuple[str, str, str, str]:
    """All of a person's copy that a proposal must leave alone: branches, what is checked out, index, folder."""
    index = git(root, "ls-files", "--stage")
    return git(root, "show-ref", "--heads"), git(root, "rev-parse", "HEAD"), index, git(root, "status", "--porcelain")


def run(root: Path, *words: str) -> int:
    return cli.main(["--root", str(root), "propose", *words])


def changed(root: Path, title: str = "Наставничество в паре") -> dict[str, bytes | None]:
    edit(root, {PRACTICE: {(root / PRACTICE).read_text("utf-8").splitlines()[0]: f"title: {title}"}})
    return {PRACTICE: (root / PRACTICE).read_bytes()}


def propose(root: Path, title: str = "Наставничество в паре", **more) -> ProposedBranch:
    return proposals.propose(root, changed(root, title), title="data: проба", branch=BRANCH, **more)


# --- the command -----------------------------------------------------------------------------------------------------


def test_a_change_is_sent_and_the_persons_copy_stays_as_it_was(root: Path, capsys) -> None:
    write(root, {"notes.txt": "моё", "data/terms/para.yml": "title: Пара\n"})
    git(root, "add", "notes.txt")
    changed(root)
    before = state(root)
    assert run(root, PRACTICE) == 0
    assert state(root) == before
    assert git(root, "log", "--format=%s", f"origin/{BRANCH}").splitlines() == [
        "data: изменена практика «Наставничество в паре»",
        "начало",
    ]
    assert git(root, "diff", "--name-only", "main", f"origin/{BRANCH}").split() == [PRACTICE]
    assert f"ветка {BRANCH}" in capsys.readouterr().out


def test_a_second_run_for_the_same_records_goes_on_with_the_branch(root: Path, capsys) -> None:
    changed(root)
    assert run(root) == 0
    assert run(root) == 0
    assert "Уже предложено" in capsys.readouterr().out
    changed(root, "Наставничество вдвоём")
    assert run(root) == 0
    assert git(server(root), "rev-list", "--count", f"main..{BRANCH}").strip() == "2"


def test_what_was_sent_is_no_part_of_the_next_proposal(root: Path) -> None:
    changed(root)
    assert run(root) == 0
    write(root, {"data/terms/para.yml": "title: Пара\ndefinition: Двое.\n"})
    assert run(root) == 0
    assert git(server(root), "diff", "--name-only", "main", "predlozhenie/terms-para").split() == [
        "data/terms/para.yml"
    ]


def test_a_wrong_record_is_not_sent_unless_as_a_draft(root: Path, capsys) -> None:
    edit(root, {PRACTICE: {"owner: shkola-a": "owner: net-takoi"}})
    before = git(server(root), "show-ref")
    assert run(root) == 1
    assert git(server(root), "show-ref") == before
    assert "net-takoi" in capsys.readouterr().err
    assert run(root, "--draft") == 0
    assert BRANCH in git(server(root), "show-ref")


def test_what_a_record_needs_must_be_in_the_proposal_too(root: Path, capsys) -> None:
    """The new school lies in the folder, but is not chosen: on the server the record would be wrong."""
    write(root, {"data/organizations/novaia.yml": "title: Новая школа\nkind: school\nterritory: districts/severnyi\n"})
    edit(root, {PRACTICE: {"owner: shkola-a": "owner: novaia"}})
    assert run(root, PRACTICE) == 1
    assert "novaia" in capsys.readouterr().err


def test_a_look_before_sending(root: Path, capsys) -> None:
    changed(root)
    before = git(server(root), "show-ref"), state(root)
    assert run(root, "--dry-run") == 0
    assert (git(server(root), "show-ref"), state(root)) == before
    assert BRANCH in capsys.readouterr().out


def test_nothing_changed_or_nothing_of_that_file(root: Path, capsys) -> None:
    assert run(root) == 1
    assert run(root, PRACTICE) == 1
    assert "ничего не изменено" in capsys.readouterr().err


# --- the branch ------------------------------------------------------------------------------------------------------


def test_without_a_remote_the_branch_is_made_here(root: Path) -> None:
    git(root, "remote", "remove", "origin")
    made = propose(root)
    assert (made.fate, made.sent, made.address) == ("new", False, "")
    assert git(root, "rev-parse", BRANCH).strip() == made.commit
    assert propose(root).fate == "same"
    assert propose(root, "Наставничество вдвоём").fate == "updated"


def test_a_merged_branch_begins_anew(root: Path) -> None:
    propose(root)
    git(root, "stash", "--quiet")
    git(root, "fetch", "--quiet")
    git(root, "merge", "--quiet", "--ff-only", f"origin/{BRANCH}")
    git(root, "push", "--quiet", "origin", "main")
    made = propose(root, "Наставничество вдвоём")
    assert git(root, "rev-parse", f"{made.commit}^").strip() == git(root, "rev-parse", "main").strip()


def test_a_branch_merged_as_one_new_commit_begins_anew(root: Path) -> None:
    propose(root)
    commit(root, "как сделал бы сервер: squash")
    git(root, "push", "--quiet", "origin", "main")
    made = propose(root, "Наставничество вдвоём")
    assert git(root, "diff", "--name-only", f"main...{made.commit}").split() == [PRACTICE]
    assert "Наставничество в паре" in git(root, "diff", f"main...{made.commit}")


def test_what_others_changed_on_the_branch_is_not_undone(root: Path) -> None:
    propose(root)
    other = root.parent / "other"
    git(root.parent, "clone", "--quiet", "--branch", BRANCH, "server.git", "other")
    edit(other, {PRACTICE: {"summary: Опытный": "summary: Умелый"}})
    commit(other, "правка проверяющего")
    git(other, "push", "--quiet")
    with pytest.raises(NotProposed, match="правка проверяющего"):
        propose(root, "Наставничество вдвоём")
    assert propose(root, "Наставничество вдвоём", replace=True).fate == "updated"
    assert "правка проверяющего" in git(server(root), "log", "--format=%s", BRANCH)


def test_what_others_changed_elsewhere_on_the_branch_stays(root: Path) -> None:
    propose(root)
    git(root.parent, "clone", "--quiet", "--branch", BRANCH, "server.git", "other")
    write(root.parent / "other", {"data/terms/para.yml": "title: Пара\n"})
    commit(root.parent / "other")
    git(root.parent / "other", "push", "--quiet")
    propose(root, "Наставничество вдвоём")
    assert git(server(root), "show", f"{BRANCH}:data/terms/para.yml") == "title: Пара\n"


def test_what_the_main_branch_changed_since_is_not_overwritten(root: Path) -> None:
    since = git(root, "rev-parse", "HEAD").strip()
    git(root.parent, "clone", "--quiet", "server.git", "other")
    edit(root.parent / "other", {PRACTICE: {"summary: Опытный": "summary: Умелый"}})
    commit(root.parent / "other")
    git(root.parent / "other", "push", "--quiet")
    with pytest.raises(NotProposed, match=r"(?s)с тех пор изменили.*git pull origin main"):
        propose(root, since=since)
    assert run(root) == 1
    assert BRANCH not in git(server(root), "show-ref")


def test_a_deleted_file_and_the_role_of_who_proposes(root: Path) -> None:
    made = proposals.propose(
        root, {PRACTICE: None}, title="data: убрана", branch=BRANCH, author="учитель <a@b>, Школа № 5"
    )
    assert git(root, "diff", "--name-status", "main", made.commit).split() == ["D", PRACTICE]
    assert git(root, "log", "-1", "--format=%an|%ae", made.commit).strip().startswith("учитель  a@b , Школа № 5|metod")


@pytest.mark.parametrize("path", ["Makefile", "data/../Makefile", "/etc/passwd", ".github/workflows/x.yml", "datax/a"])
def test_nothing_outside_the_records_is_ever_proposed(root: Path, path: str) -> None:
    with pytest.raises(files_fault()):
        proposals.propose(root, {path: b"x"}, title="x", branch=BRANCH)
    assert BRANCH not in git(server(root), "show-ref")


def files_fault() -> type[Exception]:
    from generator.files import FileFault

    return FileFault


@pytest.mark.parametrize("name", ["main", "a b", "-x", "x..y"])
def test_names_that_no_proposal_may_have(root: Path, name: str) -> None:
    with pytest.raises(NotProposed):
        proposals.propose(root, {PRACTICE: b"x"}, title="x", branch=name)


def test_names_of_branches_follow_the_records() -> None:
    assert proposals.branch_name(["practices/parnoe"]) == BRANCH
    three = proposals.branch_name(["terms/b", "practices/parnoe", "terms/a"])
    assert three == proposals.branch_name(["terms/a", "terms/b", "practices/parnoe", "terms/a"])
    assert three.startswith(f"{BRANCH}-i-eshche-2-")
    assert three != proposals.branch_name(["practices/parnoe", "terms/a", "terms/c"])


# --- what can be wrong with a copy -----------------------------------------------------------------------------------


def test_copies_that_cannot_propose_say_what_to_do(root: Path, tmp_path: Path, monkeypatch) -> None:
    git(root, "remote", "set-url", "origin", "../net.git")
    with pytest.raises(NotProposed, match="не найден"):
        propose(root)
    git(root, "remote", "rename", "origin", "one")
    git(root, "remote", "add", "two", "../server.git")
    git(root, "switch", "--quiet", "--create", "other", "--no-track")
    with pytest.raises(NotProposed, match="--remote ИМЯ"):
        propose(root)
    with pytest.raises(NotProposed, match="git remote add three"):
        proposals.find_destination(root, remote="three")
    with pytest.raises(NotProposed, match="нет ветки «old»"):
        proposals.find_destination(root, remote="two", into="old")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GitFault, match="не под управлением git"):
        proposals.find_destination(tmp_path / "empty")
    git(tmp_path / "empty", "init", "--quiet")
    with pytest.raises(NotProposed, match="ни одной правки"):
        proposals.find_destination(tmp_path / "empty")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitFault, match="Не найдена программа git"):
        proposals.find_destination(root)


def test_a_server_that_refuses_the_branch(root: Path) -> None:
    hook = server(root) / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'GH006: Protected branch' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotProposed, match="запрет на такие ветки"):
        propose(root)


def test_over_http_the_right_to_push_decides(root: Path, monkeypatch) -> None:
    """A real server of git; the token travels as ``.ci/pushing`` hands it over."""
    with git_server.serving(root.parent, "x-access-token", "right", reader="only-reads") as address:
        git(root, "remote", "set-url", "origin", f"{address}/server.git")
        with pytest.raises(NotProposed, match="Нет права писать"):
            propose(root)
        git(
            root,
            "remote",
            "set-url",
            "--push",
            "origin",
            f"{address.replace('//', '//x-access-token:only-reads@')}/server.git",
        )
        with pytest.raises(NotProposed, match="Нет права писать") as refused:
            propose(root)
        assert "only-reads" not in str(refused.value)
        git(root, "remote", "set-url", "--push", "origin", f"{address}/server.git")
        program = "from pathlib import Path; import test_proposals as t; print(t.propose(Path.cwd()).fate)"
        done = subprocess.run(
            ["bash", PROJECT / ".ci" / "pushing", sys.executable, "-c", program],
            cwd=root,
            env=os.environ | {"SERVER": address, "TOKEN": "right", "PYTHONPATH": f"{PROJECT}:{PROJECT / 'tests'}"},
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == "new", done.stderr
    assert BRANCH in git(server(root), "show-ref")


def test_a_detached_head_is_no_hindrance(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    assert propose(root).sent


# --- killed and two at once ------------------------------------------------------------------------------------------


def _in_child(root: Path, path: str) -> int:
    """Propose in a process of its own with ``path`` as PATH; its exit status."""
    child = os.fork()
    if child == 0:
        os.environ["PATH"] = path
        try:
            proposals.propose(root, {PRACTICE: b"title: x\n"}, title="data: x", branch=BRANCH, author="учитель")
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_at_any_call_of_git_nothing_is_left_and_the_next_run_goes_on(root: Path, tmp_path: Path) -> None:
    real = shutil.which("git")
    counter, folder = tmp_path / "count", tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(
        f'#!/bin/sh\nn=$(($(cat {counter}) - 1)); echo $n > {counter}\n[ $n = 0 ] && kill -9 $PPID\nexec {real} "$@"\n'
    )
    (folder / "git").chmod(stat.S_IRWXU)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    before, died = state(root), 0
    for call in range(1, 100):
        counter.write_text(str(call))
        status = _in_child(root, path)
        if status != -signal.SIGKILL:
            break
        died += 1
        git(root, "fsck", "--no-dangling")
        assert state(root) == before
        assert not list((root / ".git").glob("*.lock"))
    assert status == 0
    assert died > 8
    assert state(root) == before
    assert git(server(root), "show", f"{BRANCH}:{PRACTICE}") == "title: x\n"
    assert git(server(root), "rev-list", "--count", f"main..{BRANCH}").strip() == "1"


def test_two_at_once_lose_nothing(root: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from generator.channels import proposals\n"
        "proposals.propose(Path(sys.argv[1]), {f'data/terms/{sys.argv[2]}.yml': b'title: x'}, title='x', branch='p/x')"
    )
    names = ["a", "b", "c"]
    running = [subprocess.Popen([sys.executable, "-c", program, str(root), name]) for name in names]
    assert [one.wait() for one in running] == [0, 0, 0]
    found = git(server(root), "diff", "--name-only", "main", "p/x").split()
    assert found == [f"data/terms/{name}.yml" for name in names]


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("git@github.com:iro/baza.git", "https://github.com/iro/baza"),
        ("ssh://git@git.example.org:2222/iro/baza.git", "https://git.example.org/iro/baza"),
        ("https://name:secret@git.example.org:8443/iro/baza.git", "https://git.example.org:8443/iro/baza"),
        ("https://codeberg.org/iro/baza", "https://codeberg.org/iro/baza"),
        ("/srv/git/baza.git", ""),
        ("../baza.git", ""),
        ("C:/baza.git", ""),
    ],
)
def test_where_a_repository_is_seen(remote: str, shown: str) -> None:
    assert web_address(remote) == shown


@pytest.mark.parametrize(
    ("repo", "edit", "address"),
    [
        ("https://github.com/i/b", "", "https://github.com/i/b/compare/main...predlozhenie/x?expand=1"),
        ("https://codeberg.org/i/b", "", "https://codeberg.org/i/b/compare/main...predlozhenie/x"),
        (
            "https://git.example.org/i/b",
            "https://git.example.org/i/b/_edit/main/",
            "https://git.example.org/i/b/compare/main...predlozhenie/x",
        ),
        (
            "https://gitlab.com/i/b",
            "",
            "https://gitlab.com/i/b/-/merge_requests/new?merge_request%5Bsource_branch%5D=predlozhenie%2Fx"
            "&merge_request%5Btarget_branch%5D=main",
        ),
        ("https://git.example.org/i/b", "https://git.example.org/i/b/edit/main/", ""),
        ("", "", ""),
    ],
)
def test_where_a_request_opens(repo: str, edit: str, address: str) -> None:
    assert request_address(repo, forge_of(repo, edit), "main", "predlozhenie/x") == address


def test_a_forge_that_names_the_address_itself_is_believed_on_its_own_host_only() -> None:
    target = proposals.Destination("origin", "main", "0" * 40, url="https://git.example.org/i/b")
    said = "remote: \nremote: To create:\nremote:   https://evil.org/x\nremote:   https://git.example.org/new/1\n"
    assert branches._address_in(said, target) == "https://git.example.org/new/1"
