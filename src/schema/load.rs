//! placeholder
use super::*;
/// x
pub struct Loaded;
/// x
pub struct SchemaText;
/// x
pub fn load() {}
