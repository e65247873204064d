"""Rounds at the terminal and on the Data page: the same steps, exit codes, who may, and what the logs keep."""

from __future__ import annotations

import email
import email.policy
import io
import socketserver
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from round_world import TABLE, World, filled, outcomes
from small import records
from streamlit.testing.v1 import AppTest

from etl.rounds import round_folder
from meomureum.access import log
from meomureum.app.commands import backup, rounds
from meomureum.session import access_record, collection_rounds, load_jobs, steward_desk
from meomureum.session.collection_rounds import Wanted
from meomureum.store import environment

LIFE, OTHER = "gimhae_life", "garam_1"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(tmp_path_factory.mktemp("screens"))
    assert made.now.id
    return made


@pytest.fixture
def world(start: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = start.copied(tmp_path)
    monkeypatch.setenv("MEOMUREUM_DATA", str(made.data))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(made.snapshots))
    monkeypatch.setattr(load_jobs, "_jobs", [])
    yield made
    wait()


def wait() -> None:
    until = time.monotonic() + 300
    while (job := load_jobs.job()) is not None and job.running and time.monotonic() < until:
        time.sleep(0.05)


def command(world: World, *words: str) -> int:
    return rounds.main([*words, "--data", str(world.data)])


def people(world: World) -> list[tuple[object, ...]]:
    sql = f"SELECT institution_id, SUM(graduates) FROM {TABLE} WHERE data_set = 'real' AND line > 0 AND year = 2025 GROUP BY 1 ORDER BY 1"
    return [(name, int(count)) for name, count in records(world.now, sql)]


def test_a_round_is_played_at_the_terminal(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    deadline = (environment.today() + timedelta(days=7)).isoformat()
    opening = ("--tables", TABLE, "--year", "2025", "--deadline", deadline, "--address", "시청 ☎ 055")
    assert command(world, "open", *opening, "--institutions", LIFE, OTHER) == 0
    asked = round_folder.rounds(world.data)[0]
    assert asked.id in capsys.readouterr().out
    books = world.place / "books"
    assert command(world, "workbooks", asked.id, "--to", str(books)) == 0
    sent = {each.name: each.read_bytes() for each in books.iterdir()}
    assert sorted(sent) == [f"가람1고등학교 {asked.id}.xlsx", f"김해생명과학고등학교 {asked.id}.xlsx"]
    inbox = world.place / "inbox"
    inbox.mkdir()
    (inbox / "하나.xlsx").write_bytes(
        filled(sent[f"김해생명과학고등학교 {asked.id}.xlsx"], outcomes(18, 11, 13))
    )
    (inbox / "둘.xlsx").write_bytes(
        filled(sent[f"가람1고등학교 {asked.id}.xlsx"], outcomes(18, 11, 13, C8=30))
    )
    assert command(world, "receive", asked.id, str(inbox)) == 5
    assert "C8 '30'" in capsys.readouterr().err
    assert command(world, "receive", asked.id, str(inbox)) == 5
    assert command(world, "board", asked.id, "--lang", "en") == 0
    told = capsys.readouterr().out
    assert "Has errors  Garam 1 High School (garam_1) errors 1, queries 0" in told
    assert "Response rate 100.0% (2/2)" in told
    assert command(world, "approve", asked.id, OTHER) == 3
    assert command(world, "publish", asked.id) == 3
    assert command(world, "approve", asked.id, "--ready") == 0
    assert command(world, "remind", asked.id) == 0
    assert "수신  가람1고등학교" in capsys.readouterr().out
    assert command(world, "publish", asked.id) == 0
    assert people(world) == [(LIFE, 42)]
    assert command(world, "list") == 0
    assert "제출 2/2, 승인 1" in capsys.readouterr().out
    kept = [each.detail.split()[0] for each in log.entries(world.snapshots) if each.what == "round"]
    assert kept == [
        "open",
        "workbooks",
        "receive",
        "receive",
        "approve",
        "publish",
        "approve",
        "remind",
        "publish",
    ]


def test_what_is_refused_at_the_terminal_says_why(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(world, "board", "없는수집") == 3
    assert "그런 수집이 없습니다" in capsys.readouterr().err
    asked = world.open(institutions=(LIFE,))
    assert command(world, "receive", asked.id, str(world.place / "nowhere")) == 2
    path = world.returned("아무 표.xlsx", b"PK\x03\x04 no workbook")
    assert command(world, "receive", asked.id, str(path), "--lang", "en") == 3
    assert "not taken" in capsys.readouterr().err


def opened() -> AppTest:
    screen = AppTest.from_function(_draw, default_timeout=300)
    screen.run()
    assert not screen.exception
    return screen


def _draw() -> None:
    from meomureum import session
    from meomureum.components import round_board

    round_board.rounds(session.current().language)


def words(screen: AppTest) -> str:
    return " ".join(element.proto.body for element in screen.get("html"))


def test_a_round_is_looked_after_on_the_page(world: World) -> None:
    deadline = environment.today() + timedelta(days=7)
    wanted = Wanted("gimhae", (TABLE,), 2025, deadline, "시청 ☎ 055", "", (LIFE, OTHER))
    asked = collection_rounds.open_round(wanted)
    packed = collection_rounds.workbooks(asked, access_record.taker())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        sent = [archive.read(name) for name in archive.namelist()]
    handed = [("하나.xlsx", filled(sent[0], outcomes(18, 11, 13))), ("둘.xlsx", b"no workbook")]
    found = collection_rounds.receive(asked, handed)
    assert [each.outcome for each in found] == ["refused", "received"]
    screen = opened()
    assert "회수율" in words(screen)
    assert "50.0% (2곳 중 1곳)" in words(screen)
    assert "승인 대기" in words(screen)
    (letter,) = screen.code
    assert "수신  가람1고등학교" in letter.value
    (approving,) = [each for each in screen.button if str(each.key).startswith("do Approve")]
    approving.click().run()
    assert not screen.exception
    (publishing,) = [each for each in screen.button if each.key == f"publish {asked.id}"]
    publishing.click().run()
    assert not screen.exception
    wait()
    assert people(world) == [(LIFE, 42)]
    screen = opened()
    assert "공표 1" in words(screen)
    assert collection_rounds.board_of(asked).count("published") == 1


@pytest.mark.usefixtures("world")
def test_single_institutions_are_chosen_on_the_page() -> None:
    assert collection_rounds.rounds() == []
    screen = opened()
    screen.multiselect(key="round tables ko").set_value([TABLE]).run()
    whom = screen.multiselect(key="round institutions ko")
    assert (len(whom.options), whom.placeholder) == (14, "모두(14곳)")
    whom.set_value([LIFE])
    screen.text_input(key="round address").set_value("시청 ☎ 055")
    screen.run()
    screen.button(key="round open").click().run()
    assert not screen.exception
    (asked,) = collection_rounds.rounds()
    assert [each.id for each in asked.respondents] == [LIFE]


def test_only_the_steward_has_to_do_with_rounds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = world.open(institutions=(LIFE,))
    for module in (collection_rounds, steward_desk):
        monkeypatch.setattr(module, "uses", lambda _: False)
    assert collection_rounds.rounds() == []
    for act in (
        lambda: collection_rounds.receive(asked, []),
        lambda: collection_rounds.approve(asked, [LIFE], ""),
        lambda: collection_rounds.publish(asked),
        lambda: collection_rounds.letters(asked),
        collection_rounds.cities,
    ):
        with pytest.raises(PermissionError):
            act()


def test_a_backup_brings_rounds_back_with_their_keys(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = world.open(institutions=(LIFE,))
    (book,) = world.workbooks(asked).values()
    monkeypatch.setenv("MEOMUREUM_HOME", str(world.place))
    kept, home = world.place / "kept.zip", world.place / "new"
    assert backup.main([str(kept)]) == 0
    assert backup.restore([str(kept), str(home)]) == 0
    monkeypatch.setenv("MEOMUREUM_DATA", str(home / "data"))
    monkeypatch.setenv("MEOMUREUM_SNAPSHOTS", str(home / "data" / "snapshots"))
    assert (home / "data" / "rounds" / asked.id / "key").stat().st_mode & 0o077 == 0
    (found,) = collection_rounds.receive(
        collection_rounds.rounds()[0], [("제출.xlsx", filled(book, outcomes(18, 11, 13)))]
    )
    assert (found.outcome, found.examined.findings) == ("received", ())


class Post(socketserver.StreamRequestHandler):
    """A mail server that takes letters, but for one address."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines))  # type: ignore[attr-defined]
            if word == "RCPT" and "nobody@" in line:
                self.say("550 no such person")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.letters = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_letters_are_sent_only_where_a_mail_server_is_configured(
    world: World,
    post: socketserver.ThreadingTCPServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MEOMUREUM_HOME", str(world.place))
    asked = world.open(institutions=(LIFE, OTHER, "garam_2", "garam_3"))
    contacts = world.place / "연락처.csv"
    contacts.write_text(
        f"institution_id,email\n{LIFE},life@school.kr\n{OTHER},nobody@school.kr\ngaram_2,a@b.kr\\nBcc: c@d.kr\n",
        "utf-8",
    )
    assert command(world, "remind", asked.id, "--mail", str(contacts)) == 3
    assert "메일 서버가 설정되어 있지 않습니다" in capsys.readouterr().err
    settings = world.place / ".streamlit" / "secrets.toml"
    settings.parent.mkdir(exist_ok=True)
    section = f'[mail]\nhost = "127.0.0.1"\nport = {post.server_address[1]}\nsender = "talent@city.kr"\nsecurity = "none"\n'
    settings.write_text(section, "utf-8")
    assert command(world, "remind", asked.id, "--mail", str(contacts)) == 5
    told = capsys.readouterr()
    assert "김해생명과학고등학교 <life@school.kr>: 보냈습니다." in told.out
    assert "no such person" in told.err
    assert "가람2고등학교: 전자우편 주소가 없거나 틀렸습니다." in told.err
    (letter,) = post.letters  # type: ignore[attr-defined]
    message = email.message_from_bytes(letter, policy=email.policy.default)
    assert (message["To"], message["From"]) == ("life@school.kr", "talent@city.kr")
    assert "수신  김해생명과학고등학교" in message.get_content()
    reminded = {line.respondent.id for line in collection_rounds.board_of(asked).lines if line.reminded}
    assert reminded == {LIFE}
    settings.write_text(
        section.replace("127.0.0.1", "mail.city.kr") + 'user = "a"\npassword = "b"\n', "utf-8"
    )
    assert command(world, "remind", asked.id, "--mail", str(contacts), "--lang", "en") == 3
    assert "not sent to another computer in the open" in capsys.readouterr().err
