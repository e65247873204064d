"""Letters sent through the city's own mail server, where one is configured; without it nothing is ever sent.

`[mail]` of `.streamlit/secrets.toml`: `host`, `sender`, and where needed `port`, `user`, `password`,
`security` ("starttls", which is usual, "tls" or "none").
"""

from __future__ import annotations

import smtplib
import ssl
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from meomureum.project import user_folder
from meomureum.texts import Text

PORTS = {"starttls": 587, "tls": 465, "none": 25}
_PATIENCE_SECONDS = 30
_HERE = ("localhost", "127.0.0.1", "::1")
NOT_CONFIGURED = Text(
    "메일 서버가 설정되어 있지 않습니다. {file}의 [mail]에 host와 sender를 적거나, 글을 붙여 보내십시오.",
    "No mail server is configured. Write host and sender under [mail] in {file}, or paste the letters.",
)
WRONG = Text("{file}의 [mail]을 읽을 수 없습니다: {name}", "[mail] in {file} cannot be read: {name}")
IN_THE_OPEN = Text(
    "암호를 암호화하지 않고 다른 컴퓨터로 보낼 수 없습니다. [mail]의 security를 starttls나 tls로 두십시오.",
    "A password is not sent to another computer in the open. Set security under [mail] to starttls or tls.",
)
UNREACHABLE = Text("메일 서버 {host}: {why}", "Mail server {host}: {why}")


class NotSent(Exception):
    """Nothing, or nothing more, can be sent; `words` say why."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words.en)


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in, as whom, and how the line is protected."""

    host: str
    sender: str
    security: str
    port: int
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Mail:
    """One letter to an address."""

    to: str
    subject: str
    text: str


def configured() -> MailServer:
    """The mail server of the settings; raises NotSent where there is none, or where it is not set rightly."""
    path = user_folder() / ".streamlit" / "secrets.toml"
    section = _section(path)
    if not section.get("host") or not section.get("sender"):
        raise NotSent(NOT_CONFIGURED.fill(file=str(path)))
    said = {name: str(section.get(name, "")) for name in ("host", "sender", "user", "password")}
    security, port = str(section.get("security", "starttls")), section.get("port")
    if security not in PORTS or not isinstance(port, int | None):
        raise NotSent(WRONG.fill(file=str(path), name="port" if security in PORTS else "security"))
    if security == "none" and said["password"] and said["host"] not in _HERE:
        raise NotSent(IN_THE_OPEN)
    return MailServer(security=security, port=port or PORTS[security], **said)


def send(server: MailServer, letters: Sequence[Mail]) -> Iterator[tuple[Mail, str]]:
    """Send one letter after the other: each with "" or why its address was refused; raises NotSent."""
    try:
        with _line(server) as line:
            if server.user:
                line.login(server.user, server.password)
            for letter in letters:
                yield letter, _sent(line, server, letter)
    except (smtplib.SMTPException, OSError) as fault:
        raise NotSent(UNREACHABLE.fill(host=server.host, why=str(fault))) from fault


def is_address(words: str) -> bool:
    """Whether a letter can be sent to it: one plain address and nothing else."""
    try:
        found = Address(addr_spec=words)
    except (ValueError, IndexError):
        return False
    return bool(found.username and "." in found.domain) and words.isascii() and words.isprintable()


def _section(path: Path) -> dict[str, object]:
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("mail", {}) if path.is_file() else {}
    except (ValueError, OSError) as fault:
        raise NotSent(WRONG.fill(file=str(path), name=str(fault))) from fault
    return found if isinstance(found, dict) else {}


def _line(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE_SECONDS, context=context)
    line = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE_SECONDS)
    if server.security == "starttls":
        line.starttls(context=ssl.create_default_context())
    return line


def _sent(line: smtplib.SMTP, server: MailServer, letter: Mail) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, letter.to, letter.subject
    message.set_content(letter.text)
    try:
        line.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        return str(next(iter(refused.recipients.values()))[1])
    return ""
