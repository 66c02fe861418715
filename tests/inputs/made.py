"""Archives made for tests: good, hostile and broken ones."""

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

ARTICLE = b"A fact stands here [1].\n\n[1] https://example.org/one\n"
KEYED = b"Elms die [@reed2017].\n"
BIBLIOGRAPHY = b"@article{reed2017, author={Reed, Ann}, title={On elms}, year=2017, doi={10.1000/elms}}\n"


def add(tar: tarfile.TarFile, name: str, data: bytes = ARTICLE, **more: Any) -> None:
    """A member of any kind and name."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in more.items():
        setattr(info, key, value)
    tar.addfile(info, io.BytesIO(data))


def tar(path: Path, members: dict[str, bytes], mode: str = "w:") -> Path:
    """A tar file of plain members."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            add(archive, name, data)
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A ZIP file of plain members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def hostile_zip(path: Path) -> Path:
    """Two members that are read, and one of each kind that is not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("good.md", "../up.md", "/etc/abs.md", "C:\\drive.md", "nul.md", "crc.md", "enc.md", "sub/dup.md", "./sub/dup.md", ".hid.md", "x.pdf"):  # fmt: skip
            archive.writestr(name, ARTICLE, zipfile.ZIP_STORED)
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("big.md", b"a " * 5_000_000)
        archive.writestr("bz.md", ARTICLE, zipfile.ZIP_BZIP2)
    data = bytearray(path.read_bytes()).replace(b"nul.md", b"nu\0.md")
    data[data.find(ARTICLE, data.find(b"crc.md"))] ^= 1
    at = 0
    while (at := data.find(b"enc.md", at + 1)) != -1:
        for before, magic, flag in ((30, b"PK\3\4", 6), (46, b"PK\1\2", 8)):
            if data[at - before : at - before + 4] == magic:
                data[at - before + flag] |= 1
    path.write_bytes(data)
    return path


def hostile_tar(path: Path) -> Path:
    """Two members that are read, and one of each kind that is not."""
    with tarfile.open(path, "w:gz") as archive:
        for name in ("good.md", "../up.md", "/abs.md", "sub/dup.md", "./sub//dup.md", "x.pdf"):
            add(archive, name)
        for name, kind in (("link.md", tarfile.SYMTYPE), ("hard.md", tarfile.LNKTYPE), ("dev.md", tarfile.CHRTYPE), ("fifo.md", tarfile.FIFOTYPE)):  # fmt: skip
            add(archive, name, b"", type=kind, linkname="/etc/passwd")
        add(archive, "big.md", b"a " * 5_000_000)
    return path
