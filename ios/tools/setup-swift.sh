#!/usr/bin/env bash
# Puts Swift 6.0.3 into a folder of its own, from Debian trixie's packages: compiler, package manager, swift-format and
# swift-testing. Nothing is installed on this machine and no package's script is run. Does nothing the second time.
set -euo pipefail

root=${SWIFT_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/swift-trixie}
done_mark=$root/.ready-1

for tool in apt-get dpkg-deb flock; do
  command -v "$tool" >/dev/null || {
    echo "Swift is fetched with Debian's $tool, which is missing. Elsewhere, install Swift 6 and run 'swift test' in ios/." >&2
    exit 1
  }
done

mkdir -p "$(dirname "$root")"
# Two builds at once: the second waits, and then finds it done.
exec 9>"$root.lock"
flock 9
[[ ! -e $done_mark ]] || exit 0

# Apt with lists and a state of its own, so that trixie is never a source of this machine. The mirror is the machine's.
own=$root.apt
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$')}
rm -rf "$root" "$own"
mkdir -p "$own"/{lists,archives}/partial
: >"$own/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >"$own/sources.list"
cat >"$own/apt.conf" <<CONF
Dir::State "$own";
Dir::State::status "$own/status";
Dir::State::lists "$own/lists";
Dir::Cache "$own";
Dir::Cache::archives "$own/archives";
Dir::Etc::sourcelist "$own/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "$(id -un)";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
export APT_CONFIG=$own/apt.conf
apt-get -qq update
apt-get -qq install -y --download-only --no-install-recommends \
  swiftlang libc6-dev libstdc++-14-dev base-files bash coreutils tzdata

# Unpacked, without what a check never needs: debuggers, editors' servers, static runtimes, documents.
without=(--exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*'
  --exclude='*/liblldb*' --exclude='*/lldb*' --exclude='*/clangd' --exclude='*/docc' --exclude='*/swift_static'
  --exclude='*/libsourcekitdInProc*' --exclude='*/sourcekit-lsp' --exclude='*/libLTO*' --exclude='*/lto1'
  --exclude='*/cc1' --exclude='*/wasm-ld' --exclude='*/doc/*')
mkdir -p "$root"/{proc,dev,tmp,src} "$root"/usr/{bin,sbin,lib,lib64}
for merged in bin sbin lib lib64; do ln -s "usr/$merged" "$root/$merged"; done
for package in "$own"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$root" --keep-directory-symlink --no-same-owner "${without[@]}"
done
rm -rf "$own"
: >"$done_mark"
echo "Swift: $(du -sh "$root" | cut -f1) in $root"
