#!/usr/bin/env bash
# Runs a command in ios/ with Swift: tools/swift.sh swift test. With the machine's own where there is one, otherwise with
# that of setup-swift.sh. Mounts are made in a name space that ends with the command.
set -euo pipefail
ios=$(cd "$(dirname "$0")/.." && pwd)
if command -v swift >/dev/null; then
  export KANGBAN_HOSPITAL_BIN=$ios/lib/kangban-hospital
  cd "$ios"
  exec "$@"
fi

repository=$(dirname "$ios")
root=${SWIFT_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/swift-trixie}
[[ -e $root/.ready-1 ]] || bash "$ios/tools/setup-swift.sh" >&2
# SwiftPM locks by a build folder's path, in the folder for temporary files: with one of its own, two checkouts of this
# repository do not wait for each other.
mkdir -p "$ios/.build/tmp"
clean=(/usr/bin/env -i PATH=/usr/libexec/swift/bin:/usr/bin HOME=/tmp LANG=C.UTF-8 CI="${CI:-}"
  TMPDIR=/src/ios/.build/tmp KANGBAN_HOSPITAL_BIN=/src/ios/lib/kangban-hospital)
there=(bash -c 'cd /src/ios && exec "$@"' -)

rights=()
[[ $(id -u) == 0 ]] || rights=(--map-root-user)
if unshare "${rights[@]}" --mount true 2>/dev/null; then
  # Swift finds its own libraries through /proc/self/exe.
  exec unshare "${rights[@]}" --mount bash -euc '
    root=$1 repository=$2
    shift 2
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$repository" "$root/src"
    exec chroot "$root" "$@"' - "$root" "$repository" "${clean[@]}" "${there[@]}" "$@"
fi
if ! command -v proot >/dev/null; then
  echo "To run Swift here it takes root, or user name spaces, or Debian's proot: apt-get install proot" >&2
  exit 1
fi
exec proot -R "$root" -b "$repository:/src" -w /src/ios "${clean[@]}" "$@"
