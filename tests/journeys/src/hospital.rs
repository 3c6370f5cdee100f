//! The hospital: its binary as a process of its own, or its parts within this process.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::{Outcome, Trouble, inside::Inside, until};

const PATIENCE: Duration = Duration::from_mins(1);

/// Where the hospital's binary is: `KANGBAN_HOSPITAL_BIN`, or beside this program.
///
/// # Errors
/// A sentence that says how to build it.
fn binary() -> Outcome<PathBuf> {
    if let Some(named) = std::env::var_os("KANGBAN_HOSPITAL_BIN") {
        return Ok(named.into());
    }
    let name = format!("kangban-hospital{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe()?;
    here.ancestors()
        .skip(1)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
        .ok_or_else(|| Trouble::new("the hospital is not built: cargo build -p kangban-hospital"))
}

/// A demo hospital that runs.
#[derive(Debug)]
pub struct Hospital {
    data: PathBuf,
    address: SocketAddr,
    runs: Runs,
    lines: Arc<Mutex<Vec<String>>>,
}

/// Where it runs.
#[derive(Debug)]
enum Runs {
    /// With its configuration file.
    Outside(Child, Option<PathBuf>),
    Inside(Inside),
}

impl Hospital {
    /// Opens the demo hospital within this process, with its data in `data`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn inside(data: &Path) -> Outcome<Self> {
        Self::inside_at(data, "127.0.0.1:0")
    }

    fn inside_at(data: &Path, listen: &str) -> Outcome<Self> {
        let inside = Inside::open(data, listen)?;
        let lines = Arc::new(Mutex::new(inside.lines.clone()));
        Ok(Self { data: data.to_owned(), address: inside.address, runs: Runs::Inside(inside), lines })
    }

    /// Starts the demo hospital with its data in `data`, on a free port of loopback.
    ///
    /// # Errors
    /// When it does not start, or does not say where it is.
    pub fn start(data: &Path) -> Outcome<Self> {
        Self::start_at(data, "127.0.0.1:0", None)
    }

    /// The same with a configuration file.
    ///
    /// # Errors
    /// As for [`Hospital::start`].
    pub fn start_configured(data: &Path, config: &Path) -> Outcome<Self> {
        Self::start_at(data, "127.0.0.1:0", Some(config))
    }

    fn start_at(data: &Path, listen: &str, config: Option<&Path>) -> Outcome<Self> {
        let mut child = Command::new(binary()?)
            .args(["serve", "--demo", "--listen", listen, "--data"])
            .arg(data)
            .args(config.into_iter().flat_map(|file| [OsStr::new("--config"), file.as_os_str()]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        let complaints = Arc::new(Mutex::new(Vec::new()));
        keep_lines(child.stdout.take(), &lines);
        keep_lines(child.stderr.take(), &complaints);
        let base = until("the hospital's address", PATIENCE, || {
            if let Some(status) = child.try_wait()? {
                let words = complaints.lock().map(|lines| lines.join("\n")).unwrap_or_default();
                return Err(Trouble::new(format!("the hospital ended at once ({status}): {words}")));
            }
            Ok(value_of(&lines, |line| line.strip_prefix("FHIR base: ").map(str::to_owned)))
        })?;
        let address = base
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/fhir"))
            .and_then(|address| address.parse().ok())
            .ok_or_else(|| Trouble::new(format!("this is no address on loopback: {base}")))?;
        Ok(Self {
            data: data.to_owned(),
            address,
            runs: Runs::Outside(child, config.map(Path::to_owned)),
            lines,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its origin, past any [`crate::Link`].
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The invitation code that it printed for a patient whose name holds `name`.
    ///
    /// # Errors
    /// When it printed none.
    pub fn invitation(&self, name: &str) -> Outcome<String> {
        self.printed(&format!("the invitation of {name}"), |line| {
            let (who, code) = line.strip_prefix("invitation code (")?.split_once("): ")?;
            who.contains(name).then(|| code.trim().to_owned())
        })
    }

    /// The console login that it printed for this user: user name and password.
    ///
    /// # Errors
    /// When it printed none.
    pub fn login(&self, user: &str) -> Outcome<(String, String)> {
        self.printed(&format!("the login of {user}"), |line| {
            let (_, login) = line.strip_prefix("care console login (")?.split_once("): ")?;
            let (name, password) = login.split_once(" / ")?;
            (name == user).then(|| (name.to_owned(), password.trim().to_owned()))
        })
    }

    fn printed<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> Outcome<T> {
        until(what, Duration::from_secs(10), || Ok(value_of(&self.lines, &find)))
    }

    /// Kills it without warning (SIGKILL). Within this process, it is stopped.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn kill(&mut self) -> Outcome {
        match &mut self.runs {
            Runs::Outside(child, _) => {
                child.kill()?;
                child.wait()?;
                Ok(())
            }
            Runs::Inside(inside) => inside.stop(),
        }
    }

    /// Kills it and starts it again, on the same data and port.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn kill_and_restart(&mut self) -> Outcome {
        self.kill()?;
        self.restart()
    }

    /// Starts it again after [`Hospital::kill`], on the same data and port.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn restart(&mut self) -> Outcome {
        let (data, listen) = (self.data.clone(), self.address.to_string());
        *self = match &self.runs {
            Runs::Outside(_, config) => Self::start_at(&data, &listen, config.clone().as_deref())?,
            Runs::Inside(_) => Self::inside_at(&data, &listen)?,
        };
        Ok(())
    }

    /// Asks it to stop (SIGTERM) and says whether it ended well.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn stop(&mut self) -> Outcome<bool> {
        let child = match &mut self.runs {
            Runs::Outside(child, _) => child,
            Runs::Inside(inside) => return inside.stop().map(|()| true),
        };
        Command::new("kill").arg(child.id().to_string()).status()?;
        until("the hospital to stop", PATIENCE, || Ok(child.try_wait()?)).map(|status| status.success())
    }
}

impl Drop for Hospital {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

fn keep_lines(from: Option<impl std::io::Read + Send + 'static>, into: &Arc<Mutex<Vec<String>>>) {
    let into = Arc::clone(into);
    thread::spawn(move || {
        for line in from.into_iter().flat_map(|from| BufReader::new(from).lines()).map_while(Result::ok) {
            if let Ok(mut lines) = into.lock() {
                lines.push(line);
            }
        }
    });
}

fn value_of<T>(lines: &Mutex<Vec<String>>, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    lines.lock().ok()?.iter().find_map(|line| find(line))
}
