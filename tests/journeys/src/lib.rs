//! The main job, whole: a patient's real core, a real hospital as a process of its own, and a doctor, on loopback.
//!
//! [`story`] is the job told step by step. The rest are its actors: [`Hospital`] (the binary, which can be killed and
//! started again), [`Link`] (the network between them, which can be cut, and can lose answers), [`Phone`] (the core
//! as a shell drives it) and [`Doctor`] (a clinician at the FHIR and SMART interfaces).
#![forbid(unsafe_code)]

mod doctor;
mod hospital;
mod inside;
mod keep;
mod link;
mod misbehaving;
mod phone;
mod questions;
pub mod story;
mod trouble;

pub use doctor::{Doctor, ciphers};
pub use hospital::Hospital;
pub use keep::keep;
pub use link::{Link, Mode};
pub use misbehaving::{Misbehaving, Wrong};
pub use phone::{Pain, Phone, said};
pub use trouble::{Outcome, Trouble, until};
