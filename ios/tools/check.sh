#!/usr/bin/env bash
# All that can be checked of the iOS shell without a Mac: sources generated, format, dependencies, every file compiled
# without a warning, tests. Says how long each took; ends with the first failure. Takes what generate.sh takes.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
  local name=$1 started=$SECONDS
  shift
  "$@" || {
    echo "ios: $name FAILED" >&2
    exit 1
  }
  printf 'ios: %-24s %4d s\n' "$name" $((SECONDS - started))
}

lint() { tools/swift.sh swift format lint --strict --recursive --parallel Package.swift Kit App Linux; }
imports() { tools/swift.sh swift package dump-package | python3 tools/check-imports.py; }
build() { tools/swift.sh swift build --build-tests -Xswiftc -warnings-as-errors; }
tests() { tools/swift.sh swift test --skip-build --disable-xctest "$@"; }

step "generated sources" tools/generate.sh
step "format" lint
step "imports" imports
step "build, no warning" build
# One after the other: drawing keeps the main actor busy, and a journey has to be quick to answer.
step "session and journeys" tests --filter 'KitTests|DrawnJourneyTests'
step "screens" tests --filter ScreensTests --skip DrawnJourneyTests
