//! `kangban-forms`: forms at the command line, for their authors.
//!
//! It reads FHIR R4 JSON from files, does what the engine does with it, and prints JSON or a table. It exits with
//! 0 when all is well, with 1 when it found something wrong, and with 2 when it could not do what was asked.
#![forbid(unsafe_code)]

mod commands;
mod files;
mod table;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use kangban_fhir::DateTime;
use kangban_fhirpath::Clock;

/// Forms at the command line: checked, filled in, validated, extracted, scored.
#[derive(Debug, Parser)]
#[command(name = "kangban-forms", version)]
struct Arguments {
    /// The moment it is, for expressions that ask (a FHIR dateTime with an offset); the computer's clock otherwise.
    #[arg(long, global = true, value_name = "DATETIME")]
    now: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists what is wrong with a form, with item and expression; exits with 1 when any of it is an error.
    Check {
        /// The Questionnaire. What it names is looked for beside it.
        form: PathBuf,
        /// Prints JSON instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Makes a modular form whole and prints it.
    Assemble {
        /// The Questionnaire. Its parts are looked for beside it.
        form: PathBuf,
    },
    /// Prints what is wrong with a response as an `OperationOutcome`; exits with 1 when it would be refused.
    Validate {
        /// The Questionnaire.
        form: PathBuf,
        /// The `QuestionnaireResponse`.
        response: PathBuf,
        /// The language of the texts: zh-CN or en.
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Prints a response with what is known filled in.
    Populate {
        /// The Questionnaire.
        form: PathBuf,
        /// The Patient that the form is about.
        #[arg(long, value_name = "FILE")]
        patient: Option<PathBuf>,
        /// Who fills the form in.
        #[arg(long, value_name = "FILE")]
        user: Option<PathBuf>,
        /// The Encounter that the form belongs to.
        #[arg(long, value_name = "FILE")]
        encounter: Option<PathBuf>,
        /// A Bundle (or one resource) of what is known; queries are answered from it.
        #[arg(long, value_name = "FILE")]
        resources: Vec<PathBuf>,
    },
    /// Prints the resources that a response says, as one transaction.
    Extract {
        /// The Questionnaire.
        form: PathBuf,
        /// The `QuestionnaireResponse`.
        response: PathBuf,
        /// The Patient, for expressions that name it.
        #[arg(long, value_name = "FILE")]
        patient: Option<PathBuf>,
    },
    /// Prints the scores of a response and what they mean.
    Score {
        /// The Questionnaire.
        form: PathBuf,
        /// The `QuestionnaireResponse`.
        response: PathBuf,
        /// Earlier responses to the same form, for the trend.
        earlier: Vec<PathBuf>,
        /// The language of the texts: zh-CN or en.
        #[arg(long, default_value = "en")]
        language: String,
        /// Prints JSON instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Evaluates a `FHIRPath` expression on a resource, and prints each result with its type.
    Eval {
        /// The expression.
        expression: String,
        /// The resource.
        file: PathBuf,
    },
}

/// Why something could not be done, in words for whoever typed the command.
#[derive(Debug)]
struct Failure(String);

impl<T: std::fmt::Display> From<T> for Failure {
    fn from(error: T) -> Self {
        Self(error.to_string())
    }
}

/// What is printed, and whether all is well.
struct Done {
    text: String,
    /// What is said beside it, on the error stream.
    notes: Vec<String>,
    well: bool,
}

impl Done {
    fn json(value: &serde_json::Value) -> Self {
        let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
        Self { text, notes: Vec::new(), well: true }
    }

    fn text(text: String) -> Self {
        Self { text, notes: Vec::new(), well: true }
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(done) => {
            for note in &done.notes {
                eprintln!("kangban-forms: {note}");
            }
            // A reader that has seen enough (`| head`) is no failure.
            let _ = writeln!(std::io::stdout(), "{}", done.text.trim_end());
            if done.well { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(Failure(why)) => {
            eprintln!("kangban-forms: {why}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<Done, Failure> {
    let clock = clock(arguments.now.as_deref())?;
    match arguments.command {
        Command::Check { form, json } => commands::check::run(&form, json),
        Command::Assemble { form } => commands::assemble::run(&form),
        Command::Validate { form, response, language } => {
            commands::validate::run(&form, &response, &language, clock)
        }
        Command::Populate { form, patient, user, encounter, resources } => {
            let given = commands::populate::Given { patient, user, encounter, resources };
            commands::populate::run(&form, &given, clock)
        }
        Command::Extract { form, response, patient } => {
            commands::extract::run(&form, &response, patient.as_deref(), clock)
        }
        Command::Score { form, response, earlier, language, json } => {
            commands::score::run(&form, &response, &earlier, &language, json)
        }
        Command::Eval { expression, file } => commands::eval::run(&expression, &file, clock),
    }
}

fn clock(now: Option<&str>) -> Result<Clock, Failure> {
    let now = if let Some(text) = now {
        let said = DateTime::parse(text).ok().filter(|said| said.moment().is_some());
        said.ok_or_else(|| Failure(format!("--now needs a dateTime with an offset, not `{text}`")))?
    } else {
        let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let moment = chrono::DateTime::from_timestamp(i64::try_from(seconds)?, 0);
        DateTime::from_moment(moment.unwrap_or_default().fixed_offset())
    };
    Ok(Clock { now })
}
