//! OPC packages.
