#!/usr/bin/python3
"""A mail server for the demo and the tests: takes mail on this machine alone, and keeps each message as a file.

usage: mail_sink.py --dir DIR --port PORT [--tls starttls|implicit|none] [--certificate FILE --key FILE] [--login FILE]

  --dir          where messages go: 0001.eml, 0002.eml, ...; each appears whole
  --port         on 127.0.0.1; 0: any free one
  --tls          starttls (default): no mail before it; implicit: from the first byte; none
  --certificate, --key   PEM
  --login        a file with one line "USER PASSWORD": no mail without this sign-in

Prints "ready PORT" when it listens. Ends with 0 on SIGTERM or SIGINT.
bounce@... is refused for good (550); later@... is put off once (451) and then taken. A message has at most 60 MiB.
"""
import argparse
import asyncio
import hmac
import os
import re
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

LARGEST = 60 * 1024 * 1024


class Sink:
    """Where messages go. aiosmtpd calls the handle_ methods."""

    def __init__(self, folder):
        self.folder = folder
        self.put_off = set()
        taken = [int(name[:-4]) for name in os.listdir(folder) if re.fullmatch(r'\d{4,}\.eml', name)]
        self.last = max(taken, default=0)

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.partition('@')[0]
        if local == 'bounce':
            return '550 5.1.1 no such mailbox: ' + address
        if local == 'later' and address not in self.put_off:
            self.put_off.add(address)
            return '451 4.7.1 come back later'
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 ok'

    async def handle_DATA(self, server, session, envelope):
        self.last += 1
        name = os.path.join(self.folder, f'{self.last:04}.eml')
        with open(name + '.part', 'wb') as file:
            file.write(envelope.content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(name + '.part', name)
        return f'250 2.0.0 kept as {self.last:04}'


def authenticator(login_file):
    with open(login_file, encoding='utf-8') as file:
        right = file.read().strip().partition(' ')

    def authenticate(server, session, envelope, mechanism, data):
        # handled=False: aiosmtpd itself answers 535.
        same = [hmac.compare_digest(given, wanted.encode()) for given, wanted in ((data.login, right[0]), (data.password, right[2]))]
        return AuthResult(success=all(same), handled=False)

    return authenticate


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__.partition('usage: ')[2], add_help=False)
    parser.add_argument('--dir', required=True)
    parser.add_argument('--port', type=int, required=True)
    parser.add_argument('--tls', choices=('starttls', 'implicit', 'none'), default='starttls')
    parser.add_argument('--certificate')
    parser.add_argument('--key')
    parser.add_argument('--login')
    asked = parser.parse_args()
    if asked.tls != 'none' and not (asked.certificate and asked.key):
        parser.error(f'--tls {asked.tls} needs --certificate and --key')
    return asked


async def serve(asked):
    os.makedirs(asked.dir, exist_ok=True)
    tls = None
    if asked.tls != 'none':
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(asked.certificate, asked.key)
    sink = Sink(asked.dir)
    options = {
        'hostname': 'localhost',
        'ident': 'mail sink',
        'data_size_limit': LARGEST,
        'tls_context': tls if asked.tls == 'starttls' else None,
        'require_starttls': asked.tls == 'starttls',
        'authenticator': authenticator(asked.login) if asked.login else None,
        'auth_required': bool(asked.login),
        'auth_require_tls': asked.tls == 'starttls',  # with implicit TLS aiosmtpd does not know that there is one
    }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop, **options), '127.0.0.1', asked.port,
                                      ssl=tls if asked.tls == 'implicit' else None)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    print('ready', server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()
    server.close()


def main():
    try:
        asyncio.run(serve(arguments()))
    except OSError as fault:
        sys.exit(f'mail_sink: {fault}')


main()
