#!/usr/bin/env bash
# unpack.sh TARGET APP: makes one class path and one resource APK of the aars in TARGET/aar and the sources in APP.
#   TARGET/classes   every aar's classes, and the R classes of all of them
#   TARGET/app.apk   every aar's resources and the app's own, with the app's manifest
# Does nothing when nothing changed since the last time.
set -euo pipefail
target=$1 app=$2
manifest=$app/main/AndroidManifest.xml
framework=$target/framework/android-all.jar

inputs() {
    (cd "$target" && stat -c '%n %s' aar/*.aar framework/*.jar)
    find "$app"/{main,maven}/res -type f -print0 | sort -z | xargs -0 cat -- "$manifest" "$0"
}
stamp=$(inputs | sha256sum)
[[ $(cat "$target/stamp" 2>/dev/null) != "$stamp" ]] || exit 0

rm -rf "$target"/{stamp,classes,compiled,sources,aar.d}
mkdir -p "$target"/{classes,compiled,sources,aar.d}
packages=()
for aar in "$target"/aar/*.aar; do
    name=$(basename "$aar" .aar)
    folder=$target/aar.d/$name
    unzip -qo "$aar" -d "$folder"
    while IFS= read -r jar; do
        unzip -qo "$jar" -d "$target/classes"
    done < <(find "$folder" -name '*.jar')
    packages+=("$(sed -n 's/.*package="\([^"]*\)".*/\1/p' "$folder/AndroidManifest.xml" | head -1)")
    if [[ -n $(find "$folder/res" -type f -print -quit 2>/dev/null) ]]; then
        aapt2 compile --dir "$folder/res" -o "$target/compiled/$name.zip"
    fi
done
aapt2 compile --dir "$app/main/res" -o "$target/compiled/zz-app.zip"
aapt2 compile --dir "$app/maven/res" -o "$target/compiled/zz-maven.zip"

# The app comes last, so that its resources win. Debian's aapt2 is older than some elements of a manifest.
if ! aapt2 link -I "$framework" --manifest "$manifest" --min-sdk-version 29 --target-sdk-version 35 \
    --auto-add-overlay --warn-manifest-validation --extra-packages "$(IFS=:; echo "${packages[*]}")" --java "$target/sources" -o "$target/app.apk" \
    "$target"/compiled/*.zip 2>"$target/aapt2.log"; then
    cat "$target/aapt2.log" >&2
    exit 1
fi
find "$target/sources" -name '*.java' -print0 | xargs -0 javac -nowarn -d "$target/classes"
rm -rf "$target/aar.d"
echo "$stamp" >"$target/stamp"
