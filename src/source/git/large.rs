//! Git LFS: a few lines in place of a large file, which is kept elsewhere.

/// A text in place of a large file is at most this long, in bytes.
const MOST: usize = 1 << 10;

/// The name, as a hash, of the large file that a text stands in place of; none for a text that stands for itself.
/// As <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md> describes it.
pub fn named_by(text: &str) -> Option<&str> {
    let lines = Some(text).filter(|text| text.len() <= MOST)?.strip_prefix("version https://git-lfs.github.com/spec/v1\n")?;
    let name = lines.lines().find_map(|line| line.strip_prefix("oid sha256:"))?;
    (name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
}
