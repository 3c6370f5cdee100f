//! Binds the core's wasm to JavaScript: `kangban-bindgen CORE.wasm OUT`. The same as wasm-bindgen's own command, which
//! would have to be installed in exactly the version of the lock file.

#![forbid(unsafe_code)]

use std::{env, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [wasm, out] = words.as_slice() else {
        eprintln!("usage: kangban-bindgen CORE.wasm OUT");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let bound = bindgen.input_path(wasm).web(true).and_then(|bindgen| {
        bindgen.typescript(true).remove_name_section(true).remove_producers_section(true).generate(out)
    });
    match bound {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kangban-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
