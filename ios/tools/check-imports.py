"""Whether every module of this package that a target imports is a direct dependency of that target.

Without it SwiftPM does not compile the target again when that module changes, and a check stays green that should not.
Reads what `swift package dump-package` writes; run it in ios/.
"""

import json
import pathlib
import re
import sys

IMPORT = re.compile(r"^\s*(?:@\S+(?:\(\w+\))?\s+)*import\s+(?:struct\s+|class\s+|enum\s+|func\s+)?(\w+)", re.M)


def dependencies(target):
    """The names of the modules that a target says it uses."""
    return {next(iter(d.values()))[0] for d in target["dependencies"]}


def undeclared(targets):
    """Every import, by file, of a module of the package that its target does not name."""
    for name, target in targets.items():
        known = dependencies(target) | {name}
        for file in sorted(pathlib.Path(target["path"]).rglob("*.swift")):
            for module in set(IMPORT.findall(file.read_text())) & targets.keys() - known:
                yield f"{file}: imports {module}, which Package.swift does not name as a dependency of {name}"


if __name__ == "__main__":
    faults = list(undeclared({target["name"]: target for target in json.load(sys.stdin)["targets"]}))
    print("\n".join(faults), end="\n" if faults else "")
    sys.exit(bool(faults))
