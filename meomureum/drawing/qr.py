"""QR codes (ISO/IEC 18004) of links: bytes, error correction M; a telephone opens what is printed on a slide."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, reduce

CHECK_BYTES = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24)
BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10)
"""Of versions 1 to 15 at level M: the bytes of correction in a block, and how many blocks there are."""
QUIET, SCALE = 4, 4
"""Light modules around the code; pixels a module."""
QR_NAME = "QR {}"
"""What a file calls the code of a figure."""
Modules = list[list[bool]]
Placed = dict[tuple[int, int], bool]
"""Modules by row and column."""
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (x + y) % 2 == 0,
    lambda y, _: y % 2 == 0,
    lambda _, x: x % 3 == 0,
    lambda y, x: (x + y) % 3 == 0,
    lambda y, x: (x // 3 + y // 2) % 2 == 0,
    lambda y, x: x * y % 2 + x * y % 3 == 0,
    lambda y, x: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda y, x: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


@lru_cache(maxsize=64)
def qr_code(words: str) -> tuple[tuple[bool, ...], ...] | None:
    """The modules of the code row by row, dark ones true, without the light edge; None where the words are too long."""
    content = words.encode()
    version = next((each for each in range(1, len(BLOCKS) + 1) if len(content) <= _room(each)), None)
    if version is None:
        return None
    size, fixed = 4 * version + 17, _fixed(version)
    bits = iter(_bits(_with_checks(_padded(content, version), version)))
    free = [place for place in _way(size) if place not in fixed]
    data = {place: next(bits, False) for place in free}
    drawn = [_drawn(size, fixed, data, number) for number in range(len(MASKS))]
    best = min(drawn, key=_penalty)
    return tuple(map(tuple, best))


def _codewords(version: int) -> int:
    """Bytes of data and correction that a version holds."""
    bits = (16 * version + 128) * version + 64
    if version >= 2:
        many = version // 7 + 2
        bits -= (25 * many - 10) * many - 55
    return (bits - (36 if version >= 7 else 0)) // 8


def _data_bytes(version: int) -> int:
    return _codewords(version) - CHECK_BYTES[version - 1] * BLOCKS[version - 1]


def _room(version: int) -> int:
    """Bytes of words: the mode and the length take the others."""
    return _data_bytes(version) - (2 if version < 10 else 3)


def _padded(content: bytes, version: int) -> bytes:
    """Mode, length, words, end, and filling by turns."""
    length = 8 if version < 10 else 16
    bits = f"0100{len(content):0{length}b}" + "".join(f"{byte:08b}" for byte in content) + "0000"
    held = bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))
    room = _data_bytes(version)
    return (held + bytes((0xEC, 0x11)) * room)[:room]


def _times(one: int, other: int) -> int:
    """The product in the field of 256 elements."""
    product = 0
    for bit in range(7, -1, -1):
        product = (product << 1) ^ ((product >> 7) * 0x11D) ^ ((other >> bit & 1) * one)
    return product


def _checks(block: bytes, degree: int) -> bytes:
    """The bytes of correction of a block: what is left when it is divided by the generator."""
    generator, root = [0] * (degree - 1) + [1], 1
    for _ in range(degree):
        generator = [
            _times(each, root) ^ following
            for each, following in zip(generator, [*generator[1:], 0], strict=True)
        ]
        root = _times(root, 2)
    rest = [0] * degree
    for byte in block:
        factor = byte ^ rest[0]
        rest = [each ^ _times(by, factor) for each, by in zip([*rest[1:], 0], generator, strict=True)]
    return bytes(rest)


def _with_checks(data: bytes, version: int) -> bytes:
    """Data and correction, the blocks taken by turns; the last ones may be a byte longer."""
    many, degree = BLOCKS[version - 1], CHECK_BYTES[version - 1]
    short, longer = divmod(len(data), many)
    ends = [short * (at + 1) + max(0, at + 1 - (many - longer)) for at in range(many)]
    blocks = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    checks = [_checks(block, degree) for block in blocks]
    turns = [block[at] for at in range(short + 1) for block in blocks if at < len(block)]
    return bytes(turns + [each[at] for at in range(degree) for each in checks])


def _bits(content: bytes) -> Iterator[bool]:
    return (bool(byte >> bit & 1) for byte in content for bit in range(7, -1, -1))


def _way(size: int) -> Iterator[tuple[int, int]]:
    """The places of the data: two columns at a time from the right, up and down by turns, past the sixth column."""
    columns = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        yield from ((y, x) for y in rows for x in (right, right - 1))


def _centres(version: int) -> list[int]:
    """Where the small squares stand that keep a code straight, along both sides."""
    if version == 1:
        return []
    many, size = version // 7 + 2, 4 * version + 17
    step = (version * 8 + many * 3 + 5) // (many * 4 - 4) * 2
    return [6, *(size - 7 - step * at for at in range(many - 2, -1, -1))]


def _fixed(version: int) -> Placed:
    """Everything that is no data: squares, rules, and the room of the mask's number."""
    size, found = 4 * version + 17, Placed()
    for at in range(size):
        found[6, at] = found[at, 6] = at % 2 == 0
    for top, left in ((3, 3), (3, size - 4), (size - 4, 3)):
        _square(found, top, left, 4, size)
    centres = _centres(version)
    for y in centres:
        for x in centres:
            if (y, x) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                _square(found, y, x, 2, size)
    found.update(_format(size, 0))
    if version >= 7:
        rest = reduce(lambda each, _: (each << 1) ^ ((each >> 11) * 0x1F25), range(12), version)
        for at in range(18):
            bit = bool((version << 12 | rest) >> at & 1)
            near, far = at // 3, size - 11 + at % 3
            found[near, far] = found[far, near] = bit
    return found


def _square(found: Placed, y: int, x: int, reach: int, size: int) -> None:
    """Rings around a centre; the edge of the large ones is light."""
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            if 0 <= y + down < size and 0 <= x + across < size:
                ring = max(abs(down), abs(across))
                found[y + down, x + across] = ring not in ((2, 4) if reach == 4 else (1,))


def _format(size: int, mask: int) -> Placed:
    """The level and the mask's number, twice; and the one module that is always dark."""
    rest = reduce(lambda each, _: (each << 1) ^ ((each >> 9) * 0x537), range(10), mask)
    bits = [bool(((mask << 10 | rest) ^ 0x5412) >> at & 1) for at in range(15)]
    down = [*range(6), 7, 8, *range(size - 7, size)]
    across = [*range(size - 1, size - 9, -1), 7, *range(5, -1, -1)]
    found = {(y, 8): bit for y, bit in zip(down, bits, strict=True)}
    found |= {(8, x): bit for x, bit in zip(across, bits, strict=True)}
    return found | {(size - 8, 8): True}


def _drawn(size: int, fixed: Placed, data: Placed, number: int) -> Modules:
    placed = fixed | _format(size, number)
    placed |= {place: bit ^ MASKS[number](*place) for place, bit in data.items()}
    return [[placed[y, x] for x in range(size)] for y in range(size)]


def _penalty(modules: Modules) -> int:
    """How hard a code is to read: long runs, blocks, what looks like a square, too much of one shade."""
    size, found = len(modules), 0
    for lines in (modules, list(zip(*modules, strict=True))):
        for line in lines:
            words = "".join("1" if each else "0" for each in line)
            runs = [len(run) for run in words.replace("01", "0 1").replace("10", "1 0").split()]
            found += sum(run - 2 for run in runs if run >= 5)
            found += 40 * sum(
                words[at : at + 11] in ("10111010000", "00001011101") for at in range(size - 10)
            )
    found += 3 * sum(
        modules[y][x] == modules[y + 1][x] == modules[y][x + 1] == modules[y + 1][x + 1]
        for y in range(size - 1)
        for x in range(size - 1)
    )
    dark = sum(map(sum, modules))
    return found + 10 * (abs(20 * dark - 10 * size * size) // (size * size))


def qr_picture(words: str) -> bytes:
    """The code as a PNG with its light edge; empty where there is nothing to say or too much."""
    modules = qr_code(words) if words else None
    if modules is None:
        return b""
    wide = len(modules) + 2 * QUIET
    light = (False,) * wide
    edge = [light] * QUIET
    rows = [*edge, *((*light[:QUIET], *row, *light[:QUIET]) for row in modules), *edge]
    lines = b"".join(b"\0" + _eight_a_byte(row) for row in rows for _ in range(SCALE))
    head = struct.pack(">IIBBBBB", wide * SCALE, wide * SCALE, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, held) for name, held in parts)


def _eight_a_byte(row: tuple[bool, ...]) -> bytes:
    """One bit a pixel, 1 where it is light."""
    bits = "".join(("0" if dark else "1") * SCALE for dark in row)
    return bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))


def _chunk(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
