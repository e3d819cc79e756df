//! What the formats write, whole: findings made by hand, so that a change of look is seen as a change of look.

mod failure;
mod human;
mod json;
mod made;
mod summary;
