"""A mail server of our own on a real socket: takes mails, or refuses them at the door or at the recipient."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


class Conversation(socketserver.StreamRequestHandler):
    """Speak as much SMTP as smtplib needs; the server's `answers` replace the usual replies by their first word."""

    def handle(self) -> None:
        refusal = self.server.answers.get("CONNECT")
        self.say(refusal or "220 test ready")
        if refusal:
            return
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA" and word not in self.server.answers:
                self.say("354 go on")
                self.server.mails.append(self.read_mail())
                self.say("250 taken")
            else:
                self.say(self.server.answers.get(word, "221 bye" if word == "QUIT" else "250 ok"))
            if word == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def read_mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers = answers
        self.mails: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def mail_server(**answers: str) -> Iterator[MailServer]:
    """Run a server for the block; `answers` give the reply to CONNECT, MAIL, RCPT or DATA where it is not yes."""
    with MailServer(answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
