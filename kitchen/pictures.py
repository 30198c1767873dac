"""Photographs of dishes: small PNG files, drawn and packed with the standard library alone."""

import struct
import zlib

from kitchen.draw import Draw

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGE = 240


def photograph(seed: int, slug: str, *, large: bool = False) -> bytes:
    """A plate seen from above, as a PNG: 3 to 20 KB, a large one just under 60 KB. Same seed, same bytes."""
    draw = Draw(seed, "photo", slug)
    side = draw.between(64, 128)
    palette = bytes(draw.between(low, high) for low, high in [(190, 230), (235, 255), (200, 235)] for _ in range(3))
    palette += bytes(draw.between(20, 230) for _ in range(3 * 5))
    return _png(LARGE if large else side, palette, draw.between(3, 9), draw.between(2, 6))


def _png(side: int, palette: bytes, across: int, down: int) -> bytes:
    rows = bytearray()
    for y in range(side):
        rows.append(0)  # this row is not filtered
        rows.extend(_colour(x, y, side, across, down) for x in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", _stored(bytes(rows))), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _colour(x: int, y: int, side: int, across: int, down: int) -> int:
    """Table cloth (0), rim (1), plate (2) and a pattern of food (3 to 7), by whole numbers only."""
    distance = (2 * x - side) ** 2 + (2 * y - side) ** 2
    if distance > (side * 95 // 100) ** 2:
        return 0
    if distance > (side * 80 // 100) ** 2:
        return 1
    if distance > (side * 62 // 100) ** 2:
        return 2
    return 3 + (x * across // side + y * down // side + x * y // side) % 5


def _stored(data: bytes) -> bytes:
    """A zlib stream that does not compress: another zlib library would pack the same picture into other bytes."""
    blocks = [data[start : start + 0xFFFF] for start in range(0, len(data), 0xFFFF)]
    out = b"\x78\x01"
    for number, block in enumerate(blocks, 1):
        out += struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
    return out + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def image_type(data: bytes) -> str | None:
    """`image/png` or `image/jpeg` when the bytes are a whole picture, else None.

    Looking for damage matters: a file that was opened as text, or cut short, must not be taken for a photo.
    """
    if data.startswith(SIGNATURE):
        return "image/png" if _whole_png(data) else None
    if data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9"):
        return "image/jpeg"
    return None


def _whole_png(data: bytes) -> bool:
    position, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        if position + 12 > len(data):
            return False
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 8 + length
        if end + 4 > len(data) or struct.unpack_from(">I", data, end)[0] != zlib.crc32(data[position + 4 : end]):
            return False
        position = end + 4
    return position == len(data)
