//! The store in one `SQLite` file: one writer thread that groups waiting writes into one commit, readers beside it.

mod read;
mod search;
mod write;

use std::{
    collections::{HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tokio::sync::{Semaphore, oneshot, watch};

use super::{Feed, Reader, StoreError, Writer};
use crate::clock::Clock;
use read::ReadTransaction;
pub(super) use read::key as shelf;
use write::WriteTransaction;

/// Numbered and never changed once released.
const MIGRATIONS: &[&str] = &[include_str!("../../../migrations/001.sql")];
/// So many writes share a commit at most: more would let the first wait too long.
const GROUP: usize = 256;
const READERS: usize = 8;

type Finish = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// A write: whether to keep what it did, and whom to tell when it is on disk.
type Work = Box<dyn FnOnce(&mut WriteTransaction<'_>) -> (bool, Finish) + Send>;

/// Those who wait for a feed. Only they are woken, however many others wait.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<HashMap<Feed, watch::Sender<()>>>>);

impl Waiting {
    fn on(&self, feed: &Feed) -> watch::Receiver<()> {
        let mut feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.entry(feed.clone()).or_insert_with(|| watch::channel(()).0).subscribe()
    }

    fn wake(&self, changed: &HashSet<Feed>) {
        let mut feeds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for feed in changed {
            // Nobody listens any more: the feed is forgotten until somebody does again.
            if feeds.get(feed).is_some_and(|sender| sender.send(()).is_err()) {
                feeds.remove(feed);
            }
        }
    }
}

/// The store. Cheap to clone; the last clone's end closes it.
#[derive(Clone)]
pub struct SqliteStore(Arc<Inner>);

struct Inner {
    work: Mutex<Option<mpsc::Sender<Work>>>,
    writer: Mutex<Option<thread::JoinHandle<()>>>,
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// More readers at once than this only wait for each other, and each costs memory.
    seats: Semaphore,
    waiting: Waiting,
    jobs: watch::Sender<u64>,
    clock: Clock,
}

impl SqliteStore {
    /// Opens `records.db` in a directory, making or migrating it as needed.
    pub fn open(directory: &Path, clock: Clock) -> Result<Self, StoreError> {
        let path = directory.join("records.db");
        let mut connection = Connection::open(&path)?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        tune(&connection)?;
        migrate(&mut connection)?;
        let (work, queue) = mpsc::channel::<Work>();
        let waiting = Waiting::default();
        let (jobs, _) = watch::channel(0);
        let (woken, job_told, now) = (waiting.clone(), jobs.clone(), clock.clone());
        let writer = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_loop(connection, &queue, &woken, &job_told, &now))
            .map_err(|_| StoreError::Closed)?;
        Ok(Self(Arc::new(Inner {
            work: Mutex::new(Some(work)),
            writer: Mutex::new(Some(writer)),
            path,
            idle: Mutex::new(Vec::new()),
            seats: Semaphore::new(READERS),
            waiting,
            jobs,
            clock,
        })))
    }

    /// The clock that stamps what is written.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Runs a read on a consistent view.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&dyn Reader) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let _seat = self.0.seats.acquire().await.map_err(|_| StoreError::Closed)?;
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_now(work))
            .await
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// The same, blocking.
    pub fn read_now<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&dyn Reader) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.reader()?;
        let outcome = {
            let transaction = connection.transaction().map_err(StoreError::from)?;
            work(&ReadTransaction(&transaction))
        };
        let mut idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(connection);
        }
        outcome
    }

    fn reader(&self) -> Result<Connection, StoreError> {
        if let Some(connection) = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(connection);
        }
        let connection = Connection::open_with_flags(
            &self.0.path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(std::time::Duration::from_secs(30))?;
        tune(&connection)?;
        Ok(connection)
    }

    /// Runs a write in a transaction of its own: all of it is on disk when this returns `Ok`, none of it otherwise.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut dyn Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.submit(work)?.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// The same, blocking.
    pub fn write_now<T, E>(
        &self,
        work: impl FnOnce(&mut dyn Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.submit(work)?.blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    fn submit<T, E>(
        &self,
        work: impl FnOnce(&mut dyn Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |transaction| {
            let outcome = work(transaction);
            let keep = outcome.is_ok();
            let finish: Finish = Box::new(move |committed| {
                // Nobody waits any more when a request was given up; what was written stays.
                let _ = answer.send(match committed {
                    Ok(()) => outcome,
                    Err(error) => Err(error.into()),
                });
            });
            (keep, finish)
        });
        let sender = self.0.work.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().ok_or(StoreError::Closed)?.send(work).map_err(|_| StoreError::Closed)?;
        Ok(answered)
    }

    /// Hears when a feed has changed. Ask before reading the feed, so that nothing is missed in between.
    pub fn watch(&self, feed: &Feed) -> watch::Receiver<()> {
        self.0.waiting.on(feed)
    }

    /// Hears when there may be new jobs.
    pub fn jobs(&self) -> watch::Receiver<u64> {
        self.0.jobs.subscribe()
    }

    /// Finishes what waits and closes. Later writes are refused.
    pub fn close(&self) {
        drop(self.0.work.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the store's writer ended in a panic");
        }
    }
}

fn tune(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Moving pages from the log into the file is the slow part of a busy hour: less often, more at once.
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(version).map_err(|_| StoreError::NewerDatabase)?;
    let waiting = MIGRATIONS.get(done..).ok_or(StoreError::NewerDatabase)?;
    for (sql, version) in waiting.iter().zip(version + 1..) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
    }
    transaction.commit()?;
    Ok(())
}

fn write_loop(
    mut connection: Connection,
    queue: &mpsc::Receiver<Work>,
    waiting: &Waiting,
    jobs: &watch::Sender<u64>,
    clock: &Clock,
) {
    while let Ok(first) = queue.recv() {
        let mut finishes = Vec::new();
        match write_group(&mut connection, first, queue, clock, &mut finishes) {
            Ok(group) => {
                for finish in finishes {
                    finish(Ok(()));
                }
                if group.has_jobs {
                    jobs.send_modify(|count| *count = count.wrapping_add(1));
                }
                waiting.wake(&group.feeds);
            }
            Err(error) => {
                tracing::error!(%error, "a group of writes was rolled back");
                for finish in finishes {
                    finish(Err(StoreError::Closed));
                }
            }
        }
    }
}

#[derive(Default)]
struct Group {
    feeds: HashSet<Feed>,
    has_jobs: bool,
}

/// Runs what waits inside one transaction, each in a savepoint of its own, and commits.
fn write_group(
    connection: &mut Connection,
    first: Work,
    queue: &mpsc::Receiver<Work>,
    clock: &Clock,
    finishes: &mut Vec<Finish>,
) -> Result<Group, StoreError> {
    let mut group = Group::default();
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut next = Some(first);
    while let Some(work) = next.take() {
        let savepoint = transaction.savepoint()?;
        let mut writer = WriteTransaction::new(&savepoint, clock.now_ms());
        // One request that makes us panic must not end the writer for everybody.
        let done = catch_unwind(AssertUnwindSafe(|| work(&mut writer)));
        let (feeds, has_jobs) = writer.into_effects();
        // Dropping a savepoint rolls it back; who waits for a lost answer hears that there is none.
        if let Ok((keep, finish)) = done {
            finishes.push(finish);
            if keep {
                savepoint.commit()?;
                group.feeds.extend(feeds);
                group.has_jobs |= has_jobs;
            } else {
                drop(savepoint);
            }
        } else {
            tracing::error!("a write panicked and was rolled back");
            drop(savepoint);
        }
        if finishes.len() < GROUP {
            next = queue.try_recv().ok();
        }
    }
    transaction.commit()?;
    Ok(group)
}
