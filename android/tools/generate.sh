#!/usr/bin/env bash
# Writes the Kotlin that is generated from Rust where both builds look for it: core/target/generated-sources/kangban.
# `cargo xtask test --only android` does the same by itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
out=android/core/target/generated-sources/kangban

cargo build --quiet --package kangban-ffi --lib
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The generators make the library once more, with what only they need in it.
cp "$target/debug/libkangban_core."{so,dylib} "$scratch/" 2>/dev/null || true
cargo build --quiet --package kangban-ffi --features facet_typegen,uniffi-cli --bins

rm -rf "$out"
mkdir -p "$out"
"$target/debug/typegen" "$out/types" --language kotlin
"$target/debug/uniffi-bindgen" generate --no-format --language kotlin --out-dir "$out/uniffi" "$scratch"/libkangban_core.*
