//! Names of objects: a hash of what they hold.

use sha1::{Digest as _, Sha1};

/// True if the object of that name is a file that holds these bytes. False as well for names by another hash than git's usual one.
pub(super) fn is_file(name: &str, bytes: &[u8]) -> bool {
    let hash = Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize();
    let digit = |at: usize| name.get(2 * at..2 * at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    name.len() == 2 * hash.len() && hash.iter().enumerate().all(|(at, byte)| digit(at) == Some(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_that_of_what_a_file_holds() {
        // As `git hash-object` names them.
        assert!(is_file("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", b""));
        assert!(is_file("ce013625030ba8dba906f756967f9e9ca394464a", b"hello\n"));
        assert!(!is_file("ce013625030ba8dba906f756967f9e9ca394464a", b"hello\r\n"));
        assert!(!is_file("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813", b""));
    }
}
