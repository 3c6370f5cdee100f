//! A process that is killed without warning in the middle of writing.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use kangban_vault::{Batch, NewFile, Record, Storage, Vaults, ready};

use crate::home::{ACCOUNT, Home, NOW, PIN, entries, observation, write};

const FOLDER: &str = "KANGBAN_TEST_FOLDER";
const FIRST: &str = "KANGBAN_TEST_FIRST";

/// One entry with everything that belongs to it.
fn batch(n: u32) -> Batch {
    let media = Record { resource_type: "Media".into(), ..observation(&format!("m{n}"), NOW, "") };
    let file =
        NewFile { id: format!("p{n}"), mime: "image/jpeg".into(), bytes: n.to_be_bytes().repeat(2000) };
    Batch {
        files: vec![file],
        documents: vec![("advice".into(), format!("a{n}"), Some("{}".into()))],
        values: vec![("last".into(), Some(n.to_string()))],
        ..entries([media, observation(&format!("o{n}"), NOW, "kept")])
    }
}

/// What the test starts as a process of its own, and kills.
fn write_until_killed(folder: &OsStr) {
    let mut vaults = ready(Vaults::open(&Storage::at(folder))).unwrap();
    let mut vault = ready(vaults.unlock(ACCOUNT, PIN, NOW)).unwrap();
    let first: u32 = env::var(FIRST).unwrap().parse().unwrap();
    let mut out = std::io::stdout();
    for n in first..first + 100_000 {
        write(&mut vault, &batch(n));
        writeln!(out, "\ndone {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn every_acknowledged_write_survives_a_kill_and_no_half_of_one_does() {
    if let Some(folder) = env::var_os(FOLDER) {
        return write_until_killed(&folder);
    }
    let home = Home::new();
    let (vaults, vault) = home.with_vault();
    vault.lock();
    drop(vaults);

    let mut next = 0;
    for round in 0..6 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["crash::every_acknowledged_write_survives_a_kill_and_no_half_of_one_does", "--exact"])
            .arg("--nocapture")
            .env(FOLDER, home.path())
            .env(FIRST, next.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = next;
        let enough = next + 5 + round * 7;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(n) = line.strip_prefix("done ") {
                acknowledged = n.parse::<u32>().unwrap() + 1;
                if acknowledged == enough {
                    child.kill().unwrap();
                }
            }
        }
        child.wait().unwrap();
        assert!(acknowledged >= enough, "the child wrote until it was killed");

        let vault = home.unlock().unwrap();
        let last: u32 = vault.value("last").unwrap().unwrap().parse().unwrap();
        assert!(last + 1 >= acknowledged, "{last} is there, {acknowledged} were acknowledged");
        for n in next..=last {
            let stored = vault.get("Observation", &format!("o{n}")).unwrap().unwrap();
            assert!(stored.outbox.is_some());
            assert!(vault.get("Media", &format!("m{n}")).unwrap().is_some());
            assert!(vault.document("advice", &format!("a{n}")).unwrap().is_some());
            let file = ready(vault.file(&format!("p{n}"))).unwrap().unwrap();
            assert_eq!(file.bytes, n.to_be_bytes().repeat(2000));
        }
        let beyond = last + 1;
        assert_eq!(vault.get("Media", &format!("m{beyond}")).unwrap(), None);
        assert_eq!(vault.document("advice", &format!("a{beyond}")).unwrap(), None);
        assert_eq!(vault.counts().unwrap().waiting, 2 * beyond);
        assert_eq!(home.sealed().len(), usize::try_from(beyond).unwrap(), "no file without a row");
        next = beyond;
    }
}
