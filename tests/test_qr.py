"""A QR code is read back by the rules of the standard: its squares, its format, its bytes, its corrections."""

from __future__ import annotations

import pytest

from meomureum.drawing.qr import BLOCKS, CHECK_BYTES, MASKS, qr_code, qr_picture

LINK = "https://stay.example.go.kr/progress?city=gimhae&kpi=local_university_entry_rate&snapshot=31b48e83b10e"
FORMATS = {  # level M, by the number of the mask, as the standard prints them
    0: "101010000010010",
    1: "101000100100101",
    2: "101111001111100",
    3: "101101101001011",
    4: "100010111111001",
    5: "100000011001110",
    6: "100111110010111",
    7: "100101010100000",
}
AROUND = {1: (), 2: (6, 18), 4: (6, 26), 6: (6, 34), 8: (6, 24, 42), 13: (6, 34, 62)}
"""Where the small squares stand, as the standard prints them."""
POWERS = [1]
for _ in range(254):
    POWERS.append((POWERS[-1] << 1) ^ (0x11D if POWERS[-1] & 0x80 else 0))


def times(one: int, other: int) -> int:
    return POWERS[(POWERS.index(one) + POWERS.index(other)) % 255] if one and other else 0


def read(modules: tuple[tuple[bool, ...], ...]) -> tuple[str, list[list[int]]]:
    """The words of a code, and its blocks with their corrections."""
    size = len(modules)
    version = (size - 17) // 4
    places = [*((8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)), *((y, 8) for y in (7, 5, 4, 3, 2, 1, 0))]
    form = "".join(str(int(modules[y][x])) for y, x in places)
    mask = next(number for number, words in FORMATS.items() if words == form)
    taken = {(6, at) for at in range(size)} | {(at, 6) for at in range(size)}
    for top, left in ((0, 0), (0, size - 8), (size - 8, 0)):
        reach = 9 if (top, left) == (0, 0) else 8
        taken |= {(top + y, left + x) for y in range(reach) for x in range(reach)}
    taken |= {(8, x) for x in range(size - 8, size)} | {(y, 8) for y in range(size - 8, size)}
    for y in AROUND[version]:
        for x in AROUND[version]:
            if (y, x) not in ((6, 6), (6, size - 7), (size - 7, 6)):
                taken |= {(y + down, x + across) for down in range(-2, 3) for across in range(-2, 3)}
    if version >= 7:
        taken |= {(y, x) for y in range(6) for x in range(size - 11, size - 8)}
        taken |= {(y, x) for y in range(size - 11, size - 8) for x in range(6)}
    bits, up = [], True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in reversed(range(size)) if up else range(size):
            bits += [modules[y][x] ^ MASKS[mask](y, x) for x in (right, right - 1) if (y, x) not in taken]
        up = not up
    held = [
        int("".join(str(int(bit)) for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) // 8 * 8, 8)
    ]
    many, checks = BLOCKS[version - 1], CHECK_BYTES[version - 1]
    data = len(held) - many * checks
    lengths = [data // many + (at >= many - data % many) for at in range(many)]
    blocks: list[list[int]] = [[] for _ in lengths]
    stream = iter(held)
    for at in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if at < length:
                block.append(next(stream))
    words = "".join(f"{byte:08b}" for block in blocks for byte in block)
    for _ in range(checks):
        for block in blocks:
            block.append(next(stream))
    wide = 8 if version < 10 else 16
    count = int(words[4 : 4 + wide], 2)
    start = 4 + wide
    content = bytes(int(words[start + 8 * at : start + 8 * at + 8], 2) for at in range(count))
    return content.decode(), blocks


@pytest.mark.parametrize(
    "words",
    ["https://a.kr/", LINK[:50], LINK, LINK + "&lang=en&set=published&from=2019&to=2027", "머무름 " * 32],
)
def test_a_code_is_read_back_and_its_corrections_hold(words: str) -> None:
    modules = qr_code(words)
    assert modules is not None
    told, blocks = read(modules)
    assert told == words
    for block in blocks:  # a sound block is nought at each root of the generator
        for at in range(CHECK_BYTES[(len(modules) - 17) // 4 - 1]):
            rest = 0
            for byte in block:
                rest = times(rest, POWERS[at]) ^ byte
            assert rest == 0


def test_what_is_too_long_has_no_code_and_nothing_no_picture() -> None:
    assert qr_code("a" * 2_000) is None
    assert qr_picture("a" * 2_000) == qr_picture("") == b""
    assert qr_picture(LINK).startswith(b"\x89PNG")
