//! A panic in the core is said, with the place in our code and nothing of a patient's.

use std::panic::PanicHookInfo;

/// Where a panic happened, in words without its message: that could quote what a patient wrote.
pub(crate) fn place(info: &PanicHookInfo<'_>) -> String {
    match info.location() {
        Some(at) => format!("the core stopped at {}:{}", at.file(), at.line()),
        None => "the core stopped".to_owned(),
    }
}

/// Says so for panics of the core's own threads; those of others go where they went before.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn say_where() {
    use std::{panic, sync::Once, thread};

    static SET: Once = Once::new();
    SET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name().is_some_and(|name| name.starts_with(crate::native::THREADS)) {
                eprintln!("{}", place(info));
            } else {
                before(info);
            }
        }));
    });
}

/// Says so to the page. In a browser a panic ends the core.
#[cfg(target_family = "wasm")]
pub(crate) fn say_where(stopped: js_sys::Function) {
    use std::{cell::RefCell, panic};

    use wasm_bindgen::JsValue;

    thread_local! {
        static STOPPED: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
    }

    STOPPED.set(Some(stopped));
    panic::set_hook(Box::new(|info| {
        let place = JsValue::from_str(&place(info));
        STOPPED.with_borrow(|stopped| {
            // A page that throws while it is told cannot be told otherwise.
            stopped.as_ref().map(|stopped| stopped.call1(&JsValue::NULL, &place).ok());
        });
    }));
}
