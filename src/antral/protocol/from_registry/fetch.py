"""One study from the public interface of ClinicalTrials.gov, or a plain word that there is no way to it."""

import http.client
import re
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

from antral.core import RecordError, write_aside
from antral.protocol.from_registry.record import parse, shipped_record

BASE_URL: Final = "https://clinicaltrials.gov/api/v2"
MOST_BYTES: Final = 20_000_000
_NUMBER: Final = re.compile(r"NCT\d{8}")
_AGAIN: Final = (429, 500, 502, 503, 504)
_LONGEST_WAIT: Final = 20.0


def fetch(
    number: str,
    into: str | Path = ".",
    *,
    base_url: str = BASE_URL,
    timeout_s: float = 20,
    attempts: int = 3,
    wait_s: float = 1,
) -> Path:
    """Save the record of one study as `<number>.json` and give its path.

    Parameters
    ----------
    into
        A folder, or the file to write.
    timeout_s
        Seconds to wait for an answer, and again for each piece of it; the whole takes at most six times as long.
    wait_s
        Seconds before the second attempt, doubled before each further one; the server's own wish comes first.

    Raises
    ------
    RecordError
        Where there is no network, no such study, or no answer that can be read. Nothing is written then.
    """
    name = number.strip().upper()
    if not _NUMBER.fullmatch(name):
        raise RecordError(f"{number!r} is no number of ClinicalTrials.gov; NCT and eight digits were wanted.")
    place = Path(into) / f"{name}.json" if Path(into).is_dir() or not Path(into).suffix else Path(into)
    content = _answered(f"{base_url.rstrip('/')}/studies/{name}?format=json", place, name, timeout_s, attempts, wait_s)
    study: Any = parse(content, f"the answer for {name}")
    section = study.get("protocolSection") if isinstance(study, dict) else None
    if not isinstance(section, dict):
        raise RecordError(f"the answer for {name} is no study record. Try again later, or download the JSON by hand.")
    came = section.get("identificationModule", {}).get("nctId")
    if came not in (None, name):
        raise RecordError(
            f"{name} was asked for, {came} came: the study was merged with another. Fetch {came} instead."
        )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return write_aside(place, content)
    except OSError as error:
        raise RecordError(f"{place} cannot be written: {error.strerror}.") from error


def _answered(url: str, place: Path, name: str, timeout_s: float, attempts: int, wait_s: float) -> bytes:
    """The body of the answer; passing troubles are tried again."""
    trouble = ""
    for attempt in range(1, attempts + 1):
        asked: float | None = None
        try:
            return _read(url, timeout_s)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise RecordError(f"ClinicalTrials.gov has no study {name}. Check the number.") from error
            trouble = f"the server answered {error.code} ({error.reason})"
            if error.code not in _AGAIN:
                break
            asked = _seconds(error.headers.get("Retry-After"))
        except TimeoutError:
            trouble = f"no answer within {timeout_s:g} s"
        except urllib.error.URLError as error:
            trouble = _why(error)
        except (http.client.HTTPException, OSError) as error:
            trouble = f"the connection broke off ({type(error).__name__})"
        if attempt < attempts:
            time.sleep(min(_LONGEST_WAIT, asked if asked is not None else wait_s * 2 ** (attempt - 1)))
    shipped = f" A record of it comes with antral: antral import {name}." if shipped_record(name) is not None else ""
    raise RecordError(
        f"{name} could not be fetched: {trouble}.{shipped} With no network, download the JSON of the study elsewhere, "
        f"save it as {place} and use: antral import {place}"
    )


def _why(error: urllib.error.URLError) -> str:
    reason = error.reason
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, socket.gaierror):
        return "there is no network: the server's name was not found"
    words = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return f"there is no network, or no way to the server ({words.lower()})"


def _read(url: str, timeout_s: float) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise RecordError(f"{url}: an address that begins with https:// was wanted.")
    request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "antral"})
    until = time.monotonic() + 6 * timeout_s
    content = bytearray()
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:
        while piece := answer.read(65_536):
            content += piece
            if len(content) > MOST_BYTES:
                raise RecordError(f"the answer is larger than {MOST_BYTES // 1_000_000} MB; no study is. Not saved.")
            if time.monotonic() > until:
                raise TimeoutError
        wanted = answer.headers.get("Content-Length")
    if wanted is not None and wanted.isdigit() and len(content) < int(wanted):
        raise http.client.IncompleteRead(bytes(content))
    return bytes(content)


def _seconds(wish: str | None) -> float | None:
    """What the server asks to wait, where it says so in seconds."""
    return float(wish) if wish and wish.isdigit() else None
