//! Whether the user asked to stop: by Ctrl-C, or by closing the terminal.

use std::sync::atomic::{AtomicBool, Ordering};

static IS_ASKED: AtomicBool = AtomicBool::new(false);

/// From now on a first signal asks to stop, and a second ends the program at once.
///
/// Where one of the signals is ignored, as `nohup` and the `&` of a script have it, all stay as they are: the terminal of
/// a run that is to go on may be closed. Windows ends a program whose console is closed as soon as it has been told, so
/// that nothing can be brought to an end there. What is left half-written then `--resume` removes.
pub(super) fn listen() {
    let _ = ctrlc::try_set_handler(|| {
        if IS_ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

pub(super) fn is_asked() -> bool {
    IS_ASKED.load(Ordering::Relaxed)
}
