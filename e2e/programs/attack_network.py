"""Every way plain Python has to the network. Prints OPEN for what answers; the first argument is host:port of a server that listens."""

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import urllib.request

from mpi4py import MPI

PLACE = sys.argv[1]
HOST, PORT = PLACE.split(":")


def attempt(name, body):
    try:
        got = body()
    except BaseException as error:
        print("closed", name, "-", type(error).__name__)
    else:
        print("OPEN" if got not in (None, -1) else "nothing", name, repr(got)[:80])


def by_http():
    connection = http.client.HTTPConnection(HOST, int(PORT), timeout=2)
    connection.request("GET", "/by-http-client")
    return connection.getresponse().read()


def by_socket(family, kind):
    with socket.socket(family, kind) as end:
        end.settimeout(2)
        end.connect((HOST, int(PORT)))
        end.sendall(b"GET /by-socket HTTP/1.0\r\n\r\n")
        return end.recv(20)


async def by_asyncio():
    reader, _ = await asyncio.open_connection(HOST, int(PORT))
    return await reader.read(10)


if MPI.COMM_WORLD.rank == 0:
    attempt("urllib", lambda: urllib.request.urlopen(f"http://{PLACE}/by-urllib", timeout=2).read())
    attempt("http.client", by_http)
    attempt("a TCP socket", lambda: by_socket(socket.AF_INET, socket.SOCK_STREAM))
    attempt("a UDP socket", lambda: by_socket(socket.AF_INET, socket.SOCK_DGRAM))
    attempt("asyncio", lambda: asyncio.new_event_loop().run_until_complete(by_asyncio()))
    attempt("a process", lambda: subprocess.run(["curl", f"http://{PLACE}/by-curl"], capture_output=True).stdout)
    attempt("a shell", lambda: os.system(f"curl http://{PLACE}/by-shell"))
    attempt("fork", os.fork)
    print("all tried")
