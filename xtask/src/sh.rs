//! Running other programs, and saying what is being run.

use std::{
    ffi::OsStr,
    fmt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// Why a command could not be done, in one sentence for the person who typed it.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// The outcome of a developer command.
pub(crate) type Outcome = Result<(), Failure>;

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// A command that runs in `dir` below the root.
pub(crate) fn command(program: impl AsRef<OsStr>, dir: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root().join(dir));
    command
}

/// Says `what`, runs `command` to its end, and fails when it does.
pub(crate) fn step(what: &str, command: &mut Command) -> Outcome {
    eprintln!("── {what}");
    let began = Instant::now();
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("{what}: {} did not start: {error}", name(command))))?;
    eprintln!("   {:.1} s", began.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{what} failed ({status})"))) }
}

/// What `command` prints on standard output, or nothing when it cannot be run or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let out = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// Whether a program of that name answers.
pub(crate) fn exists(program: &str) -> bool {
    let on_path = |dir: PathBuf| dir.join(program).is_file();
    Path::new(program).is_file()
        || std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(on_path))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Options with their values, and the plain words between them.
pub(crate) type Words<'a> = (Vec<(String, &'a str)>, Vec<&'a str>);

/// Splits `--name value` (or `--name=value`) options off `words`; what is left are plain words.
pub(crate) fn options<'a>(words: &'a [String], known: &[&str]) -> Result<Words<'a>, Failure> {
    let (mut found, mut plain) = (Vec::new(), Vec::new());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let Some(option) = word.strip_prefix("--") else {
            plain.push(word.as_str());
            continue;
        };
        let (option, inline) = match option.split_once('=') {
            Some((option, value)) => (option, Some(value)),
            None => (option, None),
        };
        if !known.contains(&option) {
            return Err(Failure::new(format!("there is no option --{option}")));
        }
        let value = match inline {
            Some(value) => value,
            None => rest.next().ok_or_else(|| Failure::new(format!("--{option} needs a value")))?,
        };
        found.push((option.to_owned(), value));
    }
    Ok((found, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_taken_with_a_space_or_an_equals_sign() {
        let given = words("--port 80 a --data=x b");
        let (found, plain) = options(&given, &["port", "data"]).unwrap();
        assert_eq!(found, [("port".to_owned(), "80"), ("data".to_owned(), "x")]);
        assert_eq!(plain, ["a", "b"]);
    }

    #[test]
    fn an_unknown_option_or_a_missing_value_is_refused() {
        assert!(options(&words("--prot 80"), &["port"]).is_err());
        assert!(options(&words("--port"), &["port"]).is_err());
    }
}
