//! What a link cannot say in words: a scenario file, deflated, in the letters that an address may
//! hold.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// How hard to deflate: nobody waits for a few hundred bytes.
const LEVEL: u8 = 9;
/// The longest scenario file that is unpacked [bytes]; a few letters can hold gigabytes.
const LENGTH_MAX: usize = 1 << 20;

/// A file of JSON as letters. Layout is left out.
pub(crate) fn pack(json: &str) -> String {
    let plain: String = json.lines().map(str::trim_start).collect();
    URL_SAFE_NO_PAD.encode(compress_to_vec(plain.as_bytes(), LEVEL))
}

/// The file of JSON; none if it was cut, or never was one.
pub(crate) fn unpack(letters: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(letters.trim_end_matches('=')).ok()?;
    String::from_utf8(decompress_to_vec_with_limit(&bytes, LENGTH_MAX).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_or_is_too_long_is_nothing() {
        let json = "{\n  \"title\": \"a  b\"\n}\n";
        let letters = pack(json);
        assert_eq!(unpack(&letters).as_deref(), Some("{\"title\": \"a  b\"}"));
        assert!(letters.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        assert_eq!(unpack(&letters[..letters.len() - 4]), None);
        for nothing in ["", "*", "AAAA", "Größe"] {
            assert_eq!(unpack(nothing).filter(|text| !text.is_empty()), None, "{nothing}");
        }
        assert_eq!(unpack(&pack(&"x".repeat(LENGTH_MAX + 1))), None, "a bomb");
    }
}
