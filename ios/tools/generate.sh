#!/usr/bin/env bash
# Puts all that is made from Rust where Package.swift looks for it: Generated/ (types, bindings) and lib/ (the core's
# library, the hospital of the journey). Nothing of it is committed.
#
# Whoever has the parts already names them, and nothing is built:
#   KANGBAN_SWIFT_TYPES     the folder that typegen wrote
#   KANGBAN_SWIFT_BINDINGS  the folder that uniffi-bindgen wrote
#   KANGBAN_CORE_LIBRARY    libkangban_core
#   KANGBAN_HOSPITAL_BIN    kangban-hospital
set -euo pipefail
ios=$(cd "$(dirname "$0")/.." && pwd)
cd "$ios/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
case $(uname) in
Darwin) library_name=libkangban_core.dylib ;;
*) library_name=libkangban_core.so ;;
esac

# Makes the library once more with the generators; Cargo knows when there is nothing to do.
generators() {
  cargo build --quiet -p kangban-ffi --features facet_typegen,uniffi-cli --bins
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

library=${KANGBAN_CORE_LIBRARY:-}
if [[ -z $library ]]; then
  cargo build --quiet -p kangban-ffi --lib
  cp "$target/debug/$library_name" "$scratch/"
  library=$scratch/$library_name
fi
hospital=${KANGBAN_HOSPITAL_BIN:-}
if [[ -z $hospital ]]; then
  cargo build --quiet -p kangban-hospital
  hospital=$target/debug/kangban-hospital
fi
types=${KANGBAN_SWIFT_TYPES:-}
if [[ -z $types ]]; then
  generators
  types=$scratch/types
  "$target/debug/typegen" "$types" --language swift
fi
bindings=${KANGBAN_SWIFT_BINDINGS:-}
if [[ -z $bindings ]]; then
  generators
  bindings=$scratch/bindings
  # It asks Cargo about the workspace, so it has to start inside it.
  "$target/debug/uniffi-bindgen" generate --no-format --language swift --out-dir "$bindings" "$library"
fi

new=$scratch/new
mkdir -p "$new"/{Serde,SharedTypes,KangbanCore,kangban_coreFFI} "$ios"/{Generated,lib}
cp "$types"/KangbanTypes/Sources/Serde/*.swift "$new/Serde/"
# The types are plain values. The generator does not say so; here it is said, and the compiler checks it.
sed 's/: Hashable, Equatable {/: Hashable, Equatable, Sendable {/' "$types"/KangbanTypes/Sources/KangbanTypes/KangbanTypes.swift \
  >"$new/SharedTypes/SharedTypes.swift"
cp "$bindings/kangban_core.swift" "$new/KangbanCore/"
cp "$bindings/kangban_coreFFI.h" "$new/kangban_coreFFI/"
# UniFFI's own module map is for Darwin and names no library.
cat >"$new/kangban_coreFFI/module.modulemap" <<'MAP'
module kangban_coreFFI {
  header "kangban_coreFFI.h"
  link "kangban_core"
  export *
}
MAP

# Only what changed is touched, so that only that is compiled again; what is no longer made goes.
replace() {
  cmp -s "$1" "$2" && return
  mkdir -p "$(dirname "$2")"
  rm -f "$2"
  ln "$1" "$2" 2>/dev/null || cp "$1" "$2"
}
(cd "$new" && find . -type f) | while read -r file; do replace "$new/$file" "$ios/Generated/$file"; done
(cd "$ios/Generated" && find . -type f) | while read -r file; do
  [[ -e $new/$file ]] || rm "$ios/Generated/$file"
done
replace "$library" "$ios/lib/$library_name"
replace "$hospital" "$ios/lib/kangban-hospital"
