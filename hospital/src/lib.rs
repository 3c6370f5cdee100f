//! The hospital server: FHIR R4 REST, SMART sign-in, change feed and care engine in one binary.
#![forbid(unsafe_code)]

pub mod access;
pub mod auth;
pub mod clock;
pub mod config;
pub mod data;
pub mod demo;
pub mod import;
pub mod jobs;
pub mod library;
pub mod limits;
pub mod operations;
pub mod pathways;
pub mod rest;
pub mod server;
pub mod store;
