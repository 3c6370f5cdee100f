#!/usr/bin/env python3
"""Writes src/model/table.rs from the official R4 definitions. See README.md beside it.

usage: generate.py DIR > ../src/model/table.rs
DIR holds profiles-types.xml and profiles-resources.xml.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

FHIR = "{http://hl7.org/fhir}"
SYSTEM = "http://hl7.org/fhirpath/System."
FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


def value(node, name):
    found = node.find(FHIR + name)
    return None if found is None else found.get("value")


def type_of(path, node):
    """The name of the type behind one ElementDefinition.type."""
    code = value(node, "code")
    if code.startswith(SYSTEM):
        # ids, Extension.url and the values of primitives: the definitions say the FHIR type in an extension.
        if path == "Resource.id":
            return "id"  # R4 says `string` there by mistake; the specification's own text says `id`
        for extension in node.findall(FHIR + "extension"):
            if extension.get("url") == FHIR_TYPE:
                return (extension.find(FHIR + "valueUrl")).get("value")
        return None
    return code


def read(folder):
    """name -> (parent name, abstract?, [(element, list?, choice?, [types])]); a component's name is its path."""
    types = {}
    for file in ("profiles-types.xml", "profiles-resources.xml"):
        for definition in ET.parse(Path(folder) / file).getroot().iter(FHIR + "StructureDefinition"):
            kind = value(definition, "kind")
            if kind not in ("resource", "complex-type", "primitive-type"):
                continue
            name = value(definition, "type")
            if value(definition, "derivation") == "constraint" or value(definition, "id") != name:
                continue
            base = (value(definition, "baseDefinition") or "").rsplit("/", 1)[-1] or None
            types[name] = (base, kind, [])
            if kind == "primitive-type":
                continue
            own = {}
            for element in definition.find(FHIR + "snapshot").findall(FHIR + "element"):
                path = value(element, "path")
                if "." not in path:
                    continue
                base_path = value(element.find(FHIR + "base"), "path")
                owner, last = path.rsplit(".", 1)
                if base_path != path:
                    continue  # inherited: it stands with the type it comes from
                choice = last.endswith("[x]")
                reference = value(element, "contentReference")
                if reference:
                    codes = [reference.lstrip("#")]
                else:
                    codes = []
                    for node in element.findall(FHIR + "type"):
                        code = type_of(path, node)
                        if code and code not in codes:
                            codes.append(code)
                if codes in (["BackboneElement"], ["Element"]):
                    own[path] = (codes[0], "component", [])
                    codes = [path]
                many = value(element, "max") != "1"
                target = types[name] if owner == name else own[owner]
                target[2].append((last.removesuffix("[x]"), many, choice, codes))
            types.update(own)
    return types


def main():
    types = read(sys.argv[1])
    tops = sorted(name for name in types if "." not in name)
    order = tops + sorted(name for name in types if "." in name)
    number = {name: index for index, name in enumerate(order)}
    names = sorted({element[0] for _, _, elements in types.values() for element in elements})
    name_number = {name: index for index, name in enumerate(names)}
    shapes, shape_number, pool = [], {}, []
    elements, rows = [], []
    for name in order:
        parent, kind, own = types[name]
        rows.append((number[parent] if parent in number else 0xFFFF, kind, len(elements)))
        for element, many, choice, codes in sorted(own, key=lambda e: e[0]):
            shape = (many, choice, tuple(number[code] for code in codes if code in number))
            assert len(shape[2]) == len(codes), (name, element, codes)
            if shape not in shape_number:
                shape_number[shape] = len(shapes)
                shapes.append((many, choice, len(pool), len(shape[2])))
                pool.extend(shape[2])
            elements.append((name_number[element], shape_number[shape]))

    out = []
    say = out.append
    say("// Made by model/generate.py from the R4 (4.0.1) definitions of HL7, which are CC0. Do not edit.")
    say("")

    def wrapped(words):
        line = "    "
        for word in words:
            if len(line) + len(word) > 108:
                say(line.rstrip())
                line = "    "
            line += word + " "
        say(line.rstrip())

    say("/// Types that are not parts of others, by name.")
    say(f"pub(super) static NAMES: [&str; {len(tops)}] = [")
    wrapped(f'"{name}",' for name in tops)
    say("];")
    say("")
    say("/// What elements are called, sorted.")
    say(f"pub(super) static ELEMENT_NAMES: [&str; {len(names)}] = [")
    wrapped(f'"{name}",' for name in names)
    say("];")
    say("")
    say("/// Of each type: its parent, its kind (0 primitive, 1 complex, 2 resource, 3 component) and where its elements begin.")
    say(f"pub(super) static TYPES: [(u16, u8, u16); {len(rows)}] = [")
    kinds = {"primitive-type": 0, "complex-type": 1, "resource": 2, "component": 3}
    wrapped(f"({parent}, {kinds[kind]}, {start})," for parent, kind, start in rows)
    say("];")
    say("")
    say("/// Of each element: its name and its shape. A type's own elements are sorted by name.")
    say(f"pub(super) static ELEMENTS: [(u16, u16); {len(elements)}] = [")
    wrapped(f"({name}, {shape})," for name, shape in elements)
    say("];")
    say("")
    say("/// What elements may be: list, choice, where their types begin and how many there are.")
    say(f"pub(super) static SHAPES: [(bool, bool, u16, u8); {len(shapes)}] = [")
    wrapped(f"({str(many).lower()}, {str(choice).lower()}, {start}, {count})," for many, choice, start, count in shapes)
    say("];")
    say("")
    say("/// The types of the shapes, one after another.")
    say(f"pub(super) static SHAPE_TYPES: [u16; {len(pool)}] = [")
    wrapped(f"{index}," for index in pool)
    say("];")
    say("")
    components = [name for name in order if "." in name]
    say("/// Of each component (they follow the types above): the type it is part of, and the element.")
    say(f"pub(super) static COMPONENTS: [(u16, u16); {len(components)}] = [")
    wrapped(f"({number[name.rsplit('.', 1)[0]]}, {name_number[name.rsplit('.', 1)[1]]})," for name in components)
    say("];")
    print("\n".join(out))
    if len(sys.argv) > 2:
        print({name: number[name] for name in tops}, file=sys.stderr)


main()
