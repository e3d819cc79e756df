//! x
/// x
pub struct Shapes;
