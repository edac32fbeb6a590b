//! Where something to fold may begin.
//!
//! In: bytes.  Out: the positions of those that have to be looked at, one after the other.  Most
//! texts have few, so that 32 bytes are passed over in a few instructions.

use crate::text::bytes::gathered;

/// Bytes looked at together; the compiler makes vector instructions of it.
const LANE: usize = 32;

/// Finds the bytes at which something to fold may begin.
pub(super) struct Suspects<'a> {
    bytes: &'a [u8],
    /// Where the lane begins that was looked at last.
    lane: usize,
    /// Its suspects, from the lowest bit on.
    found: u32,
}

impl<'a> Suspects<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut suspects = Self { bytes, lane: 0, found: 0 };
        suspects.look(0);
        suspects
    }

    /// The next suspect at or behind a byte; the bytes asked for only grow.
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        if from >= self.lane + LANE {
            self.look(from / LANE * LANE);
        }
        let mut ahead = self.found & u32::MAX.checked_shl((from - self.lane) as u32).unwrap_or(0);
        while ahead == 0 {
            self.look(self.next_lane()?);
            ahead = self.found;
        }
        Some(self.lane + ahead.trailing_zeros() as usize)
    }

    /// Where the next lane with suspects begins, or the last one, which is shorter.
    fn next_lane(&self) -> Option<usize> {
        let from = self.lane + LANE;
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let (lanes, last) = rest.as_chunks::<LANE>();
        let clean = lanes.iter().take_while(|lane| !is_suspicious(lane)).count();
        (clean < lanes.len() || !last.is_empty()).then_some(from + clean * LANE)
    }

    /// Notes the suspects of the lane that begins at a byte.
    fn look(&mut self, from: usize) {
        self.lane = from;
        let rest = self.bytes.get(from..).unwrap_or_default();
        let suspicions = match rest.first_chunk() {
            Some(lane) => suspicions(lane),
            None => {
                let mut lane = [b' '; LANE];
                lane[..rest.len()].copy_from_slice(rest);
                suspicions(&lane)
            }
        };
        let (words, _) = suspicions.as_chunks::<8>();
        let found = words
            .iter()
            .rev()
            .fold(0, |found, word| found << 8 | gathered(u64::from_le_bytes(*word)));
        self.found = found as u32;
    }
}

fn is_suspicious(lane: &[u8; LANE]) -> bool {
    lane.iter().fold(0, |any, byte| any | suspicion(*byte)) != 0
}

/// The suspicion of each byte.
fn suspicions(lane: &[u8; LANE]) -> [u8; LANE] {
    let mut suspicions = [0; LANE];
    for (found, byte) in suspicions.iter_mut().zip(lane) {
        *found = suspicion(*byte);
    }
    suspicions
}

/// The highest bit is set for bytes beyond ASCII, NUL, the control characters 0x0B to 0x0D, `&` and
/// `-`; without branches, so that a whole lane can be looked at in a few instructions.
#[inline]
fn suspicion(byte: u8) -> u8 {
    let is_suspicious = (byte >= 0x80)
        | (byte == 0)
        | (byte.wrapping_sub(0x0B) < 3)
        | (byte == b'&')
        | (byte == b'-');
    u8::from(is_suspicious) << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suspects_are_those_found_byte_by_byte() {
        let all: Vec<u8> = (0..=255).chain(std::iter::repeat_n(b'x', 130)).chain([0xE2]).collect();
        for from in 0..all.len() {
            for len in [0, 1, 31, 32, 33, 64, 200, 387] {
                let bytes = all[from..].get(..len).unwrap_or(&all[from..]);
                let mut suspects = Suspects::new(bytes);
                let mut at = 0;
                let found: Vec<usize> = std::iter::from_fn(|| {
                    let found = suspects.next(at)?;
                    at = found + 1;
                    Some(found)
                })
                .collect();
                let expected: Vec<usize> =
                    (0..bytes.len()).filter(|at| suspicion(bytes[*at]) != 0).collect();
                assert_eq!(found, expected, "{from} {len}");
            }
        }
    }

    #[test]
    fn what_is_behind_a_fold_is_passed_over() {
        let bytes = [b'-'; 200];
        let mut suspects = Suspects::new(&bytes);
        let found = [0, 31, 32, 70, 71, 199, 200].map(|from| suspects.next(from));
        assert_eq!(found, [Some(0), Some(31), Some(32), Some(70), Some(71), Some(199), None]);
    }
}
