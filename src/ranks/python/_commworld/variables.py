"""What the recording of variables (`src/ranks/python/bridge/variables`) asks of Python once, before the program's first line."""

import opcode


def opcodes(names):
    """Numbers of the instructions of these names; -1 for one that this Python does not have."""
    return tuple(opcode.opmap.get(name, -1) for name in names)


def samples():
    """An object of each type that is read from memory: by these it is tried out whether they are laid out as is known there.

    Pairs of the object and what must be written of it, in hexadecimal.
    """
    return (
        (-77777, "03" "2fd0feff"),
        (1 << 40, "04" "00" "02000000" "00000000" "00040000"),
        (1.5, "05" "000000000000f83f"),
        (1.5 + 2j, "06" "000000000000f83f" "0000000000000040"),
        ("abc", "07" "03000000" "0300" "616263"),
        ("a\u00e9", "07" "02000000" "0300" "61c3a9"),
        ("a\u20ac", "07" "02000000" "0400" "61e282ac"),
        ("a\U0001f600", "07" "02000000" "0500" "61f09f9880"),
        (b"ab", "08" "02000000" "02" "6162"),
        (bytearray(b"ab"), "09" "02000000" "02" "6162"),
        ([7, None], "0a" "02000000" "00000000" "02" "00" "0307000000" "00"),
        ((True, False), "0b" "02000000" "00000000" "02" "00" "02" "01"),
        ({7}, "0c" "01000000" "00000000" "01" "00" "0307000000"),
        (frozenset((7,)), "0d" "01000000" "00000000" "01" "00" "0307000000"),
        ({7: 8}, "0e" "01000000" "00000000" "01" "00" "0307000000" "0308000000"),
        (range(1, 9, 2), "0f" "0301000000" "0309000000" "0302000000"),
    )


def try_out(look):
    """Calls `look()` from a function with two local variables, 7 and 8, which is called by another."""
    def inner():
        first, second = 7, 8
        look()
        return first + second
    return inner()
