"""What is wrapped around a table, and what is no table: archives of one file are opened, other kinds are named."""

from __future__ import annotations

import bz2
import codecs
import io
import lzma
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from playground.datasets.table import tidy
from playground.errors import DataError
from playground.settings import MIB

LARGEST = 32 * MIB  # of what is unpacked; a few bytes can be made to unpack to any size
MOST_DEEP = 2  # archives within one another
ZIP = b"PK\x03\x04"
# First bytes -> what a file is called.
NAMES = {
    b"PAR1": "Parquet",
    b"ARROW1": "Arrow",
    b"FEA1": "Feather",
    b"ORC": "ORC",
    b"Obj\x01": "Avro",
    b"SQLite format 3\0": "SQLite",
    b"\x89HDF\r\n\x1a\n": "HDF5",
    b"\x93NUMPY": "NumPy",
    b"$FL2": "SPSS",
    b"$FL3": "SPSS",
    b"<stata_dta>": "Stata",
    b"RDX": "R",
    b"RDA": "R",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP / WAV",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\x04\x22\x4d\x18": "LZ4",
    b"\x1f\x9d": "compress (.Z)",
    b"\xff\x06\0\0sNaPpY": "Snappy",
    b"{\\rtf": "RTF",
    b"\x7fELF": "ELF",
    b"MZ\x90": "Windows EXE",
    b"ID3": "MP3",
    b"\0\0\0\x1cftyp": "MP4",
    b"\0\0\0\x20ftyp": "MP4",
}
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
PICKLE = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
# A file that a zip of this kind has -> what it is called.
PARTS = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "xl/workbook.bin": "Excel .xlsb",
    "Index/Document.iwa": "Numbers",
    "content.xml": "OpenDocument",
}
# What stands beside a table to tell about it.
_ABOUT = re.compile(
    r"(?:readme|licen[cs]e|copying|citation|changelog|notice)\b(?!.*\.(?:csv|tsv|xlsx|jsonl?)$)", re.IGNORECASE
)
LFS = b"version https://git-lfs.github.com/spec/"
PAGES = (b"<!doctype html", b"<html")
# Texts of these kinds -> what they are called.
MARKUP = {
    b"<?xml": "XML",
    b"@relation": "ARFF (Weka)",
    b"insert into ": "SQL",
    b"create table ": "SQL",
    b"%yaml": "YAML",
}


def unpack(data: bytes, name: str) -> tuple[bytes, str]:
    """A file, or the one within an archive (.zip, .gz, .bz2, .xz), and its name; a workbook stays one.

    Raises:
        DataError: it is of a kind that is not read, which is named (`foreign_kind`, `lfs_pointer`, `web_page`), or an
            archive of several files or of none, with a password, damaged or too large (`archive_of_several`,
            `archive_locked`, `archive_damaged`, `unpacked_too_large`).
    """
    for _ in range(MOST_DEEP + 1):
        if data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")):
            data, name = _inflated(data), name.rpartition(".")[0] or name
        elif data.startswith((ZIP, b"PK\x05\x06")) and (found := _zipped(data)):
            data, name = found
        else:
            break
    _refuse_foreign(data)
    if data.startswith(UTF_32):
        # Its mark begins with that of UTF-16 or with zeros, and no other encoding reads it.
        return data.decode("utf-32", "replace").encode("utf-8", "replace"), name
    return data, name


def _inflated(data: bytes) -> bytes:
    streams = {
        b"\x1f": lambda: zlib.decompressobj(zlib.MAX_WBITS | 16),
        b"B": bz2.BZ2Decompressor,
        b"\xfd": lambda: lzma.LZMADecompressor(memlimit=128 * MIB),
    }
    found = bytearray()
    try:
        # A .gz may hold several streams, one after the other.
        while data:
            stream = streams[data[:1]]()
            found += stream.decompress(data, LARGEST + 1 - len(found))
            if len(found) > LARGEST:
                raise DataError("unpacked_too_large", limit=LARGEST // MIB)
            if not stream.eof:
                raise DataError("archive_damaged")
            data = stream.unused_data.lstrip(b"\0")
            if data[:1] not in streams:
                break
    except (zlib.error, OSError, lzma.LZMAError, ValueError) as error:
        raise DataError("archive_damaged") from error
    return bytes(found)


def _zipped(data: bytes) -> tuple[bytes, str] | None:
    """The only file of an archive and its name; `None` for a workbook and for what only begins as a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = [entry for entry in parts.infolist() if not entry.is_dir()]
            names = {entry.filename for entry in entries}
            if what := next((what for part, what in PARTS.items() if part in names), None):
                raise DataError("foreign_kind", what=what)
            if "[Content_Types].xml" in names or any(name.startswith("xl/") for name in names):
                return None
            # What macOS adds, and hidden files, are nobody's table.
            shown = [entry for entry in entries if not _is_hidden(entry.filename)]
            shown = [entry for entry in shown if not _ABOUT.match(PurePosixPath(entry.filename).name)] or shown
            if len(shown) != 1:
                listed = ", ".join(tidy(PurePosixPath(entry.filename).name)[:40] for entry in shown[:5])
                raise DataError("archive_of_several", count=len(shown), names=listed)
            if shown[0].flag_bits & 1:
                raise DataError("archive_locked")
            if shown[0].file_size > LARGEST:
                raise DataError("unpacked_too_large", limit=LARGEST // MIB)
            # Reading stops at the size that an entry states, so it cannot lie.
            return parts.read(shown[0]), PurePosixPath(shown[0].filename).name
    except DataError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, lzma.LZMAError, ValueError, NotImplementedError, EOFError):
        if b"[Content_Types].xml" in data or b"xl/" in data:
            return None  # a workbook that breaks off is said to be one
        raise DataError("archive_damaged") from None


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _refuse_foreign(data: bytes) -> None:
    for start, what in NAMES.items():
        if data.startswith(start) and (b"\0" in data[:4096] or not data[:64].isascii() or start in {b"{\\rtf"}):
            raise DataError("foreign_kind", what=what)
    if data.startswith(PICKLE) and data.rstrip().endswith(b"."):
        raise DataError("foreign_kind", what="Python pickle")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if what := next((what for sign, what in MARKUP.items() if start.startswith(sign)), None):
        raise DataError("foreign_kind", what=what)
    if data[257:262] == b"ustar":
        raise DataError("foreign_kind", what="tar")
    if data.startswith(LFS):
        raise DataError("lfs_pointer")
    if start.startswith(PAGES):
        raise DataError("web_page")
