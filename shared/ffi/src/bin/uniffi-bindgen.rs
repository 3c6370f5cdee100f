//! Writes the Kotlin and Swift bindings of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
