//! The core at the language boundary.
