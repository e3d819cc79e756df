//! Rules at work on a lending library: a pack made by hand that knows no standard.

mod library;
mod loading;
mod running;
