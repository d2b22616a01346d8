"""Fetching a record, against a server on this machine that plays answers, errors and slowness."""

import json
import socket
import threading
import time
import urllib.error
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from antral import api
from antral.core import RecordError
from antral.protocol.from_registry import BASE_URL, fetch
from antral.records import path

NUMBER = "NCT05138367"
RECORD = path("registry", f"{NUMBER}.json").read_bytes()


@contextmanager
def server(*answers):
    """A server that gives the answers one after the other; each is a function of the request, or (code, body)."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer = answers[min(len(asked), len(answers)) - 1]
            if callable(answer):
                answer(self)
                return
            code, body, *headers = answer
            self.send_response(code)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}/api/v2", asked
    finally:
        listening.shutdown()
        listening.server_close()


def test_a_record_is_saved_as_it_came(tmp_path):
    with server((200, RECORD)) as (address, asked):
        place = fetch(NUMBER.lower(), tmp_path, base_url=address)
    assert place == tmp_path / f"{NUMBER}.json"
    assert place.read_bytes() == RECORD
    assert asked == [f"/api/v2/studies/{NUMBER}?format=json"]
    assert api.read_record(place).id == NUMBER


def test_the_registry_is_asked_by_default():
    assert BASE_URL == "https://clinicaltrials.gov/api/v2"


@pytest.mark.parametrize("trouble", [429, 500, 502, 503])
def test_passing_troubles_are_tried_again(trouble, tmp_path):
    with server((trouble, b"busy"), (200, RECORD)) as (address, asked):
        assert fetch(NUMBER, tmp_path, base_url=address, wait_s=0.01).exists()
    assert len(asked) == 2


def test_the_server_may_say_how_long_to_wait(tmp_path):
    with server((429, b"", ("Retry-After", "0")), (200, RECORD)) as (address, _):
        started = time.monotonic()
        fetch(NUMBER, tmp_path, base_url=address, wait_s=30)
        assert time.monotonic() - started < 20


def cut_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(RECORD)))
    handler.end_headers()
    handler.wfile.write(RECORD[:1000])


def slow(handler):
    time.sleep(1.5)
    cut_off(handler)


def dripping(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" " * 70_000)
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(400):
            handler.wfile.write(b" " * 100_000)
    except OSError:
        return


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, b"none"), f"no study {NUMBER}"),
        ((500, b"broken"), "answered 500"),
        ((403, b"go away"), "answered 403"),
        ((200, b"<html>maintenance</html>"), "not valid JSON"),
        ((200, b""), "empty"),
        ((200, b'{"studies": []}'), "no study record"),
        ((200, json.dumps({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}).encode()), "merged"),
        (cut_off, "broke off"),
        (slow, "no answer"),
        (dripping, "no answer"),
        (endless, "larger than"),
    ],
    ids=["404", "500", "403", "html", "empty", "nothing", "another", "cut off", "slow", "dripping", "endless"],
)
def test_whatever_goes_wrong_is_said_and_nothing_is_written(answer, words, tmp_path):
    with server(answer) as (address, _), pytest.raises(RecordError, match=words):
        fetch(NUMBER, tmp_path, base_url=address, timeout_s=0.2, wait_s=0.01)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_what_is_shipped_is_named_and_where_to_save_the_rest(tmp_path, monkeypatch):
    def nowhere(*_, **__):
        raise urllib.error.URLError(socket.gaierror(-2, "Name or service not known"))

    monkeypatch.setattr("urllib.request.urlopen", nowhere)
    with pytest.raises(RecordError) as said:
        fetch(NUMBER, tmp_path, wait_s=0.01)
    assert "Errno" not in str(said.value)
    assert f"comes with antral: antral import {NUMBER}." in str(said.value)
    assert f"save it as {tmp_path / NUMBER}.json" in str(said.value)
    with pytest.raises(RecordError) as said:
        fetch("NCT99999999", tmp_path, wait_s=0.01)
    assert "comes with antral" not in str(said.value)


def test_no_network_is_said_plainly(tmp_path):
    with pytest.raises(RecordError, match=r"no network, or no way.*antral import"):
        fetch(NUMBER, tmp_path, base_url="http://127.0.0.1:9", attempts=1)


@pytest.mark.parametrize("number", ["NCT123", "12345678", "NCT05138367/../x", "", "NCT0513836712"])
def test_what_is_no_number_is_refused_before_anything_is_asked(number, tmp_path):
    with pytest.raises(RecordError, match="no number"):
        fetch(number, tmp_path)


def test_an_address_of_another_kind_is_refused(tmp_path):
    with pytest.raises(RecordError, match="https"):
        fetch(NUMBER, tmp_path, base_url="file:///etc")
