//! From a tap to the next view, through each shell's boundary; the first view; the library that a phone carries.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use kangban_journeys::{Outcome, Trouble};
use serde_json::Value;

use crate::{
    house::House,
    table::{Bar, Better, Row},
};

/// How often a question is answered.
const ANSWERS: &str = "300";
/// How often a program is started to see how long its start takes.
const STARTS: usize = 5;

/// Makes the command that measures a shell, but for its words.
type Program = fn() -> Outcome<Command>;

/// What a shell's own program printed.
struct Figures {
    p50: f64,
    p99: f64,
    bytes: f64,
    start: f64,
}

/// What a shell's rows are called.
struct Names {
    p50: &'static str,
    p99: &'static str,
    start: &'static str,
}

const WEB: Names = Names {
    p50: "one answer to the new view, page and worker in Chromium, p50",
    p99: "one answer to the new view, page and worker in Chromium, p99",
    start: "first view, page in Chromium, p50",
};
const KOTLIN: Names = Names {
    p50: "one answer to the new view, Kotlin through JNA, p50",
    p99: "one answer to the new view, Kotlin through JNA, p99",
    start: "first view, a new JVM's session, p50",
};
const SWIFT: Names = Names {
    p50: "one answer to the new view, Swift, p50",
    p99: "one answer to the new view, Swift, p99",
    start: "first view, a new process's session in Swift, p50",
};

/// Each shell's own program answers the same question of the same form of a demo hospital.
pub(crate) fn run() -> Outcome<Vec<Row>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../browser/bench-boundary.mjs");
    let web = measured(Command::new("node").arg(script).arg(ANSWERS))?;
    let mut rows = rows(&WEB, &web, None);
    rows.push(plain("the largest view of these, as bytes", web.bytes / 1_000.0, "kB"));
    for (shell, names, program) in [("Kotlin", KOTLIN, jvm as Program), ("Swift", SWIFT, swift)] {
        match figures(program) {
            Ok(figures) => rows.extend(self::rows(&names, &figures, Some(&web))),
            Err(trouble) => eprintln!("   {shell}: not measured: {trouble}"),
        }
    }
    let library = std::fs::metadata(named("KANGBAN_CORE_LIBRARY")?)?.len();
    let megabytes = f64::from(u32::try_from(library).unwrap_or(u32::MAX)) / 1e6;
    rows.push(plain(
        "the core's library as a phone carries it, stripped, built for this machine",
        megabytes,
        "MB",
    ));
    Ok(rows)
}

/// The Kotlin session on a JVM.
fn jvm() -> Outcome<Command> {
    let mut java = Command::new("java");
    let mut library = OsString::from("-Djna.library.path=");
    library.push(named("KANGBAN_CORE_FOLDER")?);
    java.arg(library).arg("-cp").arg(named("KANGBAN_KOTLIN_CLASSES")?).arg("kangban.core.Boundary");
    Ok(java)
}

/// The Swift kit, optimised.
fn swift() -> Outcome<Command> {
    let mut swift = Command::new("bash");
    swift.arg(named("KANGBAN_SWIFT_RUNNER")?).arg(".build/release/Boundary");
    Ok(swift)
}

fn named(variable: &str) -> Outcome<PathBuf> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| Trouble::new(format!("{variable} is not set")))
}

/// Runs the program several times, each time with a hospital of its own: the answers of the last run, the median of the
/// starts.
fn figures(program: Program) -> Outcome<Figures> {
    let run = || {
        let hospital = House::open()?.hospital;
        let base = format!("{}/fhir", hospital.origin());
        measured(program()?.args([ANSWERS, &base, &hospital.invitation("李秀英")?]))
    };
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(run()?.start);
    }
    let mut last = run()?;
    starts.push(last.start);
    starts.sort_by(f64::total_cmp);
    last.start = starts[STARTS / 2];
    Ok(last)
}

fn measured(program: &mut Command) -> Outcome<Figures> {
    let out = program.output()?;
    if !out.status.success() {
        return Err(Trouble::new(String::from_utf8_lossy(&out.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&out.stdout);
    let said: Value = serde_json::from_str(text.lines().last().unwrap_or_default())?;
    let figure = |name: &str| said[name].as_f64().ok_or_else(|| Trouble::new(format!("no {name} in {text}")));
    Ok(Figures { p50: figure("p50")?, p99: figure("p99")?, bytes: figure("bytes")?, start: figure("start")? })
}

fn rows(names: &Names, ours: &Figures, web: Option<&Figures>) -> Vec<Row> {
    let row = |name, ours, web: Option<f64>| Row {
        against: web.map(|web| ("the page in Chromium", web)),
        ..plain(name, ours, "ms")
    };
    vec![
        row(names.p50, ours.p50, web.map(|web| web.p50)),
        row(names.p99, ours.p99, web.map(|web| web.p99)),
        row(names.start, ours.start, web.map(|web| web.start)),
    ]
}

fn plain(name: &'static str, ours: f64, unit: &'static str) -> Row {
    Row { name, ours, unit, better: Better::Lower, against: None, bar: Bar::None }
}
