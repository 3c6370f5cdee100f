//! Writes the types that cross the boundary, in a shell's language: `typegen OUT --language typescript|kotlin|swift`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crux_core::type_generation::facet::{Config, Export, TypeRegistry};
use facet_generate::generation::{bincode::BincodePlugin, typescript};
use kangban_app::{Event, ViewModel};
use kangban_core::ShellEffect;

const USAGE: &str = "usage: typegen OUT --language typescript|kotlin|swift";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [out, option, language] = words.as_slice() else { return Err(USAGE.into()) };
    if option != "--language" {
        return Err(USAGE.into());
    }
    let out = PathBuf::from(out);
    let mut types = TypeRegistry::new();
    // The shell's effects come first, and not the app's: the numbers of the variants have to be those that it gets.
    ShellEffect::register_types(&mut types)?;
    let types = types.register_type::<Event>()?.register_type::<ViewModel>()?.build()?;
    match language.as_str() {
        "typescript" => {
            // Nothing of what was generated before may stay.
            if out.is_dir() {
                fs::remove_dir_all(&out)?;
            }
            fs::create_dir_all(&out)?;
            // The generator's own way would also install and run a compiler; the page has one.
            typescript::Installer::new("types", &out).plugin(BincodePlugin).generate(&types.registry())?;
            tidy(&out)?;
        }
        "kotlin" => {
            types.kotlin(&Config::builder("kangban.types", &out).build())?;
            let file = out.join("kangban/types/Types.kt");
            fs::write(&file, escaped(&fs::read_to_string(&file)?))?;
        }
        "swift" => types.swift(&Config::builder("KangbanTypes", out).build())?,
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// What the generator writes, and what the page's strict compiler wants instead.
const TIDY: [(&str, &str); 8] = [
    ("import { Serializer }", "import type { Serializer }"),
    ("import { Deserializer }", "import type { Deserializer }"),
    ("import { Serializer, Deserializer }", "import type { Serializer, Deserializer }"),
    ("(serializer: Serializer): void {\n    }", "(_serializer: Serializer): void {\n    }"),
    (
        "static deserialize(deserializer: Deserializer): RenderOperation",
        "static deserialize(_: Deserializer): RenderOperation",
    ),
    ("key1: [", "_key1: ["),
    ("key2: [", "_key2: ["),
    ("sortMapEntries(offsets:", "sortMapEntries(_offsets:"),
];

/// Makes every TypeScript file below a folder pass a strict compiler.
fn tidy(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            tidy(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "ts") {
            let text = fs::read_to_string(&path)?;
            fs::write(&path, TIDY.iter().fold(text, |text, (from, to)| text.replace(from, to)))?;
        }
    }
    Ok(())
}

/// The generator writes fields that are called `when` as they are; Kotlin wants them quoted. Its own `when` has a
/// parenthesis behind it.
fn escaped(kotlin: &str) -> String {
    const WORD: &str = "when";
    let mut out = String::with_capacity(kotlin.len() + 200);
    for line in kotlin.lines() {
        let mut rest = line;
        while let Some(at) = rest.find(WORD).filter(|_| !line.trim_start().starts_with("///")) {
            let (before, from) = rest.split_at(at);
            let behind = &from[WORD.len()..];
            let part_of_a_word = |c: char| c.is_alphanumeric() || c == '_';
            let alone = !before.ends_with(part_of_a_word) && !behind.starts_with(part_of_a_word);
            out.push_str(before);
            out.push_str(if alone && !behind.starts_with(" (") { "`when`" } else { WORD });
            rest = behind;
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}
