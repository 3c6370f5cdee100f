#!/usr/bin/env bash
# On a Mac with Xcode and rustup: Generated/ and lib/KangbanCore.xcframework, for phones, the simulator and (for
# `swift test` on the Mac) macOS. It has never run where this repository is tested: there is no Mac there.
set -euo pipefail
ios=$(cd "$(dirname "$0")/.." && pwd)
[[ $(uname) == Darwin ]] || {
  echo "An XCFramework is built with Xcode, on a Mac." >&2
  exit 1
}
"$ios/tools/generate.sh"
cd "$ios/.."

targets=(aarch64-apple-ios aarch64-apple-ios-sim aarch64-apple-darwin)
rustup target add "${targets[@]}"
# C code of the crates reads them too; not above Package.swift's platforms.
export IPHONEOS_DEPLOYMENT_TARGET=17.0 MACOSX_DEPLOYMENT_TARGET=14.0
out=${CARGO_TARGET_DIR:-$PWD/target}

# A folder of their own: two frameworks with a module map at the same place collide in Xcode.
headers=$(mktemp -d)
trap 'rm -rf "$headers"' EXIT
mkdir "$headers/kangban_coreFFI"
cp "$ios/Generated/kangban_coreFFI/kangban_coreFFI.h" "$headers/kangban_coreFFI/"
# The library comes with the framework: with its `link` line the linker would look for it a second time.
grep -v '^ *link ' "$ios/Generated/kangban_coreFFI/module.modulemap" >"$headers/kangban_coreFFI/module.modulemap"

slices=()
for target in "${targets[@]}"; do
  cargo rustc --quiet --profile phone -p kangban-ffi --lib --crate-type staticlib --target "$target"
  slices+=(-library "$out/$target/phone/libkangban_core.a" -headers "$headers")
done
rm -rf "$ios/lib/KangbanCore.xcframework"
xcodebuild -create-xcframework "${slices[@]}" -output "$ios/lib/KangbanCore.xcframework"
