"""A run's folder in an object store, such as `s3://bucket/run`, through fsspec.

A store knows no renaming: every object is written whole, and that which says what a folder holds, its manifest, last. A
folder without its manifest is not there, and hashes tell the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from antral.api.whole_file import GOES_ON
from antral.core import MANIFEST, InputError, RunError


@dataclass(frozen=True)
class ObjectStore:
    """A folder of a store, by its address."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> "ObjectStore":
        """What is in it."""
        return ObjectStore(f"{self.url.rstrip('/')}/{name}")

    def read(self) -> bytes | None:
        """The content of an object, or None where there is none."""
        with self._opened() as (files, root):
            try:
                content: bytes = files.cat_file(root)
            except FileNotFoundError:
                return None
            return content

    def write(self, content: bytes) -> None:
        """Write an object, whole."""
        with self._opened() as (files, root):
            files.makedirs(root.rpartition("/")[0], exist_ok=True)
            files.pipe_file(root, content)

    def holds(self) -> bool:
        """Whether anything is there under this address."""
        with self._opened() as (files, root):
            try:
                return bool(files.find(root))
            except FileNotFoundError:
                return False

    def upload(self, folder: Path) -> None:
        """Put a sealed folder there; what lies there is not whole until all of it is."""
        with self._opened() as (files, root):
            if files.exists(f"{root}/{MANIFEST}"):
                files.rm_file(f"{root}/{MANIFEST}")
        inner = sorted(file for file in folder.rglob("*") if file.is_file())
        for file in sorted(inner, key=lambda file: file == folder / MANIFEST):
            (self / file.relative_to(folder).as_posix()).write(file.read_bytes())

    def download(self, folder: Path) -> None:
        """Fetch what is there, where it has a manifest, into a folder that is made."""
        if (self / MANIFEST).read() is None:
            return
        with self._opened() as (files, root):
            for found in files.find(root):
                place = folder / found[len(root) :].lstrip("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(files.cat_file(found))

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, str]]:
        """The store and the path in it; every trouble is told with the address."""
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise InputError(
                f"{self.url}: an object store needs the extra 'cluster', which is not installed: pip install "
                "'antral[cluster]'."
            ) from error
        try:
            files, root = url_to_fs(self.url, use_listings_cache=False)
        except (ImportError, ValueError) as error:
            raise InputError(f"{self.url} cannot be used: {error}.") from error
        try:
            yield files, root.rstrip("/")
        except FileNotFoundError:
            raise
        except Exception as error:  # clients of stores have exceptions of their own
            raise RunError(f"{self.url} cannot be used: {error}. {GOES_ON}") from error


Place = Path | ObjectStore
"""Where a run is kept."""


def place_of(given: str | Path) -> Place:
    """An address with `://` is that of an object store, anything else a folder."""
    return ObjectStore(str(given)) if "://" in str(given) else Path(given)
