#!/usr/bin/env python3
"""Writes src/ucum/table.rs from ucum-essence.xml. See README.md beside it.

usage: units.py ucum-essence.xml > ../src/ucum/table.rs
"""

import sys
import xml.etree.ElementTree as ET


def local(node):
    return node.tag.rsplit("}", 1)[-1]


def main():
    root = ET.parse(sys.argv[1]).getroot()
    prefixes, bases, units = [], [], []
    for node in root:
        code = node.get("Code")
        value = next((child for child in node if local(child) == "value"), None)
        if local(node) == "prefix":
            prefixes.append((code, value.get("value")))
        elif local(node) == "base-unit":
            bases.append(code)
        elif local(node) == "unit":
            special = next((child for child in value if local(child) == "function"), None)
            source = value if special is None else special
            flags = (node.get("isMetric") == "yes") + 2 * (node.get("isArbitrary") == "yes") + 4 * (special is not None)
            units.append((code, flags, source.get("value"), source.get("Unit")))
    print(f"// Made by model/units.py from ucum-essence.xml {root.get('version')} of the Regenstrief Institute. Do not edit.")
    print()
    print("/// The base units: length, time, mass, plane angle, temperature, charge, luminous intensity.")
    print(f"pub(super) static BASES: [&str; {len(bases)}] = [{', '.join(chr(34) + code + chr(34) for code in bases)}];")
    print()
    print("/// Prefixes and what they multiply by.")
    print(f"pub(super) static PREFIXES: [(&str, &str); {len(prefixes)}] = [")
    for code, value in prefixes:
        print(f'    ("{code}", "{value}"),')
    print("];")
    print()
    print("/// Units by code: whether they take prefixes (1), are arbitrary (2), are special (4), and their value in other units.")
    print(f"pub(super) static ATOMS: [(&str, u8, &str, &str); {len(units)}] = [")
    for code, flags, value, unit in sorted(units):
        print(f'    ("{code}", {flags}, "{value}", "{unit}"),')
    print("];")


main()
